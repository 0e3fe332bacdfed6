#pragma once

#include <string_view>

namespace armillary::pki {

/// The key of a node's extra that holds the address from which it connects: what a certificate request says of its
/// maker, which is the API server's word and nobody else's.
inline constexpr std::string_view kRemoteAddressKey = "armillary.dev/remote-address";

}  // namespace armillary::pki
