#include <doctest/doctest.h>

#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/autoscalingv1.h"
#include "engine/schema/api/corev1.h"
#include "tests/contract/api/objects.h"
#include "tests/support/api/api_harness.h"

using namespace armillary;
using namespace armillary::test;

TEST_CASE("create fills what the server sets and get returns it") {
    ApiHarness harness;
    const auto response = harness.post(kMaps, configMap("a"));
    REQUIRE(response.code == 201);
    const auto made = ApiHarness::as<corev1::ConfigMap>(response);
    CHECK(made.metadata.namespace_ == "default");
    CHECK(made.metadata.uid.size() == 36);
    CHECK(made.metadata.creationTimestamp.isSet());
    CHECK(!made.metadata.resourceVersion.empty());
    CHECK(made.kind == "ConfigMap");
    const auto read = harness.get(kMaps + "/a");
    CHECK(read.code == 200);
    CHECK(read.body == response.body);
}

TEST_CASE("create refuses what upstream refuses, and stores nothing") {
    ApiHarness harness;
    const auto before = harness.store().current();
    const auto refused = [&](const std::string& path, const std::string& body, int code, const std::string& message) {
        const auto response = harness.post(path, body);
        CHECK(response.code == code);
        const Status status = ApiHarness::statusOf(response);
        CHECK(status.code == code);
        CHECK(status.status == "Failure");
        CHECK_MESSAGE(status.message.find(message) != std::string::npos, status.message);
    };
    refused(kMaps, configMap("Bad_Name"), 422, "RFC 1123");
    refused(kMaps, configMap("a", "1", R"(,"namespace":"other")"), 400,
            "the namespace of the provided object does not match the namespace sent on the request");
    refused(kMaps, configMap("a", "1", R"(,"resourceVersion":"7")"), 400,
            "resourceVersion should not be set on objects to be created");
    refused(kMaps, pod("a"), 400, "Pod in version \"v1\" cannot be handled as a ConfigMap");
    refused(kMaps, R"({"apiVersion":"v2","kind":"ConfigMap","metadata":{"name":"a"}})", 400,
            "the API version in the data (v2) does not match the expected API version (v1)");
    refused(kMaps, "{", 400, "");
    refused(kMaps, R"({"kind":"ConfigMap","apiVersion":"v1","metadata":{}})", 422, "name or generateName is required");
    refused("/api/v1/namespaces/nowhere/configmaps", configMap("a"), 404, "namespaces \"nowhere\" not found");
    refused(kDeployments, deployment("x", R"(,"replicas":"three")"), 400,
            "Deployment in version \"v1\" cannot be handled as a Deployment");
    refused("/api/v1/pods", pod("a"), 405, "");
    refused("/api/v1/namespaces/default/unknowns", "{}", 404, "the server could not find the requested resource");
    CHECK(harness.store().current() == before);
    REQUIRE(harness.post(kMaps, configMap("a")).code == 201);
    refused(kMaps, configMap("a"), 409, "configmaps \"a\" already exists");
}

TEST_CASE("generateName makes names of its own") {
    ApiHarness harness;
    const std::string body = R"({"metadata":{"generateName":"gen-"}})";
    const auto first = ApiHarness::as<corev1::ConfigMap>(harness.post(kMaps, body));
    const auto second = ApiHarness::as<corev1::ConfigMap>(harness.post(kMaps, body));
    CHECK(first.metadata.name.starts_with("gen-"));
    CHECK(first.metadata.name.size() == 9);
    CHECK(first.metadata.name != second.metadata.name);
}

TEST_CASE("dry run answers as the write would, and writes nothing") {
    ApiHarness harness;
    const auto before = harness.store().current();
    CHECK(harness.post(kMaps + "?dryRun=All", configMap("a")).code == 201);
    CHECK(harness.get(kMaps + "/a").code == 404);
    CHECK(harness.post(kMaps + "?dryRun=Some", configMap("a")).code == 422);
    CHECK(harness.store().current() == before);
    REQUIRE(harness.post(kMaps, configMap("a")).code == 201);
    const auto changed =
        ApiHarness::as<corev1::ConfigMap>(harness.patch(kMaps + "/a?dryRun=All", "merge", R"({"data":{"k":"2"}})"));
    CHECK(changed.data.at("k") == "2");
    CHECK(ApiHarness::as<corev1::ConfigMap>(harness.get(kMaps + "/a")).data.at("k") == "1");
    CHECK(harness.remove(kMaps + "/a?dryRun=All").code == 200);
    CHECK(harness.get(kMaps + "/a").code == 200);
}

