#pragma once

#include "engine/controllers/daemonset/plan.h"
#include "engine/controllers/framework/controller.h"
#include "engine/controllers/framework/expectations.h"

namespace armillary::controllers {

/// Keeps one pod of each DaemonSet on every node that it is for.
/// Source: https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/.
class DaemonSetController final : public QueuedController {
public:
    explicit DaemonSetController(const Context& context);
    std::string_view name() const override { return "daemonset"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    void podChanged(const ObjectRef& previous, const ObjectRef& current);
    /// Records the present template as a ControllerRevision, for `kubectl rollout undo`; drops those beyond the limit.
    Result<void> recordRevision(const Object& set, const std::string& hash, const std::vector<ObjectRef>& pods);
    Result<void> apply(const Object& set, const std::string& hash, const daemonset::Plan& plan);

    std::unique_ptr<client::EventRecorder> m_events;
    client::Informer &m_sets, &m_pods, &m_nodes, &m_revisions;
    Expectations m_creations;
};

}  // namespace armillary::controllers
