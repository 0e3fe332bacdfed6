#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"

namespace armillary::scheduler {

/// Amounts as the scheduler adds them up: CPU in thousandths of a core, memory and ephemeral storage in bytes, pods in
/// pods, extended resources in their own units.
struct Amounts {
    std::int64_t milliCpu = 0, memory = 0, ephemeralStorage = 0, pods = 0;
    std::map<std::string, std::int64_t, std::less<>> extended;

    void add(const Amounts& other, int sign = 1);
};

/// A resource list as amounts.
Amounts amountsOf(const schema::StringMap<schema::Quantity>& list);

/// One hostPort in use: the address "" stands for all.
struct HostPort {
    std::string address, protocol;
    std::int32_t port;
    bool conflictsWith(const HostPort& other) const;
};

/// A pod with what the plugins need worked out once.
struct PodInfo {
    ObjectRef object;
    const corev1::Pod* pod = nullptr;  ///< in `object`
    Amounts request;                   ///< what the pod asks for in all
    Amounts assumedRequest;  ///< the same with upstream's floor for scoring: 100m CPU, 200 MiB memory per container
    std::vector<HostPort> ports;
    std::string controller;  ///< uid of the controlling owner, "" for none

    static std::shared_ptr<const PodInfo> make(ObjectRef object);
    std::string key() const { return object->key(); }
    bool hasRequiredAntiAffinity() const;
};
using PodInfoRef = std::shared_ptr<const PodInfo>;

/// A node and what is on it. Owned by the scheduling thread.
struct NodeInfo {
    ObjectRef object;  ///< null while only its pods are known
    const corev1::Node* node = nullptr;
    std::string name;
    Amounts allocatable, requested, assumedRequested;
    std::vector<PodInfoRef> pods;
    std::vector<HostPort> ports;
    std::unordered_map<std::string, int> podsByController;
    int podsWithAntiAffinity = 0;  ///< of `pods`, those with required anti-affinity
    std::unordered_map<std::string, std::int64_t> imageBytes;
    std::string zone;  ///< topology.kubernetes.io/zone, "" for none

    void setNode(ObjectRef object);
    void addPod(const PodInfoRef& pod);
    /// False when the pod was not on this node.
    bool removePod(std::string_view key);
    std::string_view label(std::string_view key) const;  ///< "" when absent
    bool hasLabel(std::string_view key) const;
};

}  // namespace armillary::scheduler