TEST_CASE("field validation: strict refuses, warn warns, ignore is silent") {
    ApiHarness harness;
    const std::string body = deployment("x", R"(,"replicaz":1)");
    const auto strict = harness.post(kDeployments + "?fieldValidation=Strict", body);
    CHECK(strict.code == 400);
    CHECK(ApiHarness::statusOf(strict).message ==
          "Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error: unknown field "
          "\"spec.replicaz\"");
    const auto warned = harness.post(kDeployments + "?dryRun=All", body);
    CHECK(warned.code == 201);
    const auto isWarning = [](const auto& header) { return header.first == "Warning"; };
    REQUIRE(std::ranges::count_if(warned.headers, isWarning) == 1);
    CHECK(std::ranges::find_if(warned.headers, isWarning)->second == R"(299 - "unknown field \"spec.replicaz\"")");
    const auto ignored = harness.post(kDeployments + "?dryRun=All&fieldValidation=Ignore", body);
    CHECK(std::ranges::count_if(ignored.headers, isWarning) == 0);
    CHECK(harness.post(kDeployments + "?fieldValidation=Loud", body).code == 422);
}

TEST_CASE("update: conflicts, unconditional writes, no-ops and generations") {
    ApiHarness harness;
    const auto first = ApiHarness::as<corev1::ConfigMap>(harness.post(kMaps, configMap("a")));
    const auto second = ApiHarness::as<corev1::ConfigMap>(harness.put(kMaps + "/a", configMap("a", "2")));
    CHECK(second.metadata.uid == first.metadata.uid);
    CHECK(second.metadata.resourceVersion != first.metadata.resourceVersion);
    const auto stale = harness.put(
        kMaps + "/a", configMap("a", "3", R"(,"resourceVersion":")" + first.metadata.resourceVersion + "\""));
    CHECK(stale.code == 409);
    CHECK(ApiHarness::statusOf(stale).message ==
          "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your changes "
          "to the latest "
          "version and try again");
    const auto same = ApiHarness::as<corev1::ConfigMap>(harness.put(kMaps + "/a", configMap("a", "2")));
    CHECK(same.metadata.resourceVersion == second.metadata.resourceVersion);
    CHECK(harness.put(kMaps + "/a", configMap("b")).code == 400);
    CHECK(harness.put(kMaps + "/none", configMap("none")).code == 404);

    CHECK(ApiHarness::as<appsv1::Deployment>(harness.post(kDeployments, deployment("d"))).metadata.generation == 1);
    const auto scaled =
        ApiHarness::as<appsv1::Deployment>(harness.patch(kDeployments + "/d", "merge", R"({"spec":{"replicas":3}})"));
    CHECK(scaled.metadata.generation == 2);
    const auto labelled = ApiHarness::as<appsv1::Deployment>(
        harness.patch(kDeployments + "/d", "merge", R"({"metadata":{"labels":{"x":"y"},"generation":9}})"));
    CHECK(labelled.metadata.generation == 2);
}

TEST_CASE("leases can be created by an update, and need a version to be updated") {
    ApiHarness harness;
    const std::string path = "/apis/coordination.k8s.io/v1/namespaces/default/leases/l";
    CHECK(harness.put(path, R"({"metadata":{"name":"l"},"spec":{"holderIdentity":"x"}})").code == 201);
    const auto refused = harness.put(path, R"({"metadata":{"name":"l"},"spec":{"holderIdentity":"y"}})");
    CHECK(refused.code == 422);
    CHECK(ApiHarness::statusOf(refused).message.find("must be specified for an update") != std::string::npos);
    CHECK(harness.patch(path, "merge", R"({"spec":{"holderIdentity":"y"}})").code == 200);
}

TEST_CASE("patches of all three kinds") {
    ApiHarness harness;
    harness.post(kDeployments, deployment("d"));
    const auto strategic = ApiHarness::as<appsv1::Deployment>(
        harness.patch(kDeployments + "/d", "strategic-merge",
                      R"({"spec":{"template":{"spec":{"containers":[{"name":"c","image":"example.test/i:2"}]}}}})"));
    REQUIRE(strategic.spec.template_.spec.containers.size() == 1);
    CHECK(strategic.spec.template_.spec.containers[0].image == "example.test/i:2");
    const auto json = ApiHarness::as<appsv1::Deployment>(
        harness.patch(kDeployments + "/d", "json", R"([{"op":"replace","path":"/spec/replicas","value":4}])"));
    CHECK(json.spec.replicas == 4);
    CHECK(harness.patch(kDeployments + "/d", "json", R"([{"op":"test","path":"/spec/replicas","value":9}])").code ==
          422);
    CHECK(harness.patch(kDeployments + "/d", "json", "{}").code == 400);
    CHECK(harness.patch(kDeployments + "/d", "merge", "[]").code == 400);
    CHECK(harness.patch(kDeployments + "/d", "merge", R"({"spec":{"replicas":"three"}})").code == 422);
    CHECK(harness.patch(kDeployments + "/d", "merge", R"({"metadata":{"resourceVersion":"1"},"spec":{"replicas":2}})")
              .code == 409);
    CHECK(harness.patch(kDeployments + "/none", "merge", "{}").code == 404);
    const auto unknown = harness.send("PATCH", kDeployments + "/d", "{}", {{"content-type", "application/json"}});
    CHECK(unknown.code == 415);
    CHECK(ApiHarness::statusOf(unknown).message ==
          "the body of the request was in an unknown format - accepted media types include: "
          "application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, "
          "application/apply-patch+yaml");
}

