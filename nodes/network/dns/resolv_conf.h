#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace armillary::network::dns {

/// The name servers in a resolv.conf(5), at most three, without those in `skipped`: asking the cluster's own DNS would
/// be a loop.
std::vector<std::string> readNameServers(std::string_view text, const std::vector<std::string>& skipped);

/// The host's. systemd's stub resolver stands for the servers behind it.
std::vector<std::string> hostNameServers(const std::vector<std::string>& skipped);

}  // namespace armillary::network::dns
