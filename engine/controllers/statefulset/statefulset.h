#pragma once

#include "engine/controllers/framework/controller.h"
#include "engine/controllers/statefulset/plan.h"
#include "engine/schema/selector.h"

namespace armillary::controllers {

/// Keeps pods with names, claims and an order of their own for each StatefulSet.
/// Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/.
class StatefulSetController final : public QueuedController {
public:
    explicit StatefulSetController(const Context& context);
    std::string_view name() const override { return "statefulset"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    struct History;

    void podChanged(const ObjectRef& previous, const ObjectRef& current);
    void enqueueOwner(const Object& pod);
    void enqueueMatching(const Object& pod);
    Result<std::vector<ObjectRef>> claimPods(const Object& set, const LabelSelector& selector);
    /// The set's revisions, the present template's among them.
    Result<History> recordHistory(const Object& set, const LabelSelector& selector);

    Result<void> apply(const Object& set, const statefulset::Plan& plan);
    Result<void> take(const Object& set, const statefulset::Step& step);
    Result<void> createPod(const Object& set, const corev1::Pod& pod);
    Result<void> createClaims(const Object& set, const corev1::Pod& pod);
    Result<void> ownClaims(const Object& set, const corev1::Pod& pod);
    void reportPod(std::string_view verb, const Object& set, const std::string& pod, const Result<void>& outcome);

    Result<Outcome> writeStatus(const Object& set, appsv1::StatefulSetStatus status);

    std::unique_ptr<client::EventRecorder> m_events;
    client::Informer &m_sets, &m_pods, &m_revisions, &m_claims;
};

}  // namespace armillary::controllers