TEST_CASE("the status subresource changes status alone, an update everything else") {
    ApiHarness harness;
    harness.post(kDeployments, deployment("d", R"(,"replicas":1)"));
    const auto updated = ApiHarness::as<appsv1::Deployment>(
        harness.patch(kDeployments + "/d/status", "merge", R"({"spec":{"replicas":7},"status":{"replicas":5}})"));
    CHECK(updated.spec.replicas == 1);
    CHECK(updated.status.replicas == 5);
    CHECK(updated.metadata.generation == 1);
    const auto ordinary = ApiHarness::as<appsv1::Deployment>(
        harness.patch(kDeployments + "/d", "merge", R"({"spec":{"replicas":2},"status":{"replicas":9}})"));
    CHECK(ordinary.spec.replicas == 2);
    CHECK(ordinary.status.replicas == 5);
}

TEST_CASE("scale reads and writes replicas") {
    ApiHarness harness;
    harness.post(kDeployments, deployment("d", R"(,"replicas":1)"));
    const auto scale = ApiHarness::as<autoscalingv1::Scale>(harness.get(kDeployments + "/d/scale"));
    CHECK(scale.spec.replicas == 1);
    CHECK(scale.status.selector == "a=b");
    CHECK(scale.kind == "Scale");
    const auto put = ApiHarness::as<autoscalingv1::Scale>(harness.put(
        kDeployments + "/d/scale", R"({"metadata":{"name":"d","namespace":"default"},"spec":{"replicas":6}})"));
    CHECK(put.spec.replicas == 6);
    CHECK(ApiHarness::as<autoscalingv1::Scale>(
              harness.patch(kDeployments + "/d/scale", "merge", R"({"spec":{"replicas":2}})"))
              .spec.replicas == 2);
    CHECK(ApiHarness::as<appsv1::Deployment>(harness.get(kDeployments + "/d")).metadata.generation == 3);
    CHECK(harness.patch(kDeployments + "/d/scale", "merge", R"({"spec":{"replicas":-1}})").code == 422);
}

TEST_CASE("YAML bodies are read, unknown types of body are not") {
    ApiHarness harness;
    const auto made =
        harness.send("POST", kMaps, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: y\ndata: {k: \"1\"}\n",
                     {{"content-type", "application/yaml"}});
    CHECK(made.code == 201);
    const auto asYaml = harness.send("GET", kMaps + "/y", "", {{"accept", "application/yaml"}});
    CHECK(asYaml.contentType == "application/yaml");
    CHECK(asYaml.body.starts_with("kind: ConfigMap\napiVersion: v1\nmetadata:\n"));
    CHECK(asYaml.body.ends_with("\ndata:\n  k: \"1\"\n"));
    CHECK(harness.send("POST", kMaps, "x", {{"content-type", "text/plain"}}).code == 415);
    CHECK(harness.send("GET", kMaps, "", {{"accept", "text/html"}}).code == 406);
}

TEST_CASE("owner references that are there twice are taken out, with a warning") {
    ApiHarness harness;
    const std::string owner = R"({"apiVersion":"v1","kind":"Pod","name":"p","uid":"u1"})";
    const auto made = harness.post(kMaps, configMap("a", "1", R"(,"ownerReferences":[)" + owner + "," + owner + "]"));
    CHECK(ApiHarness::as<corev1::ConfigMap>(made).metadata.ownerReferences.size() == 1);
    const auto warning = std::ranges::find(made.headers, "Warning", &std::pair<std::string, std::string>::first);
    REQUIRE(warning != made.headers.end());
    CHECK(warning->second.find(".metadata.ownerReferences contains duplicate entries; API server dedups owner "
                               "references in 1.20+") != std::string::npos);
    CHECK(warning->second.find("duplicate UID(s) observed: u1") != std::string::npos);
}
