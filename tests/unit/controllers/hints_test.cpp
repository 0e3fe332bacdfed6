#include <doctest/doctest.h>

#include <format>

#include "engine/controllers/endpointslice/hints.h"

using namespace armillary;
using namespace armillary::controllers::endpointslice;

namespace {

discoveryv1::Endpoint endpoint(const std::string& name, const std::string& zone, bool ready = true) {
    discoveryv1::Endpoint made;
    made.addresses.push_back(name);
    made.conditions.ready = ready;
    if (!zone.empty()) made.zone = zone;
    return made;
}

/// Endpoints by zone: `{"a", 3}` are a0, a1, a2.
Groups groupsOf(const std::vector<std::pair<std::string, int>>& zones) {
    Groups groups;
    auto& all = groups[{}];
    for (const auto& [zone, count] : zones)
        for (int i = 0; i < count; ++i) all.push_back(endpoint(zone + std::to_string(i), zone));
    return groups;
}

std::string hintOf(const discoveryv1::Endpoint& endpoint) {
    return endpoint.hints ? endpoint.hints->forZones.at(0).name : "-";
}

std::map<std::string, int> hintsIn(const Groups& groups) {
    std::map<std::string, int> counts;
    for (const auto& [ports, endpoints] : groups)
        for (const auto& each : endpoints) ++counts[hintOf(each)];
    return counts;
}

std::vector<discoveryv1::EndpointSlice> slicesOf(const Groups& groups) {
    std::vector<discoveryv1::EndpointSlice> slices;
    for (const auto& [ports, endpoints] : groups) slices.emplace_back().endpoints = endpoints;
    return slices;
}

using Counts = std::map<std::string, int>;

}  // namespace

TEST_CASE("a service asks for hints by annotation or by traffic distribution") {
    corev1::Service service;
    CHECK(hintMode(service) == HintMode::None);
    service.spec.trafficDistribution = "PreferClose";
    CHECK(hintMode(service) == HintMode::OwnZone);
    service.metadata.annotations["service.kubernetes.io/topology-mode"] = "Auto";
    CHECK(hintMode(service) == HintMode::ByCapacity);
    service.metadata.annotations["service.kubernetes.io/topology-aware-hints"] = "disabled";
    CHECK(hintMode(service) == HintMode::OwnZone);
}

TEST_CASE("shares come from the CPU of ready workers, and only when all of them say where they are") {
    std::vector<NodeCapacity> nodes{{"a", 4000, true}, {"b", 2000, true}, {"b", 2000, true}, {"", 0, false}};
    CHECK(zoneShares(nodes) == ZoneShares{{"a", 0.5}, {"b", 0.5}});
    nodes.push_back({"", 1000, true});
    CHECK(zoneShares(nodes).empty());
    nodes.back() = {"c", 0, true};
    CHECK(zoneShares(nodes).empty());
    CHECK(zoneShares({{"a", 1000, true}, {"a", 1000, true}}).empty());
}

TEST_CASE("a node counts when it is ready and not of the control plane") {
    corev1::Node node;
    node.metadata.labels["topology.kubernetes.io/zone"] = "a";
    node.status.allocatable["cpu"] = schema::Quantity::parse("1500m").value();
    CHECK(capacityOf(node) == NodeCapacity{"a", 1500, false});
    auto& condition = node.status.conditions.emplace_back();
    condition.type = "Ready";
    condition.status = "True";
    CHECK(capacityOf(node) == NodeCapacity{"a", 1500, true});
    node.metadata.labels["node-role.kubernetes.io/control-plane"] = "";
    CHECK(!capacityOf(node).counts);
}

TEST_CASE("traffic that prefers to stay close has each ready endpoint for its own zone") {
    Groups groups;
    groups[{}] = {endpoint("a", "a"), endpoint("b", "b", false), endpoint("c", "")};
    hintOwnZones(groups);
    CHECK(hintOf(groups[{}][0]) == "a");
    CHECK(hintOf(groups[{}][1]) == "-");
    CHECK(hintOf(groups[{}][2]) == "-");
}

