#include "nodes/network/dns/informer_zone.h"

#include "engine/schema/api/corev1.h"
#include "engine/schema/api/discoveryv1.h"
#include "nodes/network/names.h"
#include "nodes/network/service_reader.h"

namespace armillary::network::dns {
namespace {

const std::string kByService = "dns-service";
const std::string kByAddress = "dns-address";

std::string lower(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

bool isPublished(const discoveryv1::Endpoint& endpoint, bool notReadyToo) {
    return !endpoint.addresses.empty() && (notReadyToo || endpoint.conditions.ready.value_or(true));
}

Service read(const Object& object) {
    const auto& from = object.as<corev1::Service>();
    Service service{.namespace_ = object.namespace_(), .name = object.name()};
    if (from.spec.type == corev1::kServiceTypeExternalName) {
        service.externalName = lower(from.spec.externalName);
        while (service.externalName.ends_with('.')) service.externalName.pop_back();
        return service;
    }
    service.headless = from.spec.clusterIP == "None";
    for (const std::string& ip :
         from.spec.clusterIPs.empty() ? std::vector{from.spec.clusterIP} : from.spec.clusterIPs) {
        if (const auto address = parseAddress(ip)) service.addresses.push_back(*address);
    }
    for (const auto& port : from.spec.ports) {
        service.ports.push_back({lower(port.name), lower(port.protocol.empty() ? "tcp" : port.protocol),
                                 static_cast<std::uint16_t>(port.port)});
    }
    return service;
}

std::vector<Port> portsOf(const discoveryv1::EndpointSlice& slice) {
    std::vector<Port> ports;
    for (const auto& port : slice.ports) {
        if (!port.port) continue;
        ports.push_back({lower(port.name.value_or("")), lower(port.protocol.value_or("tcp")),
                         static_cast<std::uint16_t>(*port.port)});
    }
    return ports;
}

class InformerZone final : public Zone {
public:
    explicit InformerZone(client::Informers& informers)
        : m_services(client::informer<corev1::Service>(informers)),
          m_slices(client::informer<discoveryv1::EndpointSlice>(informers)) {
        m_slices.addIndex(kByService, [](const Object& slice) {
            std::string key = serviceKeyOf(slice);
            return key.empty() ? std::vector<std::string>() : std::vector{std::move(key)};
        });
        m_slices.addIndex(kByAddress, [](const Object& slice) {
            std::vector<std::string> addresses;
            for (const auto& endpoint : slice.as<discoveryv1::EndpointSlice>().endpoints) {
                addresses.insert(addresses.end(), endpoint.addresses.begin(), endpoint.addresses.end());
            }
            return addresses;
        });
        m_services.addIndex(kByAddress,
                            [](const Object& service) { return service.as<corev1::Service>().spec.clusterIPs; });
    }

    bool ready() const override { return m_services.synced() && m_slices.synced(); }

    std::optional<Service> service(const std::string& namespace_, const std::string& name) const override {
        const ObjectRef found = m_services.get(namespace_, name);
        return found ? std::optional(read(*found)) : std::nullopt;
    }

    std::vector<Endpoint> endpoints(const std::string& namespace_, const std::string& name) const override {
        const ObjectRef service = m_services.get(namespace_, name);
        const bool notReadyToo = service && service->as<corev1::Service>().spec.publishNotReadyAddresses;
        std::vector<Endpoint> endpoints;
        for (const ObjectRef& object : m_slices.byIndex(kByService, namespace_ + "/" + name)) {
            const auto& slice = object->as<discoveryv1::EndpointSlice>();
            const std::vector<Port> ports = portsOf(slice);
            for (const auto& each : slice.endpoints) {
                if (!isPublished(each, notReadyToo)) continue;
                for (const std::string& text : each.addresses) {
                    if (const auto address = parseAddress(text))
                        endpoints.push_back({*address, lower(each.hostname.value_or("")), ports});
                }
            }
        }
        return endpoints;
    }

    bool hasServices(const std::string& namespace_) const override {
        return !namespace_.empty() && !m_services.list(namespace_).empty();
    }

    std::optional<Service> serviceAt(std::uint32_t address) const override {
        const auto found = m_services.byIndex(kByAddress, formatAddress(address));
        return found.empty() ? std::nullopt : std::optional(read(*found.front()));
    }

    std::vector<std::pair<Service, Endpoint>> endpointsAt(std::uint32_t address) const override {
        std::vector<std::pair<Service, Endpoint>> found;
        for (const ObjectRef& slice : m_slices.byIndex(kByAddress, formatAddress(address))) {
            const std::string key = serviceKeyOf(*slice);
            const ObjectRef object = m_services.getByKey(key);
            if (!object) continue;
            const Service service = read(*object);
            for (const Endpoint& each : endpoints(service.namespace_, service.name)) {
                if (each.address == address) found.emplace_back(service, each);
            }
        }
        return found;
    }

private:
    client::Informer& m_services;
    client::Informer& m_slices;
};

}  // namespace

std::unique_ptr<Zone> zoneOf(client::Informers& informers) {
    return std::make_unique<InformerZone>(informers);
}

}  // namespace armillary::network::dns
