#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/schema/object.h"
#include "nodes/network/pod_routes.h"

namespace armillary::network {

/// The ways to the pods of every node but `self`, of those nodes that have both an internal IPv4 address and a pod
/// network. Sorted by network. A network that two nodes claim goes to the node that has had it longer.
std::vector<PodRoute> podRoutesOf(std::span<const ObjectRef> nodes, std::string_view self);

}  // namespace armillary::network
