#include <doctest/doctest.h>

#include <algorithm>

#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/batchv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/discoveryv1.h"
#include "tests/contract/api/objects.h"
#include "tests/support/api/api_harness.h"

using namespace armillary;
using namespace armillary::test;

namespace {

std::vector<std::string> warningsOf(const server::Response& response) {
    std::vector<std::string> warnings;
    for (const auto& [name, value] : response.headers)
        if (name == "Warning") warnings.push_back(value);
    return warnings;
}

std::string namespaceObject(const std::string& name, const std::string& labels) {
    return R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":")" + name + R"(","labels":{)" + labels + "}}}";
}

const std::string kEnforce = "\"pod-security.kubernetes.io/enforce\":", kWarn = "\"pod-security.kubernetes.io/warn\":";

}  // namespace

TEST_CASE("what is made from the name is made from a generated one, too") {
    ApiHarness harness;
    const auto job = ApiHarness::as<batchv1::Job>(harness.post(
        "/apis/batch/v1/namespaces/default/jobs",
        R"({"metadata":{"generateName":"j-"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}})"));
    REQUIRE(job.metadata.name.size() == 7);
    const auto& labels = job.spec.template_.metadata.labels;
    CHECK(labels.at("batch.kubernetes.io/job-name") == job.metadata.name);
    CHECK(labels.at("job-name") == job.metadata.name);
    CHECK(labels.at("controller-uid") == job.metadata.uid);
    const auto made =
        ApiHarness::as<corev1::Namespace>(harness.post("/api/v1/namespaces", R"({"metadata":{"generateName":"n-"}})"));
    CHECK(made.metadata.labels.at("kubernetes.io/metadata.name") == made.metadata.name);
}

TEST_CASE("a deployment's generation counts its annotations, and no labels") {
    ApiHarness harness;
    const auto generation = [&](const std::string& patch) {
        return ApiHarness::as<appsv1::Deployment>(harness.patch(kDeployments + "/d", "merge", patch))
            .metadata.generation;
    };
    REQUIRE(harness.post(kDeployments, deployment("d")).code == 201);
    CHECK(generation(R"({"metadata":{"labels":{"x":"y"}}})") == 1);
    CHECK(generation(R"({"metadata":{"annotations":{"x":"y"}}})") == 2);
    CHECK(generation(R"({"spec":{"replicas":3}})") == 3);
    CHECK(generation(R"({"spec":{"replicas":3}})") == 3);
}

TEST_CASE("a daemon set counts the changes of its template in an annotation") {
    ApiHarness harness;
    const std::string sets = "/apis/apps/v1/namespaces/default/daemonsets";
    const auto counted = [](const server::Response& response) {
        return ApiHarness::as<appsv1::DaemonSet>(response).metadata.annotations.at(
            "deprecated.daemonset.template.generation");
    };
    CHECK(
        counted(harness.post(
            sets,
            R"({"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},)"
            R"("spec":{"containers":[{"name":"c","image":"i"}]}}}})")) == "1");
    CHECK(counted(harness.patch(sets + "/d", "merge", R"({"metadata":{"annotations":null}})")) == "1");
    CHECK(counted(harness.patch(sets + "/d", "merge", R"({"spec":{"minReadySeconds":5}})")) == "1");
    CHECK(counted(harness.patch(sets + "/d", "merge", R"({"spec":{"template":{"metadata":{"labels":{"c":"d"}}}}})")) ==
          "2");
}

TEST_CASE("an endpoint slice's generation counts its labels") {
    ApiHarness harness;
    const std::string slices = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices";
    REQUIRE(harness.post(slices, R"({"metadata":{"name":"s"},"addressType":"IPv4","endpoints":[]})").code == 201);
    const auto generation = [&](const std::string& patch) {
        return ApiHarness::as<discoveryv1::EndpointSlice>(harness.patch(slices + "/s", "merge", patch))
            .metadata.generation;
    };
    CHECK(generation(R"({"metadata":{"annotations":{"x":"y"}}})") == 1);
    CHECK(generation(R"({"metadata":{"labels":{"x":"y"}}})") == 2);
}

TEST_CASE("a volume has been pending since it was made") {
    ApiHarness harness;
    const auto volume = ApiHarness::as<corev1::PersistentVolume>(harness.post(
        "/api/v1/persistentvolumes",
        R"({"metadata":{"name":"v"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/d"}}})"));
    CHECK(volume.status.phase == "Pending");
    CHECK(volume.status.lastPhaseTransitionTime == volume.metadata.creationTimestamp);
}

TEST_CASE("what is not advisable is done and warned of") {
    ApiHarness harness;
    const auto made = harness.post(kPods, pod("p", "", R"(,"nodeSelector":{"beta.kubernetes.io/os":"linux"})"));
    CHECK(made.code == 201);
    CHECK(warningsOf(made) ==
          std::vector<std::string>{"299 - \"spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "
                                   "\\\"kubernetes.io/os\\\" instead\""});
    CHECK(warningsOf(harness.post(kPods, pod("q", "", R"(,"nodeSelector":{"beta.kubernetes.io/os":""},"nope":1)")))
              .size() == 2);
    CHECK(warningsOf(harness.get(kPods + "/p")).empty());
    CHECK(warningsOf(harness.get("/api/v1/componentstatuses")) ==
          std::vector<std::string>{"299 - \"v1 ComponentStatus is deprecated in v1.19+\""});
    // What is refused is not warned of.
    CHECK(
        warningsOf(harness.post(kPods, pod("P", "", R"(,"nodeSelector":{"beta.kubernetes.io/os":"linux"})"))).empty());
}

