#pragma once

#include <array>
#include <string>
#include <string_view>

#include "nodes/network/network.h"

/// The fixed part of the node's nftables table: the hooks, the maps that services are filed in, and the rules that do
/// not depend on services.
namespace armillary::network {

/// address . protocol . port → the chain of a service's address (cluster, external or host address).
inline constexpr std::string_view kServiceMap = "services";
/// protocol . port → the chain of a node port (or a pod's host port), on every address of the node.
inline constexpr std::string_view kNodePortMap = "node-ports";
/// The cluster addresses in the map once more, as a set.
inline constexpr std::string_view kServedSet = "served";
/// What is refused because nothing stands behind it, in the same two forms.
inline constexpr std::string_view kRefusedServices = "refused-services";
inline constexpr std::string_view kRefusedNodePorts = "refused-node-ports";
/// address . the same address, of every pod that the node can have: a connection from a pod to itself through a service
/// needs another source. Fixed, so that an endpoint that leaves takes no connection with it.
inline constexpr std::string_view kHairpinSet = "hairpins";
/// All of these.
inline constexpr std::array<std::string_view, 5> kServiceSets{kServiceMap, kNodePortMap, kServedSet, kRefusedServices,
                                                              kRefusedNodePorts};
/// Filled by the DNS server.
inline constexpr std::string_view kDnsChain = "dns";

/// Whether the skeleton makes and owns this chain.
bool isSkeletonChain(std::string_view chain);

/// Commands that make the table and its fixed rules, or bring an existing table's to what they should be. Services'
/// chains and the maps' elements are left as they are. `config` must be valid.
std::string skeletonCommands(const NetworkConfig& config);

/// Commands that send the DNS service's address to `port` on the node's pod gateway.
std::string dnsCommands(const NetworkConfig& config, std::uint16_t port);

}  // namespace armillary::network
