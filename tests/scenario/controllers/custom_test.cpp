#include <doctest/doctest.h>

#include "engine/resources/custom/definition.h"
#include "engine/schema/api/apiextensionsv1.h"
#include "tests/contract/api/custom_objects.h"
#include "tests/scenario/controllers/cluster.h"

using namespace armillary;
using namespace armillary::test;
using apiextensionsv1::CustomResourceDefinition;

namespace {

const std::string kName = "widgets.example.com";

std::string condition(Cluster& cluster, const std::string& name, const std::string& type) {
    const auto definition = cluster.find<CustomResourceDefinition>("", name);
    if (!definition) return "gone";
    for (const auto& known : definition->status.conditions)
        if (known.type == type) return known.status + "/" + known.reason;
    return "";
}

/// Nobody listens where the conversion webhook should be.
const std::string kNoWebhook = R"(,"conversion":{"strategy":"Webhook","webhook":{"conversionReviewVersions":["v1"],)"
                               R"("clientConfig":{"url":"https://127.0.0.1:1/convert"}}})";

std::string unstoredVersion() {
    return R"({"name":"v2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object",)"
           R"("x-kubernetes-preserve-unknown-fields":true}}})";
}

void defineWidgets(Cluster& cluster, const std::string& moreVersions = "", const std::string& spec = "") {
    const auto response =
        cluster.harness.post(kDefinitions, widgetDefinition("[" + widgetVersion("") + moreVersions + "]", spec));
    REQUIRE_MESSAGE(response.code == 201, response.body);
    REQUIRE(
        cluster.eventually([&] { return condition(cluster, kName, "Established") == "True/InitialNamesAccepted"; }));
}

}  // namespace

TEST_CASE("definitions are given their names, unless they are taken") {
    Cluster cluster;
    defineWidgets(cluster);
    CHECK(condition(cluster, kName, "NamesAccepted") == "True/NoConflicts");
    std::string other = widgetDefinition("[" + widgetVersion("") + "]");
    for (const auto& [from, to] : {std::pair("widgets.example.com", "gadgets.example.com"),
                                   std::pair(R"("plural":"widgets")", R"("plural":"gadgets")"),
                                   std::pair(R"("singular":"widget")", R"("singular":"gadget")")})
        other.replace(other.find(from), std::string_view(from).size(), to);
    REQUIRE(cluster.harness.post(kDefinitions, other).code == 201);
    REQUIRE(cluster.eventually(
        [&] { return condition(cluster, "gadgets.example.com", "NamesAccepted") == "False/ListKindConflict"; }));
    CHECK(condition(cluster, "gadgets.example.com", "Established") == "False/NotAccepted");
    CHECK(cluster.harness.get("/apis/example.com/v1/gadgets").code == 404);
    // The names become free with the definition that has them.
    REQUIRE(cluster.harness.remove(kDefinitions + "/" + kName).code == 200);
    CHECK(cluster.eventually(
        [&] { return condition(cluster, "gadgets.example.com", "Established") == "True/InitialNamesAccepted"; }));
}

TEST_CASE("a definition goes after its objects, and these when nothing holds them") {
    Cluster cluster;
    defineWidgets(cluster);
    REQUIRE(cluster.harness.post(kWidgets, widget("a", "{}")).code == 201);
    REQUIRE(cluster.harness.post(kWidgets, widget("b", "{}", R"(,"finalizers":["example.com/hold"])")).code == 201);
    REQUIRE(cluster.harness.remove(kDefinitions + "/" + kName).code == 200);
    REQUIRE(cluster.eventually([&] { return cluster.harness.get(kWidgets + "/a").code == 404; }));
    CHECK(cluster.harness.get(kWidgets + "/b").code == 200);
    CHECK(condition(cluster, kName, "Terminating") == "True/InstanceDeletionInProgress");
    REQUIRE(cluster.harness.patch(kWidgets + "/b", "merge", R"({"metadata":{"finalizers":null}})").code == 200);
    CHECK(cluster.eventually([&] { return condition(cluster, kName, "") == "gone"; }));
    CHECK(cluster.harness.get(kWidgets).code == 404);
}

TEST_CASE("a definition that serves nothing any more takes its objects along") {
    Cluster cluster;
    defineWidgets(cluster);
    REQUIRE(cluster.harness.post(kWidgets, widget("a", "{}")).code == 201);
    REQUIRE(cluster.harness
                .patch(kDefinitions + "/" + kName, "json",
                       R"([{"op":"replace","path":"/spec/versions/0/served","value":false}])")
                .code == 200);
    CHECK(cluster.harness.get(kWidgets + "/a").code == 404);
    REQUIRE(cluster.harness.remove(kDefinitions + "/" + kName).code == 200);
    CHECK(cluster.eventually([&] { return condition(cluster, kName, "") == "gone"; }));
    CHECK(cluster.harness.cache().size("example.com/widgets") == 0);
}

