// A node belongs to the cluster that it met first, whatever answers at that address later.
#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <format>
#include <thread>

#include "engine/schema/api/corev1.h"
#include "nodes/agent/join/identity.h"
#include "tests/scenario/agent/fake_client.h"

namespace armillary::agent {
namespace {

struct Node {
    Node() {
        char name[] = "/tmp/armillary-identity.XXXXXX";
        layout.dataDir = ::mkdtemp(name);
        settings.server = "https://127.0.0.1:1";
    }
    ~Node() { std::filesystem::remove_all(layout.dataDir); }
    std::unique_ptr<FakeClient> server(const std::string& data) {
        auto client = std::make_unique<FakeClient>();
        if (!data.empty())
            (void)client->create(
                client::target<corev1::ConfigMap>("kube-public"),
                std::format(
                    R"({{"apiVersion":"v1","kind":"ConfigMap","metadata":{{"name":"cluster-info","namespace":"kube-public"}},"data":{{{}}}}})",
                    data));
        return client;
    }
    std::expected<void, std::string> meet(const std::string& data, bool stopped = false) {
        ClusterIdentity identity(layout, settings, server(data), clock);
        return identity.await([stopped] { return stopped; });
    }
    Layout layout;
    Settings settings;
    async::ManualClock clock;
};

TEST_CASE("a node keeps the cluster that it met first and refuses another") {
    Node node;
    REQUIRE(node.meet(R"("clusterUID":"one")"));
    CHECK(loadSettings(node.layout)->clusterUid == "one");
    CHECK(node.meet(R"("clusterUID":"one")"));
    const auto other = node.meet(R"("clusterUID":"two")");
    REQUIRE(!other);
    CHECK(other.error().contains("serves another cluster"));
    CHECK(other.error().contains("armillary-node reset"));
    CHECK(loadSettings(node.layout)->clusterUid == "one");
}

TEST_CASE("a cluster of an earlier version names no identity, and a node takes none from it") {
    Node node;
    REQUIRE(node.meet(R"("clusterDNS":"10.96.0.10")"));
    CHECK(node.settings.clusterUid.empty());
}

TEST_CASE("no answer is no identity: the node waits for one, or until it is stopped") {
    Node node;
    CHECK(node.meet("", true).error() == "stopped");
    auto owned = node.server("");
    FakeClient& server = *owned;
    ClusterIdentity identity(node.layout, node.settings, std::move(owned), node.clock);
    std::jthread later([&] {
        (void)server.create(
            client::target<corev1::ConfigMap>("kube-public"),
            R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"cluster-info","namespace":"kube-public"},"data":{"clusterUID":"one"}})");
    });
    CHECK(identity.await([] { return false; }));
    CHECK(node.settings.clusterUid == "one");
}

}  // namespace
}  // namespace armillary::agent
