#include <doctest/doctest.h>

#include <format>

#include "engine/schema/api/corev1.h"
#include "engine/schema/api/metav1.h"
#include "engine/schema/api/metricsv1beta1.h"
#include "tests/contract/api/objects.h"
#include "tests/support/api/served_api.h"
#include "tests/support/api/tls_server.h"

namespace armillary::test {
namespace {

using metricsv1beta1::NodeMetrics;
using metricsv1beta1::NodeMetricsList;
using metricsv1beta1::PodMetrics;
using metricsv1beta1::PodMetricsList;

const std::string kMetrics = "/apis/metrics.k8s.io/v1beta1";

/// A cluster with one node whose agent says what the test wants, and one that is not there.
struct Measured {
    ServedCredentials credentials;
    std::string summary = "{}";
    TlsServer agent{credentials.issue("node-1", {}, true),
                    [this](const TlsServer::Request&) { return TlsServer::Reply{.body = summary}; },
                    credentials.authority.certificatePem()};
    ApiHarness harness{{.agentClient = credentials.proxy, .clusterCaPem = credentials.authority.certificatePem()}};

    Measured() {
        addNode("node-1", agent.port());
        addNode("node-2", 9);
    }
    void addNode(const std::string& name, int port) {
        ApiHarness::as<corev1::Node>(harness.post("/api/v1/nodes", R"({"metadata":{"name":")" + name + R"("}})"));
        ApiHarness::as<corev1::Node>(
            harness.patch("/api/v1/nodes/" + name + "/status", "merge",
                          std::format(R"({{"status":{{"addresses":[{{"type":"InternalIP","address":"127.0.0.1"}}],)"
                                      R"("daemonEndpoints":{{"kubeletEndpoint":{{"Port":{}}}}}}}}})",
                                      port)));
    }
    std::string addPod(const std::string& name, const std::string& app) {
        const auto made = ApiHarness::as<corev1::Pod>(
            harness.post(kPods, pod(name, R"(,"labels":{"app":")" + app + "\"}", R"(,"nodeName":"node-1")")));
        ApiHarness::as<corev1::Pod>(
            harness.patch(kPods + "/" + name + "/status", "merge", R"({"status":{"phase":"Running"}})"));
        return made.metadata.uid;
    }
    static std::string use(std::int64_t nanoCores, std::int64_t bytes) {
        return std::format(R"("cpu":{{"time":"2026-01-01T00:00:00Z","usageNanoCores":{}}},)"
                           R"("memory":{{"time":"2026-01-01T00:00:00Z","workingSetBytes":{}}})",
                           nanoCores, bytes);
    }
    static std::string podUse(const std::string& uid, std::int64_t nanoCores, std::int64_t bytes) {
        return std::format(R"({{"podRef":{{"name":"x","namespace":"default","uid":"{}"}},)"
                           R"("containers":[{{"name":"c",{}}}]}})",
                           uid, use(nanoCores, bytes));
    }
};

}  // namespace

TEST_CASE("what nodes use is asked of their agents, and a node that is away is left out") {
    Measured measured;
    measured.summary = R"({"node":{"nodeName":"node-1",)" + Measured::use(250'400'000, 64 << 20) + R"(},"pods":[]})";
    const auto list = ApiHarness::as<NodeMetricsList>(measured.harness.get(kMetrics + "/nodes"));
    REQUIRE(list.items.size() == 1);
    CHECK(list.items[0].metadata.name == "node-1");
    CHECK(list.items[0].usage.at("cpu").text() == "251m");
    CHECK(list.items[0].usage.at("memory").text() == "64Mi");
    CHECK(measured.agent.requests().front().target == "/stats/summary");

    // For a moment the answer holds; later it is asked for again.
    CHECK(ApiHarness::as<NodeMetrics>(measured.harness.get(kMetrics + "/nodes/node-1")).usage.at("memory").text() ==
          "64Mi");
    CHECK(measured.agent.requests().size() == 1);
    measured.harness.clock().advance(std::chrono::seconds(6));
    CHECK(measured.harness.get(kMetrics + "/nodes/node-1").code == 200);
    CHECK(measured.agent.requests().size() == 2);
    CHECK(measured.harness.get(kMetrics + "/nodes/node-2").code == 404);
    CHECK(measured.harness.get(kMetrics + "/nodes/none").code == 404);
    CHECK(measured.harness.remove(kMetrics + "/nodes/node-1").code == 405);
}

TEST_CASE("what pods use has the pods' labels, and is found by them") {
    Measured measured;
    const std::string web = measured.addPod("web", "web"), other = measured.addPod("other", "other");
    measured.summary = R"({"node":{"nodeName":"node-1"},"pods":[)" + Measured::podUse(web, 1'000'000, 1 << 20) + "," +
                       Measured::podUse(other, 2'000'000'000, 2 << 20) + "," + Measured::podUse("gone", 1, 1) + "]}";
    CHECK(ApiHarness::as<PodMetricsList>(measured.harness.get(kMetrics + "/pods")).items.size() == 2);
    const auto found = ApiHarness::as<PodMetricsList>(
        measured.harness.get(kMetrics + "/namespaces/default/pods?labelSelector=app%3Dweb"));
    REQUIRE(found.items.size() == 1);
    CHECK(found.items[0].metadata.labels.at("app") == "web");
    CHECK(found.items[0].containers.at(0).usage.at("cpu").text() == "1m");
    CHECK(ApiHarness::as<PodMetrics>(measured.harness.get(kMetrics + "/namespaces/default/pods/other"))
              .containers.at(0)
              .usage.at("cpu")
              .text() == "2");
    CHECK(measured.harness.get(kMetrics + "/namespaces/kube-system/pods/web").code == 404);

    const auto table = ApiHarness::as<metav1::Table>(
        measured.harness.send("GET", kMetrics + "/namespaces/default/pods/web", {},
                              {{"accept", "application/json;as=Table;g=meta.k8s.io;v=v1"}}));
    REQUIRE(table.rows.size() == 1);
    CHECK(table.columnDefinitions.at(1).name == "Cpu");
}

TEST_CASE("an agent's answer that is no summary is no answer") {
    Measured measured;
    for (const char* nonsense :
         {"", "[]", R"({"node":{"nodeName":"node-1","cpu":7}})", R"({"node":{"nodeName":"node-1"}})"}) {
        measured.summary = nonsense;
        CHECK(ApiHarness::as<NodeMetricsList>(measured.harness.get(kMetrics + "/nodes")).items.empty());
        measured.harness.clock().advance(std::chrono::seconds(6));
    }
}

TEST_CASE("the parts of the control plane are healthy when they answer") {
    ApiHarness harness;
    const auto list = ApiHarness::as<corev1::ComponentStatusList>(harness.get("/api/v1/componentstatuses"));
    REQUIRE(list.items.size() == 3);
    CHECK(list.items[2].metadata.name == "scheduler");
    CHECK(list.items[2].conditions.at(0).status == "True");
    CHECK(harness.get("/api/v1/componentstatuses/etcd-0").code == 200);
    CHECK(harness.get("/api/v1/componentstatuses/none").code == 404);
    CHECK(harness.get("/api/v1/componentstatuses?watch=true").code == 405);
}

}  // namespace armillary::test
