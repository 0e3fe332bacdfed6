#pragma once

#include <expected>
#include <string>

/// Network interfaces and routes, through route netlink.
namespace armillary::network {

/// Makes the bridge `name` with the address `gateway`/`prefix` and brings it up, and routes `serviceCidr` over it: a
/// machine without a default route must still be able to send to a service's address before it is translated. Every
/// step may have been done before.
std::expected<void, std::string> ensureBridge(const std::string& name, const std::string& gateway, int prefix,
                                              const std::string& serviceCidr);

/// Has what the bridge carries between its ports pass the rules for routed packets too, on this bridge alone.
std::expected<void, std::string> filterBridged(const std::string& name);

/// Removes the bridge and the pods' interfaces on it. Nothing there is fine.
void removeBridge(const std::string& name);

}  // namespace armillary::network
