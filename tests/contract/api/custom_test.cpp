#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "tests/contract/api/custom_objects.h"

using namespace armillary;
using namespace armillary::test;

namespace {

const std::string kSize = R"("size":{"type":"integer","minimum":1,"default":3},"color":{"type":"string"})";

bool has(const std::string& text, const std::string& part) {
    const bool found = text.find(part) != std::string::npos;
    if (!found) MESSAGE(part << " is not in " << text);
    return found;
}

bool lacks(const std::string& text, const std::string& part) {
    return text.find(part) == std::string::npos;
}

std::string messageOf(const server::Response& response) {
    return ApiHarness::statusOf(response).message;
}

}  // namespace

TEST_CASE("a custom resource is served once it is established, and no longer when its definition is gone") {
    ApiHarness harness;
    REQUIRE(harness.post(kDefinitions, widgetDefinition("[" + widgetVersion(kSize) + "]")).code == 201);
    CHECK(harness.get(kWidgets).code == 404);
    establish(harness, "widgets.example.com");
    const auto made = harness.post(kWidgets, widget("a", R"({"color":"red"})"));
    REQUIRE_MESSAGE(made.code == 201, made.body);
    CHECK(has(made.body, R"("spec":{"color":"red","size":3})"));
    CHECK(has(made.body, R"("generation":1)"));
    CHECK(harness.get(kWidgets + "/a").body == made.body);
    CHECK(has(harness.get(kWidgets).body, R"({"kind":"WidgetList","apiVersion":"example.com/v1")"));
    CHECK(has(harness.get("/apis/example.com/v1/widgets").body, R"("name":"a")"));
    CHECK(harness.get("/apis/example.com/v2/widgets").code == 404);
    CHECK(harness.remove(kWidgets + "/a").code == 200);
    CHECK(harness.get(kWidgets + "/a").code == 404);
}

TEST_CASE("a new finalizer without a domain and a path is warned of") {
    ApiHarness harness;
    define(harness, widgetDefinition("[" + widgetVersion(kSize) + "]"));
    const auto warningsOf = [](const server::Response& response) {
        std::vector<std::string> warnings;
        for (const auto& [name, value] : response.headers)
            if (name == "Warning") warnings.push_back(value);
        return warnings;
    };
    const auto warning = [](const std::string& name) {
        return R"(299 - "metadata.finalizers: \")" + name +
               R"(\": prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts )"
               R"(with other finalizer writers")";
    };
    const std::string finalizers = R"(,"finalizers":["example.com/good","orphan","example.com","bare"])";
    const auto made = harness.post(kWidgets, widget("a", "{}", finalizers));
    REQUIRE(made.code == 201);
    CHECK(warningsOf(made) == std::vector{warning("bare"), warning("example.com")});
    const auto changed =
        harness.patch(kWidgets + "/a", "merge", R"({"metadata":{"finalizers":["bare","example.com","other"]}})");
    REQUIRE(changed.code == 200);
    CHECK(warningsOf(changed) == std::vector{warning("other")});
}

TEST_CASE("what the schema does not name is pruned, told of, or refused") {
    ApiHarness harness;
    define(harness, widgetDefinition("[" + widgetVersion(kSize) + "]"));
    const std::string odd = widget("a", R"({"size":1,"size":2,"weight":7})");
    const auto strict = harness.post(kWidgets + "?fieldValidation=Strict", odd);
    CHECK(strict.code == 400);
    CHECK(messageOf(strict) ==
          "Widget in version \"v1\" cannot be handled as a Widget: strict decoding error: duplicate field "
          "\"spec.size\", unknown field \"spec.weight\"");
    const auto warned = harness.post(kWidgets, odd);
    REQUIRE(warned.code == 201);
    CHECK(has(warned.body, R"("spec":{"size":2})"));
    std::string warnings;
    for (const auto& [name, value] : warned.headers)
        if (name == "Warning") warnings += value;
    CHECK(has(warnings, R"(unknown field \"spec.weight\")"));
}

TEST_CASE("values are checked in upstream's words") {
    ApiHarness harness;
    define(harness, widgetDefinition("[" + widgetVersion(kSize) + "]"));
    const auto refused = harness.post(kWidgets, widget("a", R"({"size":"large"})"));
    CHECK(refused.code == 422);
    CHECK(
        messageOf(refused) ==
        "Widget.example.com \"a\" is invalid: spec.size: Invalid value: \"string\": spec.size in body must be of type "
        "integer: \"string\"");
    CHECK(
        messageOf(harness.post(kWidgets, widget("a", R"({"size":0})"))) ==
        "Widget.example.com \"a\" is invalid: spec.size: Invalid value: 0: spec.size in body should be greater than or "
        "equal to 1");
}

