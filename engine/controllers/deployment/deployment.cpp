#include "engine/controllers/deployment/deployment.h"

#include <algorithm>

#include "engine/controllers/deployment/rollout.h"
#include "engine/controllers/framework/ownership.h"
#include "engine/controllers/framework/pods.h"

namespace armillary::controllers {

DeploymentController::DeploymentController(const Context& context)
    : QueuedController(context),
      m_events(context.events.withComponent("deployment-controller")),
      m_deployments(client::informer<appsv1::Deployment>(context.informers)),
      m_sets(client::informer<appsv1::ReplicaSet>(context.informers)),
      m_pods(client::informer<corev1::Pod>(context.informers)) {
    addControllerIndex(m_sets);
    addControllerIndex(m_pods);
    m_deployments.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        m_queue.add((current ? current : previous)->key());
    });
    m_sets.addHandler([this](const ObjectRef& previous, const ObjectRef& current) { setChanged(previous, current); });
    m_pods.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (!current) podGone(*previous);
    });
}

void DeploymentController::enqueueOwner(const Object& set) {
    const auto* owner = controllerOf(set.meta());
    if (!owner || owner->kind != "Deployment") return;
    const ObjectRef deployment = m_deployments.get(set.namespace_(), owner->name);
    if (deployment && deployment->uid() == owner->uid) m_queue.add(deployment->key());
}

void DeploymentController::enqueueMatching(const Object& set) {
    if (set.meta().labels.empty()) return;
    for (const ObjectRef& deployment : m_deployments.list(set.namespace_())) {
        const auto& spec = deployment->as<appsv1::Deployment>().spec;
        if (!spec.selector) continue;
        const auto selector = LabelSelector::from(*spec.selector);
        if (selector && !selector->matchesEverything() && selector->matches(set.meta().labels))
            m_queue.add(deployment->key());
    }
}

void DeploymentController::setChanged(const ObjectRef& previous, const ObjectRef& current) {
    if (previous) enqueueOwner(*previous);
    if (!current) return;
    enqueueOwner(*current);
    const bool news = !previous || previous->meta().labels != current->meta().labels || controllerOf(previous->meta());
    if (news && !controllerOf(current->meta()) && !current->meta().deletionTimestamp) enqueueMatching(*current);
}

void DeploymentController::podGone(const Object& pod) {
    // Under Recreate the new pods wait for the last old one.
    const auto* owner = controllerOf(pod.meta());
    if (!owner || owner->kind != "ReplicaSet") return;
    const ObjectRef set = m_sets.get(pod.namespace_(), owner->name);
    if (set && set->uid() == owner->uid) enqueueOwner(*set);
}

Result<Outcome> DeploymentController::refuseToSelectAll(const Object& object) {
    m_events->record(object, "Warning", "SelectingAll",
                     "This deployment is selecting all pods. A non-empty selector is required.");
    const auto& deployment = object.as<appsv1::Deployment>();
    if (deployment.status.observedGeneration >= deployment.metadata.generation) return Outcome();
    appsv1::Deployment changed = deployment;
    changed.status.observedGeneration = deployment.metadata.generation;
    const auto written = client::updateStatus(m_context.client, std::move(changed));
    if (!written) return std::unexpected(written.error());
    return Outcome();
}

Result<Outcome> DeploymentController::reconcile(const std::string& key) {
    const ObjectRef object = m_deployments.getByKey(key);
    if (!object) return Outcome();
    const auto& deployment = object->as<appsv1::Deployment>();
    const auto selector = deployment.spec.selector ? LabelSelector::from(*deployment.spec.selector) : LabelSelector();
    if (!selector) return Outcome();
    if (selector->matchesEverything()) return refuseToSelectAll(*object);

    const auto candidates = claimCandidates(m_sets, object->uid(), object->namespace_());
    auto sets = claim(m_context.client, m_deployments.resource(), *object, m_sets.resource(),
                      planClaim(*object, *selector, candidates));
    if (!sets) return std::unexpected(sets.error());
    const auto mayRun = [this](const std::string& setUid) {
        return std::ranges::any_of(ownedBy(m_pods, setUid),
                                   [](const ObjectRef& pod) { return !hasEnded(pod->as<corev1::Pod>()); });
    };
    return deployment::Rollout({m_context.client, *m_events, m_context.clock.now(), mayRun}, object, *sets).step();
}

}  // namespace armillary::controllers
