#include "nodes/agent/container/resources.h"

#include <unistd.h>

#include <algorithm>

#include "nodes/agent/pod/plan.h"
#include "nodes/agent/pod/status.h"

namespace armillary::agent {

namespace fs = std::filesystem;

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

bool removeTree(const fs::path& dir) {
    std::error_code error;
    if (!fs::is_directory(dir, error)) return true;
    for (const auto& entry : fs::directory_iterator(dir, error))
        if (entry.is_directory(error)) removeTree(entry.path());
    return ::rmdir(dir.c_str()) == 0;
}

void add(PodRequests& to, const PodRequests& more) {
    to.milliCpu += more.milliCpu;
    to.memory += more.memory;
    to.ephemeral += more.ephemeral;
}

void raise(PodRequests& to, const PodRequests& other) {
    to.milliCpu = std::max(to.milliCpu, other.milliCpu);
    to.memory = std::max(to.memory, other.memory);
    to.ephemeral = std::max(to.ephemeral, other.ephemeral);
}

PodRequests read(const schema::StringMap<schema::Quantity>& map) {
    PodRequests out;
    if (auto* cpu = find(map, "cpu")) out.milliCpu = cpu->milliValue();
    if (auto* memory = find(map, "memory")) out.memory = memory->value();
    if (auto* ephemeral = find(map, "ephemeral-storage")) out.ephemeral = ephemeral->value();
    return out;
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
    PodRequests sidecars, init, main;
    for (const auto& slot : slotsOf(pod)) {
        auto own = read(slot.spec->resources.requests);
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
        }
    }
    add(main, sidecars);
    raise(main, init);
    add(main, read(pod.spec.overhead));
    return main;
}

bool PodCgroups::removeEverywhere(const fs::path& relative) const {
    bool gone = removeTree(m_root / relative);
    std::error_code error;
    for (const auto& hierarchy : fs::directory_iterator(m_root, error))
        if (hierarchy.is_directory(error) && !hierarchy.is_symlink(error))
            gone &= removeTree(hierarchy.path() / relative);
    return gone;
}

bool PodCgroups::remove(const std::string& podUid) const {
    return removeEverywhere("armillary-" + m_tag + "/pod" + podUid);
}
bool PodCgroups::removeAll() const {
    return removeEverywhere("armillary-" + m_tag);
}

}  // namespace armillary::agent
