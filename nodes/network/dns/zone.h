#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What cluster DNS knows, as a small interface: the server reads it from informers, a test from a table.
namespace armillary::network::dns {

struct Port {
    std::string name, protocol;  ///< lower case; the name may be ""
    std::uint16_t number = 0;
};

struct Service {
    std::string namespace_, name;
    bool headless = false;
    std::string externalName;              ///< "" unless it is an alias
    std::vector<std::uint32_t> addresses;  ///< host byte order
    std::vector<Port> ports;
};

struct Endpoint {
    std::uint32_t address = 0;
    std::string hostname;  ///< "" when the pod has none of its own
    std::vector<Port> ports;
};

/// Thread-safe.
class Zone {
public:
    virtual ~Zone() = default;
    /// False until everything has been heard of once: a missing name proves nothing before.
    virtual bool ready() const = 0;
    virtual std::optional<Service> service(const std::string& namespace_, const std::string& name) const = 0;
    /// The published endpoints: ready ones, or all when the service says so.
    virtual std::vector<Endpoint> endpoints(const std::string& namespace_, const std::string& name) const = 0;
    virtual bool hasServices(const std::string& namespace_) const = 0;
    virtual std::optional<Service> serviceAt(std::uint32_t address) const = 0;
    virtual std::vector<std::pair<Service, Endpoint>> endpointsAt(std::uint32_t address) const = 0;
};

/// What an endpoint is called below its service: its host name, or its address with dashes.
std::string endpointLabel(const Endpoint& endpoint);

}  // namespace armillary::network::dns
