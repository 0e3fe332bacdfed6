#pragma once

#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/scheduler/cycle.h"

namespace armillary::scheduler {

/// Whom to send away so that a pod fits.
struct Preemption {
    std::string node;                 ///< "": nobody
    std::vector<PodInfoRef> victims;  ///< the most important first
    std::string message;              ///< why nobody, to stand in the pod's condition
    bool hopeless = false;            ///< no node would do: an earlier promise is worth nothing
};

struct PreemptionInput {
    const Decision& decision;
    std::string nominated;           ///< the node that the pod has been promised; "" for none
    std::vector<ObjectRef> budgets;  ///< PodDisruptionBudgets
    async::SystemTime now;
};

/// Finds the node on which the pod would fit if less important pods went, and the fewest and least important of them.
/// Nodes are tried without touching them. Of several the one with the fewest violated budgets is chosen, then the
/// lowest highest priority among the victims, the lowest sum of priorities, the fewest victims, the latest start.
/// Source: https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/.
Preemption findVictims(Evaluation& evaluation, const PreemptionInput& input, async::Identifiers& identifiers);

}  // namespace armillary::scheduler
