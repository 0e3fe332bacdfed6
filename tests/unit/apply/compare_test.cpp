#include <doctest/doctest.h>

#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/apply/document.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/json_document.h"

namespace armillary::apply {
namespace {

std::string text(const FieldSet& set) {
    std::string out;
    writeFieldsV1(set, out);
    return out;
}

template <schema::ApiStruct T>
Comparison compared(std::string_view before, std::string_view after) {
    const auto left = schema::fromJson<T>(before), right = schema::fromJson<T>(after);
    REQUIRE(left.has_value());
    REQUIRE(right.has_value());
    const Comparison changes = compareStructs(schema::typeInfo<T>(), &*left, &*right);
    // Documents compare as structs do.
    const auto leftDocument = schema::parseDocument(schema::toJson(*left)).value();
    const auto rightDocument = schema::parseDocument(schema::toJson(*right)).value();
    const Comparison again = document::compare(schemaOf(schema::typeInfo<T>()), leftDocument, rightDocument);
    CHECK(text(again.added) == text(changes.added));
    CHECK(text(again.modified) == text(changes.modified));
    CHECK(text(again.removed) == text(changes.removed));
    return changes;
}

}  // namespace

TEST_CASE("a created deployment owns what upstream says it owns") {
    const Comparison changes = compared<appsv1::Deployment>("{}", R"({"metadata":{"name":"d","labels":{"a":"b"}},
        "spec":{"replicas":2,"selector":{"matchLabels":{"a":"b"}},"strategy":{"type":"RollingUpdate",
        "rollingUpdate":{"maxSurge":"25%"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[
        {"name":"c","image":"i","ports":[{"containerPort":80,"protocol":"TCP"}],
         "env":[{"name":"E","valueFrom":{"fieldRef":{"fieldPath":"spec.nodeName"}}}]}],
        "nodeSelector":{"disk":"ssd"}}}}})");
    CHECK(changes.removed.empty());
    // An empty deployment has a selector, of null.
    CHECK(text(changes.modified) == R"({"f:spec":{"f:selector":{}}})");
    CHECK(text(changes.added.unitedWith(changes.modified)) ==
          R"({"f:metadata":{"f:labels":{".":{},"f:a":{}},"f:name":{}},"f:spec":{"f:replicas":{},"f:selector":{},)"
          R"("f:strategy":{"f:rollingUpdate":{".":{},"f:maxSurge":{}},"f:type":{}},"f:template":{"f:metadata":{)"
          R"("f:labels":{".":{},"f:a":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"c\"}":{".":{},"f:env":{".":{},)"
          R"("k:{\"name\":\"E\"}":{".":{},"f:name":{},"f:valueFrom":{".":{},"f:fieldRef":{}}}},"f:image":{},)"
          R"("f:name":{},"f:ports":{".":{},"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},)"
          R"("f:containerPort":{},"f:protocol":{}}},"f:resources":{}}},"f:nodeSelector":{}}}}})");
}

TEST_CASE("changes of leaves, items and atomic places") {
    const Comparison changes = compared<corev1::Pod>(
        R"({"metadata":{"finalizers":["a","b"],"labels":{"x":"1","y":"2"}},"spec":{"containers":[
            {"name":"a","image":"1"},{"name":"b","image":"1","args":["x"]}],"priority":1},
            "status":{"conditions":[{"type":"Ready","status":"False"}]}})",
        R"({"metadata":{"finalizers":["b","c"],"labels":{"y":"3"}},"spec":{"containers":[
            {"name":"b","image":"2","args":["x","y"]},{"name":"n","image":"1"}]},
            "status":{"conditions":[{"type":"Ready","status":"True"}]}})");
    CHECK(text(changes.modified) ==
          R"({"f:metadata":{"f:labels":{"f:y":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"b\"}":{"f:args":{},)"
          R"("f:image":{}}}},"f:status":{"f:conditions":{"k:{\"type\":\"Ready\"}":{"f:status":{}}}}})");
    CHECK(text(changes.removed) ==
          R"({"f:metadata":{"f:finalizers":{"v:\"a\"":{}},"f:labels":{"f:x":{}}},"f:spec":{"f:containers":{)"
          R"("k:{\"name\":\"a\"}":{".":{},"f:image":{},"f:name":{},"f:resources":{}}},"f:priority":{}}})");
    CHECK(text(changes.added) ==
          R"({"f:metadata":{"f:finalizers":{"v:\"c\"":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"n\"}":{".":{},)"
          R"("f:image":{},"f:name":{},"f:resources":{}}}}})");
}

TEST_CASE("items that occur twice are compared as one") {
    const std::string twice = R"({"status":{"addresses":[{"type":"InternalIP","address":"1"},)"
                              R"({"type":"InternalIP","address":"2"}]}})";
    CHECK(compared<corev1::Node>(twice, twice).same());
    const Comparison changes =
        compared<corev1::Node>(R"({"status":{"addresses":[{"type":"InternalIP","address":"1"}]}})", twice);
    CHECK(text(changes.added) == R"({"f:status":{"f:addresses":{"k:{\"type\":\"InternalIP\"}":{}}}})");
}

TEST_CASE("what is ignored is passed over with all below it") {
    FieldSet ignored;
    ignored.add("f:data", true, {});
    const auto before = schema::fromJson<corev1::ConfigMap>(R"({"data":{"a":"1"}})").value();
    const auto after = schema::fromJson<corev1::ConfigMap>(R"({"data":{"a":"2"},"immutable":true})").value();
    const Comparison changes = compareStructs(schema::typeInfo<corev1::ConfigMap>(), &before, &after, ignored);
    CHECK(text(changes.modified) == "{}");
    CHECK(text(changes.added) == R"({"f:immutable":{}})");
}

}  // namespace armillary::apply
