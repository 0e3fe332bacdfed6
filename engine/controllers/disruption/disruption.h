#pragma once

#include "engine/controllers/disruption/plan.h"
#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Says in each PodDisruptionBudget's status how many of its pods may be evicted now.
/// Source: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/.
class DisruptionController final : public QueuedController {
public:
    explicit DisruptionController(const Context& context);
    std::string_view name() const override { return "disruption"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    void podChanged(const Object& pod);
    /// What the controllers of the pods ask for, each counted once; pods without one count themselves.
    std::int32_t scaleOf(const std::vector<ObjectRef>& pods) const;
    /// The size of an owner of any other kind that can be scaled; empty for those that cannot.
    std::optional<std::int32_t> throughScale(const metav1::OwnerReference& owner, const std::string& namespace_) const;

    client::Informer &m_budgets, &m_pods, &m_replicaSets, &m_deployments, &m_statefulSets, &m_definitions;
};

}  // namespace armillary::controllers
