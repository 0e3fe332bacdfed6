#include "engine/resources/usage/quota_usage.h"

#include <algorithm>
#include <map>
#include <set>

namespace armillary::resources::usage {
namespace {

using schema::Quantity;

Quantity one() {
    return Quantity::fromUnits(1);
}

/// Extended resources are quotad by their requests alone.
bool isNative(std::string_view name) {
    return name.find('/') == name.npos;
}

void usageOfPod(const corev1::Pod& pod, Quantities& usage) {
    if (pod.status.phase == corev1::kPodSucceeded || pod.status.phase == corev1::kPodFailed) return;
    usage["pods"] = one();
    PodResources sum = resourcesOf(pod);
    for (const auto& [name, quantity] : sum.requests) {
        usage["requests." + name] = quantity;
        if (isNative(name)) usage[name] = quantity;
    }
    for (const auto& [name, quantity] : sum.limits)
        if (isNative(name)) usage["limits." + name] = quantity;
}

void usageOfService(const corev1::Service& service, Quantities& usage) {
    usage["services"] = one();
    bool balanced = service.spec.type == corev1::kServiceTypeLoadBalancer;
    bool onNodes = service.spec.type == corev1::kServiceTypeNodePort ||
                   (balanced && service.spec.allocateLoadBalancerNodePorts.value_or(true));
    if (balanced) usage["services.loadbalancers"] = one();
    if (onNodes)
        usage["services.nodeports"] = Quantity::fromUnits(static_cast<std::int64_t>(service.spec.ports.size()));
}

void usageOfClaim(const corev1::PersistentVolumeClaim& claim, Quantities& usage) {
    usage["persistentvolumeclaims"] = one();
    auto storage = claim.spec.resources.requests.find("storage");
    bool sized = storage != claim.spec.resources.requests.end();
    if (sized) usage["requests.storage"] = storage->second;
    if (!claim.spec.storageClassName || claim.spec.storageClassName->empty()) return;
    std::string prefix = *claim.spec.storageClassName + ".storageclass.storage.k8s.io/";
    usage[prefix + "persistentvolumeclaims"] = one();
    if (sized) usage[prefix + "requests.storage"] = storage->second;
}

bool hasCrossNamespaceAffinity(const corev1::Pod& pod) {
    if (!pod.spec.affinity) return false;
    auto crosses = [](const corev1::PodAffinityTerm& term) {
        return !term.namespaces.empty() || term.namespaceSelector;
    };
    auto any = [&](const auto& affinity) {
        if (!affinity) return false;
        return std::ranges::any_of(affinity->requiredDuringSchedulingIgnoredDuringExecution, crosses) ||
               std::ranges::any_of(affinity->preferredDuringSchedulingIgnoredDuringExecution,
                                   [&](const auto& weighted) { return crosses(weighted.podAffinityTerm); });
    };
    return any(pod.spec.affinity->podAffinity) || any(pod.spec.affinity->podAntiAffinity);
}

bool matchesPriority(const corev1::Pod& pod, std::string_view op, const std::vector<std::string>& values) {
    const std::string& name = pod.spec.priorityClassName;
    if (op == "Exists" || op.empty()) return !name.empty();
    if (op == "DoesNotExist") return name.empty();
    if (op == "In") return std::ranges::contains(values, name);
    return op == "NotIn" && !std::ranges::contains(values, name);
}

bool matchesScope(const corev1::Pod& pod, std::string_view scope, std::string_view op = {},
                  const std::vector<std::string>& values = {}) {
    bool terminating = pod.spec.activeDeadlineSeconds.has_value();
    if (scope == corev1::kResourceQuotaScopeTerminating) return terminating;
    if (scope == corev1::kResourceQuotaScopeNotTerminating) return !terminating;
    if (scope == corev1::kResourceQuotaScopeBestEffort) return isBestEffort(pod);
    if (scope == corev1::kResourceQuotaScopeNotBestEffort) return !isBestEffort(pod);
    if (scope == corev1::kResourceQuotaScopePriorityClass) return matchesPriority(pod, op, values);
    return scope == corev1::kResourceQuotaScopeCrossNamespacePodAffinity && hasCrossNamespaceAffinity(pod);
}

}  // namespace

Quantities usageOf(std::string_view group, std::string_view plural, const void* object) {
    Quantities usage;
    std::string count = "count/" + std::string(plural);
    if (!group.empty()) count.append(".").append(group);
    usage[count] = one();
    if (!group.empty()) return usage;
    if (plural == "pods") usageOfPod(*static_cast<const corev1::Pod*>(object), usage);
    if (plural == "services") usageOfService(*static_cast<const corev1::Service*>(object), usage);
    if (plural == "persistentvolumeclaims")
        usageOfClaim(*static_cast<const corev1::PersistentVolumeClaim*>(object), usage);
    for (std::string_view counted : {"configmaps", "secrets", "replicationcontrollers", "resourcequotas"})
        if (plural == counted) usage[std::string(plural)] = one();
    return usage;
}

bool inScope(const corev1::ResourceQuota& quota, std::string_view group, std::string_view plural, const void* object) {
    bool scoped = !quota.spec.scopes.empty() || quota.spec.scopeSelector;
    if (!scoped) return true;
    if (!group.empty() || plural != "pods") return false;
    const auto& pod = *static_cast<const corev1::Pod*>(object);
    for (const std::string& scope : quota.spec.scopes)
        if (!matchesScope(pod, scope)) return false;
    if (quota.spec.scopeSelector)
        for (const auto& term : quota.spec.scopeSelector->matchExpressions)
            if (!matchesScope(pod, term.scopeName, term.operator_, term.values)) return false;
    return true;
}

std::string unsaid(const corev1::ResourceQuota& quota, const corev1::Pod& pod) {
    std::map<std::string, std::set<std::string>> missing;
    auto look = [&](const corev1::Container& container) {
        for (const auto& [name, hard] : quota.spec.hard) {
            std::string_view bare = name;
            bool limit = bare.starts_with("limits.");
            if (limit) bare.remove_prefix(7);
            if (bare.starts_with("requests.")) bare.remove_prefix(9);
            if (bare != "cpu" && bare != "memory") continue;
            const Quantities& said = limit ? container.resources.limits : container.resources.requests;
            auto found = said.find(bare);
            if (found == said.end() || found->second.isZero()) missing[name].insert(container.name);
        }
    };
    std::ranges::for_each(pod.spec.containers, look);
    std::ranges::for_each(pod.spec.initContainers, look);
    std::string text;
    for (const auto& [name, containers] : missing) {
        text += (text.empty() ? "must specify " : "; ") + name + " for: ";
        for (const std::string& one : containers) text += (&one == &*containers.begin() ? "" : ",") + one;
    }
    return text;
}

}  // namespace armillary::resources::usage