TEST_CASE("zones get endpoints by their share of CPU") {
    const ZoneShares even{{"a", 0.5}, {"b", 0.5}};
    auto groups = groupsOf({{"a", 3}, {"b", 3}});
    REQUIRE(hintByShares(groups, even, {}));
    CHECK(hintsIn(groups) == Counts{{"a", 3}, {"b", 3}});
    for (const auto& each : groups[{}]) CHECK(hintOf(each) == each.zone);

    groups = groupsOf({{"a", 9}, {"b", 1}});
    REQUIRE(hintByShares(groups, even, {}));
    CHECK(hintsIn(groups) == Counts{{"a", 5}, {"b", 5}});

    groups = groupsOf({{"a", 8}});
    groups[{}].push_back(endpoint("late", "b", false));
    REQUIRE(hintByShares(groups, {{"a", 0.5}, {"b", 0.25}, {"c", 0.25}}, {}));
    CHECK(hintsIn(groups) == Counts{{"-", 1}, {"a", 4}, {"b", 2}, {"c", 2}});
}

TEST_CASE("what cannot be shared out gets no hints, and the reason says why") {
    const auto refusal = [](Groups groups, const ZoneShares& shares) {
        const auto done = hintByShares(groups, shares, {});
        REQUIRE(!done);
        for (const auto& [zone, count] : hintsIn(groups)) CHECK(zone == "-");
        return done.error();
    };
    CHECK(refusal(groupsOf({{"a", 3}}), {}) ==
          "Insufficient Node information: allocatable CPU or zone not specified on one or more nodes");
    CHECK(refusal(groupsOf({{"a", 1}}), {{"a", 0.5}, {"b", 0.5}}) ==
          "Insufficient number of endpoints (1 endpoints, 2 zones)");
    CHECK(refusal(groupsOf({{"a", 3}}), {{"a", 0.5}, {"b", 0.5}}) ==
          "Unable to allocate minimum required endpoints to each zone without exceeding overload threshold "
          "(3 endpoints, 2 zones)");
    auto zoneless = groupsOf({{"a", 2}});
    zoneless[{}].push_back(endpoint("x", ""));
    zoneless[{}].push_back(endpoint("y", "b"));
    CHECK(refusal(zoneless, {{"a", 0.5}, {"b", 0.5}}) == "One or more endpoints do not have a zone specified");
}

TEST_CASE("hints stay while every zone is within bounds, and settle") {
    const ZoneShares even{{"a", 0.5}, {"b", 0.5}};
    auto before = groupsOf({{"a", 5}, {"b", 5}});
    REQUIRE(hintByShares(before, even, {}));
    // One more in a: 11 endpoints, 5 at least for each.
    auto after = groupsOf({{"a", 6}, {"b", 5}});
    REQUIRE(hintByShares(after, even, slicesOf(before)));
    CHECK(hintsIn(after) == Counts{{"a", 6}, {"b", 5}});
    // Half of b goes: too few are left for it.
    auto fewer = groupsOf({{"a", 6}, {"b", 2}});
    REQUIRE(hintByShares(fewer, even, slicesOf(after)));
    CHECK(hintsIn(fewer) == Counts{{"a", 4}, {"b", 4}});
    auto again = groupsOf({{"a", 6}, {"b", 2}});
    REQUIRE(hintByShares(again, even, slicesOf(fewer)));
    for (std::size_t i = 0; i < again[{}].size(); ++i) CHECK(hintOf(again[{}][i]) == hintOf(fewer[{}][i]));
    // Capacity moves to b: the hints follow, as far as the bounds ask.
    auto moved = groupsOf({{"a", 6}, {"b", 2}});
    REQUIRE(hintByShares(moved, {{"a", 0.25}, {"b", 0.75}}, slicesOf(fewer)));
    CHECK(hintsIn(moved) == Counts{{"a", 3}, {"b", 5}});
}
