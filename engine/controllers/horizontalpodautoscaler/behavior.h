#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/async/clock.h"
#include "engine/schema/api/autoscalingv2.h"

/// How fast an autoscaler follows its metrics.
/// Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#configurable-scaling-behavior.
namespace armillary::controllers::autoscaling {

struct Entry {
    async::SteadyTime at;
    std::int32_t count = 0;
};
/// What an autoscaler recommended, and by how much it changed the size, as long as its windows and periods reach back.
struct History {
    std::vector<Entry> recommendations, ups, downs;
};

struct Wish {
    std::int32_t current = 0, desired = 0, least = 1, most = 1;
};

/// A condition's reason and message.
struct Verdict {
    std::string_view reason, message;
};
struct Normalized {
    std::int32_t replicas = 0;
    Verdict able;     ///< of AbleToScale, which is True
    Verdict limited;  ///< of ScalingLimited
    bool isLimited = false;
};

/// What of the wish is granted now. The wish becomes part of `history`. `behavior` has upstream's defaults filled in
/// but the window for scaling down; null stands for none.
Normalized normalize(const autoscalingv2::HorizontalPodAutoscalerBehavior* behavior, History& history, const Wish& wish,
                     async::SteadyTime now);

/// Keeps a change of size, for the policies' periods.
void recordChange(const autoscalingv2::HorizontalPodAutoscalerBehavior& behavior, History& history, std::int32_t from,
                  std::int32_t to, async::SteadyTime now);

}  // namespace armillary::controllers::autoscaling
