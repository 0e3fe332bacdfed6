#pragma once

#include <optional>
#include <vector>

#include "nodes/agent/container/fields.h"
#include "nodes/agent/pod/worker.h"

namespace armillary::agent {

/// Whether the pod may be on this node at all, whoever bound it here: its operating system, nodeSelector, required node
/// affinity, and the node's taints of effect NoExecute.
std::optional<Rejection> admitPlacement(const corev1::Pod& pod, const corev1::Node& node);

/// Whether a pod that was bound to the node fits beside those that are there; the reason and sentence are upstream's.
std::optional<Rejection> admit(const corev1::Pod& pod, const std::vector<ObjectRef>& others, const NodeFacts& node,
                               int maxPods);

/// The same of extended resources and huge pages, which the node's status alone knows. An extended resource that the
/// node does not have is somebody else's to give, and not looked at.
std::optional<Rejection> admitScalars(const corev1::Pod& pod, const std::vector<ObjectRef>& others,
                                      const corev1::NodeStatus& status);

}  // namespace armillary::agent
