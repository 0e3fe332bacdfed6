#include <doctest/doctest.h>

#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/authorizationv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/object.h"

using namespace armillary;
using schema::fromJson;
using schema::toJson;

namespace {

template <schema::ApiStruct T>
std::string refusal(std::string_view json) {
    const auto object = fromJson<T>(json);
    return object ? "accepted" : object.error().text();
}

template <schema::ApiStruct T>
schema::StrictFindings findings(std::string_view json) {
    schema::StrictFindings found;
    REQUIRE(fromJson<T>(json, &found));
    return found;
}

std::string nested(std::size_t depth, std::string_view open, std::string_view core, std::string_view close) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += open;
    text += core;
    for (std::size_t i = 0; i < depth; ++i) text += close;
    return text;
}

}  // namespace

TEST_CASE("canonical JSON: type and metadata first, keys sorted, empty fields left out") {
    corev1::ConfigMap map;
    map.apiVersion = "v1";
    map.kind = "ConfigMap";
    map.metadata.name = "settings";
    map.data = {{"b", "2"}, {"a", "1\n\"\\\x01\xff"}};
    CHECK(toJson(map) ==
          "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"settings\"},"
          "\"data\":{\"a\":\"1\\n\\\"\\\\\\u0001\xef\xbf\xbd\",\"b\":\"2\"}}");
}

TEST_CASE("zero values are written as Go writes them") {
    appsv1::Deployment deployment;
    CHECK(
        toJson(deployment) ==
        R"({"metadata":{},"spec":{"selector":null,"template":{"metadata":{},"spec":{"containers":[]}},"strategy":{}},"status":{}})");
    deployment.spec.replicas = 0;
    CHECK(toJson(deployment).find(R"("replicas":0)") != std::string::npos);
    corev1::PodCondition condition;
    condition.type = "Ready";
    CHECK(toJson(condition) == R"({"type":"Ready","status":""})");
    metav1::Condition other;
    CHECK(toJson(other) == R"({"type":"","status":"","lastTransitionTime":null,"reason":"","message":""})");
}

TEST_CASE("inlined structs are members of the object that inlines them") {
    const auto pod = fromJson<corev1::Pod>(
        R"({"spec":{"volumes":[{"name":"v","emptyDir":{}},{"configMap":{"name":"c","items":[]},"name":"w"}],"containers":[]}})");
    REQUIRE(pod);
    CHECK(pod->spec.volumes[0].emptyDir.has_value());
    CHECK(pod->spec.volumes[1].configMap->name == "c");
    CHECK(toJson(pod->spec.volumes[1]) == R"({"name":"w","configMap":{"name":"c"}})");
}

TEST_CASE("a strict read reports unknown and duplicate fields with their paths") {
    using Findings = schema::StrictFindings;
    CHECK(findings<appsv1::Deployment>(R"({"spec":{"replicaz":1,"replicas":1,"replicas":2}})") ==
          Findings{R"(unknown field "spec.replicaz")", R"(duplicate field "spec.replicas")"});
    CHECK(
        findings<corev1::Pod>(
            R"({"spec":{"containers":[{"name":"a"},{"name":"b","imaage":"x","env":[{"name":"a","valu":{"deep":[1]}}]}]},"extra":1})") ==
        Findings{R"(unknown field "spec.containers[1].imaage")", R"(unknown field "spec.containers[1].env[0].valu")",
                 R"(unknown field "extra")"});
    CHECK(findings<corev1::Pod>(R"({"metadata":{"labels":{"a":"1","a":"2"}}})") ==
          Findings{R"(duplicate field "metadata.labels.a")"});
    CHECK(findings<corev1::Pod>(R"({"Spec":{}})") == Findings{R"(unknown field "Spec")"});
    CHECK(findings<corev1::Pod>(R"({"metadata":{"name":"a","name":null}})") ==
          Findings{R"(duplicate field "metadata.name")"});
    std::string many = "{";
    for (int i = 0; i < 300; ++i) many += "\"x" + std::to_string(i) + "\":0,";
    CHECK(findings<corev1::Pod>(many + "\"kind\":\"Pod\"}").size() == 100);
}

TEST_CASE("the last duplicate wins, and null is absence") {
    CHECK(fromJson<appsv1::Deployment>(R"({"spec":{"replicas":1,"replicas":2}})")->spec.replicas == 2);
    CHECK(!fromJson<appsv1::Deployment>(R"({"spec":{"replicas":1,"replicas":null}})")->spec.replicas);
    CHECK(fromJson<corev1::Pod>(R"({"metadata":{"creationTimestamp":null,"labels":null},"spec":null})")
              ->metadata.labels.empty());
}

