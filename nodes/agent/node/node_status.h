#pragma once

#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/schema/api/coordinationv1.h"
#include "engine/schema/api/corev1.h"
#include "nodes/agent/container/fields.h"
#include "nodes/agent/node/machine.h"
#include "nodes/agent/upkeep/shortage.h"
#include "nodes/cri/runtime.h"

namespace armillary::agent {

inline constexpr std::string_view kKubeletVersion = "v1.32.3";
inline constexpr int kMaxPods = 110;

struct NodeInput {
    std::string name, ip;
    Machine machine;
    std::vector<Shortage> shortages;  ///< now or lately
    std::string runtimeVersion;       ///< "containerd://1.7.24"
    std::vector<cri::RuntimeStatus::Handler> handlers;
    std::uint16_t port = 10250;
    std::vector<cri::Image> images;
    std::string notReady;          ///< why, "" when ready
    std::string volumesDirectory;  ///< below which its persistent volumes lie
    async::SystemTime now;
};

/// The node as it registers itself: labels, capacity, addresses, conditions.
corev1::Node nodeOf(const NodeInput& input);
/// A newer status of a node that the server has; conditions keep the times of their last change.
corev1::NodeStatus nodeStatusOf(const NodeInput& input, const corev1::NodeStatus& old);
/// What the node is short of, memory first, then disk, then inodes, then processes; its conditions and evictions follow
/// the same thresholds.
std::vector<Shortage> shortagesOf(const Pressure& pressure);
/// What is worth an event in the step from one status to the next.
struct NodeEvent {
    std::string type, reason, message;
    bool operator==(const NodeEvent&) const = default;
};
/// Upstream's events of a node whose conditions change, or that has been started anew.
std::vector<NodeEvent> eventsBetween(const std::string& nodeName, const corev1::NodeStatus& before,
                                     const corev1::NodeStatus& after);
/// Whether the two differ in more than heartbeat times.
bool differs(const corev1::NodeStatus& left, const corev1::NodeStatus& right);
/// What pods may ask of it.
NodeFacts factsOf(const NodeInput& input);

coordinationv1::Lease leaseOf(const std::string& nodeName, const std::string& nodeUid, async::SystemTime now);

}  // namespace armillary::agent