TEST_CASE("a definition whose conversion webhook is gone goes all the same") {
    Cluster cluster;
    defineWidgets(cluster, "," + unstoredVersion(), kNoWebhook);
    REQUIRE(cluster.harness.post(kWidgets, widget("a", "{}")).code == 201);
    // v2 is what clients would choose.
    REQUIRE(cluster.harness.get("/apis/example.com/v2/namespaces/default/widgets").code == 500);
    REQUIRE(cluster.harness.remove(kDefinitions + "/" + kName).code == 200);
    CHECK(cluster.eventually([&] { return condition(cluster, kName, "") == "gone"; }));
    CHECK(cluster.harness.cache().size("example.com/widgets") == 0);
}

TEST_CASE("the finalizer of a definition that cannot go waits longer and longer between its tries") {
    Cluster cluster;
    defineWidgets(cluster, "," + unstoredVersion(), kNoWebhook);
    REQUIRE(cluster.harness.post(kWidgets, widget("a", "{}")).code == 201);
    // What is stored now has to be converted.
    const std::string stored = R"([{"op":"replace","path":"/spec/versions/0/storage","value":false},)"
                               R"({"op":"replace","path":"/spec/versions/1/storage","value":true}])";
    REQUIRE(cluster.harness.patch(kDefinitions + "/" + kName, "json", stored).code == 200);
    REQUIRE(cluster.harness.remove(kDefinitions + "/" + kName).code == 200);
    REQUIRE(
        cluster.eventually([&] { return condition(cluster, kName, "Terminating") == "True/InstanceDeletionFailed"; }));
    const auto revision = [&] { return cluster.find<CustomResourceDefinition>("", kName)->metadata.resourceVersion; };
    const std::string before = revision();
    const async::SteadyTime end = cluster.harness.clock().steady() + std::chrono::seconds(30);
    // Tries go on, and what they say of it is what was said before.
    CHECK(cluster.eventually([&] { return cluster.harness.clock().steady() >= end; }));
    CHECK(revision() == before);
    CHECK(condition(cluster, kName, "Terminating") == "True/InstanceDeletionFailed");
}

TEST_CASE("quotas count custom objects") {
    Cluster cluster;
    REQUIRE(cluster.harness
                .post("/api/v1/namespaces/default/resourcequotas",
                      R"({"metadata":{"name":"few"},"spec":{"hard":{"count/widgets.example.com":"2"}}})")
                .code == 201);
    const auto used = [&] {
        const auto found = cluster.find<corev1::ResourceQuota>("default", "few")->status.used;
        const auto amount = found.find("count/widgets.example.com");
        return amount == found.end() ? std::int64_t(-1) : amount->second.value();
    };
    defineWidgets(cluster);
    CHECK(cluster.eventually([&] { return used() == 0; }));
    for (const char* name : {"a", "b"}) REQUIRE(cluster.harness.post(kWidgets, widget(name, "{}")).code == 201);
    CHECK(cluster.eventually([&] { return used() == 2; }));
    CHECK(cluster.harness.post(kWidgets, widget("c", "{}")).code == 403);
    REQUIRE(cluster.harness.remove(kWidgets + "/a").code == 200);
    CHECK(cluster.eventually([&] { return used() == 1; }));
    REQUIRE(cluster.harness.remove(kDefinitions + "/" + kName).code == 200);
    CHECK(cluster.eventually([&] { return used() == -1; }));
}

TEST_CASE("custom objects own and are owned, and leave with their namespace") {
    Cluster cluster;
    defineWidgets(cluster);
    const auto owner = cluster.harness.post(kWidgets, widget("owner", "{}"));
    REQUIRE(owner.code == 201);
    const auto uid = Object::parse(owner.body).value()->uid();
    const std::string reference =
        R"(,"ownerReferences":[{"apiVersion":"example.com/v1","kind":"Widget","name":"owner","uid":")" + uid + R"("}])";
    REQUIRE(cluster.harness
                .post("/api/v1/namespaces/default/configmaps", R"({"metadata":{"name":"owned")" + reference + "}}")
                .code == 201);
    REQUIRE(cluster.harness.post(kWidgets, widget("owned", "{}", reference)).code == 201);
    REQUIRE(cluster.harness.remove(kWidgets + "/owner").code == 200);
    CHECK(cluster.eventually([&] {
        return cluster.harness.get(kWidgets + "/owned").code == 404 &&
               cluster.harness.get("/api/v1/namespaces/default/configmaps/owned").code == 404;
    }));

    REQUIRE(cluster.harness.post("/api/v1/namespaces", R"({"metadata":{"name":"n"}})").code == 201);
    REQUIRE(cluster.harness.post("/apis/example.com/v1/namespaces/n/widgets", widget("inside", "{}")).code == 201);
    REQUIRE(cluster.harness.remove("/api/v1/namespaces/n").code == 200);
    CHECK(cluster.eventually([&] { return cluster.harness.get("/api/v1/namespaces/n").code == 404; }));
    CHECK(cluster.harness.get("/apis/example.com/v1/widgets").body.find("inside") == std::string::npos);
}
