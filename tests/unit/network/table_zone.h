#pragma once

#include "nodes/network/dns/answer.h"
#include "nodes/network/dns/wire.h"

namespace armillary::network::dns {

inline Domain tableDomain() {
    return {.name = "cluster.local",
            .services = *Cidr::parse("10.96.0.0/16"),
            .pods = *Cidr::parse("10.244.0.0/16"),
            .address = 0x0a60000a};
}

/// A zone of a few services in the namespace "default".
struct TableZone final : Zone {
    bool isReady = true;
    std::vector<Service> services{
        {.namespace_ = "default", .name = "web", .addresses = {0x0a600007}, .ports = {{"http", "tcp", 80}}},
        {.namespace_ = "default", .name = "db", .headless = true, .ports = {{"sql", "tcp", 5432}}},
        {.namespace_ = "default", .name = "ext", .externalName = "example.org"},
        {.namespace_ = "default", .name = "alias", .externalName = "web.default.svc.cluster.local"},
        {.namespace_ = "default", .name = "loop", .externalName = "loop.default.svc.cluster.local"},
        {.namespace_ = "default", .name = "ring", .externalName = "gnir.default.svc.cluster.local"},
        {.namespace_ = "default", .name = "gnir", .externalName = "ring.default.svc.cluster.local"},
        {.namespace_ = "default", .name = "twice", .externalName = "ext.default.svc.cluster.local"},
        {.namespace_ = "default", .name = "one", .externalName = "db-0.db.default.svc.cluster.local"},
        {.namespace_ = "default", .name = "dot", .externalName = "example.org."},
    };
    std::vector<Endpoint> databases{{0x0af40014, "db-0", {{"sql", "tcp", 5432}}},
                                    {0x0af40015, "", {{"sql", "tcp", 5432}}}};

    bool ready() const override { return isReady; }
    std::optional<Service> service(const std::string& namespace_, const std::string& name) const override {
        for (const Service& each : services) {
            if (each.namespace_ == namespace_ && each.name == name) return each;
        }
        return std::nullopt;
    }
    std::vector<Endpoint> endpoints(const std::string&, const std::string& name) const override {
        return name == "db" ? databases : std::vector<Endpoint>();
    }
    bool hasServices(const std::string& namespace_) const override { return namespace_ == "default"; }
    std::optional<Service> serviceAt(std::uint32_t address) const override {
        return address == 0x0a600007 ? std::optional(services[0]) : std::nullopt;
    }
    std::vector<std::pair<Service, Endpoint>> endpointsAt(std::uint32_t address) const override {
        std::vector<std::pair<Service, Endpoint>> found;
        for (const Endpoint& each : databases) {
            if (each.address == address) found.emplace_back(services[1], each);
        }
        return found;
    }
};

/// A message with one question, recursion desired.
inline Bytes question(std::uint16_t id, const std::string& name, Type type) {
    Bytes out{static_cast<std::uint8_t>(id >> 8), static_cast<std::uint8_t>(id), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0};
    for (std::size_t at = 0; at <= name.size();) {
        const auto dot = std::min(name.find('.', at), name.size());
        out.push_back(static_cast<std::uint8_t>(dot - at));
        out.insert(out.end(), name.begin() + static_cast<std::ptrdiff_t>(at),
                   name.begin() + static_cast<std::ptrdiff_t>(dot));
        at = dot + 1;
    }
    out.insert(out.end(),
               {0, static_cast<std::uint8_t>(static_cast<int>(type) >> 8), static_cast<std::uint8_t>(type), 0, 1});
    return out;
}

}  // namespace armillary::network::dns
