#include "engine/server/outbound/service_endpoint.h"

#include <algorithm>

#include "engine/resources/resource.h"
#include "engine/schema/api/discoveryv1.h"

namespace armillary::server::outbound {
namespace {

Status noEndpoints(const corev1::Service& service) {
    return status::serviceUnavailable("no endpoints available for service \"" + service.metadata.name + "\"");
}

}  // namespace

Result<Address> endpointOf(const watch::Cache& cache, const corev1::Service& service, std::string_view portName,
                           std::size_t turn, bool (*accept)(std::string_view address)) {
    static const std::string key = resources::resourceOf<discoveryv1::EndpointSlice>().cacheKey();
    return endpointAmong(cache.list(key, service.metadata.namespace_).objects, service, portName, turn, accept);
}

Result<Address> endpointAmong(std::span<const ObjectRef> slices, const corev1::Service& service,
                              std::string_view portName, std::size_t turn, bool (*accept)(std::string_view address)) {
    std::vector<Address> ready;
    for (const ObjectRef& object : slices) {
        const auto label = object->meta().labels.find("kubernetes.io/service-name");
        if (label == object->meta().labels.end() || label->second != service.metadata.name) continue;
        const auto& slice = object->as<discoveryv1::EndpointSlice>();
        for (const auto& port : slice.ports) {
            if (port.name.value_or("") != portName || !port.port) continue;
            for (const auto& endpoint : slice.endpoints)
                if (endpoint.conditions.ready.value_or(true) && !endpoint.addresses.empty() &&
                    (!accept || accept(endpoint.addresses.front())))
                    ready.push_back({endpoint.addresses.front(), static_cast<std::uint16_t>(*port.port)});
        }
    }
    if (ready.empty()) return std::unexpected(noEndpoints(service));
    return ready[turn % ready.size()];
}

Result<Address> resolveService(const watch::Cache& cache, const std::string& namespace_, const std::string& name,
                               std::int32_t port, std::size_t turn) {
    const ObjectRef object = cache.get(resources::resourceOf<corev1::Service>().cacheKey(), namespace_, name);
    if (!object) return std::unexpected(status::notFound("service", name));
    const auto& service = object->as<corev1::Service>();
    if (service.spec.type == corev1::kServiceTypeExternalName)
        return Address{service.spec.externalName, static_cast<std::uint16_t>(port)};
    const auto found = std::ranges::find(service.spec.ports, port, &corev1::ServicePort::port);
    if (found == service.spec.ports.end())
        return std::unexpected(status::serviceUnavailable("no service port " + std::to_string(port) +
                                                          " found for service \"" + name + "\""));
    return endpointOf(cache, service, found->name, turn);
}

}  // namespace armillary::server::outbound
