#pragma once

#include <optional>
#include <vector>

#include "nodes/agent/container/fields.h"
#include "nodes/agent/pod/worker.h"

namespace armillary::agent {

/// Whether a pod that was bound to the node fits beside those that are there; the reason and sentence are upstream's.
std::optional<Rejection> admit(const corev1::Pod& pod, const std::vector<ObjectRef>& others, const NodeFacts& node,
                               int maxPods);

}  // namespace armillary::agent