TEST_CASE("wrong types are refused in Go's words, with the path") {
    CHECK(
        refusal<appsv1::Deployment>(R"({"spec":{"replicas":"3"}})") ==
        "spec.replicas: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32");
    CHECK(refusal<appsv1::Deployment>(R"({"spec":{"replicas":1.5}})") ==
          "spec.replicas: json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type "
          "int32");
    CHECK(refusal<appsv1::Deployment>(R"({"spec":{"replicas":99999999999}})") ==
          "spec.replicas: json: cannot unmarshal number 99999999999 into Go struct field DeploymentSpec.spec.replicas "
          "of type int32");
    CHECK(refusal<corev1::Pod>(R"({"spec":{"containers":[{"env":[{},{"value":1}]}]}})") ==
          "spec.containers[0].env[1].value: json: cannot unmarshal number into Go struct field "
          "EnvVar.spec.containers.env.value of type string");
    CHECK(refusal<corev1::Pod>(R"({"spec":{"containers":{}}})") ==
          "spec.containers: json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type "
          "[]v1.Container");
    CHECK(refusal<corev1::Pod>(R"({"metadata":{"labels":{"a":true}}})") ==
          "metadata.labels.a: json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type "
          "string");
    CHECK(refusal<corev1::Pod>(R"({"metadata":{"labels":[]}})") ==
          "metadata.labels: json: cannot unmarshal array into Go struct field ObjectMeta.metadata.labels of type "
          "map[string]string");
    CHECK(refusal<corev1::Pod>(R"({"spec":{"hostNetwork":"yes"}})") ==
          "spec.hostNetwork: json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of type bool");
    CHECK(refusal<corev1::Pod>("[]") == "json: cannot unmarshal array into Go value of type v1.Pod");
    CHECK(refusal<corev1::Pod>("7") == "json: cannot unmarshal number into Go value of type v1.Pod");
    CHECK(
        refusal<corev1::Pod>(R"({"metadata":{"creationTimestamp":"then"}})") ==
        R"(metadata.creationTimestamp: parsing time "then" as "2006-01-02T15:04:05Z07:00": cannot parse "then" as "2006")");
    CHECK(refusal<corev1::Pod>(R"({"metadata":{"creationTimestamp":7}})") ==
          "metadata.creationTimestamp: json: cannot unmarshal number into Go value of type string");
    CHECK(refusal<corev1::Secret>(R"({"data":{"k":"****"}})") == "data.k: illegal base64 data at input byte 0");
    CHECK(refusal<corev1::Pod>(R"({"spec":{"containers":[{"resources":{"limits":{"cpu":"much"}}}]}})")
              .starts_with("spec.containers[0].resources.limits.cpu: quantities must match the regular expression"));
    CHECK(refusal<corev1::Service>(R"({"spec":{"ports":[{"targetPort":{}}]}})") ==
          "spec.ports[0].targetPort: json: cannot unmarshal object into Go value of type int32");
}

TEST_CASE("what is no JSON is refused in Go's words, with the path as far as it leads") {
    CHECK(refusal<corev1::Pod>("") == "unexpected end of JSON input");
    CHECK(refusal<corev1::Pod>("{") == "unexpected end of JSON input");
    CHECK(refusal<corev1::Pod>(R"({"spec":{"containers":[{"name":"a"},{]}})") ==
          "spec.containers[1]: invalid character ']' looking for beginning of object key string");
    CHECK(refusal<corev1::Pod>(R"({"spec" 1})") == "spec: invalid character '1' after object key");
    CHECK(refusal<corev1::Pod>(R"({"unknown":[1,2}})") == "unknown[1]: invalid character '}' after array element");
    CHECK(refusal<corev1::Pod>("{} x") == "invalid character 'x' after top-level value");
    CHECK(refusal<corev1::Pod>(R"({"kind":nul})") == "kind: invalid character '}' in literal null (expecting 'l')");
    CHECK(refusal<corev1::Pod>("{\"kind\":\"a\nb\"}") == "kind: invalid character '\\n' in string literal");
    CHECK(refusal<corev1::Pod>(R"({"kind":"\x"})") == "kind: invalid character 'x' in string escape code");
    CHECK(refusal<corev1::Pod>(R"({"spec":{"priority":01}})") ==
          "spec.priority: invalid character '1' after object key:value pair");
    CHECK(refusal<corev1::Pod>("{\"kind\":\"\xff\"}").find("not valid UTF-8") != std::string::npos);
    CHECK(refusal<corev1::Pod>(R"({"spec":{"replicas":"1"}, "x":})") ==
          "x: invalid character '}' looking for beginning of value");
}

