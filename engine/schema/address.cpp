#include "engine/schema/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace armillary::schema {
namespace {

using Bytes = std::span<const std::uint8_t>;

/// Four bytes or sixteen.
struct Parsed {
    std::array<std::uint8_t, 16> bytes{};
    std::size_t size = 0;
    Bytes view() const { return Bytes(bytes).first(size); }
};

constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr std::array<std::uint8_t, 12> kCompatible = {};
/// RFC 6052.
constexpr std::array<std::uint8_t, 12> kNat64 = {0, 0x64, 0xff, 0x9b};
/// RFC 3056; the IPv4 address follows at once.
constexpr std::array<std::uint8_t, 2> k6to4 = {0x20, 0x02};

bool startsWith(Bytes bytes, Bytes prefix) {
    return bytes.size() >= prefix.size() && std::ranges::equal(bytes.first(prefix.size()), prefix);
}

std::optional<Parsed> parse(std::string_view text) {
    Parsed parsed;
    if (text.size() >= INET6_ADDRSTRLEN || text.contains('\0')) return std::nullopt;
    const std::string copy(text);
    if (inet_pton(AF_INET, copy.c_str(), parsed.bytes.data()) == 1) {
        parsed.size = 4;
    } else if (inet_pton(AF_INET6, copy.c_str(), parsed.bytes.data()) == 1) {
        parsed.size = 16;
        if (startsWith(parsed.bytes, kMapped)) {
            std::ranges::copy(parsed.bytes.begin() + 12, parsed.bytes.end(), parsed.bytes.begin());
            parsed.size = 4;
        }
    } else {
        return std::nullopt;
    }
    return parsed;
}

AddressKind kindOfV4(Bytes bytes) {
    // All of "this network" (RFC 791), which leads to this machine on many a system.
    if (bytes[0] == 0) return AddressKind::Unspecified;
    if (bytes[0] == 127) return AddressKind::Loopback;
    if (bytes[0] == 169 && bytes[1] == 254) return AddressKind::LinkLocal;
    if (bytes[0] == 224 && bytes[1] == 0 && bytes[2] == 0) return AddressKind::LinkLocalMulticast;
    const bool broadcast = std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 255; });
    return bytes[0] >> 4 == 14 || broadcast ? AddressKind::Multicast : AddressKind::Other;
}

AddressKind kindOfV6(Bytes bytes) {
    const Bytes head = bytes.first(15);
    if (std::ranges::all_of(head, [](std::uint8_t byte) { return byte == 0; }) && bytes[15] <= 1)
        return bytes[15] == 0 ? AddressKind::Unspecified : AddressKind::Loopback;
    if (bytes[0] == 0xfe && bytes[1] >> 6 == 2) return AddressKind::LinkLocal;
    if (bytes[0] == 0xff) return (bytes[1] & 0x0f) == 2 ? AddressKind::LinkLocalMulticast : AddressKind::Multicast;
    if (startsWith(bytes, kCompatible) || startsWith(bytes, kNat64)) return kindOfV4(bytes.last(4));
    if (startsWith(bytes, k6to4)) return kindOfV4(bytes.subspan(2, 4));
    return AddressKind::Other;
}

}  // namespace

AddressKind addressKind(std::string_view text) {
    const auto parsed = parse(text);
    if (!parsed) return AddressKind::Unreadable;
    return parsed->size == 4 ? kindOfV4(parsed->view()) : kindOfV6(parsed->view());
}

std::string canonicalAddress(std::string_view text) {
    const auto parsed = parse(text);
    char buffer[INET6_ADDRSTRLEN] = {};
    if (!parsed || !inet_ntop(parsed->size == 4 ? AF_INET : AF_INET6, parsed->bytes.data(), buffer, sizeof buffer))
        return {};
    return buffer;
}

bool isProxyable(std::string_view address) {
    return addressKind(address) == AddressKind::Other;
}

bool isWithin(std::string_view address, std::string_view range) {
    const std::size_t slash = range.find('/');
    if (slash == std::string_view::npos) return false;
    const auto one = parse(address), base = parse(range.substr(0, slash));
    unsigned bits = 0;
    const auto [end, error] = std::from_chars(range.data() + slash + 1, range.data() + range.size(), bits);
    if (!one || !base || one->size != base->size || error != std::errc() || bits > one->size * 8) return false;
    for (unsigned bit = 0; bit < bits; ++bit)
        if (((one->bytes[bit / 8] ^ base->bytes[bit / 8]) >> (7 - bit % 8) & 1) != 0) return false;
    return true;
}

}  // namespace armillary::schema
