#include "programs/common/node_ready.h"

#include <algorithm>

namespace armillary::programs {

bool isReadySince(const corev1::Node& node, const coordinationv1::Lease& lease,
                  std::chrono::system_clock::time_point start) {
    const auto& conditions = node.status.conditions;
    const auto ready = std::ranges::find(conditions, corev1::kNodeReady, &corev1::NodeCondition::type);
    return ready != conditions.end() && ready->status == corev1::kConditionTrue &&
           lease.spec.renewTime > schema::MicroTime(start);
}

}  // namespace armillary::programs
