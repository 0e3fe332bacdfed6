#include "engine/schema/openapi.h"

#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/corev1.h"

using namespace armillary;
namespace json = boost::json;

namespace {

const std::vector<std::string> kAllVerbs = {"create", "delete", "deletecollection", "get",
                                            "list",   "patch",  "update",           "watch"};

schema::OpenApiResource deployments() {
    return {"apps", "v1",      "Deployment",        "deployments",
            true,   kAllVerbs, {"status", "scale"}, &schema::typeInfo<appsv1::Deployment>()};
}

schema::OpenApiResource pods() {
    return {"",
            "v1",
            "Pod",
            "pods",
            true,
            kAllVerbs,
            {"status", "log", "exec", "binding", "eviction", "proxy"},
            &schema::typeInfo<corev1::Pod>()};
}

std::string_view nameIn(const json::value& reference) {
    const std::string_view text = reference.at("$ref").get_string();
    return text.substr(text.rfind('/') + 1);
}

/// Follows `fields` the way `kubectl explain` does.
json::value explain(const json::value& document, std::string_view kind,
                    std::initializer_list<std::string_view> fields) {
    const json::object& schemas = document.at("components").at("schemas").get_object();
    json::value at = schemas.at(kind);
    json::value field;
    for (std::string_view name : fields) {
        field = at.at("properties").at(name);
        const json::value* wrapped = field.get_object().if_contains("allOf");
        if (wrapped) at = schemas.at(nameIn(wrapped->get_array()[0]));
    }
    return field;
}

bool lists(const json::value& operation, std::string_view parameter) {
    for (const json::value& each : operation.at("parameters").get_array())
        if (each.at("name").get_string() == parameter) return true;
    return false;
}

}  // namespace

TEST_CASE("version 3 explains deployment.spec.strategy.rollingUpdate.maxSurge") {
    const std::vector resources = {deployments()};
    const json::value document = json::parse(schema::openApiV3(resources, "v1.32.0"));
    const json::value field =
        explain(document, "io.k8s.api.apps.v1.Deployment", {"spec", "strategy", "rollingUpdate", "maxSurge"});
    CHECK(std::string_view(field.at("description").get_string())
              .contains("maximum number of pods that can be scheduled above"));
    CHECK(nameIn(field.at("allOf").get_array()[0]) == "io.k8s.apimachinery.pkg.util.intstr.IntOrString");
    const json::value& schema = document.at("components").at("schemas").at("io.k8s.api.apps.v1.Deployment");
    CHECK(schema.at("x-kubernetes-group-version-kind").get_array()[0] ==
          json::value({{"group", "apps"}, {"version", "v1"}, {"kind", "Deployment"}}));
}

TEST_CASE("operations say which kind they are about and which parameters they take") {
    const std::vector resources = {deployments()};
    const json::value document = json::parse(schema::openApiV3(resources, "v1.32.0"));
    const json::object& paths = document.at("paths").get_object();
    const json::value& item = paths.at("/apis/apps/v1/namespaces/{namespace}/deployments/{name}");
    CHECK(item.at("patch").at("x-kubernetes-group-version-kind").at("kind") == "Deployment");
    CHECK(item.at("patch").at("operationId") == "patchAppsV1NamespacedDeployment");
    for (const char* parameter : {"fieldValidation", "dryRun", "fieldManager", "force"})
        CHECK(lists(item.at("patch"), parameter));
    const json::value& collection = paths.at("/apis/apps/v1/namespaces/{namespace}/deployments");
    for (const char* parameter : {"fieldValidation", "dryRun", "fieldManager"})
        CHECK(lists(collection.at("post"), parameter));
    CHECK(lists(collection.at("get"), "labelSelector"));
    CHECK(paths.at("/apis/apps/v1/deployments").at("get").at("operationId") == "listAppsV1DeploymentForAllNamespaces");
    CHECK(paths.at("/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale")
              .at("put")
              .at("x-kubernetes-group-version-kind")
              .at("group") == "autoscaling");
}

TEST_CASE("every reference leads somewhere") {
    const std::vector resources = {deployments(), pods()};
    const json::value document = json::parse(schema::openApiV2(resources, "v1.32.0"));
    const json::object& definitions = document.at("definitions").get_object();
    std::size_t references = 0;
    const auto follow = [&](const auto& self, const json::value& value) -> void {
        if (value.is_array())
            for (const json::value& item : value.get_array()) self(self, item);
        if (!value.is_object()) return;
        for (const auto& member : value.get_object()) {
            const bool reference = member.key() == "$ref" && member.value().is_string();
            if (reference) CHECK_MESSAGE(definitions.contains(nameIn(value)), nameIn(value));
            references += reference;
            self(self, member.value());
        }
    };
    follow(follow, document);
    CHECK(references > 250);
    const json::value& ports = definitions.at("io.k8s.api.core.v1.Container").at("properties").at("ports");
    CHECK(ports.at("x-kubernetes-list-type") == "map");
    CHECK(ports.at("x-kubernetes-list-map-keys") == json::value({"containerPort", "protocol"}));
    CHECK(ports.at("x-kubernetes-patch-merge-key") == "containerPort");
    CHECK(ports.at("x-kubernetes-patch-strategy") == "merge");
}

TEST_CASE("a resource whose model cannot be read is left out, and nothing else") {
    schema::OpenApiResource bad = pods();
    static const schema::TypeInfo kWidget = [] {
        schema::TypeInfo type{};
        type.name = "Widget";
        type.openApiName = "com.example.v1.Widget";
        return type;
    }();
    bad.group = "example.com";
    bad.version = "v1";
    bad.kind = "Widget";
    bad.plural = "widgets";
    bad.type = bad.listType = &kWidget;
    for (auto* model : {+[](const void*, const std::string&) { return std::string(500, '['); },
                        +[](const void*, const std::string&) { return std::string(); }}) {
        bad.models = {{"com.example.v1.Widget", model}};
        const std::vector resources = {bad, deployments()};
        for (const std::string& text :
             {schema::openApiV2(resources, "v1.32.0"), schema::openApiV3(resources, "v1.32.0")}) {
            CHECK(text.contains("io.k8s.api.apps.v1.Deployment"));
            CHECK_FALSE(text.contains("com.example.v1.Widget"));
            CHECK_FALSE(text.contains("/apis/example.com/v1"));
        }
    }
}

TEST_CASE("the protobuf form is a well-formed message of some size") {
    const std::vector resources = {pods()};
    const std::string document = schema::openApiV2Protobuf(resources, "v1.32.0");
    CHECK(
        document.starts_with("\x0a\x03"
                             "2.0"));
    CHECK(document.size() > 100'000);
}

TEST_CASE("documentation is found by index") {
    const schema::TypeInfo& pod = schema::typeInfo<corev1::Pod>();
    CHECK(schema::documentation(pod.doc).starts_with("Pod is a collection of containers"));
    CHECK(schema::documentation(0).empty());
    CHECK(schema::documentation(UINT32_MAX).empty());
}
