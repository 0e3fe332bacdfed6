#pragma once

#include "engine/controllers/framework/controller.h"
#include "engine/controllers/framework/expectations.h"
#include "engine/controllers/replicaset/plan.h"

namespace armillary::controllers {

/// Keeps spec.replicas pods of each ReplicaSet alive.
/// Source: https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/.
class ReplicaSetController final : public QueuedController {
public:
    explicit ReplicaSetController(const Context& context);
    std::string_view name() const override { return "replicaset"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    void podChanged(const ObjectRef& previous, const ObjectRef& current);
    /// The key of the ReplicaSet that controls a pod; "" when none of that UID is known.
    std::string ownerKey(const Object& pod) const;
    void enqueueMatching(const Object& pod);
    Result<replicaset::Failure> manage(const Object& set, const std::vector<ObjectRef>& active);
    Result<replicaset::Failure> createPods(const Object& set, std::size_t count);
    Result<replicaset::Failure> removePods(const Object& set, const std::vector<ObjectRef>& active, std::size_t count);
    std::vector<replicaset::Candidate> candidates(const Object& set, const std::vector<ObjectRef>& active) const;
    Result<Outcome> writeStatus(const Object& set, appsv1::ReplicaSetStatus status);

    std::unique_ptr<client::EventRecorder> m_events;
    client::Informer &m_sets, &m_pods;
    Expectations m_expectations;
};

}  // namespace armillary::controllers