TEST_CASE("updates need a version, count generations, and leave status to its subresource") {
    ApiHarness harness;
    define(harness, widgetDefinition("[" + widgetVersion(kSize, R"(,"subresources":{"status":{}})") + "]"));
    auto made = harness.post(kWidgets, R"({"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"a"},)"
                                       R"("spec":{"size":1},"status":{"ready":true}})");
    REQUIRE_MESSAGE(made.code == 201, made.body);
    CHECK(lacks(made.body, "ready"));
    const auto unconditional = harness.put(kWidgets + "/a", widget("a", R"({"size":2})"));
    CHECK(unconditional.code == 422);
    CHECK(
        has(messageOf(unconditional), "metadata.resourceVersion: Invalid value: 0x0: must be specified for an update"));
    auto patched = harness.patch(kWidgets + "/a", "merge", R"({"spec":{"size":2},"status":{"ready":true}})");
    REQUIRE_MESSAGE(patched.code == 200, patched.body);
    CHECK(has(patched.body, R"("generation":2)"));
    CHECK(lacks(patched.body, "ready"));
    patched = harness.patch(kWidgets + "/a/status", "merge", R"({"spec":{"size":9},"status":{"ready":true}})");
    REQUIRE_MESSAGE(patched.code == 200, patched.body);
    CHECK(has(patched.body, R"("generation":2)"));
    CHECK(has(patched.body, R"("spec":{"size":2},"status":{"ready":true})"));
    patched = harness.patch(kWidgets + "/a", "json", R"([{"op":"replace","path":"/spec/size","value":5}])");
    CHECK(has(patched.body, R"("spec":{"size":5},"status":{"ready":true})"));
    const auto strategic = harness.patch(kWidgets + "/a", "strategic-merge", R"({"spec":{"size":6}})");
    CHECK(strategic.code == 415);
    CHECK(has(messageOf(strategic),
              "the body of the request was in an unknown format - accepted media types include: "
              "application/json-patch+json, application/merge-patch+json"));
    // Nothing changed: no new version.
    const auto before = harness.store().current();
    CHECK(harness.patch(kWidgets + "/a", "merge", R"({"spec":{"size":5}})").code == 200);
    CHECK(harness.store().current() == before);
}

TEST_CASE("scale reads and sets what the definition names") {
    ApiHarness harness;
    define(harness,
           widgetDefinition(
               "[" +
               widgetVersion(R"("replicas":{"type":"integer"})",
                             R"(,"subresources":{"status":{},"scale":{"specReplicasPath":".spec.replicas",)"
                             R"("statusReplicasPath":".status.replicas","labelSelectorPath":".status.selector"}})") +
               "]"));
    REQUIRE(harness.post(kWidgets, widget("a", R"({"replicas":2})")).code == 201);
    REQUIRE(harness.patch(kWidgets + "/a/status", "merge", R"({"status":{"replicas":1,"selector":"app=a"}})").code ==
            200);
    const auto scale = harness.get(kWidgets + "/a/scale");
    REQUIRE_MESSAGE(scale.code == 200, scale.body);
    CHECK(has(scale.body, R"("kind":"Scale")"));
    CHECK(has(scale.body, R"("spec":{"replicas":2},"status":{"replicas":1,"selector":"app=a"})"));
    const auto changed = harness.patch(kWidgets + "/a/scale", "merge", R"({"spec":{"replicas":4}})");
    REQUIRE_MESSAGE(changed.code == 200, changed.body);
    CHECK(has(harness.get(kWidgets + "/a").body, R"("spec":{"replicas":4})"));
    CHECK(has(messageOf(harness.patch(kWidgets + "/a/status", "merge", R"({"status":{"replicas":-1}})")),
              ".status.replicas: Invalid value: -1: should be a non-negative integer"));
}

