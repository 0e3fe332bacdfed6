#pragma once

#include <map>
#include <mutex>

#include "engine/controllers/framework/controller.h"
#include "engine/controllers/horizontalpodautoscaler/behavior.h"
#include "engine/controllers/horizontalpodautoscaler/measure.h"
#include "engine/schema/api/autoscalingv1.h"
#include "engine/schema/selector.h"

namespace armillary::controllers {

/// Sets the size of what can be scaled by what metrics say of it, every fifteen seconds. It waits for the servers of
/// metrics, so it belongs among the callers.
/// Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/.
class HorizontalPodAutoscalerController final : public QueuedController {
public:
    explicit HorizontalPodAutoscalerController(const Context& context);
    std::string_view name() const override { return "horizontal-pod-autoscaler"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    using Autoscaler = autoscalingv2::HorizontalPodAutoscaler;
    struct Target;
    struct Metered;

    /// Everything that is decided, in the status of `hpa`.
    void autoscale(const std::string& key, const Object& object, Autoscaler& hpa);
    /// Empty when there is none, which `hpa` then says.
    std::optional<Target> targetOf(const Object& object, Autoscaler& hpa);
    /// The target's pods; empty when they cannot be told, which `hpa` then says, and `problem`.
    std::optional<autoscaling::Subject> subjectOf(const std::string& key, const Object& object, Autoscaler& hpa,
                                                  const autoscalingv1::Scale& scale, std::string& problem);
    /// The autoscalers whose targets have pods that `selector` finds.
    std::vector<std::string> rivals(const std::string& key, const LabelSelector& selector,
                                    const std::vector<ObjectRef>& pods);
    /// What all metrics say together; empty when that is not enough to go by.
    std::optional<Metered> metered(const std::string& key, const Object& object, Autoscaler& hpa,
                                   const autoscalingv1::Scale& scale);
    bool resize(const Object& object, Autoscaler& hpa, const Target& target, std::int32_t replicas,
                const std::string& reason);

    /// What is known of an autoscaler beside its object.
    struct Memory {
        autoscaling::History history;
        std::optional<LabelSelector> selector;
    };
    client::Informer &m_autoscalers, &m_pods, &m_definitions;
    const autoscaling::MetricsReader m_metrics;
    const std::unique_ptr<client::EventRecorder> m_events;
    std::mutex m_mutex;
    std::map<std::string, Memory, std::less<>> m_memories;  ///< by key; forgotten with the object
};

}  // namespace armillary::controllers
