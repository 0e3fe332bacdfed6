#include "engine/controllers/servicelb/plan.h"

#include <algorithm>
#include <format>
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

/// Of two of one second, the one that is served already has been there first.
bool isOlder(const corev1::Service& left, const corev1::Service& right) {
    const auto rank = [](const corev1::Service& service) {
        return std::tuple(service.metadata.creationTimestamp.seconds, service.status.loadBalancer.ingress.empty(),
                          std::string_view(service.metadata.uid));
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

/// The older service that has one of the ports; null when they are free.
const corev1::Service* portsTakenBy(const corev1::Service& service, const Input& input) {
    for (const ObjectRef& object : input.services) {
        const auto& other = object->as<corev1::Service>();
        if (other.metadata.uid != service.metadata.uid && isServed(other) && isOlder(other, service) &&
            sharesPort(other, service))
            return &other;
    }
    return nullptr;
}

bool hasUsableNode(const Input& input) {
    return std::ranges::any_of(input.nodes, [](const ObjectRef& node) { return isUsable(node->as<corev1::Node>()); });
}

bool isOfAnotherClass(const corev1::Service& service) {
    return service.spec.type == corev1::kServiceTypeLoadBalancer && service.spec.loadBalancerClass &&
           *service.spec.loadBalancerClass != kClass;
}

std::vector<std::string> addressesIn(const corev1::Service& service) {
    std::vector<std::string> out;
    for (const auto& ingress : service.status.loadBalancer.ingress) out.push_back(ingress.ip);
    return out;
}

/// A list as Go prints one: "[a b]".
std::string listed(const std::vector<std::string>& values) {
    std::string text;
    for (const auto& value : values) text += (text.empty() ? "" : " ") + value;
    return "[" + text + "]";
}

Change said(std::string_view reason, std::string message) {
    return {true, {{"Normal", reason, std::move(message)}}};
}

bool portsDiffer(const corev1::Service& left, const corev1::Service& right) {
    return !std::ranges::equal(left.spec.ports, right.spec.ports,
                               [](const auto& mine, const auto& other) { return schema::operator==(mine, other); });
}

/// Session affinity and how long it lasts, in seconds.
std::pair<std::string_view, std::int32_t> affinityOf(const corev1::Service& service) {
    const auto& config = service.spec.sessionAffinityConfig;
    const bool timed = config && config->clientIP;
    return {service.spec.sessionAffinity, timed ? config->clientIP->timeoutSeconds.value_or(0) : 0};
}

Change changeOfExternalIps(const std::vector<std::string>& before, const std::vector<std::string>& now) {
    if (before.size() != now.size())
        return said("ExternalIP", std::format("Count: {} -> {}", before.size(), now.size()));
    for (std::size_t i = 0; i < now.size(); ++i)
        if (before[i] != now[i]) return said("ExternalIP", "Added: " + now[i]);
    return {};
}

void planCleanUp(const corev1::Service& service, Plan& plan) {
    const bool held = hasFinalizer(service);
    if (!held && plan.addresses.empty()) return;
    if (!plan.addresses.empty()) plan.events.push_back({"Normal", "DeletingLoadBalancer", "Deleting load balancer"});
    plan.events.push_back({"Normal", "DeletedLoadBalancer", "Deleted load balancer"});
    plan.addresses.clear();
    if (held) plan.finalizer = Plan::Finalizer::Remove;
    plan.write = true;
}

void planService(const corev1::Service& service, const Input& input, bool changed, Plan& plan) {
    const std::vector<std::string> before = std::move(plan.addresses);
    const bool anew = changed || !hasFinalizer(service);
    plan.addresses = addressesOf(service, input);
    if (!hasFinalizer(service)) plan.finalizer = Plan::Finalizer::Add;
    plan.write = plan.finalizer == Plan::Finalizer::Add || plan.addresses != before;
    if (anew) plan.events.push_back({"Normal", "EnsuringLoadBalancer", "Ensuring load balancer"});
    if (const auto* other = portsTakenBy(service, input)) {
        if (anew || !before.empty())
            plan.events.push_back({"Warning", "SyncLoadBalancerFailed",
                                   std::format("Error syncing load balancer: failed to ensure load balancer: the "
                                               "service {}/{} has one of the ports on the nodes",
                                               other->metadata.namespace_, other->metadata.name)});
    } else if (!hasUsableNode(input)) {
        if (anew || !before.empty())
            plan.events.push_back(
                {"Warning", "UnAvailableLoadBalancer", "There are no available nodes for LoadBalancer"});
    } else if (plan.addresses.empty()) {
        // No node has an endpoint yet.
    } else if (anew || before.empty()) {
        plan.events.push_back({"Normal", "EnsuredLoadBalancer", "Ensured load balancer"});
    } else if (plan.addresses != before) {
        plan.events.push_back({"Normal", "UpdatedLoadBalancer", "Updated load balancer with new hosts"});
    }
}

}  // namespace

bool isServed(const corev1::Service& service) {
    return service.spec.type == corev1::kServiceTypeLoadBalancer && !service.metadata.deletionTimestamp &&
           !isOfAnotherClass(service);
}

bool hasFinalizer(const corev1::Service& service) {
    return std::ranges::find(service.metadata.finalizers, kFinalizer) != service.metadata.finalizers.end();
}

std::vector<std::string> addressesOf(const corev1::Service& service, const Input& input) {
    if (!isServed(service) || portsTakenBy(service, input)) return {};
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

Change changeOf(const corev1::Service& previous, const corev1::Service& current) {
    const auto wanted = [](const corev1::Service& service) {
        return service.spec.type == corev1::kServiceTypeLoadBalancer && !isOfAnotherClass(service);
    };
    const auto &before = previous.spec, &now = current.spec;
    if (!wanted(previous) && !wanted(current)) return {};
    if (wanted(previous) != wanted(current)) return said("Type", before.type + " -> " + now.type);
    if (before.loadBalancerSourceRanges != now.loadBalancerSourceRanges)
        return said("LoadBalancerSourceRanges",
                    listed(before.loadBalancerSourceRanges) + " -> " + listed(now.loadBalancerSourceRanges));
    if (portsDiffer(previous, current) || affinityOf(previous) != affinityOf(current)) return {.matters = true};
    if (before.loadBalancerIP != now.loadBalancerIP)
        return said("LoadbalancerIP", before.loadBalancerIP + " -> " + now.loadBalancerIP);
    if (auto change = changeOfExternalIps(before.externalIPs, now.externalIPs); change.matters) return change;
    if (previous.metadata.annotations != current.metadata.annotations) return {.matters = true};
    if (before.externalTrafficPolicy != now.externalTrafficPolicy)
        return said("ExternalTrafficPolicy", before.externalTrafficPolicy + " -> " + now.externalTrafficPolicy);
    if (before.healthCheckNodePort != now.healthCheckNodePort)
        return said("HealthCheckNodePort",
                    std::format("{} -> {}", before.healthCheckNodePort, now.healthCheckNodePort));
    if (before.ipFamilies.size() != now.ipFamilies.size())
        return said("IPFamilies", std::format("Count: {} -> {}", before.ipFamilies.size(), now.ipFamilies.size()));
    return {};
}

Plan planOf(const corev1::Service& service, const Input& input, bool changed) {
    Plan plan{.addresses = addressesIn(service)};
    if (isServed(service))
        planService(service, input, changed, plan);
    else if (!isOfAnotherClass(service))  // whose load balancer writes the status itself
        planCleanUp(service, plan);
    return plan;
}

}  // namespace armillary::controllers::servicelb
