#include <doctest/doctest.h>

#include <algorithm>

#include "tests/scenario/controllers/cluster.h"

using namespace armillary;
using namespace armillary::test;

namespace {

const std::string kServices = "/api/v1/namespaces/default/services";
const std::string kFinalizer = "service.kubernetes.io/load-balancer-cleanup";

bool isHeld(Cluster& cluster, const std::string& name) {
    const auto service = cluster.find<corev1::Service>("default", name);
    return service && std::ranges::contains(service->metadata.finalizers, kFinalizer);
}

std::size_t addresses(Cluster& cluster, const std::string& name) {
    return cluster.find<corev1::Service>("default", name)->status.loadBalancer.ingress.size();
}

/// Whether the events about a service have been these, in any order.
bool told(Cluster& cluster, const std::string& name, std::vector<std::string> reasons) {
    std::vector<std::string> seen;
    for (const auto& event : cluster.all<corev1::Event>("default"))
        if (event.involvedObject.kind == "Service" && event.involvedObject.name == name) seen.push_back(event.reason);
    std::ranges::sort(seen);
    std::ranges::sort(reasons);
    return seen == reasons;
}

void start(Cluster& cluster) {
    REQUIRE(cluster.patch(client::target<corev1::Node>({}, "n1", "status"),
                          R"({"status":{"addresses":[{"type":"InternalIP","address":"192.0.2.1"}]}})"));
    REQUIRE(cluster.harness
                .post(kServices, R"({"metadata":{"name":"web"},"spec":{"type":"LoadBalancer","ports":[{"port":80}]}})")
                .code == 201);
    REQUIRE(cluster.eventually([&] { return isHeld(cluster, "web") && addresses(cluster, "web") == 1; }));
    CHECK(cluster.eventually([&] { return told(cluster, "web", {"EnsuringLoadBalancer", "EnsuredLoadBalancer"}); }));
}

}  // namespace

TEST_CASE("a load balancer's service is held until the load balancer is gone") {
    Cluster cluster;
    start(cluster);
    REQUIRE(cluster.harness.remove(kServices + "/web").code == 200);
    CHECK(cluster.eventually([&] { return !cluster.find<corev1::Service>("default", "web"); }));
    CHECK(cluster.eventually([&] {
        return told(cluster, "web",
                    {"EnsuringLoadBalancer", "EnsuredLoadBalancer", "DeletingLoadBalancer", "DeletedLoadBalancer"});
    }));
}

TEST_CASE("a service that becomes another type is let go of, and can come back") {
    Cluster cluster;
    start(cluster);
    REQUIRE(cluster.harness.patch(kServices + "/web", "merge", R"({"spec":{"type":"ClusterIP"}})").code == 200);
    CHECK(cluster.eventually([&] { return !isHeld(cluster, "web") && addresses(cluster, "web") == 0; }));
    CHECK(cluster.eventually([&] {
        const auto events = cluster.all<corev1::Event>("default");
        return std::ranges::contains(events, "LoadBalancer -> ClusterIP", &corev1::Event::message) &&
               std::ranges::contains(events, "DeletedLoadBalancer", &corev1::Event::reason);
    }));
    REQUIRE(cluster.harness.patch(kServices + "/web", "merge", R"({"spec":{"type":"LoadBalancer"}})").code == 200);
    CHECK(cluster.eventually([&] { return isHeld(cluster, "web") && addresses(cluster, "web") == 1; }));
}
