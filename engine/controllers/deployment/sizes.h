#pragma once

#include <cstdint>
#include <vector>

#include "engine/schema/api/appsv1.h"

/// How large a deployment's replica sets shall be: pure arithmetic, no objects.
/// Source: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/.
namespace armillary::controllers::deployment {

struct Limits {
    std::int32_t wanted = 0;
    std::int32_t maxSurge = 0;        ///< 0 under Recreate
    std::int32_t maxUnavailable = 0;  ///< at most `wanted`; 0 under Recreate
};
/// Percentages resolved: surge rounds up, unavailable down, and never both to zero.
Limits limitsOf(const appsv1::Deployment& deployment);

struct SetSize {
    std::int32_t replicas = 0;      ///< spec.replicas
    std::int32_t available = 0;     ///< status.availableReplicas
    std::int32_t annotatedMax = 0;  ///< deployment.kubernetes.io/max-replicas; 0 when absent
    std::int64_t created = 0;       ///< seconds
};

/// The new set's size in a rolling update: as many more as surge allows, at most `wanted`.
std::int32_t newSetSize(const Limits& limits, std::int32_t newSet, const std::vector<SetSize>& old);

/// The old sets' sizes in a rolling update: pods that do not serve anyway go first, then as many as availability
/// allows, the oldest set first. In the order of `old`.
std::vector<std::int32_t> oldSetSizes(const Limits& limits, const SetSize& newSet, const std::vector<SetSize>& old);

/// The sizes of all active sets after the deployment was scaled in the middle of a rollout: what is to add or to take
/// away is shared in proportion to their sizes; the largest gets the remainder. In the order of `sets`.
/// `statusReplicas` stands in for a missing annotation.
std::vector<std::int32_t> proportionalSizes(const Limits& limits, const std::vector<SetSize>& sets,
                                            std::int32_t statusReplicas);

}  // namespace armillary::controllers::deployment
