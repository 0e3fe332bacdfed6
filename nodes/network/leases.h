#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "nodes/network/network.h"

namespace armillary::network {

/// Gives back the pods' addresses that nobody holds any more: those of sandboxes that `known` does not name. Without a
/// runtime that ended them, host-local keeps them for ever. `known` is asked after the leases have been listed; those
/// that were made after `before` are somebody's who begins. Where it cannot tell, nothing is given back. How many were.
/// Source: https://www.cni.dev/plugins/current/ipam/host-local/#files.
std::size_t releaseLeases(const NetworkConfig& config, std::filesystem::file_time_type before,
                          const std::function<std::optional<std::set<std::string>>()>& known);

}  // namespace armillary::network
