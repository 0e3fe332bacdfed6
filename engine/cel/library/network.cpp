#include <algorithm>
#include <charconv>

#include "engine/cel/function.h"
#include "engine/cel/library/address.h"
#include "engine/schema/text.h"

// Networks. Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-cidr-library.
namespace armillary::cel {
namespace {

using Args = std::span<const Value>;

constexpr std::string_view kNetworkType = "net.CIDR";

struct Network {
    Address address;
    int prefix = 0;

    std::string text() const { return address.text() + "/" + std::to_string(prefix); }
    Network masked() const {
        Network network = *this;
        for (int bit = prefix; bit < address.bits(); ++bit)
            network.address.bytes[static_cast<std::size_t>(bit / 8)] &= static_cast<std::uint8_t>(~(0x80 >> bit % 8));
        return network;
    }
    bool contains(const Address& other) const {
        return other.family == address.family && Network{other, prefix}.masked().address == masked().address;
    }
    bool operator==(const Network&) const = default;
};

class NetworkValue final : public Opaque {
public:
    explicit NetworkValue(const Network& network) : m_network(network) {}
    const Network& network() const { return m_network; }
    std::string_view typeName() const override { return kNetworkType; }
    bool equals(const Opaque& other) const override {
        return m_network == static_cast<const NetworkValue&>(other).m_network;
    }

private:
    Network m_network;
};

const Network& networkOf(const Value& value) {
    return static_cast<const NetworkValue&>(*value.as<OpaqueRef>()).network();
}
Value made(const Network& network) {
    return Value(OpaqueRef(std::make_shared<NetworkValue>(network)));
}

std::expected<Network, std::string> parseNetwork(std::string_view text) {
    const std::string wrong =
        "network address parse error during conversion from string: netip.ParsePrefix(" + schema::quoted(text) + "): ";
    const auto slash = text.rfind('/');
    if (slash == std::string_view::npos) return std::unexpected(wrong + "no '/'");
    auto address = Address::parse(text.substr(0, slash));
    if (!address)
        return std::unexpected(address.error().starts_with("IPv4-mapped") ? address.error()
                                                                          : wrong + "unable to parse IP");
    const std::string_view digits = text.substr(slash + 1);
    int prefix = -1;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
    const bool wellFormed = !digits.empty() && read.ec == std::errc() && read.ptr == digits.data() + digits.size() &&
                            digits.front() != '-' && (digits.front() != '0' || digits.size() == 1);
    if (!wellFormed) return std::unexpected(wrong + "bad bits after slash: " + schema::quoted(digits));
    if (prefix > address->bits()) return std::unexpected(wrong + "prefix length out of range");
    return Network{*address, prefix};
}

bool containsNetwork(const Network& outer, const Network& inner) {
    return outer.prefix <= inner.prefix && outer.contains(inner.address);
}

std::uint64_t containsCost(Args args) {
    const auto size = static_cast<std::uint64_t>(networkOf(args[0]).address.bits() / 8);
    return traversal(2 * size) + (args[1].is<Text>() ? traversal(costSize(args[1])) : 0);
}
std::uint64_t containsNetworkCost(Args args) {
    const auto size = static_cast<std::uint64_t>(networkOf(args[0]).address.bits() / 8);
    return containsCost(args) + traversal(size) + 1;
}

Value containsText(Args args) {
    const auto address = Address::parse(args[1].text());
    return address ? Value(networkOf(args[0]).contains(*address)) : Value::error(address.error());
}
Value containsNetworkText(Args args) {
    const auto inner = parseNetwork(args[1].text());
    return inner ? Value(containsNetwork(networkOf(args[0]), *inner)) : Value::error(inner.error());
}

}  // namespace

void addNetworks(Functions& functions) {
    const Type text(TypeKind::String), boolean(TypeKind::Bool), network = Type::opaque(std::string(kNetworkType)),
                                                                address = Type::opaque(std::string(kAddressType));
    functions.global(
        "cidr", {text}, network,
        [](Args args) {
            const auto parsed = parseNetwork(args[0].text());
            return parsed
                       ? made(*parsed)
                       : Value::error("network address parse error during conversion from string: " + parsed.error());
        },
        traversalCost);
    functions.global(
        "isCIDR", {text}, boolean, [](Args args) { return Value(parseNetwork(args[0].text()).has_value()); },
        traversalCost);
    functions.member("containsIP", {network, text}, boolean, containsText, containsCost);
    functions.member(
        "containsIP", {network, address}, boolean,
        [](Args args) { return Value(networkOf(args[0]).contains(addressOf(args[1]))); }, containsCost);
    functions.member("containsCIDR", {network, text}, boolean, containsNetworkText, containsNetworkCost);
    functions.member(
        "containsCIDR", {network, network}, boolean,
        [](Args args) { return Value(containsNetwork(networkOf(args[0]), networkOf(args[1]))); }, containsNetworkCost);
    functions.member("ip", {network}, address, [](Args args) { return addressValue(networkOf(args[0]).address); });
    functions.member("prefixLength", {network}, Type(TypeKind::Int),
                     [](Args args) { return Value(std::int64_t{networkOf(args[0]).prefix}); });
    functions.member("masked", {network}, network, [](Args args) { return made(networkOf(args[0]).masked()); });
    functions.global("string", {network}, text, [](Args args) { return Value::string(networkOf(args[0]).text()); });
}

}  // namespace armillary::cel
