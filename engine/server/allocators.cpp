#include "engine/server/allocators.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <mutex>
#include <stdexcept>

#include "engine/server/allocators_families.h"
#include "engine/server/allocators_range.h"

namespace armillary::server {
namespace {

using corev1::Service;

/// Index of cluster DNS in the service range.
constexpr std::uint32_t kDnsIndex = 10;

std::optional<std::uint32_t> parseAddress(const std::string& text) {
    in_addr raw{};
    if (inet_pton(AF_INET, text.c_str(), &raw) != 1) return std::nullopt;
    return ntohl(raw.s_addr);
}

std::string addressText(std::uint32_t address) {
    in_addr raw{htonl(address)};
    char out[INET_ADDRSTRLEN] = {};
    inet_ntop(AF_INET, &raw, out, sizeof(out));
    return out;
}

struct Block {
    std::uint32_t base;
    std::uint32_t size;
};

Block parseBlock(const std::string& cidr) {
    std::size_t slash = cidr.find('/');
    int bits = 0;
    auto base = parseAddress(cidr.substr(0, slash));
    if (base && slash != cidr.npos) std::from_chars(cidr.data() + slash + 1, cidr.data() + cidr.size(), bits);
    if (!base || bits < 8 || bits > 29)
        throw std::invalid_argument("the service range " + cidr + " is not an IPv4 block between /8 and /29");
    std::uint32_t size = 1u << (32 - bits);
    return {*base & ~(size - 1), size};
}

/// Upstream's rule for how much of a range dynamic allocation leaves alone at first.
std::uint32_t lowerBand(std::uint32_t size, std::uint32_t step, std::uint32_t largest) {
    constexpr std::uint32_t kSmallest = 16;
    return size <= kSmallest ? 0 : std::min(std::max(size / step, kSmallest), largest);
}

std::string goStrings(const std::vector<std::string>& items) {
    std::string out = "[]string{";
    for (const std::string& item : items) out += (&item == &items.front() ? "\"" : ", \"") + item + "\"";
    return out + "}";
}

/// What one service holds.
struct Holdings {
    std::vector<std::uint32_t> addresses, ports;
};

class Allocator final : public ServiceAllocator {
public:
    Allocator(const watch::Cache& cache, const ServiceRanges& ranges);

    Result<std::unique_ptr<Reservation>> allocate(Service& service, const Service* old) override;
    void release(const Service& service) override {
        std::lock_guard lock(m_mutex);
        giveBack(holdingsOf(service));
    }

private:
    class Held;

    Holdings holdingsOf(const Service& service) const;
    void giveBack(const Holdings& holdings);
    Result<void> allocateAddresses(Service& service, const Holdings& had, Holdings& taken);
    Result<void> allocatePorts(Service& service, const Holdings& had, Holdings& taken);
    Result<std::uint32_t> choosePort(const Service& service, const Holdings& had, Holdings& taken, std::size_t index,
                                     std::uint32_t wanted);
    Result<void> allocateHealthPort(Service& service, const Holdings& had, Holdings& taken);

