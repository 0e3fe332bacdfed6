#include "nodes/network/names.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace armillary::network {

std::string bridgeName(std::string_view tag) {
    return "armillary" + std::string(tag.substr(0, 6));
}

std::string tableName(std::string_view tag) {
    return "armillary-" + std::string(tag);
}

bool isTag(std::string_view tag) {
    return tag.size() == 8 &&
           std::ranges::all_of(tag, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::expected<std::uint32_t, std::string> parseAddress(std::string_view text) {
    in_addr address{};
    if (text.size() > 15 || inet_pton(AF_INET, std::string(text).c_str(), &address) != 1) {
        return std::unexpected("not an IPv4 address: " + std::string(text.substr(0, 64)));
    }
    return ntohl(address.s_addr);
}

std::string formatAddress(std::uint32_t address) {
    return std::to_string(address >> 24) + "." + std::to_string(address >> 16 & 255) + "." +
           std::to_string(address >> 8 & 255) + "." + std::to_string(address & 255);
}

std::expected<Cidr, std::string> Cidr::parse(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = parseAddress(text.substr(0, slash));
    int prefix = -1;
    if (slash != std::string_view::npos) {
        const char* end = text.data() + text.size();
        if (std::from_chars(text.data() + slash + 1, end, prefix).ptr != end) prefix = -1;
    }
    if (!address || prefix < 0 || prefix > 32) {
        return std::unexpected("not an IPv4 network: " + std::string(text.substr(0, 64)));
    }
    Cidr cidr{.base = 0, .prefix = prefix};
    cidr.base = *address & cidr.mask();
    return cidr;
}

std::expected<std::string, std::string> gatewayAddress(const NetworkConfig& config) {
    const auto cidr = Cidr::parse(config.podCidr);
    if (!cidr) return std::unexpected(cidr.error());
    if (cidr->prefix > 30) return std::unexpected("the pod network " + config.podCidr + " has no room for pods");
    if (cidr->prefix < 20)
        return std::unexpected("the pod network " + config.podCidr +
                               " is too large for one node: give it a /20 or less");
    return formatAddress(cidr->base + 1);
}

std::expected<void, std::string> validate(const NetworkConfig& config) {
    if (!isTag(config.tag)) return std::unexpected("the node's tag must be eight lower-case hex digits");
    for (const std::string* cidr : {&config.podCidr, &config.clusterCidr, &config.serviceCidr}) {
        if (const auto parsed = Cidr::parse(*cidr); !parsed) return std::unexpected(parsed.error());
    }
    if (const auto dns = parseAddress(config.dnsAddress); !dns) return std::unexpected(dns.error());
    if (const auto gateway = gatewayAddress(config); !gateway) return std::unexpected(gateway.error());
    return {};
}

}  // namespace armillary::network
