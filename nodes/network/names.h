#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "nodes/network/network.h"

/// What the network's things in the kernel are called, and the little arithmetic on IPv4 addresses that they need.
namespace armillary::network {

/// "armillary0a1b2c": an interface's name has at most 15 characters.
std::string bridgeName(std::string_view tag);
/// "armillary-0a1b2c3d", in nftables' family ip.
std::string tableName(std::string_view tag);
/// Whether `tag` is eight lower-case hex digits: it gets into file names and nftables commands.
bool isTag(std::string_view tag);

/// An IPv4 network in host byte order.
struct Cidr {
    std::uint32_t base = 0;
    int prefix = 32;

    static std::expected<Cidr, std::string> parse(std::string_view text);
    std::uint32_t mask() const { return prefix == 0 ? 0 : ~std::uint32_t(0) << (32 - prefix); }
    bool contains(std::uint32_t address) const { return (address & mask()) == base; }
};

/// Dotted quad only; no other form is an address in the API.
std::expected<std::uint32_t, std::string> parseAddress(std::string_view text);
std::string formatAddress(std::uint32_t address);

/// The first address of the node's pod network, the bridge's own.
std::expected<std::string, std::string> gatewayAddress(const NetworkConfig& config);

/// Refuses what does not parse, or would not be safe to write into a command.
std::expected<void, std::string> validate(const NetworkConfig& config);

}  // namespace armillary::network
