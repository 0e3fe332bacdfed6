#include "nodes/agent/container/cgroups.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <format>
#include <fstream>

#include "nodes/agent/container/resources.h"
#include "nodes/agent/pod/plan.h"
#include "nodes/agent/pod/status.h"

namespace armillary::agent {

namespace fs = std::filesystem;

namespace {

using Outcome = std::expected<void, std::string>;

constexpr std::int64_t kMinShares = 2, kMaxShares = 262144, kPeriod = 100000, kMinQuota = 1000;
constexpr std::string_view kClasses[] = {"burstable", "besteffort"};

bool removeTree(const fs::path& dir) {
    std::error_code error;
    if (!fs::is_directory(dir, error)) return true;
    for (const auto& entry : fs::directory_iterator(dir, error))
        if (entry.is_directory(error)) removeTree(entry.path());
    return ::rmdir(dir.c_str()) == 0;
}

Outcome put(const fs::path& file, const std::string& value) {
    std::ofstream out(file);
    out << value << std::flush;
    if (!out) return std::unexpected(std::format("cannot write {} to {}", value, file.string()));
    return {};
}

/// Version 1's 2 … 262144 as version 2's 1 … 10000.
std::int64_t weightOf(std::int64_t shares) {
    return 1 + (std::clamp(shares, kMinShares, kMaxShares) - kMinShares) * 9999 / (kMaxShares - kMinShares);
}

/// The class's folder, "" for the guaranteed, which have none.
std::string_view folderOf(const corev1::Pod& pod) {
    const auto qos = qosClassOf(pod);
    return qos == corev1::kPodQOSGuaranteed ? "" : qos == corev1::kPodQOSBurstable ? kClasses[0] : kClasses[1];
}

bool everyContainerLimits(const corev1::Pod& pod, std::string_view resource) {
    return std::ranges::all_of(slotsOf(pod), [&](const ContainerSlot& slot) {
        const auto it = slot.spec->resources.limits.find(resource);
        return it != slot.spec->resources.limits.end() && !it->second.isZero();
    });
}

}  // namespace

CgroupLimits podLimits(const corev1::Pod& pod) {
    CgroupLimits out;
    if (folderOf(pod) == kClasses[1]) {
        out.cpuShares = kMinShares;
        return out;
    }
    const PodRequests limits = limitsOf(pod);
    out.cpuShares = milliCpuToShares(requestsOf(pod).milliCpu);
    if (everyContainerLimits(pod, "cpu")) out.cpuQuota = std::max(limits.milliCpu * kPeriod / 1000, kMinQuota);
    if (everyContainerLimits(pod, "memory")) out.memoryBytes = limits.memory;
    return out;
}

CgroupLimits classLimits(std::string_view qosClass, const std::vector<ObjectRef>& pods, const NodeFacts& node) {
    CgroupLimits out;
    if (qosClass.empty()) {
        out.cpuShares = milliCpuToShares(node.allocatableMilliCpu);
        if (node.allocatableMemory > 0) out.memoryBytes = node.allocatableMemory;
        return out;
    }
    std::int64_t milliCpu = 0;
    for (const auto& object : pods) {
        const auto& pod = object->as<corev1::Pod>();
        const bool ended = pod.status.phase == corev1::kPodSucceeded || pod.status.phase == corev1::kPodFailed;
        if (!ended && folderOf(pod) == qosClass) milliCpu += requestsOf(pod).milliCpu;
    }
    out.cpuShares = qosClass == kClasses[0] ? milliCpuToShares(milliCpu) : kMinShares;
    return out;
}

PodCgroups::PodCgroups(const std::string& tag, const std::string& nodeName, fs::path root)
    : m_node(fs::path("armillary-" + tag) / nodeName), m_root(std::move(root)) {
    std::error_code error;
    m_unified = fs::exists(m_root / "cgroup.controllers", error);
}

fs::path PodCgroups::base() const {
    return m_node / "kubepods";
}

std::string PodCgroups::parentOf(const corev1::Pod& pod) const {
    return "/" + (base() / folderOf(pod) / ("pod" + pod.metadata.uid)).string();
}

Outcome PodCgroups::apply(const fs::path& group, const CgroupLimits& limits) const {
    const auto make = [&](const fs::path& hierarchy) -> Outcome {
        fs::path sofar = hierarchy;
        for (const auto& part : group) {
            // Version 2 gives a group only the controllers that its parent hands down.
            if (m_unified)
                for (const char* name : {"+cpu", "+cpuset", "+memory", "+pids", "+io"})
                    (void)put(sofar / "cgroup.subtree_control", name);
            sofar /= part;
            if (::mkdir(sofar.c_str(), 0755) != 0 && errno != EEXIST)
                return std::unexpected(std::format("cannot make {}: {}", sofar.string(), std::strerror(errno)));
        }
        return {};
    };
    const auto set = [&](const char* hierarchy, const char* file, const std::string& value) -> Outcome {
        const fs::path top = m_unified ? m_root : m_root / hierarchy;
        std::error_code error;
        if (!fs::is_directory(top, error)) return {};  // a kernel without this controller
        if (auto made = make(top); !made) return made;
        return put(top / group / file, value);
    };
    Outcome done;
    if (limits.cpuShares)
        done = m_unified ? set("", "cpu.weight", std::to_string(weightOf(*limits.cpuShares)))
                         : set("cpu", "cpu.shares", std::to_string(*limits.cpuShares));
    if (done && limits.cpuQuota)
        done = m_unified ? set("", "cpu.max", std::format("{} {}", *limits.cpuQuota, kPeriod))
                         : set("cpu", "cpu.cfs_quota_us", std::to_string(*limits.cpuQuota));
    if (done && limits.memoryBytes)
        done = set("memory", m_unified ? "memory.max" : "memory.limit_in_bytes", std::to_string(*limits.memoryBytes));
    return done;
}

Outcome PodCgroups::ensure(const corev1::Pod& pod) const {
    return apply(base() / folderOf(pod) / ("pod" + pod.metadata.uid), podLimits(pod));
}

void PodCgroups::refresh(const std::vector<ObjectRef>& pods, const NodeFacts& node) const {
    (void)apply(base(), classLimits("", pods, node));
    for (const auto each : kClasses) (void)apply(base() / each, classLimits(each, pods, node));
}

template <class Visit>
void PodCgroups::eachHierarchy(Visit visit) const {
    std::error_code error;
    for (const auto& hierarchy : fs::directory_iterator(m_root, error))
        if (hierarchy.is_directory(error) && !hierarchy.is_symlink(error)) visit(hierarchy.path());
}

bool PodCgroups::removeEverywhere(const fs::path& relative) const {
    bool gone = removeTree(m_root / relative);
    eachHierarchy([&](const fs::path& hierarchy) { gone &= removeTree(hierarchy / relative); });
    return gone;
}

bool PodCgroups::remove(const std::string& podUid) const {
    bool gone = removeEverywhere(base() / ("pod" + podUid));
    for (const auto each : kClasses) gone &= removeEverywhere(base() / each / ("pod" + podUid));
    return gone;
}

bool PodCgroups::removeAll() const {
    const bool gone = removeEverywhere(m_node);
    // Stays while another node of the cluster has groups in it.
    const fs::path cluster = m_node.parent_path();
    ::rmdir((m_root / cluster).c_str());
    eachHierarchy([&](const fs::path& hierarchy) { ::rmdir((hierarchy / cluster).c_str()); });
    return gone;
}

}  // namespace armillary::agent
