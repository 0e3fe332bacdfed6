#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/policyv1.h"
#include "engine/schema/object.h"

namespace armillary::controllers::disruption {

/// A budget's status. `scale` is how many pods their controllers ask for in all; it counts where the budget speaks of a
/// share or of what may be missing. `again` says when an eviction that has not happened stops counting; `overdue` are
/// the pods whose eviction does not count any more.
struct Plan {
    policyv1::PodDisruptionBudgetStatus status;
    std::vector<ObjectRef> overdue;
    std::optional<std::chrono::milliseconds> again;
};
Plan planBudget(const policyv1::PodDisruptionBudget& budget, const std::vector<ObjectRef>& pods, std::int32_t scale,
                async::SystemTime now);

/// The status of a budget whose pods' controllers cannot be found or asked: nothing may be evicted.
policyv1::PodDisruptionBudgetStatus failedStatus(const policyv1::PodDisruptionBudget& budget, std::string why,
                                                 async::SystemTime now);

/// How long a pod's DisruptionTarget condition still holds although nobody has begun to delete the pod: zero or less
/// when it is to be taken back, nothing when there is none to take back. The node agent's own takes as long as it
/// takes.
std::optional<async::SystemTime::duration> targetHolds(const corev1::Pod& pod, async::SystemTime now);

/// A budget by share, or by what may be missing, cannot count pods that nobody asked for.
std::string unmanagedPodsMessage(const policyv1::PodDisruptionBudget& budget);

}  // namespace armillary::controllers::disruption
