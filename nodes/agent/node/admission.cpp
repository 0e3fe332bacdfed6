#include "nodes/agent/node/admission.h"

#include <format>

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

}  // namespace

std::optional<Rejection> admit(const corev1::Pod& pod, const std::vector<ObjectRef>& others, const NodeFacts& node,
                               int maxPods) {
    PodRequests used;
    int count = 0;
    for (const auto& object : others) {
        const auto& other = object->as<corev1::Pod>();
        bool ended = other.status.phase == corev1::kPodSucceeded || other.status.phase == corev1::kPodFailed;
        // Only pods that were taken before this one stand in its way.
        bool begun = other.status.startTime && other.status.startTime->isSet();
        if (object->uid() == pod.metadata.uid || ended || !begun) continue;
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

}  // namespace armillary::agent
