#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace armillary::network {

/// What a load balancer asks a node of a service whose traffic must stay on it (externalTrafficPolicy: Local).
struct HealthPort {
    std::string namespace_, name;
    std::uint16_t port = 0;
    int localEndpoints = 0;  ///< ready ones
    auto operator<=>(const HealthPort&) const = default;
};

/// Answers on services' healthCheckNodePort: 200 where an endpoint is on this node, else 503, with upstream's document
/// (kube-proxy's). No more than names and a number is told, to whoever asks. There is a thread only while there is a
/// port. Connections: 64 at once, 5 s each. Thread-safe.
class HealthPorts {
public:
    /// `address` is the node's.
    static std::unique_ptr<HealthPorts> create(std::string address);
    virtual ~HealthPorts() = default;
    /// What is to be answered from now on, by owner. A port that cannot be had is complained of and tried again at the
    /// next call.
    virtual void replace(std::map<std::string, HealthPort> wanted) = 0;
};

/// The document, and the whole answer around it.
std::string healthAnswer(const HealthPort& port);

}  // namespace armillary::network
