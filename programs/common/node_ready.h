#pragma once

#include <chrono>

#include "engine/schema/api/coordinationv1.h"
#include "engine/schema/api/corev1.h"

namespace armillary::programs {

/// Whether the node is Ready by the word of an agent that was started at `start`. A condition outlives the agent that
/// wrote it; an agent renews its node's lease only after its first status, which says that it is not ready yet, and so
/// a renewal after the start means that the condition is the new agent's.
bool isReadySince(const corev1::Node& node, const coordinationv1::Lease& lease,
                  std::chrono::system_clock::time_point start);

}  // namespace armillary::programs
