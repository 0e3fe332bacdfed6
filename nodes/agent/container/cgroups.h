#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"
#include "nodes/agent/container/fields.h"

namespace armillary::agent {

/// What a control group is held to; empty fields are left as they are.
struct CgroupLimits {
    std::optional<std::int64_t> cpuShares, cpuQuota, memoryBytes;  ///< the quota per 100 ms
    bool operator==(const CgroupLimits&) const = default;
};

/// Of a whole pod, as upstream's kubelet: the requests' sum as shares; limits only where every container has one.
CgroupLimits podLimits(const corev1::Pod& pod);
/// Of all pods of a quality of service ("burstable", "besteffort") together, and of all pods of the node ("").
CgroupLimits classLimits(std::string_view qosClass, const std::vector<ObjectRef>& pods, const NodeFacts& node);

/// The pods' control groups: /armillary-TAG/NODE/kubepods/[burstable|besteffort]/podUID on every hierarchy (version 1)
/// or on the one (version 2), so that a purge finds them all, nodes that share a kernel do not meet, and the kernel
/// takes from the least demanding pods first. Source: https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/.
class PodCgroups {
public:
    PodCgroups(const std::string& tag, const std::string& nodeName, std::filesystem::path root = "/sys/fs/cgroup");

    /// The parent that the runtime is given.
    std::string parentOf(const corev1::Pod& pod) const;
    /// Makes the pod's groups and sets their limits.
    std::expected<void, std::string> ensure(const corev1::Pod& pod) const;
    /// Sets what the classes and the whole may have, for these pods.
    void refresh(const std::vector<ObjectRef>& pods, const NodeFacts& node) const;
    /// Removes what is left of the pod's groups; processes in them keep them (false).
    bool remove(const std::string& podUid) const;
    /// All of the node's; the cluster's own group goes with its last node.
    bool removeAll() const;

private:
    std::expected<void, std::string> apply(const std::filesystem::path& group, const CgroupLimits& limits) const;
    template <class Visit>
    void eachHierarchy(Visit visit) const;
    bool removeEverywhere(const std::filesystem::path& relative) const;
    std::filesystem::path base() const;

    std::filesystem::path m_node;  ///< relative to the hierarchy
    std::filesystem::path m_root;
    bool m_unified;
};

}  // namespace armillary::agent
