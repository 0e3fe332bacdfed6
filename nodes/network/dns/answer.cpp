#include "nodes/network/dns/answer.h"

#include <algorithm>
#include <span>

namespace armillary::network::dns {
namespace {

using Labels = std::span<const std::string>;

constexpr std::size_t kMaxAliases = 8;

/// The labels of "cluster.local".
std::vector<std::string> split(const std::string& name) {
    std::vector<std::string> labels;
    for (std::size_t at = 0; at <= name.size();) {
        const auto dot = std::min(name.find('.', at), name.size());
        if (dot > at) labels.push_back(name.substr(at, dot - at));
        at = dot + 1;
    }
    return labels;
}

std::string joined(Labels labels) {
    std::string name;
    for (const std::string& label : labels) name += (name.empty() ? "" : ".") + label;
    return name;
}

bool endsWith(Labels labels, Labels end) {
    return labels.size() >= end.size() && std::ranges::equal(labels.last(end.size()), end);
}

Answer nothing() {
    return {};
}
Answer noSuchName() {
    return {.code = Code::NameError};
}
bool wants(Type asked, Type type) {
    return asked == type || asked == Type::ANY;
}

/// "10-244-0-5" → the address.
std::optional<std::uint32_t> dashed(std::string text) {
    if (!std::ranges::all_of(text, [](char c) { return c == '-' || (c >= '0' && c <= '9'); })) return std::nullopt;
    std::ranges::replace(text, '-', '.');
    const auto address = parseAddress(text);
    return address ? std::optional(*address) : std::nullopt;
}

class Lookup {
public:
    Lookup(const Zone& zone, const Domain& domain, Type type) : m_zone(zone), m_domain(domain), m_type(type) {}

    /// `name` is what stands before the cluster's domain.
    Answer within(Labels name) {
        if (name.empty()) return apex();
        if (name.size() == 1 && name[0] == "dns-version") {
            Answer made;
            if (wants(m_type, Type::TXT)) made.records.push_back({.type = Type::TXT, .target = "1.1.0"});
            return made;
        }
        const std::string& kind = name.back();
        const Labels rest = name.first(name.size() - 1);
        if (kind == "svc") return services(rest);
        if (kind == "pod") return pods(rest);
        return noSuchName();
    }

    Answer reverse(std::uint32_t address) {
        Answer made;
        const auto add = [&](std::string target) {
            made.records.push_back({.type = Type::PTR, .target = std::move(target)});
        };
        if (const auto service = m_zone.serviceAt(address)) {
            add(nameOf(*service));
        } else {
            for (const auto& [service, endpoint] : m_zone.endpointsAt(address))
                add(endpointLabel(endpoint) + "." + nameOf(service));
        }
        if (made.records.empty()) return noSuchName();
        return wants(m_type, Type::PTR) ? made : nothing();
    }

private:
    std::string nameOf(const Service& service) const {
        return service.name + "." + service.namespace_ + ".svc." + m_domain.name;
    }

    Answer apex() const {
        Answer made;
        if (wants(m_type, Type::SOA)) made.records.push_back({.type = Type::SOA});
        if (wants(m_type, Type::NS)) {
            made.records.push_back({.type = Type::NS, .target = "ns.dns." + m_domain.name});
            made.additional.push_back({.name = "ns.dns." + m_domain.name, .address = m_domain.address});
        }
        return made;
    }

    /// a-b-c-d.NAMESPACE.pod: the address is in the name.
    Answer pods(Labels name) const {
        if (name.size() < 2) return nothing();
        const auto address = name.size() == 2 ? dashed(name[0]) : std::nullopt;
        if (!address) return noSuchName();
        Answer made;
        if (wants(m_type, Type::A)) made.records.push_back({.address = *address});
        return made;
    }

    Answer services(Labels name) {
        if (name.empty()) return nothing();
        const std::string& namespace_ = name.back();
        if (name.size() == 1) return m_zone.hasServices(namespace_) ? nothing() : noSuchName();
        const std::string& serviceName = name[name.size() - 2];
        const auto service = m_zone.service(namespace_, serviceName);
        if (!service) return noSuchName();
        const Labels rest = name.first(name.size() - 2);
        if (!service->externalName.empty()) return rest.empty() ? alias(*service) : noSuchName();
        if (rest.empty()) return serviceItself(*service);
        if (rest.size() == 2 && rest[0].starts_with('_') && rest[1].starts_with('_')) {
            return port(*service, rest[0].substr(1), rest[1].substr(1));
        }
        if (rest.size() == 1) return endpoint(*service, rest[0]);
        return noSuchName();
    }

