#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/scheduler/affinity_term.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"

namespace armillary::scheduler {

/// Amounts as the scheduler adds them up: CPU in thousandths of a core, memory and ephemeral storage in bytes, pods in
/// pods, extended resources in their own units.
struct Amounts {
    std::int64_t milliCpu = 0, memory = 0, ephemeralStorage = 0, pods = 0;
    std::map<std::string, std::int64_t, std::less<>> extended;

    void add(const Amounts& other, int sign = 1);
    bool operator==(const Amounts&) const = default;
};

/// A resource list as amounts.
Amounts amountsOf(const schema::StringMap<schema::Quantity>& list);

/// One hostPort in use: the address "" stands for all.
struct HostPort {
    std::string address, protocol;
    std::int32_t port;
    bool conflictsWith(const HostPort& other) const;
    bool operator==(const HostPort&) const = default;
};

/// A pod with what the plugins need worked out once.
struct PodInfo {
    ObjectRef object;
    const corev1::Pod* pod = nullptr;  ///< in `object`
    std::string key;
    std::int32_t priority = 0;
    Amounts request;         ///< what the pod asks for in all
    Amounts assumedRequest;  ///< the same with upstream's floor for scoring: 100m CPU, 200 MiB memory per container
    std::vector<HostPort> ports;
    std::vector<std::string> claims;  ///< names of its persistent volume claims, those of ephemeral volumes included
    std::vector<AffinityTerm> affinity, antiAffinity;  ///< required
    std::vector<AffinityTerm> preferences;             ///< preferred ones of both kinds; anti-affinity weighs negative

    static std::shared_ptr<const PodInfo> make(ObjectRef object);
    const metav1::ObjectMeta& meta() const { return object->meta(); }
    bool hasAffinity() const { return !affinity.empty() || !antiAffinity.empty() || !preferences.empty(); }
};
using PodInfoRef = std::shared_ptr<const PodInfo>;

/// A node and what is on it. Owned by the scheduling thread.
struct NodeInfo {
    ObjectRef object;  ///< null while only its pods are known
    const corev1::Node* node = nullptr;
    std::string name;
    Amounts allocatable, requested, assumedRequested;
    std::vector<PodInfoRef> pods;
    std::vector<PodInfoRef> podsWithAffinity;  ///< of `pods`, those with affinity or anti-affinity of any kind
    std::vector<HostPort> ports;
    /// Image to its size. Shared, as nodes are copied when evictions are tried out.
    std::shared_ptr<const std::unordered_map<std::string, std::int64_t>> imageBytes;
    std::string zone;  ///< topology.kubernetes.io/zone, "" for none

    void setNode(ObjectRef object);
    void addPod(const PodInfoRef& pod);
    /// Null when the pod was not on this node.
    PodInfoRef removePod(std::string_view key);
    std::string_view label(std::string_view key) const;  ///< "" when absent
    bool hasLabel(std::string_view key) const;
};

}  // namespace armillary::scheduler
