#pragma once

#include "engine/controllers/framework/controller.h"
#include "engine/controllers/framework/expectations.h"
#include "engine/controllers/replicaset/plan.h"

namespace armillary::controllers {

/// Keeps spec.replicas pods of each ReplicaSet alive; and, derived from, those of a kind that can be read as one.
/// Source: https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/.
class ReplicaSetController : public QueuedController {
public:
    explicit ReplicaSetController(const Context& context);
    std::string_view name() const override { return "replicaset"; }
    Result<Outcome> reconcile(const std::string& key) override;

protected:
    /// For the kind of `sets`; its events come from `component`.
    ReplicaSetController(const Context& context, client::Informer& sets, std::string component);

    /// An object of the kind as a replica set: itself, or what is made of it in `made`.
    virtual const appsv1::ReplicaSet& asSet(const Object& object, appsv1::ReplicaSet& made) const;
    virtual Result<ObjectRef> putStatus(const Object& object, appsv1::ReplicaSetStatus next);

private:
    void podChanged(const ObjectRef& previous, const ObjectRef& current);
    /// The key of the set that controls a pod; "" when none of that UID is known.
    std::string ownerKey(const Object& pod) const;
    void enqueueMatching(const Object& pod);
    Result<replicaset::Failure> manage(const Object& object, const appsv1::ReplicaSet& set,
                                       const std::vector<ObjectRef>& active);
    Result<replicaset::Failure> createPods(const Object& set, const corev1::PodTemplateSpec& podTemplate,
                                           std::size_t count);
    Result<replicaset::Failure> removePods(const Object& set, const std::vector<ObjectRef>& active, std::size_t count);
    std::vector<replicaset::Candidate> candidates(const Object& set, const std::vector<ObjectRef>& active) const;
    Result<Outcome> writeStatus(const Object& object, const appsv1::ReplicaSet& set, appsv1::ReplicaSetStatus next);

    std::unique_ptr<client::EventRecorder> m_events;
    client::Informer &m_sets, &m_pods;
    Expectations m_expectations;
};

}  // namespace armillary::controllers
