#include <doctest/doctest.h>

#include "engine/schema/api/corev1.h"
#include "engine/schema/apply/document.h"
#include "engine/schema/apply/structural_schema.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/json_document.h"

namespace armillary::apply {
namespace {

const SchemaNode& podSchema() {
    return schemaOf(schema::typeInfo<corev1::Pod>());
}

boost::json::value parsed(std::string_view text) {
    return schema::parseDocument(text).value();
}

std::string merged(std::string_view base, std::string_view overlay) {
    std::string out;
    schema::writeDocument(out, document::merge(podSchema(), parsed(base), parsed(overlay)));
    return out;
}

std::string items(std::string_view list) {
    std::string out;
    for (const char c : list) out += std::string(out.empty() ? "" : ",") + R"({"name":")" + c + R"("})";
    return R"({"spec":{"containers":[)" + out + "]}}";
}

std::string wrong(std::string_view config) {
    return document::joined(document::validate(podSchema(), parsed(config)));
}

std::string text(const FieldSet& set) {
    std::string out;
    writeFieldsV1(set, out);
    return out;
}

}  // namespace

TEST_CASE("merge: leaves of the overlay, nothing goes, atomic places whole") {
    CHECK(merged(R"({"metadata":{"labels":{"a":"1","b":"2"}},"spec":{"nodeSelector":{"x":"1"},"priority":1}})",
                 R"({"metadata":{"labels":{"b":"3","c":"4"}},"spec":{"nodeSelector":{"y":"1"}}})") ==
          R"({"metadata":{"labels":{"a":"1","b":"3","c":"4"}},"spec":{"nodeSelector":{"y":"1"},"priority":1}})");
}

TEST_CASE("merge: items stand in the order of the overlay, the others where they stood") {
    CHECK(merged(items("abc"), items("cb")) == items("acb"));
    CHECK(merged(items("abc"), items("x")) == items("abcx"));
    CHECK(merged(items("abcd"), items("db")) == items("acdb"));
    CHECK(merged(items("ab"), items("ba")) == items("ba"));
    CHECK(merged(items(""), items("ab")) == items("ab"));
}

TEST_CASE("merge: items are known by their keys, defaults included") {
    CHECK(merged(R"({"spec":{"containers":[{"name":"c","ports":[{"containerPort":80,"protocol":"TCP"}]}]}})",
                 R"({"spec":{"containers":[{"name":"c","ports":[{"containerPort":80,"name":"web"}]}]}})") ==
          R"({"spec":{"containers":[{"name":"c","ports":[{"containerPort":80,"protocol":"TCP","name":"web"}]}]}})");
}

TEST_CASE("validate: upstream's sentences") {
    CHECK(document::validate(podSchema(), parsed(items("ab"))).empty());
    CHECK(wrong(R"({"spec":{"x":1}})") == ".spec.x: field not declared in schema");
    CHECK(wrong(R"({"spec":{"priority":"1"}})") == ".spec.priority: expected numeric (int or float), got string");
    CHECK(wrong(items("aa")) == R"(.spec.containers: duplicate entries for key [name="a"])");
    CHECK(wrong(R"({"spec":{"containers":[{"image":"i"}]}})") ==
          R"(.spec.containers: element 0: associative list with keys has an element that omits all key fields )"
          R"(["name"] (and doesn't have default values for any key fields))");
    CHECK(wrong(R"({"spec":{"x":1,"y":2}})") ==
          "errors:\n  .spec.x: field not declared in schema\n  .spec.y: field not declared in schema");
}

TEST_CASE("the fields of a configuration") {
    CHECK(text(document::fieldsOf(podSchema(),
                                  parsed(R"({"metadata":{"labels":{"a":"1"},"annotations":{}},"spec":{"containers":[)"
                                         R"({"name":"c","image":"i"}],"nodeSelector":{"x":"1"}}})"))) ==
          R"({"f:metadata":{"f:annotations":{},"f:labels":{"f:a":{}}},"f:spec":{"f:containers":{)"
          R"("k:{\"name\":\"c\"}":{".":{},"f:image":{},"f:name":{}}},"f:nodeSelector":{}}})");
}

TEST_CASE("a structural schema: sets, maps with keys, and what keeps unknown fields") {
    const auto structural = schema::fromJson<apiextensionsv1::JSONSchemaProps>(
        R"({"type":"object","properties":{"spec":{"type":"object","properties":{"hosts":{"type":"array",)"
        R"("x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],"items":{"type":"object","properties":)"
        R"({"name":{"type":"string"},"port":{"type":"integer"}}}},"tags":{"type":"array","x-kubernetes-list-type":"set",)"
        R"("items":{"type":"string"}},"plain":{"type":"array","items":{"type":"string"}},"free":{"type":"object",)"
        R"("x-kubernetes-preserve-unknown-fields":true},"whole":{"type":"object","x-kubernetes-map-type":"atomic",)"
        R"("properties":{"a":{"type":"string"}}}}}}})");
    REQUIRE(structural.has_value());
    const auto schema = schemaOf(&*structural, false);
    const auto value = parsed(
        R"({"apiVersion":"a/v1","kind":"K","metadata":{"name":"n"},"spec":{"hosts":[{"name":"h","port":1}],"tags":["t"],)"
        R"("plain":["p"],"free":{"x":{"y":[1]}},"whole":{"a":"b"}}})");
    CHECK(document::validate(*schema->root, value).empty());
    CHECK(text(document::fieldsOf(*schema->root, value)) ==
          R"({"f:apiVersion":{},"f:kind":{},"f:metadata":{"f:name":{}},"f:spec":{"f:free":{"f:x":{".":{},"f:y":{}}},)"
          R"("f:hosts":{"k:{\"name\":\"h\"}":{".":{},"f:name":{},"f:port":{}}},"f:plain":{},"f:tags":{"v:\"t\"":{}},)"
          R"("f:whole":{}}})");
    CHECK(document::joined(document::validate(*schema->root, parsed(R"({"spec":{"none":1}})"))) ==
          ".spec.none: field not declared in schema");
    // Without a schema everything is deduced.
    CHECK(text(document::fieldsOf(*schemaOf(nullptr, false)->root, parsed(R"({"spec":{"a":{"b":1},"l":[1]}})"))) ==
          R"({"f:spec":{".":{},"f:a":{".":{},"f:b":{}},"f:l":{}}})");
}

TEST_CASE("fields of a place that has become atomic are owned as one") {
    const auto structural = schema::fromJson<apiextensionsv1::JSONSchemaProps>(
        R"({"type":"object","properties":{"spec":{"type":"object","x-kubernetes-map-type":"atomic","properties":)"
        R"({"a":{"type":"string"}}}}})");
    const auto schema = schemaOf(&*structural, false);
    CHECK(text(document::reconciled(*schema->root, readFieldsV1(R"({"f:spec":{"f:a":{}}})").value())) ==
          R"({"f:spec":{}})");
}

}  // namespace armillary::apply
