#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/schema/api/corev1.h"
#include "nodes/cri/runtime.h"

namespace armillary::agent {

std::int64_t milliCpuToShares(std::int64_t milliCpu);
/// Requests and limits as the kernel takes them; the OOM score by the pod's quality of service, relative to the
/// machine's memory.
cri::LinuxResources linuxResources(const corev1::Pod& pod, const corev1::Container& container,
                                   std::int64_t memoryCapacity);

/// What a pod asks for in all: the larger of its init containers' greatest and its main containers' sum, sidecars in
/// both, and its overhead.
struct PodRequests {
    std::int64_t milliCpu = 0, memory = 0, ephemeral = 0;
};
PodRequests requestsOf(const corev1::Pod& pod);

/// The pods' control groups, below /armillary-TAG on every hierarchy, so that a purge finds them all.
class PodCgroups {
public:
    PodCgroups(std::string tag, std::filesystem::path root = "/sys/fs/cgroup")
        : m_tag(std::move(tag)), m_root(std::move(root)) {}

    /// The parent that the runtime is given.
    std::string parentOf(const std::string& podUid) const { return "/armillary-" + m_tag + "/pod" + podUid; }
    /// Removes what is left of the pod's groups; processes in them keep them (false).
    bool remove(const std::string& podUid) const;
    bool removeAll() const;

private:
    bool removeEverywhere(const std::filesystem::path& relative) const;
    std::string m_tag;
    std::filesystem::path m_root;
};

}  // namespace armillary::agent
