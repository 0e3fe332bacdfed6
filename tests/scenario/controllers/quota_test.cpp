#include <doctest/doctest.h>

#include "tests/scenario/controllers/cluster.h"

using namespace armillary;
using namespace armillary::test;

TEST_CASE("a quota's status follows what is made, ends and goes") {
    Cluster cluster;
    corev1::ResourceQuota quota;
    quota.metadata.name = "few";
    quota.metadata.namespace_ = "default";
    for (const char* name : {"pods", "count/configmaps", "count/deployments.apps", "services.nodeports"})
        quota.spec.hard[name] = schema::Quantity::fromUnits(5);
    REQUIRE(client::create(*cluster.client, quota));
    const auto used = [&](const std::string& name) {
        const auto found = cluster.find<corev1::ResourceQuota>("default", "few")->status.used;
        const auto amount = found.find(name);
        return amount == found.end() ? std::int64_t(-1) : amount->second.value();
    };
    // The namespace's own map with the root certificates.
    const std::int64_t maps = 1;
    REQUIRE(cluster.eventually([&] { return used("pods") == 0 && used("count/configmaps") == maps; }));

    REQUIRE(client::create(*cluster.client, deployment("web", 3)));
    corev1::ConfigMap map;
    map.metadata.name = "m";
    map.metadata.namespace_ = "default";
    REQUIRE(client::create(*cluster.client, map));
    corev1::Service service;
    service.metadata.name = "s";
    service.metadata.namespace_ = "default";
    service.spec.type = "NodePort";
    service.spec.ports.emplace_back().port = 80;
    REQUIRE(client::create(*cluster.client, service));
    REQUIRE(cluster.eventually([&] {
        return used("pods") == 3 && used("count/configmaps") == maps + 1 && used("count/deployments.apps") == 1 &&
               used("services.nodeports") == 1;
    }));
    REQUIRE(cluster.patch(client::target<corev1::Service>("default", "s"), R"({"spec":{"type":"ClusterIP"}})"));
    client::DeleteOptions options;
    options.propagationPolicy = "Background";
    REQUIRE(client::remove<appsv1::Deployment>(*cluster.client, "default", "web", options));
    REQUIRE(client::remove<corev1::ConfigMap>(*cluster.client, "default", "m"));
    REQUIRE(cluster.eventually([&] {
        return used("pods") == 0 && used("count/configmaps") == maps && used("count/deployments.apps") == 0 &&
               used("services.nodeports") == 0;
    }));
}