TEST_CASE("nesting, size and memory are bounded") {
    CHECK(refusal<corev1::Pod>(nested(100000, "[", "", "]")).ends_with("exceeded max depth"));
    CHECK(refusal<corev1::Pod>("{\"x\":" + nested(500, "{\"a\":", "1", "}") + "}").ends_with("exceeded max depth"));
    CHECK(
        refusal<apiextensionsv1::JSONSchemaProps>(nested(500, "{\"not\":", "{}", "}")).ends_with("exceeded max depth"));
    CHECK(refusal<appsv1::ControllerRevision>("{\"data\":" + nested(500, "[", "", "]") + "}")
              .ends_with("exceeded max depth"));
    CHECK(refusal<corev1::Pod>("{\"x\":" + nested(150, "[", "", "]") + "}") == "accepted");
    CHECK(refusal<corev1::Pod>(std::string(schema::kMaxDocumentBytes + 1, ' ')) ==
          "the document is larger than 33554432 bytes");
    std::string bomb = R"({"spec":{"containers":[{})";
    for (int i = 0; i < 400'000; ++i) bomb += ",{}";
    CHECK(refusal<corev1::Pod>(bomb + "]}}").ends_with("more elements than can be held in memory"));
}

TEST_CASE("carried JSON keeps its numbers and loses its spaces") {
    const auto revision = fromJson<appsv1::ControllerRevision>(
        R"({"data": { "a" : [ 1.50, 12345678901234567890123 , "x y" ] }, "revision":1})");
    REQUIRE(revision);
    CHECK(revision->data.text == R"({"a":[1.50,12345678901234567890123,"x y"]})");
    CHECK(toJson(*revision) == R"({"metadata":{},"data":{"a":[1.50,12345678901234567890123,"x y"]},"revision":1})");
    CHECK(refusal<appsv1::ControllerRevision>(R"({"data":{"a":01}})") ==
          "data.a: invalid character '1' after object key:value pair");
}

TEST_CASE("the special forms of JSON schemas") {
    constexpr std::string_view kSchema =
        R"({"type":"object","items":{"type":"string"},"properties":{"a":{"items":[{"type":"integer"}],"additionalProperties":false},)"
        R"("b":{"additionalProperties":{"type":"string"},"dependencies":{"x":["y"],"z":{"type":"object"}},"default":{"k":1},"enum":[null,1,"a"],)"
        R"("x-kubernetes-validations":[{"rule":"self > 0"}]}}})";
    schema::StrictFindings found;
    const auto schema = fromJson<apiextensionsv1::JSONSchemaProps>(kSchema, &found);
    REQUIRE(schema);
    CHECK(found.empty());
    const auto& b = schema->properties.at("b");
    CHECK(b.additionalProperties->schema->type == "string");
    CHECK(b.additionalProperties->allows);
    CHECK(!schema->properties.at("a").additionalProperties->allows);
    CHECK(b.dependencies.at("x").property == std::vector<std::string>{"y"});
    CHECK(b.enum_.size() == 3);
    CHECK(*fromJson<apiextensionsv1::JSONSchemaProps>(toJson(*schema)) == *schema);
    CHECK(toJson(b).find(R"("enum":[null,1,"a"])") != std::string::npos);
    CHECK(refusal<apiextensionsv1::JSONSchemaProps>(R"({"additionalItems":1})") ==
          "additionalItems: boolean or JSON schema expected");
}

TEST_CASE("named lists are bare lists in JSON") {
    const auto review = fromJson<authorizationv1::SubjectAccessReview>(R"({"spec":{"extra":{"scopes":["a","b"]}}})");
    REQUIRE(review);
    CHECK(review->spec.extra.at("scopes").items == std::vector<std::string>{"a", "b"});
    CHECK(toJson(review->spec) == R"({"extra":{"scopes":["a","b"]}})");
}

TEST_CASE("the head of a document is read without the rest") {
    const auto head = schema::readHead(
        R"({"spec":{"metadata":{"name":"not this"}},"kind":"Pod","metadata":{"labels":{"name":"nor this"},"name":"p","namespace":"n"},"apiVersion":"v1"})");
    REQUIRE(head);
    CHECK(head->kind == "Pod");
    CHECK(head->apiVersion == "v1");
    CHECK(head->name == "p");
    CHECK(head->namespace_ == "n");
    CHECK(schema::readHead(R"({"kind":1})").error().text() ==
          "kind: json: cannot unmarshal number into Go struct field .kind of type string");
    CHECK(!schema::readHead("[]"));
    CHECK(schema::readHead("{").error().message == "unexpected end of JSON input");
}

TEST_CASE("an object is parsed once and decoded once") {
    const auto object = Object::parse(
        R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"n","uid":"u","resourceVersion":"42"},"spec":{"nodeName":"x"}})");
    REQUIRE(object);
    CHECK((*object)->key() == "n/p");
    CHECK((*object)->revision() == 42);
    CHECK((*object)->uid() == "u");
    CHECK((*object)->as<corev1::Pod>().spec.nodeName == "x");
    CHECK(&(*object)->as<corev1::Pod>() == &(*object)->as<corev1::Pod>());
    CHECK_THROWS_AS((*object)->as<corev1::Secret>(), std::logic_error);
    CHECK(!Object::parse(R"({"metadata":[]})"));
}
