#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

/// Services as the node needs them: one value per service port, free of the API's types.
namespace armillary::network {

struct Backend {
    std::string address;
    std::uint16_t port = 0;
    bool ready = true;
    bool serving = true;  ///< still answers though it is terminating
    bool local = false;   ///< on this node
    bool near = true;     ///< for this node's zone, where the endpoints say which zones they are for
    auto operator<=>(const Backend&) const = default;
};

struct ServicePort {
    std::string namespace_, name;
    std::string protocol;  ///< "tcp", "udp" or "sctp"
    std::uint16_t port = 0, nodePort = 0;
    std::string clusterIp;  ///< "" for none
    std::vector<std::string> externalIps;
    std::vector<std::string> balancerIps;   ///< what a load balancer has given the service
    std::vector<std::string> sourceRanges;  ///< who may use those; empty: everybody
    int affinitySeconds = 0;                ///< 0: none
    bool internalLocal = false, externalLocal = false;
    std::uint16_t healthPort = 0;   ///< where load balancers ask for endpoints on this node; 0: nowhere
    std::vector<Backend> backends;  ///< sorted, without duplicates
    bool operator==(const ServicePort&) const = default;
};

/// A pod's port on its node's own addresses.
struct HostPort {
    std::string namespace_, pod;
    std::string protocol;
    std::string hostIp;  ///< "" for every address
    std::uint16_t hostPort = 0;
    std::string podIp;
    std::uint16_t containerPort = 0;
    bool operator==(const HostPort&) const = default;
};

/// The backends that get traffic of one kind. As upstream's: ready ones (near ones, unless it is a matter of this node
/// alone), or, when none is ready, those that are terminating but still serve. Source: KEP-1669, KEP-2086, KEP-2433.
std::vector<Backend> usable(const std::vector<Backend>& backends, bool localOnly);

}  // namespace armillary::network
