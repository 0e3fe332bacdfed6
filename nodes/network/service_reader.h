#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/client/informer.h"
#include "nodes/network/conntrack.h"
#include "nodes/network/service_model.h"

namespace armillary::network {

/// Who reads: what the node is called, and in which zone it is ("" for none).
struct ProxyNode {
    std::string name, zone;
};

/// What `service` and its `slices` say. Empty for what needs no rules: headless services, ExternalName, other
/// address families, services that another proxy claims.
std::vector<ServicePort> readService(const Object& service, const std::vector<ObjectRef>& slices,
                                     const ProxyNode& node);

/// Those of a running pod with a network of its own; empty otherwise.
std::vector<HostPort> readHostPorts(const Object& pod);

/// The UDP endpoints that the ports lead to: flows to those that leave are to be forgotten.
std::set<UdpEndpoint> udpEndpointsOf(const std::vector<ServicePort>& ports);
std::set<UdpEndpoint> udpEndpointsOf(const std::vector<HostPort>& ports);

/// "NAMESPACE/NAME" of the service that an endpoint slice belongs to; "" for none.
std::string serviceKeyOf(const Object& slice);

}  // namespace armillary::network
