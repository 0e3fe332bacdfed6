#pragma once

#include <string>
#include <string_view>

/// IP addresses as values: what an address is, however it is spelled.
namespace armillary::schema {

/// What an address leads to, where that is not simply another machine.
enum class AddressKind {
    Unreadable,  ///< neither an IPv4 nor an IPv6 address
    Unspecified,
    Loopback,
    LinkLocal,
    LinkLocalMulticast,
    Multicast,  ///< any other, and broadcast
    Other,
};

/// An IPv4 address within an IPv6 one (mapped, compatible, 6to4, NAT64) counts as itself where it is more than Other.
AddressKind addressKind(std::string_view text);

/// The one spelling of an address, IPv4 where it is mapped into IPv6; "" when it is none.
std::string canonicalAddress(std::string_view text);

/// Whether an address may be a connection's other end when somebody else names it: another machine's, or a pod's. A
/// name is none.
bool isProxyable(std::string_view address);

/// Whether ADDRESS/BITS holds the address.
bool isWithin(std::string_view address, std::string_view range);

}  // namespace armillary::schema
