#include "engine/controllers/servicelb/plan.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "engine/schema/api/discoveryv1.h"

namespace armillary::controllers::servicelb {

namespace {

constexpr std::string_view kClass = "armillary.dev/servicelb";
constexpr std::string_view kExcluded = "node.kubernetes.io/exclude-from-external-load-balancers";

bool isUsable(const corev1::Node& node) {
    if (node.metadata.deletionTimestamp || node.metadata.labels.contains(kExcluded)) return false;
    return std::ranges::any_of(node.status.conditions, [](const corev1::NodeCondition& condition) {
        return condition.type == corev1::kNodeReady && condition.status == corev1::kConditionTrue;
    });
}

std::string addressOf(const corev1::Node& node) {
    for (const std::string_view type : {corev1::kNodeExternalIP, corev1::kNodeInternalIP})
        for (const auto& address : node.status.addresses)
            if (address.type == type) return address.address;
    return {};
}

std::set<std::string> nodesWithEndpoints(const std::vector<ObjectRef>& slices) {
    std::set<std::string> nodes;
    for (const ObjectRef& slice : slices)
        for (const auto& endpoint : slice->as<discoveryv1::EndpointSlice>().endpoints)
            if (endpoint.nodeName && endpoint.conditions.ready.value_or(true)) nodes.insert(*endpoint.nodeName);
    return nodes;
}

bool isOlder(const corev1::Service& left, const corev1::Service& right) {
    const auto rank = [](const corev1::Service& service) {
        return std::tuple(service.metadata.creationTimestamp.seconds, std::string_view(service.metadata.uid));
    };
    return rank(left) < rank(right);
}

bool sharesPort(const corev1::Service& left, const corev1::Service& right) {
    return std::ranges::any_of(left.spec.ports, [&](const corev1::ServicePort& mine) {
        return std::ranges::any_of(right.spec.ports, [&](const corev1::ServicePort& other) {
            return mine.port == other.port && mine.protocol == other.protocol;
        });
    });
}

}  // namespace

bool isServed(const corev1::Service& service) {
    const auto& spec = service.spec;
    return spec.type == corev1::kServiceTypeLoadBalancer && !service.metadata.deletionTimestamp &&
           (!spec.loadBalancerClass || *spec.loadBalancerClass == kClass);
}

std::vector<std::string> addressesOf(const corev1::Service& service, const Input& input) {
    if (!isServed(service)) return {};
    for (const ObjectRef& object : input.services) {
        const auto& other = object->as<corev1::Service>();
        if (other.metadata.uid != service.metadata.uid && isServed(other) && isOlder(other, service) &&
            sharesPort(other, service))
            return {};
    }
    const bool local = service.spec.externalTrafficPolicy == corev1::kServiceExternalTrafficPolicyLocal;
    const auto serving = local ? nodesWithEndpoints(input.slices) : std::set<std::string>();
    std::set<std::string> addresses;
    for (const ObjectRef& object : input.nodes) {
        const auto& node = object->as<corev1::Node>();
        if (!isUsable(node) || (local && !serving.contains(node.metadata.name))) continue;
        if (auto address = addressOf(node); !address.empty()) addresses.insert(std::move(address));
    }
    return {addresses.begin(), addresses.end()};
}

}  // namespace armillary::controllers::servicelb
