#include "engine/manifest/field_type.h"
#include "engine/manifest/objects.h"
#include "tests/unit/manifest/support.h"

using namespace armillary;
using namespace armillary::test;
using manifest::FieldType;

namespace {

/// "number FORM" of a path in a Deployment, or why there is none.
std::string typeOf(const std::string& where) {
    const auto type = manifest::typeAt(FieldType::ofObject("apps/v1", "Deployment"), path(where));
    return type ? std::string(type->word()) : type.error();
}

const std::string kObjects = R"(apiVersion: v1
kind: List
items:
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: web, namespace: front}
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: web}
---
apiVersion: example.com/v1
kind: Widget
metadata: {name: web}
---
no: object
)";

std::string found(const std::string& what, const std::string& namespace_ = "") {
    const auto parsed = file(kObjects);
    const auto object = manifest::findObject(parsed, what, namespace_);
    return object ? std::to_string(object->document) + " " + print(object->path) : object.error();
}

}  // namespace

TEST_CASE("A path has the type that the tables give it") {
    CHECK(typeOf("spec.replicas") == "a whole number");
    CHECK(typeOf("spec.template.spec.containers") == "a list");
    CHECK(typeOf("spec.template.spec.containers[name=web].resources.limits.cpu") == "a quantity such as 100m or 1Gi");
    CHECK(typeOf("spec.strategy.rollingUpdate.maxSurge") == "a whole number or a string");
    CHECK(typeOf("metadata.labels[\"a.b/c\"]") == "a string");
    CHECK(typeOf("metadata.managedFields[0].fieldsV1.anything.at.all") == "anything");
    CHECK(typeOf("apiVersion") == "a string");
}

TEST_CASE("A step that the tables do not know is named") {
    CHECK(typeOf("spec.replicaz") == "unknown field \"spec.replicaz\"");
    CHECK(typeOf("spec.template.spec.container[0]") == "unknown field \"spec.template.spec.container\"");
    CHECK(typeOf("spec.replicas.x") == "a whole number has no field \"spec.replicas.x\"");
    CHECK(typeOf("spec.selector[0]") == "a mapping has no item \"spec.selector[0]\"");
    CHECK(typeOf("spec.template.spec.containers[nam=x]").contains("containers[nam=x]"));
    CHECK(manifest::typeAt(FieldType::ofObject("example.com/v1", "Widget"), path("a[0].b"))->form() ==
          FieldType::Form::Free);
}

TEST_CASE("Items of one list are told apart by the keys of the schema") {
    const auto ports = manifest::typeAt(FieldType::ofObject("v1", "Service"), path("spec.ports"));
    REQUIRE(ports);
    CHECK(ports->listMapKeys() == "port,protocol");
    const auto list = file("- {port: 80, protocol: TCP}\n- {port: 81}\n");
    const auto like = [&](const std::string& item) {
        return manifest::hasItemLike(*ports, *list.documents()[0].root, *file(item).documents()[0].root);
    };
    CHECK(like("{port: 80, protocol: TCP, name: x}"));
    CHECK(like("{port: 81}"));
    CHECK(!like("{port: 80, protocol: UDP}"));
    CHECK(!like("{port: 82}"));
}

TEST_CASE("An object is found by kind and name, as kubectl takes them") {
    CHECK(found("Deployment/web", "front") == "0 items[0]");
    CHECK(found("deploy/web", "default") == "0 items[1]");
    CHECK(found("deployments.apps/web", "front") == "0 items[0]");
    CHECK(found("widget/web") == "1 ");
    CHECK(found("deploy/web").starts_with("there are 2 of deploy/web in the file"));
    CHECK(found("deploy/other") == "there is no deploy/other in the file");
    CHECK(found("web") == "\"web\" is no object: say KIND/NAME, such as Deployment/web");
}