    ServiceRanges m_ranges;
    Block m_block;
    async::Identifiers m_random;
    std::mutex m_mutex;
    NumberRange m_addresses, m_ports;
};

class Allocator::Held final : public ServiceAllocator::Reservation {
public:
    Held(Allocator& owner, Holdings taken, Holdings dropped)
        : m_owner(owner), m_taken(std::move(taken)), m_dropped(std::move(dropped)) {}
    ~Held() override {
        std::lock_guard lock(m_owner.m_mutex);
        m_owner.giveBack(m_kept ? m_dropped : m_taken);
    }
    void keep() override { m_kept = true; }

private:
    Allocator& m_owner;
    Holdings m_taken, m_dropped;
    bool m_kept = false;
};

NumberRange addressRange(const Block& block, async::Identifiers& random) {
    std::uint32_t usable = block.size - 2;
    return {block.base + 1,
            block.base + block.size - 2,
            block.base + 1 + lowerBand(usable, 16, 256),
            {block.base + 1, block.base + kDnsIndex},
            random};
}

NumberRange portRange(const ServiceRanges& ranges, async::Identifiers& random) {
    std::uint32_t size = ranges.lastNodePort - ranges.firstNodePort + 1u;
    return {ranges.firstNodePort, ranges.lastNodePort, ranges.firstNodePort + lowerBand(size, 32, 128), {}, random};
}

Allocator::Allocator(const watch::Cache& cache, const ServiceRanges& ranges)
    : m_ranges(ranges),
      m_block(parseBlock(ranges.clusterCidr)),
      m_addresses(addressRange(m_block, m_random)),
      m_ports(portRange(ranges, m_random)) {
    for (const ObjectRef& object : cache.list("/services").objects) {
        Holdings holdings = holdingsOf(object->as<Service>());
        for (std::uint32_t address : holdings.addresses) m_addresses.take(address);
        for (std::uint32_t port : holdings.ports) m_ports.take(port);
    }
}

Holdings Allocator::holdingsOf(const Service& service) const {
    Holdings holdings;
    if (needsClusterIp(service)) {
        std::vector<std::string> texts = service.spec.clusterIPs;
        for (const std::string& text : texts)
            if (auto address = parseAddress(text); address && m_addresses.contains(*address))
                holdings.addresses.push_back(*address);
    }
    auto addPort = [&](std::int32_t port) {
        auto number = static_cast<std::uint32_t>(port);
        if (port > 0 && m_ports.contains(number) && !std::ranges::contains(holdings.ports, number))
            holdings.ports.push_back(number);
    };
    for (const auto& port : service.spec.ports) addPort(port.nodePort);
    addPort(service.spec.healthCheckNodePort);
    return holdings;
}

void Allocator::giveBack(const Holdings& holdings) {
    for (std::uint32_t address : holdings.addresses) m_addresses.giveBack(address);
    for (std::uint32_t port : holdings.ports) m_ports.giveBack(port);
}

Result<std::unique_ptr<ServiceAllocator::Reservation>> Allocator::allocate(Service& service, const Service* old) {
    if (service.spec.clusterIPs.empty() && !service.spec.clusterIP.empty())
        service.spec.clusterIPs = {service.spec.clusterIP};
    if (FieldErrors errors = settleFamilies(service, old); !errors.empty())
        return std::unexpected(status::invalid("Service", service.metadata.name, errors));

    std::lock_guard lock(m_mutex);
    Holdings had = old ? holdingsOf(*old) : Holdings(), taken;
    auto failed = [&](Status status) {
        giveBack(taken);
        return std::unexpected(std::move(status));
    };
    if (needsClusterIp(service))
        if (auto done = allocateAddresses(service, had, taken); !done) return failed(done.error());
    if (auto done = allocatePorts(service, had, taken); !done) return failed(done.error());
    if (needsHealthCheckPort(service))
        if (auto done = allocateHealthPort(service, had, taken); !done) return failed(done.error());

    Holdings now = holdingsOf(service), dropped;
    for (std::uint32_t address : had.addresses)
        if (!std::ranges::contains(now.addresses, address)) dropped.addresses.push_back(address);
    for (std::uint32_t port : had.ports)
        if (!std::ranges::contains(now.ports, port)) dropped.ports.push_back(port);
    return std::make_unique<Held>(*this, std::move(taken), std::move(dropped));
}

Result<void> Allocator::allocateAddresses(Service& service, const Holdings& had, Holdings& taken) {
    auto& texts = service.spec.clusterIPs;
    if (texts.empty() || texts.front().empty()) {
        auto address = m_addresses.takeAny();
        if (!address) return std::unexpected(status::internalError("failed to allocate a serviceIP: range is full"));
        taken.addresses.push_back(*address);
        texts = {addressText(*address)};
        service.spec.clusterIP = texts.front();
        return {};
    }
    for (const std::string& text : texts) {
        auto refuse = [&](const std::string& why) {
            return std::unexpected(status::invalid("Service", service.metadata.name,
                                                   {field::invalidRaw("spec.clusterIPs", goStrings(texts),
                                                                      "failed to allocate IP " + text + ": " + why)}));
        };
        auto address = parseAddress(text);
        if (address && std::ranges::contains(had.addresses, *address)) continue;
        if (!address || !m_addresses.contains(*address))
            return refuse("the provided IP (" + text + ") is not in the valid range. The range of valid IPs is " +
                          m_ranges.clusterCidr);
        if (!m_addresses.take(*address)) return refuse("provided IP is already allocated");
        taken.addresses.push_back(*address);
    }
    service.spec.clusterIP = texts.front();
    return {};
}

/// Ports of one number (DNS on TCP and UDP) share their node port.
Result<void> Allocator::allocatePorts(Service& service, const Holdings& had, Holdings& taken) {
    bool wanted = needsNodePorts(service);
    std::map<std::int32_t, std::uint32_t> byPort;
    auto& ports = service.spec.ports;
    for (std::size_t i = 0; i < ports.size(); ++i) {
        if (ports[i].nodePort == 0 && !wanted) continue;
        if (service.spec.type == corev1::kServiceTypeClusterIP || service.spec.type == corev1::kServiceTypeExternalName)
            continue;
        auto known = byPort.find(ports[i].port);
        if (known != byPort.end() &&
            (ports[i].nodePort == 0 || static_cast<std::uint32_t>(ports[i].nodePort) == known->second)) {
            ports[i].nodePort = static_cast<std::int32_t>(known->second);
            continue;
        }
        std::int32_t asked = ports[i].nodePort;
        for (std::size_t j = i + 1; asked == 0 && j < ports.size(); ++j)
            if (ports[j].port == ports[i].port) asked = ports[j].nodePort;
        auto number = choosePort(service, had, taken, i, static_cast<std::uint32_t>(asked));
        if (!number) return std::unexpected(number.error());
        ports[i].nodePort = static_cast<std::int32_t>(*number);
        byPort.try_emplace(ports[i].port, *number);
    }
    return {};
}

Result<std::uint32_t> Allocator::choosePort(const Service& service, const Holdings& had, Holdings& taken,
                                            std::size_t index, std::uint32_t wanted) {
    if (wanted == 0) {
        auto number = m_ports.takeAny();
        if (!number) return std::unexpected(status::internalError("failed to allocate a nodePort: range is full"));
        taken.ports.push_back(*number);
        return *number;
    }
    auto refuse = [&](std::string why) {
        std::string path = "spec.ports[" + std::to_string(index) + "].nodePort";
        return std::unexpected(status::invalid(
            "Service", service.metadata.name,
            {field::invalidRaw(path, std::to_string(static_cast<std::int32_t>(wanted)), std::move(why))}));
    };
    if (std::ranges::contains(had.ports, wanted)) return wanted;
    if (!m_ports.contains(wanted))
        return refuse("provided port is not in the valid range. The range of valid ports is " +
                      std::to_string(m_ranges.firstNodePort) + "-" + std::to_string(m_ranges.lastNodePort));
    if (!m_ports.take(wanted)) return refuse("provided port is already allocated");
    taken.ports.push_back(wanted);
    return wanted;
}

Result<void> Allocator::allocateHealthPort(Service& service, const Holdings& had, Holdings& taken) {
    auto wanted = static_cast<std::uint32_t>(service.spec.healthCheckNodePort);
    if (wanted == 0) {
        auto number = m_ports.takeAny();
        if (!number)
            return std::unexpected(status::internalError("failed to allocate a HealthCheck NodePort: range is full"));
        taken.ports.push_back(*number);
        service.spec.healthCheckNodePort = static_cast<std::int32_t>(*number);
        return {};
    }
    if (std::ranges::contains(had.ports, wanted)) return {};
    if (m_ports.contains(wanted) && m_ports.take(wanted)) {
        taken.ports.push_back(wanted);
        return {};
    }
    std::string why = m_ports.contains(wanted)
                          ? "provided port is already allocated"
                          : "provided port is not in the valid range. The range of valid ports is " +
                                std::to_string(m_ranges.firstNodePort) + "-" + std::to_string(m_ranges.lastNodePort);
    return std::unexpected(status::internalError("failed to allocate requested HealthCheck NodePort " +
                                                 std::to_string(wanted) + ": " + why));
}

}  // namespace

std::unique_ptr<ServiceAllocator> makeServiceAllocator(const watch::Cache& cache, const ServiceRanges& ranges) {
    return std::make_unique<Allocator>(cache, ranges);
}

std::string serviceAddress(const ServiceRanges& ranges, std::uint32_t index) {
    return addressText(parseBlock(ranges.clusterCidr).base + index);
}

}  // namespace armillary::server