TEST_CASE("versions show the same object under their own name") {
    ApiHarness harness;
    const std::string both =
        R"([{"name":"v1beta1","served":true,"storage":false,"deprecated":true,"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}},)" +
        widgetVersion(kSize) + "]";
    define(harness, widgetDefinition(both));
    const std::string old = "/apis/example.com/v1beta1/namespaces/default/widgets";
    const auto made = harness.post(old, widget("a", R"({"color":"red"})", "", "v1beta1"));
    REQUIRE_MESSAGE(made.code == 201, made.body);
    CHECK(has(made.body, R"("apiVersion":"example.com/v1beta1")"));
    bool told = false;
    for (const auto& [name, value] : made.headers)
        told |= name == "Warning" &&
                value.find("example.com/v1beta1 Widget is deprecated; use example.com/v1 Widget") != std::string::npos;
    CHECK(told);
    CHECK(has(harness.get(kWidgets + "/a").body, R"("apiVersion":"example.com/v1")"));
    CHECK(has(harness.get(old).body, R"({"kind":"WidgetList","apiVersion":"example.com/v1beta1")"));
    WatchProbe probe(harness, old + "?watch=true");
    CHECK(has(probe.raw(), R"("apiVersion":"example.com/v1beta1")"));
    REQUIRE(harness.patch(kWidgets + "/a", "merge", R"({"spec":{"color":"blue"}})").code == 200);
    const auto events = probe.take();
    REQUIRE(!events.empty());
    CHECK(has(events.back(), R"("apiVersion":"example.com/v1beta1")"));
}

TEST_CASE("a changed definition ends its watches and shows old objects with what is new") {
    ApiHarness harness;
    define(harness, widgetDefinition("[" + widgetVersion(kSize) + "]"));
    REQUIRE(harness.post(kWidgets, widget("a", R"({"color":"red"})")).code == 201);
    WatchProbe probe(harness, kWidgets + "?watch=true");
    CHECK(!probe.ended());
    auto definition =
        ApiHarness::as<apiextensionsv1::CustomResourceDefinition>(harness.get(kDefinitions + "/widgets.example.com"));
    auto& spec = definition.spec.versions[0].schema->openAPIV3Schema->properties["spec"];
    spec.properties.erase("color");
    spec.properties["shape"].type = "string";
    spec.properties["shape"].default_ = schema::RawJson{"\"round\""};
    REQUIRE(harness.put(kDefinitions + "/widgets.example.com", schema::toJson(definition)).code == 200);
    // Whether anybody asks or not.
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!probe.ended() && std::chrono::steady_clock::now() < patience)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    CHECK(probe.ended());
    const auto read = harness.get(kWidgets + "/a");
    CHECK(has(read.body, R"("spec":{"shape":"round","size":3})"));
    CHECK(has(harness.get(kWidgets).body, R"("spec":{"shape":"round","size":3})"));
    REQUIRE(harness.patch(kWidgets + "/a", "merge", R"({"spec":{"size":4}})").code == 200);
    CHECK(has(harness.get(kWidgets + "/a").body, R"("spec":{"shape":"round","size":4})"));
}

TEST_CASE("tables have the definition's columns, selectors its fields") {
    ApiHarness harness;
    define(harness,
           widgetDefinition(
               "[" +
               widgetVersion(kSize, R"(,"selectableFields":[{"jsonPath":".spec.color"}],"additionalPrinterColumns":[)"
                                    R"({"name":"Size","type":"integer","jsonPath":".spec.size"},)"
                                    R"({"name":"Color","type":"string","jsonPath":".spec.color","priority":1},)"
                                    R"({"name":"Made","type":"date","jsonPath":".metadata.creationTimestamp"}])") +
               "]"));
    REQUIRE(harness.post(kWidgets, widget("a", R"({"color":"red"})")).code == 201);
    REQUIRE(harness.post(kWidgets, widget("b", R"({"size":7})")).code == 201);
    const auto table = harness.send("GET", kWidgets, "", {{"accept", "application/json;as=Table;v=v1;g=meta.k8s.io"}});
    CHECK(has(
        table.body,
        R"({"name":"Size","type":"integer","format":"","description":"Custom resource definition column (in JSONPath format): .spec.size","priority":0})"));
    CHECK(has(table.body, R"("cells":["a",3,"red","0s"])"));
    CHECK(has(table.body, R"("cells":["b",7,null,"0s"])"));
    const auto red = harness.get(kWidgets + "?fieldSelector=spec.color%3Dred");
    CHECK(has(red.body, R"("name":"a")"));
    CHECK(red.body.find(R"("name":"b")") == std::string::npos);
    CHECK(harness.get(kWidgets + "?fieldSelector=spec.size%3D3").code == 400);
    CHECK(harness.send("GET", kWidgets, "", {{"accept", "application/vnd.kubernetes.protobuf"}}).code == 406);
    CHECK(harness.send("POST", kWidgets, "k8s", {{"content-type", "application/vnd.kubernetes.protobuf"}}).code == 415);
}

