#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "engine/cel/value.h"

namespace armillary::cel {

/// An IPv4 or IPv6 address. Source: Go's net/netip.
struct Address {
    std::array<std::uint8_t, 16> bytes{};  ///< IPv4 in the first four
    int family = 4;

    int bits() const { return family == 4 ? 32 : 128; }
    std::string text() const;
    bool operator==(const Address&) const = default;

    /// Without zone, and not an IPv4 address mapped into IPv6; the error is Kubernetes' sentence.
    static std::expected<Address, std::string> parse(std::string_view text);
};

/// What both libraries of addresses work with.
Value addressValue(const Address& address);
const Address& addressOf(const Value& value);
inline constexpr std::string_view kAddressType = "net.IP";

}  // namespace armillary::cel
