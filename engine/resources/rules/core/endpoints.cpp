#include <algorithm>
#include <set>

#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/address.h"
#include "engine/schema/api/discoveryv1.h"

namespace armillary::resources::rules {

namespace {

constexpr std::size_t kShown = 3;
constexpr std::size_t kMaxEndpoints = 1000, kMaxAddresses = 100, kMaxPorts = 20000;
constexpr std::string_view kBadAddress = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";

/// "a,b,c + 4 more...".
std::string shortList(const std::vector<std::string>& items, std::string_view none) {
    if (items.empty()) return std::string(none);
    const std::size_t shown = std::min(items.size(), kShown);
    std::string out = cells::joined({items.begin(), items.begin() + static_cast<std::ptrdiff_t>(shown)});
    if (items.size() > shown) out += " + " + std::to_string(items.size() - shown) + " more...";
    return out;
}

std::string hostAndPort(const std::string& address, std::int32_t port) {
    const std::string host = address.contains(':') ? "[" + address + "]" : address;
    return host + ":" + std::to_string(port);
}

/// An address of this machine or of no machine is no endpoint.
void checkOutside(const std::string& address, const Path& path, FieldErrors& errors) {
    switch (schema::addressKind(address)) {
        case schema::AddressKind::Unspecified:
            errors.push_back(field::invalid(path, address, "may not be unspecified (" + address + ")"));
            break;
        case schema::AddressKind::Loopback:
            errors.push_back(field::invalid(path, address, "may not be in the loopback range (127.0.0.0/8, ::1/128)"));
            break;
        case schema::AddressKind::LinkLocal:
            errors.push_back(
                field::invalid(path, address, "may not be in the link-local range (169.254.0.0/16, fe80::/10)"));
            break;
        case schema::AddressKind::LinkLocalMulticast:
            errors.push_back(field::invalid(path, address,
                                            "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"));
            break;
        default:
            break;
    }
}

class EndpointsRules final : public RulesFor<corev1::Endpoints> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Endpoints", "string", "", "The addresses and ports at which the service is answered.", 0},
            cells::kAge};
        return kColumns;
    }

protected:
    void defaults(corev1::Endpoints& endpoints) const override {
        for (auto& subset : endpoints.subsets)
            for (auto& port : subset.ports)
                if (port.protocol.empty()) port.protocol = corev1::kProtocolTCP;
    }

    void check(const corev1::Endpoints& endpoints, FieldErrors& errors) const override {
        for (std::size_t i = 0; i < endpoints.subsets.size(); ++i) {
            const auto& subset = endpoints.subsets[i];
            const Path at = Path("subsets").index(i);
            if (subset.addresses.empty() && subset.notReadyAddresses.empty())
                errors.push_back(field::required(at, "must specify `addresses` or `notReadyAddresses`"));
            checkAddresses(subset.addresses, at.child("addresses"), errors);
            checkAddresses(subset.notReadyAddresses, at.child("notReadyAddresses"), errors);
            for (std::size_t k = 0; k < subset.ports.size(); ++k) {
                const auto& port = subset.ports[k];
                const Path place = at.child("ports").index(k);
                if (subset.ports.size() > 1 && port.name.empty())
                    errors.push_back(field::required(place.child("name"), ""));
                else if (!port.name.empty())
                    addInvalid(errors, place.child("name"), port.name, checkLabel(port.name));
                addInvalidNumber(errors, place.child("port"), port.port, checkPortNumber(port.port));
                checkOneOf(port.protocol, {"SCTP", "TCP", "UDP"}, place.child("protocol"), errors);
            }
        }
    }

    Cells row(const corev1::Endpoints& endpoints, const Context& context) const override {
        std::vector<std::string> list;
        for (const auto& subset : endpoints.subsets) {
            if (subset.ports.empty())
                for (const auto& address : subset.addresses) list.push_back(address.ip);
            for (const auto& port : subset.ports)
                for (const auto& address : subset.addresses) list.push_back(hostAndPort(address.ip, port.port));
        }
        return {cells::text(endpoints.metadata.name), cells::text(shortList(list, "<none>")),
                cells::age(endpoints.metadata, context)};
    }

private:
    static void checkAddresses(const std::vector<corev1::EndpointAddress>& addresses, const Path& path,
                               FieldErrors& errors) {
        for (std::size_t i = 0; i < addresses.size(); ++i) {
            const auto& address = addresses[i];
            const Path at = path.index(i);
            if (addressFamily(address.ip) == 0)
                errors.push_back(field::invalid(at.child("ip"), address.ip, std::string(kBadAddress)));
            else
                checkOutside(address.ip, at.child("ip"), errors);
            if (!address.hostname.empty())
                addInvalid(errors, at.child("hostname"), address.hostname, checkLabel(address.hostname));
            if (address.nodeName)
                addInvalid(errors, at.child("nodeName"), *address.nodeName, checkSubdomain(*address.nodeName));
        }
    }
};

