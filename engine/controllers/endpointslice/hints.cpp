#include "engine/controllers/endpointslice/hints.h"

#include <algorithm>
#include <cmath>
#include <format>
#include <optional>

namespace armillary::controllers::endpointslice {

namespace {

/// How much more than its fair part of the traffic an endpoint may get.
constexpr double kOverload = 0.2;

struct Allocation {
    int minimum = 0, maximum = 0;
    double desired = 0;
};
using Allocations = std::map<std::string, Allocation>;
using Counts = std::map<std::string, int>;

bool isReady(const discoveryv1::Endpoint& endpoint) {
    return endpoint.conditions.ready.value_or(false);
}

void setHint(discoveryv1::Endpoint& endpoint, const std::string& zone) {
    discoveryv1::EndpointHints hints;
    hints.forZones.emplace_back().name = zone;
    endpoint.hints = std::move(hints);
}

/// The ready endpoints of all groups, in an order that depends on nothing but them.
std::vector<discoveryv1::Endpoint*> readyOf(Groups& groups) {
    std::vector<std::pair<std::string, discoveryv1::Endpoint*>> named;
    for (auto& [ports, endpoints] : groups)
        for (auto& endpoint : endpoints)
            if (isReady(endpoint)) named.emplace_back(identityOf(endpoint), &endpoint);
    std::ranges::sort(named);
    std::vector<discoveryv1::Endpoint*> ready;
    for (const auto& [name, endpoint] : named) ready.push_back(endpoint);
    return ready;
}

std::expected<Allocations, std::string> allocate(const ZoneShares& shares, int endpoints) {
    if (shares.empty())
        return std::unexpected(
            "Insufficient Node information: allocatable CPU or zone not specified on one or more nodes");
    const auto refused = [&](std::string_view why) {
        return std::unexpected(std::format("{} ({} endpoints, {} zones)", why, endpoints, shares.size()));
    };
    if (std::cmp_greater(shares.size(), endpoints)) return refused("Insufficient number of endpoints");
    Allocations allocations;
    int spare = endpoints;
    for (const auto& [zone, share] : shares) {
        const double desired = share * endpoints;
        const int minimum = static_cast<int>(std::ceil(desired / (1 + kOverload)));
        allocations[zone] = {minimum, minimum, std::max(desired, static_cast<double>(minimum))};
        spare -= minimum;
    }
    if (spare < 0)
        return refused(
            "Unable to allocate minimum required endpoints to each zone without exceeding overload threshold");
    for (auto& [zone, allocation] : allocations) allocation.maximum += spare;
    return allocations;
}

using Surplus = std::map<std::string, double>;
Surplus::iterator largest(Surplus& surplus) {
    return std::ranges::max_element(surplus, {}, [](const auto& entry) { return entry.second; });
}

/// Moves hints from zones that have more than they want to zones that have less, an endpoint at a time, until a move
/// would help neither side by at least half of one.
void rebalance(const std::vector<discoveryv1::Endpoint*>& movable, const Allocations& allocations, Counts& counts) {
    Surplus givers, takers;
    for (const auto& [zone, allocation] : allocations) {
        const double more = counts[zone] - allocation.desired;
        if (more > 0) givers[zone] = more;
        if (more < 0) takers[zone] = -more;
    }
    while (!givers.empty() && !takers.empty()) {
        const auto giver = largest(givers), taker = largest(takers);
        if (giver->second < 0.5 || taker->second < 0.5 || (giver->second < 1 && taker->second < 1)) return;
        const auto endpoint = std::ranges::find_if(
            movable, [&](const auto* each) { return each->hints->forZones[0].name == giver->first; });
        if (endpoint == movable.end()) {
            givers.erase(giver);
            continue;
        }
        setHint(**endpoint, taker->first);
        --counts[giver->first], ++counts[taker->first];
        --giver->second, --taker->second;
    }
}

/// Hints for all of `ready`; what `current` says of an endpoint stays as far as its zone may have it.
Counts distribute(const std::vector<discoveryv1::Endpoint*>& ready, const Allocations& allocations,
                  const std::map<std::string, std::string>& current) {
    Counts counts;
    std::vector<discoveryv1::Endpoint*> movable;
    for (auto* endpoint : ready) {
        const auto kept = current.find(identityOf(*endpoint));
        const auto allowed = kept == current.end() ? allocations.end() : allocations.find(kept->second);
        if (allowed == allocations.end() || counts[allowed->first] >= allowed->second.maximum) {
            movable.push_back(endpoint);
            continue;
        }
        setHint(*endpoint, allowed->first);
        ++counts[allowed->first];
    }
    for (auto* endpoint : movable) {
        setHint(*endpoint, *endpoint->zone);
        ++counts[*endpoint->zone];
    }
    rebalance(movable, allocations, counts);
    return counts;
}

std::map<std::string, std::string> currentHints(const std::vector<discoveryv1::EndpointSlice>& slices) {
    std::map<std::string, std::string> current;
    for (const auto& slice : slices)
        for (const auto& endpoint : slice.endpoints)
            if (endpoint.hints && endpoint.hints->forZones.size() == 1)
                current[identityOf(endpoint)] = endpoint.hints->forZones[0].name;
    return current;
}

}  // namespace

HintMode hintMode(const corev1::Service& service) {
    const auto& annotations = service.metadata.annotations;
    auto mode = annotations.find(corev1::kDeprecatedAnnotationTopologyAwareHints);
    if (mode == annotations.end()) mode = annotations.find(corev1::kAnnotationTopologyMode);
    if (mode != annotations.end() && (mode->second == "Auto" || mode->second == "auto")) return HintMode::ByCapacity;
    return service.spec.trafficDistribution == corev1::kServiceTrafficDistributionPreferClose ? HintMode::OwnZone
                                                                                              : HintMode::None;
}

NodeCapacity capacityOf(const corev1::Node& node) {
    NodeCapacity capacity;
    const auto& labels = node.metadata.labels;
    if (const auto zone = labels.find(corev1::kLabelTopologyZone); zone != labels.end()) capacity.zone = zone->second;
    if (const auto cpu = node.status.allocatable.find("cpu"); cpu != node.status.allocatable.end())
        capacity.milliCpu = cpu->second.milliValue();
    capacity.counts = !labels.contains("node-role.kubernetes.io/control-plane") &&
                      !labels.contains("node-role.kubernetes.io/master") &&
                      std::ranges::any_of(node.status.conditions, [](const auto& condition) {
                          return condition.type == corev1::kNodeReady && condition.status == corev1::kConditionTrue;
                      });
    return capacity;
}

ZoneShares zoneShares(const std::vector<NodeCapacity>& nodes) {
    ZoneShares shares;
    double total = 0;
    for (const NodeCapacity& node : nodes) {
        if (!node.counts) continue;
        if (node.zone.empty() || node.milliCpu == 0) return {};
        shares[node.zone] += static_cast<double>(node.milliCpu);
        total += static_cast<double>(node.milliCpu);
    }
    if (shares.size() < 2) return {};
    for (auto& [zone, share] : shares) share /= total;
    return shares;
}

void hintOwnZones(Groups& groups) {
    for (auto& [ports, endpoints] : groups)
        for (auto& endpoint : endpoints)
            if (isReady(endpoint) && endpoint.zone) setHint(endpoint, *endpoint.zone);
}

std::expected<void, std::string> hintByShares(Groups& groups, const ZoneShares& shares,
                                              const std::vector<discoveryv1::EndpointSlice>& existing) {
    const auto ready = readyOf(groups);
    const auto allocations = allocate(shares, static_cast<int>(ready.size()));
    if (!allocations) return std::unexpected(allocations.error());
    if (!std::ranges::all_of(ready, [](const auto* endpoint) { return endpoint->zone.has_value(); }))
        return std::unexpected("One or more endpoints do not have a zone specified");
    const Counts counts = distribute(ready, *allocations, currentHints(existing));
    const bool enough = std::ranges::all_of(*allocations, [&](const auto& entry) {
        const auto found = counts.find(entry.first);
        return found != counts.end() && found->second >= entry.second.minimum;
    });
    // What is there leaves a zone overloaded: from the beginning then.
    if (!enough) distribute(ready, *allocations, {});
    return {};
}

}  // namespace armillary::controllers::endpointslice
