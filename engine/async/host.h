#pragma once

#include <string>

namespace armillary::async {

/// The IPv4 address from which this machine would reach others; "127.0.0.1" when it has no network.
std::string primaryAddress();
/// The machine's name.
std::string hostName();

}  // namespace armillary::async
