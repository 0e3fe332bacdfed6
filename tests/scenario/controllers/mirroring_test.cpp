#include <doctest/doctest.h>

#include "engine/schema/api/discoveryv1.h"
#include "tests/scenario/controllers/cluster.h"

using namespace armillary;
using namespace armillary::test;
using discoveryv1::EndpointSlice;

TEST_CASE("custom endpoints of a service without a selector are mirrored, changed and taken away") {
    Cluster cluster;
    corev1::Service service;
    service.metadata.name = "db";
    service.metadata.namespace_ = "default";
    service.spec.ports.emplace_back().port = 5432;
    REQUIRE(client::create(*cluster.client, service));
    corev1::Endpoints endpoints;
    endpoints.metadata.name = "db";
    endpoints.metadata.namespace_ = "default";
    auto& subset = endpoints.subsets.emplace_back();
    subset.ports.emplace_back().port = 5432;
    subset.addresses.emplace_back().ip = "10.1.2.3";
    REQUIRE(client::create(*cluster.client, endpoints));
    const auto slices = [&] { return cluster.all<EndpointSlice>("default", "kubernetes.io/service-name=db"); };
    const auto mirrors = [&](const std::string& address) {
        const auto all = slices();
        return all.size() == 1 && all[0].endpoints.size() == 1 && all[0].endpoints[0].addresses[0] == address;
    };
    REQUIRE(cluster.eventually([&] { return mirrors("10.1.2.3"); }));
    endpoints.subsets[0].addresses[0].ip = "10.2.3.4";
    REQUIRE(client::update(*cluster.client, endpoints));
    REQUIRE(cluster.eventually([&] { return mirrors("10.2.3.4"); }));
    REQUIRE(client::remove<corev1::Endpoints>(*cluster.client, "default", "db"));
    REQUIRE(cluster.eventually([&] { return slices().empty(); }));
}