TEST_CASE("a namespace's labels say what its pods are warned of") {
    ApiHarness harness;
    const std::string pods = "/api/v1/namespaces/shop/pods",
                      would =
                          "299 - \"would violate PodSecurity \\\"baseline:latest\\\": host namespaces "
                          "(hostNetwork=true)\"",
                      host = R"(,"hostNetwork":true)";
    REQUIRE(harness.post("/api/v1/namespaces", namespaceObject("shop", kWarn + "\"baseline\"")).code == 201);
    REQUIRE(harness.post("/api/v1/namespaces/shop/serviceaccounts", R"({"metadata":{"name":"default"}})").code == 201);
    const auto made = harness.post(pods, pod("a", "", host));
    CHECK(made.code == 201);
    CHECK(warningsOf(made) == std::vector<std::string>{would});
    CHECK(warningsOf(harness.post(pods, pod("b"))).empty());
    CHECK(
        warningsOf(harness.post(
            "/apis/apps/v1/namespaces/shop/deployments",
            R"({"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":)"
            R"({"metadata":{"labels":{"a":"b"}},"spec":{"hostNetwork":true,"containers":[{"name":"c","image":"i"}]}}}})")) ==
        std::vector<std::string>{would});
    REQUIRE(harness.post(pods, pod("z", "", host)).code == 201);

    const auto tightened = harness.put("/api/v1/namespaces/shop", namespaceObject("shop", kEnforce + "\"baseline\""));
    CHECK(tightened.code == 200);
    CHECK(
        warningsOf(tightened) ==
        std::vector<std::string>{"299 - \"existing pods in namespace \\\"shop\\\" violate the new PodSecurity enforce "
                                 "level \\\"baseline:latest\\\"\"",
                                 "299 - \"a (and 1 other pod): host namespaces\""});
    CHECK(ApiHarness::statusOf(harness.post(pods, pod("c", "", host))).message ==
          "pods \"c\" is forbidden: violates PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true)");
    // What is there may go on being changed, but not to run something else.
    CHECK(harness.patch(pods + "/a", "merge", R"({"metadata":{"labels":{"x":"y"}}})").code == 200);
    CHECK(harness
              .patch(pods + "/a", "strategic-merge",
                     R"({"spec":{"containers":[{"name":"c","image":"example.test/i:2"}]}})")
              .code == 403);
    const auto refused = harness.put("/api/v1/namespaces/shop", namespaceObject("shop", kEnforce + "\"tight\""));
    CHECK(refused.code == 422);
    CHECK(
        ApiHarness::statusOf(refused).message ==
        "Namespace \"shop\" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: \"tight\": "
        "must be one of privileged, baseline, restricted");
}

TEST_CASE("a request for a certificate is not approved and denied") {
    ApiHarness harness;
    const std::string requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
    REQUIRE(
        harness
            .post(requests,
                  R"({"metadata":{"name":"r"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0=",)"
                  R"("signerName":"example.com/s","usages":["client auth"]}})")
            .code == 201);
    const auto say = [&](const std::string& subresource, const std::string& conditions) {
        return harness
            .patch(requests + "/r/" + subresource, "merge", R"({"status":{"conditions":[)" + conditions + "]}}")
            .code;
    };
    const std::string yes = R"({"type":"Approved","status":"True"})", no = R"({"type":"Denied","status":"True"})";
    CHECK(say("status", yes) == 422);
    CHECK(say("approval", yes) == 200);
    CHECK(say("approval", yes + "," + no) == 422);
    CHECK(say("approval", "") == 422);
}

TEST_CASE("discovery tells storage versions apart") {
    ApiHarness harness;
    const auto hash = [&](const std::string& path, std::string_view name) {
        const auto list = ApiHarness::as<metav1::APIResourceList>(harness.get(path));
        const auto found = std::ranges::find(list.resources, name, &metav1::APIResource::name);
        REQUIRE(found != list.resources.end());
        return found->storageVersionHash;
    };
    CHECK(hash("/api/v1", "pods") == "xPOwRZ+Yhw8=");
    CHECK(hash("/apis/autoscaling/v1", "horizontalpodautoscalers") == "qwQve8ut294=");
    CHECK(hash("/apis/autoscaling/v2", "horizontalpodautoscalers") == "qwQve8ut294=");
    CHECK(hash("/api/v1", "componentstatuses").empty());
    CHECK(hash("/api/v1", "pods/log").empty());
}

TEST_CASE("who takes any state is given all of it") {
    ApiHarness harness;
    for (const char* name : {"a", "b", "c"}) REQUIRE(harness.post(kMaps, configMap(name)).code == 201);
    const auto listed = [&](const std::string& query) {
        return ApiHarness::as<corev1::ConfigMapList>(harness.get(kMaps + query));
    };
    CHECK(listed("?limit=2").items.size() == 2);
    const auto any = listed("?limit=2&resourceVersion=0");
    CHECK(any.items.size() == 3);
    CHECK(any.metadata.continue_.empty());
}
