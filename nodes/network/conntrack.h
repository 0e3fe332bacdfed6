#pragma once

#include <cstdint>
#include <expected>
#include <set>
#include <string>
#include <utility>

namespace armillary::network {

/// An endpoint's address in host byte order, and its port.
using UdpEndpoint = std::pair<std::uint32_t, std::uint16_t>;

/// Forgets the UDP flows that are translated to one of `gone`: datagrams of a client that keeps its port would
/// otherwise go to an endpoint that has left for as long as the client sends. Returns how many were forgotten.
std::expected<int, std::string> forgetUdpFlows(const std::set<UdpEndpoint>& gone);

}  // namespace armillary::network
