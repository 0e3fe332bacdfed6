#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/async/clock.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"

/// How many replicas a metric calls for.
/// Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details.
namespace armillary::controllers::autoscaling {

/// What one pod uses, in thousandths of the metric's unit, averaged over the window that ended at `at`.
struct PodUse {
    std::int64_t milli = 0;
    async::SystemTime at;
    std::chrono::nanoseconds window{};
};
using PodUses = std::map<std::string, PodUse, std::less<>>;  ///< by the pod's name

/// What is scaled: the pods that its selector finds, and how many it asks for.
struct Scaled {
    std::vector<ObjectRef> pods;
    std::int32_t replicas = 0;
    async::SystemTime now;
};

struct Proposal {
    std::int32_t replicas = 0;
    std::int64_t milli = 0;        ///< the average, or the value itself
    std::int32_t utilization = 0;  ///< percent of what was requested; of byUtilization() alone
};
/// The error is a sentence in upstream's words.
using Proposed = std::expected<Proposal, std::string>;

/// By what the pods use of what they request of `resource`, as a percentage; `container` "" for all of a pod's.
struct UtilizationTarget {
    std::string_view resource, container;
    std::int32_t percent = 0;
};
Proposed byUtilization(const Scaled& scaled, PodUses uses, const UtilizationTarget& target);

/// By an average over pods. `resource` is "" for metrics that are none.
Proposed byAverage(const Scaled& scaled, PodUses uses, std::string_view resource, std::int64_t targetMilli);

/// By one value that every replica lowers.
Proposed byValue(const Scaled& scaled, std::int64_t milli, std::int64_t targetMilli);

/// By one value that is shared out among the `running` replicas.
Proposal byShare(std::int32_t running, std::int64_t milli, std::int64_t targetMilli);

}  // namespace armillary::controllers::autoscaling
