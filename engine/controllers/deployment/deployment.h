#pragma once

#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Rolls deployments out through replica sets, one for each version of the template.
/// Source: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/.
class DeploymentController final : public QueuedController {
public:
    explicit DeploymentController(const Context& context);
    std::string_view name() const override { return "deployment"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    void setChanged(const ObjectRef& previous, const ObjectRef& current);
    void enqueueOwner(const Object& set);
    void enqueueMatching(const Object& set);
    void podGone(const Object& pod);
    Result<Outcome> refuseToSelectAll(const Object& object);

    std::unique_ptr<client::EventRecorder> m_events;
    client::Informer &m_deployments, &m_sets, &m_pods;
};

}  // namespace armillary::controllers
