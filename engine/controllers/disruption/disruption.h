#pragma once

#include <expected>

#include "engine/controllers/disruption/plan.h"
#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Says in each PodDisruptionBudget's status how many of its pods may be evicted now; and takes a DisruptionTarget
/// condition back that nothing has followed.
/// Source: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/.
class DisruptionController final : public QueuedController {
public:
    explicit DisruptionController(const Context& context);
    std::string_view name() const override { return "disruption"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    void podChanged(const Object& pod);
    Result<Outcome> reconcilePod(const std::string& key);
    Result<Outcome> reconcileBudget(const Object& object);
    struct Scale {
        std::int32_t pods = 0;
        bool unmanaged = false;  ///< some pods have no controller; they are not in the number
    };
    /// What the controllers of the pods ask for, each counted once. The error says which pod's cannot be told.
    std::expected<Scale, std::string> scaleOf(const std::vector<ObjectRef>& pods) const;
    /// A controller that is asked for pods, by uid.
    struct Controller {
        std::string uid;
        std::int32_t replicas = 0;
    };
    using Found = std::expected<std::optional<Controller>, std::string>;
    Found controllerFor(const metav1::OwnerReference& owner, const std::string& namespace_) const;
    /// An owner of any other kind that can be scaled.
    Found throughScale(const metav1::OwnerReference& owner, const std::string& namespace_) const;
    Result<void> writeStatus(const Object& budget, policyv1::PodDisruptionBudgetStatus next);

    client::Informer &m_budgets, &m_pods, &m_replicaSets, &m_deployments, &m_statefulSets, &m_definitions;
    std::unique_ptr<client::EventRecorder> m_events;
};

}  // namespace armillary::controllers
