#include "engine/controllers/endpointslice/plan.h"

#include <algorithm>

#include "engine/controllers/framework/pods.h"

namespace armillary::controllers::endpointslice {

namespace {

constexpr std::string_view kHeadlessLabel = "service.kubernetes.io/headless";

std::vector<Port> portsOf(const discoveryv1::EndpointSlice& slice) {
    std::vector<Port> ports;
    for (const auto& port : slice.ports)
        ports.push_back(
            {port.name.value_or(""), port.protocol.value_or("TCP"), port.port.value_or(0), port.appProtocol});
    std::ranges::sort(ports);
    return ports;
}

schema::StringMap<std::string> labelsFor(const corev1::Service& service) {
    auto labels = service.metadata.labels;
    labels[std::string(discoveryv1::kLabelServiceName)] = service.metadata.name;
    labels[std::string(discoveryv1::kLabelManagedBy)] = kManagedBy;
    if (isHeadless(service))
        labels[std::string(kHeadlessLabel)] = "";
    else
        labels.erase(std::string(kHeadlessLabel));
    return labels;
}

metav1::OwnerReference ownerFor(const corev1::Service& service) {
    metav1::OwnerReference owner;
    owner.apiVersion = "v1";
    owner.kind = "Service";
    owner.name = service.metadata.name;
    owner.uid = service.metadata.uid;
    owner.controller = true;
    owner.blockOwnerDeletion = true;
    return owner;
}

discoveryv1::EndpointSlice emptySlice(const corev1::Service& service, std::string_view family,
                                      const std::vector<Port>& ports) {
    discoveryv1::EndpointSlice slice;
    slice.metadata.generateName = service.metadata.name + "-";
    slice.metadata.namespace_ = service.metadata.namespace_;
    slice.metadata.labels = labelsFor(service);
    slice.metadata.ownerReferences.push_back(ownerFor(service));
    slice.addressType = family;
    for (const Port& port : ports) {
        discoveryv1::EndpointPort out;
        out.name = port.name;
        out.protocol = port.protocol;
        out.port = port.port;
        out.appProtocol = port.appProtocol;
        slice.ports.push_back(std::move(out));
    }
    return slice;
}

/// Keeps in a slice what is still wanted, in its present state, and takes that from `wanted`; true when it changed.
bool refresh(discoveryv1::EndpointSlice& slice, std::map<std::string, discoveryv1::Endpoint>& wanted) {
    std::vector<discoveryv1::Endpoint> kept;
    bool changed = false;
    for (const auto& endpoint : slice.endpoints) {
        const auto found = wanted.find(identityOf(endpoint));
        if (found == wanted.end()) {
            changed = true;
            continue;
        }
        changed |= !schema::operator==(found->second, endpoint);
        kept.push_back(std::move(found->second));
        wanted.erase(found);
    }
    slice.endpoints = std::move(kept);
    return changed;
}

/// Fills a slice up to its limit; true when anything came in.
bool fill(discoveryv1::EndpointSlice& slice, std::map<std::string, discoveryv1::Endpoint>& wanted) {
    bool changed = false;
    while (!wanted.empty() && slice.endpoints.size() < kMaxEndpoints) {
        slice.endpoints.push_back(std::move(wanted.begin()->second));
        wanted.erase(wanted.begin());
        changed = true;
    }
    return changed;
}

bool isOwnedBy(const discoveryv1::EndpointSlice& slice, const corev1::Service& service) {
    return std::ranges::contains(slice.metadata.ownerReferences, service.metadata.uid, &metav1::OwnerReference::uid);
}

struct Working {
    discoveryv1::EndpointSlice slice;
    bool changed = false;
};

void planGroup(const corev1::Service& service, std::string_view family, const std::vector<Port>& ports,
               std::vector<discoveryv1::Endpoint> endpoints, std::vector<Working> slices, Plan& plan) {
    std::map<std::string, discoveryv1::Endpoint> wanted;
    for (auto& endpoint : endpoints) wanted.emplace(identityOf(endpoint), std::move(endpoint));
    for (Working& working : slices) working.changed |= refresh(working.slice, wanted);
    // Slices that must be written anyway take newcomers first, then the fullest ones.
    std::ranges::stable_sort(slices, [](const Working& a, const Working& b) {
        return a.changed != b.changed ? a.changed : a.slice.endpoints.size() > b.slice.endpoints.size();
    });
    for (Working& working : slices) working.changed |= fill(working.slice, wanted);
    while (!wanted.empty()) {
        auto slice = emptySlice(service, family, ports);
        fill(slice, wanted);
        plan.create.push_back(std::move(slice));
    }
    for (Working& working : slices) {
        if (working.slice.endpoints.empty())
            plan.remove.push_back(working.slice.metadata.name);
        else if (working.changed)
            plan.update.push_back(std::move(working.slice));
    }
}

}  // namespace

std::string identityOf(const discoveryv1::Endpoint& endpoint) {
    std::string key = endpoint.targetRef ? endpoint.targetRef->uid : std::string();
    for (const auto& address : endpoint.addresses) key += " " + address;
    return key;
}

Groups endpointGroups(const corev1::Service& service, const std::vector<ObjectRef>& pods, std::string_view family,
                      const ZoneOf& zoneOf) {
    Groups groups;
    for (const ObjectRef& object : pods) {
        const auto& pod = object->as<corev1::Pod>();
        if (!canServe(pod)) continue;
        auto zone = zoneOf(pod.spec.nodeName);
        if (!zone && !service.spec.publishNotReadyAddresses) continue;
        discoveryv1::Endpoint endpoint;
        endpoint.addresses = addressesOf(pod, family);
        if (endpoint.addresses.empty()) continue;
        const bool serving = isReady(pod), terminating = pod.metadata.deletionTimestamp.has_value();
        endpoint.conditions.serving = serving;
        endpoint.conditions.terminating = terminating;
        endpoint.conditions.ready = service.spec.publishNotReadyAddresses || (serving && !terminating);
        endpoint.hostname = hostnameOf(service, pod);
        endpoint.targetRef = podReference(pod);
        if (!pod.spec.nodeName.empty()) {
            endpoint.nodeName = pod.spec.nodeName;
            if (zone && !zone->empty()) endpoint.zone = std::move(*zone);
        }
        auto ports = portsFor(service, pod);
        std::ranges::sort(ports);
        groups[std::move(ports)].push_back(std::move(endpoint));
    }
    return groups;
}

Plan planSlices(const corev1::Service& service, std::string_view family, Groups groups,
                const std::vector<discoveryv1::EndpointSlice>& existing) {
    Plan plan;
    const auto labels = labelsFor(service);
    std::map<std::vector<Port>, std::vector<Working>> byPorts;
    for (const auto& slice : existing) {
        if (!isOwnedBy(slice, service)) {
            plan.remove.push_back(slice.metadata.name);
            continue;
        }
        Working working{slice, slice.metadata.labels != labels};
        working.slice.metadata.labels = labels;
        byPorts[portsOf(slice)].push_back(std::move(working));
    }
    if (groups.empty()) groups[{}];
    for (auto& [ports, endpoints] : groups) {
        auto slices = byPorts.extract(ports);
        planGroup(service, family, ports, std::move(endpoints),
                  slices ? std::move(slices.mapped()) : std::vector<Working>(), plan);
    }
    for (const auto& [ports, slices] : byPorts)
        for (const Working& working : slices) plan.remove.push_back(working.slice.metadata.name);

    // Whoever watches the service's slices must be able to tell "no endpoints" from "not looked at yet".
    const bool any = plan.create.size() + existing.size() > plan.remove.size();
    if (any) return plan;
    const auto empty = std::ranges::find_if(existing, [&](const auto& slice) {
        return slice.ports.empty() && slice.endpoints.empty() && isOwnedBy(slice, service);
    });
    if (empty == existing.end()) {
        plan.create.push_back(emptySlice(service, family, {}));
        return plan;
    }
    std::erase(plan.remove, empty->metadata.name);
    if (empty->metadata.labels != labels) {
        plan.update.push_back(*empty);
        plan.update.back().metadata.labels = labels;
    }
    return plan;
}

}  // namespace armillary::controllers::endpointslice