    Answer alias(const Service& service) {
        // It ends where it comes round, and where no resolver would follow any more.
        if (m_followed.size() >= kMaxAliases || std::ranges::contains(m_followed, nameOf(service))) return nothing();
        m_followed.push_back(nameOf(service));
        const auto labels = split(service.externalName);
        const auto own = split(m_domain.name);
        const std::string target = joined(labels);
        Answer made;
        made.records.push_back({.type = Type::CNAME, .target = target});
        if (wants(m_type, Type::CNAME)) return made;
        if (!endsWith(labels, own)) {
            made.chase = target;
            return made;
        }
        Answer end = within(Labels(labels).first(labels.size() - own.size()));
        for (Record& record : end.records) {
            if (record.name.empty()) record.name = target;
            made.records.push_back(std::move(record));
        }
        made.chase = std::move(end.chase);
        return made;
    }

    /// Nothing ready behind a headless service: as the specification says, there is no such name then.
    bool isEmpty(const Service& service) const {
        return service.headless && m_zone.endpoints(service.namespace_, service.name).empty();
    }

    Answer serviceItself(const Service& service) const {
        if (isEmpty(service)) return noSuchName();
        Answer made;
        if (wants(m_type, Type::A)) {
            for (const std::uint32_t address : addressesOf(service)) made.records.push_back({.address = address});
        }
        if (m_type == Type::SRV) addPorts(service, [](const Port&) { return true; }, made);
        return made;
    }

    std::vector<std::uint32_t> addressesOf(const Service& service) const {
        if (!service.headless) return service.addresses;
        std::vector<std::uint32_t> addresses;
        for (const Endpoint& each : m_zone.endpoints(service.namespace_, service.name))
            addresses.push_back(each.address);
        std::ranges::sort(addresses);
        addresses.erase(std::ranges::unique(addresses).begin(), addresses.end());
        return addresses;
    }

    Answer port(const Service& service, const std::string& name, const std::string& protocol) const {
        Answer made;
        bool known = false;
        const auto matches = [&](const Port& port) {
            const bool same = port.name == name && port.protocol == protocol;
            known |= same;
            return same;
        };
        addPorts(service, matches, made);
        if (!known || isEmpty(service)) return noSuchName();
        return wants(m_type, Type::SRV) ? made : nothing();
    }

    template <class Matches>
    void addPorts(const Service& service, Matches matches, Answer& made) const {
        const auto add = [&](std::string target, std::uint16_t number, std::uint32_t address) {
            const auto same = [&](const Record& each) { return each.name == target && each.address == address; };
            if (std::ranges::none_of(made.additional, same))
                made.additional.push_back({.name = target, .address = address});
            made.records.push_back({.type = Type::SRV, .target = std::move(target), .port = number});
        };
        if (!service.headless) {
            for (const Port& port : service.ports) {
                if (matches(port) && !service.addresses.empty())
                    add(nameOf(service), port.number, service.addresses.front());
            }
        } else {
            for (const Port& port : service.ports) (void)matches(port);
            for (const Endpoint& each : m_zone.endpoints(service.namespace_, service.name)) {
                for (const Port& port : each.ports) {
                    if (matches(port)) add(endpointLabel(each) + "." + nameOf(service), port.number, each.address);
                }
            }
        }
        if (made.records.empty()) return;
        // As upstream's server: the weights of all share 100.
        const auto weight = static_cast<std::uint16_t>(std::max<std::size_t>(1, 100 / made.records.size()));
        for (Record& record : made.records) record.weight = weight;
    }

    Answer endpoint(const Service& service, const std::string& label) const {
        Answer made;
        bool known = false;
        for (const Endpoint& each : m_zone.endpoints(service.namespace_, service.name)) {
            if (endpointLabel(each) != label) continue;
            known = true;
            if (wants(m_type, Type::A)) made.records.push_back({.address = each.address});
        }
        return known ? made : noSuchName();
    }

    const Zone& m_zone;
    const Domain& m_domain;
    Type m_type;
    std::vector<std::string> m_followed;  ///< services that are aliases, by their names
};

/// The address in "4.3.2.1.in-addr.arpa".
std::optional<std::uint32_t> reverseAddress(Labels labels) {
    if (labels.size() != 6 || labels[4] != "in-addr" || labels[5] != "arpa") return std::nullopt;
    const auto address = parseAddress(labels[3] + "." + labels[2] + "." + labels[1] + "." + labels[0]);
    return address ? std::optional(*address) : std::nullopt;
}

}  // namespace

std::string endpointLabel(const Endpoint& endpoint) {
    if (!endpoint.hostname.empty()) return endpoint.hostname;
    std::string text = formatAddress(endpoint.address);
    std::ranges::replace(text, '.', '-');
    return text;
}

Answer answer(const Zone& zone, const Domain& domain, const std::vector<std::string>& labels, Type type) {
    const auto own = split(domain.name);
    const auto address = reverseAddress(labels);
    const bool isReverse = address && (domain.services.contains(*address) || domain.pods.contains(*address));
    if (!isReverse && !endsWith(labels, own)) return {.forward = true};
    if (!zone.ready()) return {.code = Code::ServerFailure};
    Lookup lookup(zone, domain, type);
    if (isReverse) return lookup.reverse(*address);
    return lookup.within(Labels(labels).first(labels.size() - own.size()));
}

}  // namespace armillary::network::dns
