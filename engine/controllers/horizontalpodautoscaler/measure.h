#pragma once

#include "engine/controllers/horizontalpodautoscaler/metrics.h"

namespace armillary::controllers::autoscaling {

/// What is asked about: the pods of a target, in selector text and as they are, and its sizes.
struct Subject {
    MetricsReader::Pods pods;
    Scaled scaled;
    std::int32_t running = 0;  ///< as the target's status counts them
};

/// What one metric says.
struct Measured {
    std::int32_t replicas = 0;
    std::string name;  ///< as events name it: "cpu resource utilization (percentage of request)"
    autoscalingv2::MetricStatus status;
};
/// Why it says nothing.
struct Unmeasured {
    std::string reason;   ///< of the event and the condition: "FailedGetResourceMetric"
    std::string problem;  ///< their message
    std::string summary;  ///< the same in what is said of all metrics
};
std::expected<Measured, Unmeasured> measure(const autoscalingv2::MetricSpec& spec, const Subject& subject,
                                            const MetricsReader& reader);

}  // namespace armillary::controllers::autoscaling