class EndpointSliceRules final : public RulesFor<discoveryv1::EndpointSlice> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"AddressType", "string", "", "The type of address carried by this slice.", 0},
            {"Ports", "string", "", "The network ports exposed by each endpoint in this slice.", 0},
            {"Endpoints", "string", "", "The addresses in this slice.", 0},
            cells::kAge,
        };
        return kColumns;
    }

    /// Labels say whose slice it is.
    bool bumpsGeneration(const metav1::ObjectMeta& meta, const metav1::ObjectMeta& old) const override {
        return meta.labels != old.labels;
    }

protected:
    void defaults(discoveryv1::EndpointSlice& slice) const override {
        for (auto& port : slice.ports) {
            if (!port.name) port.name = "";
            if (!port.protocol) port.protocol = corev1::kProtocolTCP;
        }
    }

    void check(const discoveryv1::EndpointSlice& slice, FieldErrors& errors) const override {
        checkOneOf(slice.addressType, {"FQDN", "IPv4", "IPv6"}, Path("addressType"), errors);
        checkPorts(slice, errors);
        const Path path("endpoints");
        if (slice.endpoints.size() > kMaxEndpoints)
            errors.push_back(field::tooMany(path, slice.endpoints.size(), kMaxEndpoints));
        for (std::size_t i = 0; i < slice.endpoints.size(); ++i)
            checkEndpoint(slice.endpoints[i], slice.addressType, path.index(i), errors);
    }

    void checkUpdate(const discoveryv1::EndpointSlice& slice, const discoveryv1::EndpointSlice& old,
                     FieldErrors& errors) const override {
        check(slice, errors);
        checkImmutable(slice.addressType, old.addressType, goQuoted(slice.addressType), Path("addressType"), errors);
    }

    Cells row(const discoveryv1::EndpointSlice& slice, const Context& context) const override {
        std::vector<std::string> ports, addresses;
        for (const auto& port : slice.ports)
            ports.push_back(port.port ? std::to_string(*port.port) : port.name.value_or("").empty() ? "*" : *port.name);
        for (const auto& endpoint : slice.endpoints)
            addresses.insert(addresses.end(), endpoint.addresses.begin(), endpoint.addresses.end());
        return {cells::text(slice.metadata.name), cells::text(slice.addressType),
                cells::text(shortList(ports, "<unset>")), cells::text(shortList(addresses, "<unset>")),
                cells::age(slice.metadata, context)};
    }

private:
    static void checkPorts(const discoveryv1::EndpointSlice& slice, FieldErrors& errors) {
        const Path path("ports");
        if (slice.ports.size() > kMaxPorts) errors.push_back(field::tooMany(path, slice.ports.size(), kMaxPorts));
        std::set<std::string> names;
        for (std::size_t i = 0; i < slice.ports.size(); ++i) {
            const auto& port = slice.ports[i];
            const Path at = path.index(i);
            const std::string name = port.name.value_or("");
            if (!name.empty()) addInvalid(errors, at.child("name"), name, checkLabel(name));
            if (!names.insert(name).second) errors.push_back(field::duplicate(at.child("name"), name));
            checkOneOf(port.protocol.value_or(""), {"SCTP", "TCP", "UDP"}, at.child("protocol"), errors);
            if (port.port) addInvalidNumber(errors, at.child("port"), *port.port, checkPortNumber(*port.port));
        }
    }

    static void checkEndpoint(const discoveryv1::Endpoint& endpoint, const std::string& type, const Path& path,
                              FieldErrors& errors) {
        const Path addresses = path.child("addresses");
        if (endpoint.addresses.empty()) errors.push_back(field::required(addresses, "must contain at least 1 address"));
        if (endpoint.addresses.size() > kMaxAddresses)
            errors.push_back(field::tooMany(addresses, endpoint.addresses.size(), kMaxAddresses));
        for (std::size_t i = 0; i < endpoint.addresses.size(); ++i) {
            const std::string& address = endpoint.addresses[i];
            const Path at = addresses.index(i);
            if (type == "IPv4" && addressFamily(address) != 4)
                errors.push_back(field::invalid(at, address, "must be a valid IPv4 address"));
            else if (type == "IPv6" && addressFamily(address) != 6)
                errors.push_back(field::invalid(at, address, "must be a valid IPv6 address"));
            else if (type == "FQDN")
                addInvalid(errors, at, address, checkSubdomain(address));
            if (type != "FQDN" && addressFamily(address) != 0) checkOutside(address, at, errors);
        }
        if (endpoint.nodeName)
            addInvalid(errors, path.child("nodeName"), *endpoint.nodeName, checkSubdomain(*endpoint.nodeName));
        if (endpoint.hostname)
            addInvalid(errors, path.child("hostname"), *endpoint.hostname, checkLabel(*endpoint.hostname));
        for (const auto& [key, value] : endpoint.deprecatedTopology) {
            addInvalid(errors, path.child("deprecatedTopology"), key, checkQualifiedName(key));
            addInvalid(errors, path.child("deprecatedTopology"), value, checkLabelValue(value));
        }
    }
};

}  // namespace

const Rules& endpoints() {
    static const EndpointsRules rules;
    return rules;
}

const Rules& endpointSlice() {
    static const EndpointSliceRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
