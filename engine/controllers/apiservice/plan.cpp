#include "engine/controllers/apiservice/plan.h"

#include <algorithm>
#include <format>

#include "engine/resources/resource.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/discoveryv1.h"
#include "engine/schema/text.h"
#include "engine/server/aggregation/priorities.h"

namespace armillary::controllers::apiservices {

namespace {

APIService local(const std::string& group, const std::string& version, std::string_view managed) {
    const auto priority = server::aggregation::priorityOf(group, version);
    APIService service;
    service.metadata.name = version + "." + group;
    service.metadata.labels.emplace(kManagedLabel, managed);
    service.spec.group = group;
    service.spec.version = version;
    service.spec.groupPriorityMinimum = priority.group;
    service.spec.versionPriority = priority.version;
    return service;
}

bool isOf(const Object& slice, const corev1::Service& service) {
    const auto label = slice.meta().labels.find("kubernetes.io/service-name");
    return label != slice.meta().labels.end() && label->second == service.metadata.name;
}

bool hasAddress(const discoveryv1::EndpointSlice& slice, const std::string& portName) {
    return std::ranges::any_of(slice.endpoints, [](const auto& one) { return one.conditions.ready.value_or(true); }) &&
           std::ranges::any_of(slice.ports,
                               [&](const auto& port) { return port.name.value_or("") == portName && port.port; });
}

}  // namespace

std::map<std::string, APIService> builtIn() {
    std::map<std::string, APIService> services;
    for (const auto& row : resources::Table::builtIn().rows()) {
        // Nobody registers the registry.
        if (row.group == "apiregistration.k8s.io") continue;
        APIService service = local(row.group, row.version, kOnStart);
        services.emplace(service.metadata.name, std::move(service));
    }
    return services;
}

std::map<std::string, APIService> ofDefinition(const apiextensionsv1::CustomResourceDefinition& definition) {
    std::map<std::string, APIService> services;
    for (const auto& version : definition.spec.versions) {
        if (!version.served) continue;
        APIService service = local(definition.spec.group, version.name, kContinuously);
        services.emplace(service.metadata.name, std::move(service));
    }
    return services;
}

APIServiceCondition available(std::string status, std::string reason, std::string message) {
    APIServiceCondition condition;
    condition.type = apiregistrationv1::kAvailable;
    condition.status = std::move(status);
    condition.reason = std::move(reason);
    condition.message = std::move(message);
    return condition;
}

std::variant<APIServiceCondition, server::outbound::Address> judge(const APIService& service, const ObjectRef& behind,
                                                                   const std::vector<ObjectRef>& slices,
                                                                   std::size_t turn) {
    const auto& reference = *service.spec.service;
    const std::int32_t number = reference.port.value_or(443);
    const std::string named = std::format("service/{} in {}", reference.name, schema::quoted(reference.namespace_));
    if (!behind) return available("False", "ServiceNotFound", named + " is not present");
    const auto& target = behind->as<corev1::Service>();
    if (target.spec.type == corev1::kServiceTypeExternalName)
        return server::outbound::Address{target.spec.externalName, static_cast<std::uint16_t>(number)};
    const auto port = std::ranges::find(target.spec.ports, number, &corev1::ServicePort::port);
    if (port == target.spec.ports.end())
        return available("False", "ServicePortError", std::format("{} is not listening on port {}", named, number));
    const auto belongs = [&](const ObjectRef& slice) { return isOf(*slice, target); };
    if (std::ranges::none_of(slices, belongs))
        return available("False", "EndpointsNotFound", "cannot find endpointslices for " + named);
    const bool answered = std::ranges::any_of(slices, [&](const ObjectRef& slice) {
        return belongs(slice) && hasAddress(slice->as<discoveryv1::EndpointSlice>(), port->name);
    });
    auto address = server::outbound::endpointAmong(slices, target, port->name, turn);
    if (!answered || !address)
        return available("False", "MissingEndpoints",
                         std::format("endpointslices for {} have no addresses with port name {}", named,
                                     schema::quoted(port->name)));
    return std::move(*address);
}

void setCondition(APIService& service, APIServiceCondition condition, schema::Time now) {
    condition.lastTransitionTime = now;
    auto& conditions = service.status.conditions;
    const auto found = std::ranges::find(conditions, condition.type, &APIServiceCondition::type);
    if (found == conditions.end()) {
        conditions.push_back(std::move(condition));
        return;
    }
    if (found->status == condition.status) condition.lastTransitionTime = found->lastTransitionTime;
    *found = std::move(condition);
}

}  // namespace armillary::controllers::apiservices
