#include <doctest/doctest.h>

#include "engine/schema/apply/field_set.h"

namespace armillary::apply {
namespace {

FieldSet read(std::string_view json) {
    auto set = readFieldsV1(json);
    REQUIRE_MESSAGE(set.has_value(), set.error());
    return *set;
}

std::string text(const FieldSet& set) {
    std::string out;
    writeFieldsV1(set, out);
    return out;
}

std::string paths(const FieldSet& set) {
    std::string all;
    set.each([&](Path path) { all += (all.empty() ? "" : " ") + pathText(path); });
    return all;
}

}  // namespace

TEST_CASE("FieldsV1: read and written alike") {
    const std::string canonical =
        R"({"f:data":{".":{},"f:a":{},"f:b":{}},"f:spec":{"f:containers":{"k:{\"name\":\"web\"}":{".":{},"f:image":{},)"
        R"("f:ports":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{"f:containerPort":{}}}}},"f:finalizers":{)"
        R"("v:\"x/y\"":{}},"f:list":{"i:3":{}}}})";
    const FieldSet set = read(canonical);
    CHECK(text(set) == canonical);
    CHECK(set.size() == 8);
    CHECK(paths(set) == R"(.data .data.a .data.b .spec.containers[name="web"] .spec.containers[name="web"].image )"
                        R"(.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"].containerPort )"
                        R"(.spec.finalizers[="x/y"] .spec.list[3])");
}

TEST_CASE("FieldsV1: one spelling of keys and values, unknown elements dropped") {
    CHECK(text(read(R"( { "f:a" : { "k:{ \"b\": 1, \"a\":\"x\" }" : {} , "v:1.0":{} , "x:new":{"f:b":{}} } } )")) ==
          R"({"f:a":{"k:{\"a\":\"x\",\"b\":1}":{},"v:1":{}}})");
    CHECK(text(read(R"({"f:b":{},"f:a":{}})")) == R"({"f:a":{},"f:b":{}})");
    CHECK(text(read(R"({"f:\u00e9":{}})")) == "{\"f:\xc3\xa9\":{}}");
    CHECK(text(read("{}")) == "{}");
    CHECK(read(R"({"f:a":{".":{}}})") == read(R"({"f:a":{}})"));
}

TEST_CASE("FieldsV1: what is none is refused") {
    const auto refusal = [](std::string_view json) {
        const auto set = readFieldsV1(json);
        return set ? std::string("accepted") : set.error();
    };
    CHECK(refusal("") != "accepted");
    CHECK(refusal("[]") != "accepted");
    CHECK(refusal(R"({"f":{}})") == "key must be 2 characters long:");
    CHECK(refusal(R"({"name":{}})") == "missing colon: name");
    CHECK(refusal(R"({"f:a":1})") != "accepted");
    CHECK(refusal(R"({"i:x":{}})") == R"(strconv.Atoi: parsing "x": invalid syntax)");
    CHECK(refusal(R"({"k:[1]":{}})") != "accepted");
    CHECK(refusal(R"({"v:":{}})") != "accepted");
    CHECK(refusal(R"({"f:a":{}} x)") == "unexpected trailing data after JSON object");
    std::string deep;
    for (int i = 0; i < 300; ++i) deep += R"({"f:a":)";
    CHECK(refusal(deep) == "exceeded max depth");
}

TEST_CASE("set algebra") {
    const FieldSet left = read(R"({"f:a":{".":{},"f:x":{},"f:y":{}},"f:b":{}})");
    const FieldSet right = read(R"({"f:a":{".":{},"f:y":{},"f:z":{}},"f:c":{}})");
    CHECK(paths(left.unitedWith(right)) == ".a .b .c .a.x .a.y .a.z");
    CHECK(paths(left.commonWith(right)) == ".a .a.y");
    CHECK(paths(left.without(right)) == ".b .a.x");
    CHECK(left.intersects(right));
    CHECK_FALSE(read(R"({"f:a":{"f:x":{}}})").intersects(read(R"({"f:a":{}})")));
    // What is below a member of the other stays in the one and goes in the other difference.
    CHECK(paths(left.without(read(R"({"f:a":{}})"))) == ".b .a.x .a.y");
    CHECK(paths(left.withoutTreesOf(read(R"({"f:a":{}})"))) == ".b");
    CHECK(paths(left.leaves()) == ".b .a.x .a.y");
    CHECK(left.without(left).empty());
    CHECK(left.unitedWith(right).contains(left));
    CHECK_FALSE(left.contains(right));
    CHECK_FALSE(read(R"({"f:a":{"f:x":{}}})").contains(read(R"({"f:a":{}})")));
}

TEST_CASE("a set is built path by path") {
    FieldSet set;
    const std::vector<std::string_view> path = {"f:spec", "f:replicas"}, parent = {"f:spec"};
    set.insert(path);
    CHECK(set.has(path));
    CHECK_FALSE(set.has(parent));
    set.insert(parent);
    CHECK(set.has(parent));
    set.insert({});
    CHECK(set.size() == 2);
}

}  // namespace armillary::apply
