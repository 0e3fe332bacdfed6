#include "engine/cel/library/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <format>

#include "engine/cel/function.h"
#include "engine/schema/text.h"

// IP addresses. Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-ip-address-library.
namespace armillary::cel {
namespace {

using Args = std::span<const Value>;

class AddressValue final : public Opaque {
public:
    explicit AddressValue(const Address& address) : m_address(address) {}
    const Address& address() const { return m_address; }
    std::string_view typeName() const override { return kAddressType; }
    bool equals(const Opaque& other) const override {
        return m_address == static_cast<const AddressValue&>(other).m_address;
    }

private:
    Address m_address;
};

bool isMapped(const Address& address) {
    static constexpr std::array<std::uint8_t, 12> kPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    return address.family == 6 && std::ranges::equal(kPrefix, std::span(address.bytes).first(12));
}

std::uint16_t groupOf(const Address& address, std::size_t index) {
    return static_cast<std::uint16_t>(address.bytes[2 * index] << 8 | address.bytes[2 * index + 1]);
}

/// RFC 5952: lower case, the first longest run of two or more zero groups as "::".
std::string text6(const Address& address) {
    std::size_t runBegin = 8, runLength = 1;
    for (std::size_t i = 0; i < 8; ++i) {
        std::size_t length = 0;
        while (i + length < 8 && groupOf(address, i + length) == 0) ++length;
        if (length > runLength) runBegin = i, runLength = length;
    }
    std::string text;
    for (std::size_t i = 0; i < 8; ++i) {
        if (i == runBegin) {
            text += "::";
            i += runLength - 1;
            continue;
        }
        if (!text.empty() && !text.ends_with(':')) text += ':';
        text += std::format("{:x}", groupOf(address, i));
    }
    return text;
}

bool isUnspecified(const Address& address) {
    return std::ranges::all_of(address.bytes, [](std::uint8_t byte) { return byte == 0; });
}
bool isLoopback(const Address& address) {
    if (address.family == 4) return address.bytes[0] == 127;
    return address.bytes[15] == 1 &&
           std::ranges::all_of(std::span(address.bytes).first(15), [](auto b) { return b == 0; });
}
bool isLinkLocalMulticast(const Address& address) {
    const auto& bytes = address.bytes;
    if (address.family == 4) return bytes[0] == 224 && bytes[1] == 0 && bytes[2] == 0;
    return bytes[0] == 0xFF && (bytes[1] & 0x0F) == 0x02;
}
bool isLinkLocalUnicast(const Address& address) {
    const auto& bytes = address.bytes;
    if (address.family == 4) return bytes[0] == 169 && bytes[1] == 254;
    return bytes[0] == 0xFE && (bytes[1] & 0xC0) == 0x80;
}
bool isMulticast(const Address& address) {
    return address.family == 4 ? (address.bytes[0] & 0xF0) == 0xE0 : address.bytes[0] == 0xFF;
}
bool isGlobalUnicast(const Address& address) {
    static constexpr std::array<std::uint8_t, 4> kBroadcast{255, 255, 255, 255};
    if (address.family == 4 && std::ranges::equal(kBroadcast, std::span(address.bytes).first(4))) return false;
    return !isUnspecified(address) && !isLoopback(address) && !isMulticast(address) && !isLinkLocalUnicast(address);
}

template <bool (*test)(const Address&)>
Value tested(Args args) {
    return Value(test(addressOf(args[0])));
}

}  // namespace

std::string Address::text() const {
    if (family == 6) return text6(*this);
    return std::format("{}.{}.{}.{}", bytes[0], bytes[1], bytes[2], bytes[3]);
}

std::expected<Address, std::string> Address::parse(std::string_view text) {
    const std::string quoted = schema::quoted(text);
    if (text.contains('%') && text.contains(':'))
        return std::unexpected("IP address " + quoted + " with zone value is not allowed");
    const std::string copy(text);
    Address address;
    address.family = text.contains(':') ? 6 : 4;
    // The four bytes of an IPv4 address have to be followed by zeros.
    if (copy.contains('\0') ||
        inet_pton(address.family == 6 ? AF_INET6 : AF_INET, copy.c_str(), address.bytes.data()) != 1)
        return std::unexpected("IP Address " + quoted + " parse error during conversion from string: ParseAddr(" +
                               quoted + "): unable to parse IP");
    if (isMapped(address)) return std::unexpected("IPv4-mapped IPv6 address " + quoted + " is not allowed");
    return address;
}

Value addressValue(const Address& address) {
    return Value(OpaqueRef(std::make_shared<AddressValue>(address)));
}

const Address& addressOf(const Value& value) {
    return static_cast<const AddressValue&>(*value.as<OpaqueRef>()).address();
}

void addAddresses(Functions& functions) {
    const Type text(TypeKind::String), boolean(TypeKind::Bool), address = Type::opaque(std::string(kAddressType));
    functions.global(
        "ip", {text}, address,
        [](Args args) {
            const auto parsed = Address::parse(args[0].text());
            return parsed ? addressValue(*parsed) : Value::error(parsed.error());
        },
        traversalCost);
    functions.global(
        "isIP", {text}, boolean, [](Args args) { return Value(Address::parse(args[0].text()).has_value()); },
        traversalCost);
    functions.global(
        "ip.isCanonical", {text}, boolean,
        [](Args args) {
            const auto parsed = Address::parse(args[0].text());
            return parsed ? Value(parsed->text() == args[0].text()) : Value::error(parsed.error());
        },
        doubleTraversalCost);
    functions.member("family", {address}, Type(TypeKind::Int),
                     [](Args args) { return Value(std::int64_t{addressOf(args[0]).family}); });
    functions.member("isUnspecified", {address}, boolean, tested<isUnspecified>);
    functions.member("isLoopback", {address}, boolean, tested<isLoopback>);
    functions.member("isLinkLocalMulticast", {address}, boolean, tested<isLinkLocalMulticast>);
    functions.member("isLinkLocalUnicast", {address}, boolean, tested<isLinkLocalUnicast>);
    functions.member("isGlobalUnicast", {address}, boolean, tested<isGlobalUnicast>);
    functions.global("string", {address}, text, [](Args args) { return Value::string(addressOf(args[0]).text()); });
}

}  // namespace armillary::cel
