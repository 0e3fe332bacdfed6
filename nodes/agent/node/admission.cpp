#include "nodes/agent/node/admission.h"

#include <algorithm>
#include <format>

#include "engine/resources/usage/resource_names.h"
#include "engine/volumes/placement.h"
#include "nodes/agent/container/resources.h"

namespace armillary::agent {

namespace {

std::optional<Rejection> check(std::string_view resource, std::int64_t requested, std::int64_t used,
                               std::int64_t capacity) {
    if (requested == 0 || requested + used <= capacity) return std::nullopt;
    return Rejection{std::format("OutOf{}", resource),
                     std::format("Node didn't have enough resource: {}, requested: {}, used: {}, capacity: {}",
                                 resource, requested, used, capacity)};
}

bool portsCollide(const corev1::Pod& left, const corev1::Pod& right) {
    for (const auto& a : left.spec.containers)
        for (const auto& one : a.ports)
            for (const auto& b : right.spec.containers)
                for (const auto& other : b.ports) {
                    if (one.hostPort == 0 || one.hostPort != other.hostPort) continue;
                    auto protocol = [](const auto& port) {
                        return port.protocol.empty() ? std::string("TCP") : port.protocol;
                    };
                    auto any = [](const std::string& ip) { return ip.empty() || ip == "0.0.0.0"; };
                    if (protocol(one) == protocol(other) &&
                        (any(one.hostIP) || any(other.hostIP) || one.hostIP == other.hostIP))
                        return true;
                }
    return false;
}

/// Pods that were taken before this one, and so stand in its way.
bool standsInTheWay(const ObjectRef& object, const corev1::Pod& pod) {
    const auto& other = object->as<corev1::Pod>();
    const bool ended = other.status.phase == corev1::kPodSucceeded || other.status.phase == corev1::kPodFailed;
    const bool begun = other.status.startTime && other.status.startTime->isSet();
    return object->uid() != pod.metadata.uid && !ended && begun;
}

}  // namespace

std::optional<Rejection> admitPlacement(const corev1::Pod& pod, const corev1::Node& node) {
    if (pod.spec.os && pod.spec.os->name != "linux")
        return Rejection{"PodOSNotSupported", "Failed to admit pod as the OS field doesn't match node OS"};
    if (!volumes::isSelected(pod.spec, node.metadata.labels, node.metadata.name))
        return Rejection{"NodeAffinity",
                         "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"};
    for (const auto& taint : node.spec.taints) {
        const auto fits = [&](const auto& toleration) { return volumes::tolerates(toleration, taint); };
        if (taint.effect == corev1::kTaintEffectNoExecute && std::ranges::none_of(pod.spec.tolerations, fits))
            return Rejection{"TaintToleration",
                             "Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate"};
    }
    return std::nullopt;
}

std::optional<Rejection> admit(const corev1::Pod& pod, const std::vector<ObjectRef>& others, const NodeFacts& node,
                               int maxPods) {
    PodRequests used;
    int count = 0;
    for (const auto& object : others) {
        if (!standsInTheWay(object, pod)) continue;
        const auto& other = object->as<corev1::Pod>();
        auto requests = requestsOf(other);
        used.milliCpu += requests.milliCpu;
        used.memory += requests.memory;
        used.ephemeral += requests.ephemeral;
        ++count;
        if (portsCollide(pod, other))
            return Rejection{"NodePorts",
                             "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports"};
    }
    auto wanted = requestsOf(pod);
    if (auto no = check("pods", 1, count, maxPods)) return no;
    if (auto no = check("cpu", wanted.milliCpu, used.milliCpu, node.allocatableMilliCpu)) return no;
    if (auto no = check("memory", wanted.memory, used.memory, node.allocatableMemory)) return no;
    return check("ephemeral-storage", wanted.ephemeral, used.ephemeral, node.allocatableEphemeral);
}

std::optional<Rejection> admitScalars(const corev1::Pod& pod, const std::vector<ObjectRef>& others,
                                      const corev1::NodeStatus& status) {
    const PodRequests wanted = requestsOf(pod);
    if (wanted.scalars.empty()) return std::nullopt;
    std::map<std::string, std::int64_t, std::less<>> used;
    for (const ObjectRef& object : others) {
        if (!standsInTheWay(object, pod)) continue;
        for (const auto& [name, amount] : requestsOf(object->as<corev1::Pod>()).scalars) used[name] += amount;
    }
    for (const auto& [name, amount] : wanted.scalars) {
        const auto has = status.allocatable.find(name);
        if (has == status.allocatable.end() && resources::usage::isExtended(name)) continue;
        const auto capacity = has == status.allocatable.end() ? 0 : has->second.value();
        if (auto no = check(name, amount, used[name], capacity)) return no;
    }
    return std::nullopt;
}

}  // namespace armillary::agent
