#pragma once

#include <expected>
#include <map>
#include <string>
#include <vector>

#include "engine/controllers/endpointslice/plan.h"

/// Which zones each endpoint is for.
/// Sources: https://kubernetes.io/docs/concepts/services-networking/topology-aware-routing/,
/// https://kubernetes.io/docs/concepts/services-networking/service/#traffic-distribution.
namespace armillary::controllers::endpointslice {

enum class HintMode { None, OwnZone, ByCapacity };
/// What the service asks for; its annotation goes before spec.trafficDistribution.
HintMode hintMode(const corev1::Service& service);

/// What a node means to hints; "" and 0 where it says nothing.
struct NodeCapacity {
    std::string zone;
    std::int64_t milliCpu = 0;
    bool counts = false;  ///< ready, and not of the control plane
    bool operator==(const NodeCapacity&) const = default;
};
NodeCapacity capacityOf(const corev1::Node& node);

/// Each zone's part of the CPU of all nodes that count. Empty when that cannot be told (a node without zone or CPU), or
/// when there are fewer than two zones.
using ZoneShares = std::map<std::string, double>;
ZoneShares zoneShares(const std::vector<NodeCapacity>& nodes);

/// Every ready endpoint is for its own zone.
void hintOwnZones(Groups& groups);

/// Gives each zone as many ready endpoints as its share asks for: those of its own first. What `existing` slices say
/// stays while it keeps every zone within bounds, so that few slices change. An error is upstream's sentence; no
/// endpoint has a hint then.
std::expected<void, std::string> hintByShares(Groups& groups, const ZoneShares& shares,
                                              const std::vector<discoveryv1::EndpointSlice>& existing);

}  // namespace armillary::controllers::endpointslice
