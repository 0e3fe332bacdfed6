#pragma once

#include <expected>
#include <string>

#include "nodes/network/nft.h"

/// Other programs' firewalls. Docker and some distributions drop every forwarded packet that they do not know; no table
/// of ours can overrule that.
namespace armillary::network {

/// Lets the bridge's packets through the table `ip filter`, where that drops forwarded ones: in Docker's chain for
/// foreign rules when there is one, else in FORWARD. Idempotent; nothing is touched where nothing drops.
std::expected<void, std::string> admitForwarding(Nft& nft, const std::string& bridge);

/// Takes those rules away again.
void withdrawForwarding(Nft& nft, const std::string& bridge);

}  // namespace armillary::network
