#pragma once

#include <expected>
#include <string>
#include <vector>

#include "nodes/network/network.h"

namespace armillary::network {

/// Where another node's pods are.
struct PodRoute {
    std::string podCidr;  ///< "10.244.1.0/24"
    std::string nodeIp;   ///< "192.0.2.7"
    bool operator==(const PodRoute&) const = default;
};

/// Makes the kernel's routes to other nodes' pods what `wanted` says, and removes those of nodes that have gone. A node
/// on the same link is routed to directly; one behind a router is reached through VXLAN (RFC 7348, port 4789, under
/// the cluster's network identifier), whose interface exists only while somebody needs it. Nodes exchange
/// nothing for that: hardware addresses in the tunnel follow from the nodes' own addresses. Idempotent; after a restart
/// routes are known again by their protocol number and by their metric, which is the tag.
std::expected<void, std::string> replacePodRoutes(const NetworkConfig& config, const std::vector<PodRoute>& wanted);

/// Removes all of it. Nothing there is fine.
void removePodRoutes(const std::string& tag);

}  // namespace armillary::network