TEST_CASE("discovery and OpenAPI follow the definitions") {
    ApiHarness harness;
    const auto tagOf = [](const server::Response& response) {
        for (const auto& [name, value] : response.headers)
            if (name == "Etag") return value;
        return std::string();
    };
    const std::pair<std::string, std::string> aggregated{
        "accept", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"};
    const auto before = harness.send("GET", "/apis", "", {aggregated});
    const std::string documentBefore = tagOf(harness.get("/openapi/v2"));
    CHECK(harness.get("/apis/example.com").code == 404);
    CHECK(harness.get("/openapi/v3/apis/example.com/v1").code == 404);
    define(harness, widgetDefinition("[" + widgetVersion(kSize, R"(,"subresources":{"status":{}})") + "]"));
    const auto after = harness.send("GET", "/apis", "", {aggregated});
    CHECK(tagOf(before) != tagOf(after));
    CHECK(has(*after.shared, R"("name":"example.com")"));
    CHECK(has(harness.get("/apis").body, R"("groupVersion":"example.com/v1")"));
    CHECK(has(harness.get("/apis/example.com").body, R"("preferredVersion")"));
    const auto list = harness.get("/apis/example.com/v1");
    CHECK(has(list.body, R"("name":"widgets","singularName":"widget","namespaced":true,"kind":"Widget")"));
    CHECK(has(list.body, R"("shortNames":["wd"],"categories":["all"])"));
    CHECK(has(list.body, R"("name":"widgets/status")"));
    CHECK(tagOf(harness.get("/openapi/v2")) != documentBefore);
    CHECK(has(*harness.get("/openapi/v2").shared, R"("com.example.v1.Widget":{)"));
    CHECK(has(harness.get("/openapi/v3").body, R"("apis/example.com/v1")"));
    const auto document = harness.get("/openapi/v3/apis/example.com/v1");
    REQUIRE(document.code == 200);
    CHECK(has(*document.shared, R"("com.example.v1.Widget":{)"));
    CHECK(has(*document.shared, R"("com.example.v1.WidgetList":{)"));
    CHECK(has(*document.shared, R"("default":3)"));
    CHECK(has(*document.shared, R"("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta":{)"));
    CHECK(has(*document.shared, "/apis/example.com/v1/namespaces/{namespace}/widgets/{name}/status"));
}

TEST_CASE("a definition that is being deleted takes nothing new") {
    ApiHarness harness;
    define(harness, widgetDefinition("[" + widgetVersion(kSize) + "]"));
    REQUIRE(harness.post(kWidgets, widget("a", "{}")).code == 201);
    const auto removed = harness.remove(kDefinitions + "/widgets.example.com");
    REQUIRE_MESSAGE(removed.code == 200, removed.body);
    const auto definition = harness.get(kDefinitions + "/widgets.example.com");
    CHECK(has(definition.body, "customresourcecleanup.apiextensions.k8s.io"));
    CHECK(has(definition.body, "InstanceDeletionPending"));
    const auto refused = harness.post(kWidgets, widget("b", "{}"));
    CHECK(refused.code == 403);
    CHECK(has(messageOf(refused), "create not allowed while custom resource definition is terminating"));
    CHECK(harness.get(kWidgets + "/a").code == 200);
    CHECK(lacks(harness.get("/apis/example.com/v1").body, "\"create\""));
}

TEST_CASE("server-side apply merges by the schema's keys") {
    ApiHarness harness;
    define(
        harness,
        widgetDefinition(
            "[" +
            widgetVersion(
                R"("ports":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],)"
                R"("items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"port":{"type":"integer"}}}})") +
            "]"));
    const auto apply = [&](const std::string& manager, const std::string& spec) {
        return harness.send("PATCH", kWidgets + "/a?fieldManager=" + manager, widget("a", spec),
                            {{"content-type", "application/apply-patch+yaml"}});
    };
    const auto made = apply("one", R"({"ports":[{"name":"a","port":1}]})");
    REQUIRE_MESSAGE(made.code == 201, made.body);
    CHECK(has(made.body, R"x("f:ports":{"k:{\"name\":\"a\"}")x"));
    const auto both = apply("two", R"({"ports":[{"name":"b","port":2}]})");
    REQUIRE_MESSAGE(both.code == 200, both.body);
    CHECK(has(both.body, R"("spec":{"ports":[{"name":"a","port":1},{"name":"b","port":2}]})"));
    CHECK(apply("two", R"({"ports":[{"name":"a","port":3}]})").code == 409);
}
