#include "nodes/agent/container/resources.h"

#include <algorithm>

#include "engine/resources/usage/resource_names.h"
#include "nodes/agent/pod/plan.h"
#include "nodes/agent/pod/status.h"

namespace armillary::agent {

namespace {

constexpr std::int64_t kMinShares = 2, kMaxShares = 262144;
constexpr std::int64_t kPeriod = 100000, kMinQuota = 1000;

const schema::Quantity* find(const schema::StringMap<schema::Quantity>& map, std::string_view name) {
    auto it = map.find(name);
    return it == map.end() ? nullptr : &it->second;
}

std::int64_t oomScore(const corev1::Pod& pod, const corev1::Container& container, std::int64_t capacity) {
    auto qos = qosClassOf(pod);
    if (pod.spec.priority && *pod.spec.priority >= 2000000000) return -997;
    if (qos == corev1::kPodQOSGuaranteed) return -997;
    if (qos == corev1::kPodQOSBestEffort) return 1000;
    auto* request = find(container.resources.requests, "memory");
    std::int64_t memory = request ? request->value() : 0;
    auto score = capacity > 0 ? 1000 - 1000 * memory / capacity : 999;
    return std::clamp<std::int64_t>(score, 3, 999);
}

void add(PodRequests& to, const PodRequests& more) {
    to.milliCpu += more.milliCpu;
    to.memory += more.memory;
    to.ephemeral += more.ephemeral;
    for (const auto& [name, amount] : more.scalars) to.scalars[name] += amount;
}

void raise(PodRequests& to, const PodRequests& other) {
    to.milliCpu = std::max(to.milliCpu, other.milliCpu);
    to.memory = std::max(to.memory, other.memory);
    to.ephemeral = std::max(to.ephemeral, other.ephemeral);
    for (const auto& [name, amount] : other.scalars) to.scalars[name] = std::max(to.scalars[name], amount);
}

PodRequests read(const schema::StringMap<schema::Quantity>& map) {
    PodRequests out;
    if (auto* cpu = find(map, "cpu")) out.milliCpu = cpu->milliValue();
    if (auto* memory = find(map, "memory")) out.memory = memory->value();
    if (auto* ephemeral = find(map, "ephemeral-storage")) out.ephemeral = ephemeral->value();
    for (const auto& [name, amount] : map)
        if (resources::usage::isScalar(name)) out.scalars[name] = amount.value();
    return out;
}

/// Init containers run one by one and before the main ones, beside the sidecars that started before them.
PodRequests addedUp(const corev1::Pod& pod, schema::StringMap<schema::Quantity> corev1::ResourceRequirements::* which) {
    PodRequests sidecars, init, main;
    for (const auto& slot : slotsOf(pod)) {
        auto own = read(slot.spec->resources.*which);
        switch (slot.role) {
            case ContainerRole::Sidecar:
                add(sidecars, own);
                raise(init, sidecars);
                break;
            case ContainerRole::Init:
                add(own, sidecars);
                raise(init, own);
                break;
            case ContainerRole::Main:
                add(main, own);
                break;
            case ContainerRole::Ephemeral:
                break;  // has none
        }
    }
    add(main, sidecars);
    raise(main, init);
    add(main, read(pod.spec.overhead));
    return main;
}

}  // namespace

std::int64_t milliCpuToShares(std::int64_t milliCpu) {
    return milliCpu == 0 ? kMinShares : std::clamp(milliCpu * 1024 / 1000, kMinShares, kMaxShares);
}

cri::LinuxResources linuxResources(const corev1::Pod& pod, const corev1::Container& container, std::int64_t capacity) {
    cri::LinuxResources out;
    auto* request = find(container.resources.requests, "cpu");
    auto* limit = find(container.resources.limits, "cpu");
    auto* memory = find(container.resources.limits, "memory");
    out.cpuShares = milliCpuToShares(request ? request->milliValue() : limit ? limit->milliValue() : 0);
    out.cpuPeriod = kPeriod;
    if (limit && !limit->isZero()) out.cpuQuota = std::max(limit->milliValue() * kPeriod / 1000, kMinQuota);
    if (memory) out.memoryLimitBytes = memory->value();
    out.oomScoreAdj = oomScore(pod, container, capacity);
    return out;
}

PodRequests requestsOf(const corev1::Pod& pod) {
    return addedUp(pod, &corev1::ResourceRequirements::requests);
}

PodRequests limitsOf(const corev1::Pod& pod) {
    return addedUp(pod, &corev1::ResourceRequirements::limits);
}

}  // namespace armillary::agent
