#pragma once

#include <string>
#include <vector>

namespace armillary::async {

/// The IPv4 address from which this machine would reach others; "127.0.0.1" when it has no network.
std::string primaryAddress();
/// The addresses of all of this machine's interfaces that are up, IPv4 and IPv6, but for loopback's.
std::vector<std::string> machineAddresses();
/// The machine's name.
std::string hostName();

}  // namespace armillary::async
