#include "engine/controllers/replicaset/replicaset.h"

#include <format>
#include <map>

#include "engine/controllers/framework/batch.h"
#include "engine/controllers/framework/ownership.h"
#include "engine/controllers/framework/pods.h"
#include "engine/controllers/framework/refusals.h"

namespace armillary::controllers {

using replicaset::Failure;

ReplicaSetController::ReplicaSetController(const Context& context)
    : ReplicaSetController(context, client::informer<appsv1::ReplicaSet>(context.informers), "replicaset-controller") {}

ReplicaSetController::ReplicaSetController(const Context& context, client::Informer& sets, std::string component)
    : QueuedController(context),
      m_events(context.events.withComponent(std::move(component))),
      m_sets(sets),
      m_pods(client::informer<corev1::Pod>(context.informers)),
      m_expectations(context.clock) {
    addControllerIndex(m_pods);
    addControllerIndex(m_sets);
    m_sets.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (!current) m_expectations.forget(previous->key());
        m_queue.add((current ? current : previous)->key());
    });
    m_pods.addHandler([this](const ObjectRef& previous, const ObjectRef& current) { podChanged(previous, current); });
}

const appsv1::ReplicaSet& ReplicaSetController::asSet(const Object& object, appsv1::ReplicaSet&) const {
    return object.as<appsv1::ReplicaSet>();
}

Result<ObjectRef> ReplicaSetController::putStatus(const Object& object, appsv1::ReplicaSetStatus next) {
    appsv1::ReplicaSet changed = object.as<appsv1::ReplicaSet>();
    changed.status = std::move(next);
    return client::updateStatus(m_context.client, std::move(changed));
}

std::string ReplicaSetController::ownerKey(const Object& pod) const {
    const auto* owner = controllerOf(pod.meta());
    if (!owner || owner->kind != m_sets.resource().kind) return {};
    const ObjectRef set = m_sets.get(pod.namespace_(), owner->name);
    return set && set->uid() == owner->uid ? set->key() : std::string();
}

void ReplicaSetController::enqueueMatching(const Object& pod) {
    if (pod.meta().labels.empty()) return;
    for (const ObjectRef& set : m_sets.list(pod.namespace_())) {
        appsv1::ReplicaSet made;
        const auto& spec = asSet(*set, made).spec;
        if (!spec.selector) continue;
        const auto selector = LabelSelector::from(*spec.selector);
        if (selector && !selector->matchesEverything() && selector->matches(pod.meta().labels)) m_queue.add(set->key());
    }
}

void ReplicaSetController::podChanged(const ObjectRef& previous, const ObjectRef& current) {
    const bool leaving = !current || current->meta().deletionTimestamp;
    const ObjectRef& pod = current ? current : previous;
    const std::string owner = ownerKey(*pod);
    if (!owner.empty()) {
        if (!previous) m_expectations.creationObserved(owner);
        if (leaving) m_expectations.deletionObserved(owner, pod->uid());
        m_queue.add(owner);
    }
    if (previous && current) {
        const std::string before = ownerKey(*previous);
        if (!before.empty() && before != owner) m_queue.add(before);
    }
    const bool labelsChanged = previous && current && previous->meta().labels != current->meta().labels;
    if (owner.empty() && current && !leaving && !controllerOf(pod->meta()) &&
        (!previous || labelsChanged || controllerOf(previous->meta())))
        enqueueMatching(*pod);
}

Result<Outcome> ReplicaSetController::reconcile(const std::string& key) {
    const ObjectRef object = m_sets.getByKey(key);
    if (!object) {
        m_expectations.forget(key);
        return Outcome();
    }
    appsv1::ReplicaSet made;
    const auto& set = asSet(*object, made);
    // Asked before the pods are read: what is observed in between then shows in them.
    const bool upToDate = m_expectations.satisfied(key);
    const auto selector = set.spec.selector ? LabelSelector::from(*set.spec.selector) : LabelSelector::nothing();
    if (!selector) return Outcome();

    std::vector<ObjectRef> active;
    for (ObjectRef& pod : claimCandidates(m_pods, object->uid(), object->namespace_()))
        if (isActive(pod->as<corev1::Pod>())) active.push_back(std::move(pod));
    auto claimed =
        claim(m_context.client, m_sets.resource(), *object, m_pods.resource(), planClaim(*object, *selector, active));
    if (!claimed) return std::unexpected(claimed.error());

    Failure failure;
    if (upToDate && !set.metadata.deletionTimestamp) {
        auto managed = manage(*object, set, *claimed);
        if (!managed) return std::unexpected(managed.error());
        failure = std::move(*managed);
    }
    auto written = writeStatus(*object, set, replicaset::statusOf(set, *claimed, failure, m_context.clock.now()));
    if (!written) return written;
    if (!failure.reason.empty()) return std::unexpected(status::internalError(failure.message));
    return written;
}

Result<Failure> ReplicaSetController::manage(const Object& object, const appsv1::ReplicaSet& set,
                                             const std::vector<ObjectRef>& active) {
    const auto plan = replicaset::planReplicas(set.spec.replicas.value_or(1), active.size());
    if (plan.create > 0) return createPods(object, set.spec.template_, plan.create);
    if (plan.remove > 0) return removePods(object, active, plan.remove);
    return Failure();
}

Result<Failure> ReplicaSetController::createPods(const Object& set, const corev1::PodTemplateSpec& podTemplate,
                                                 std::size_t count) {
    const std::string key = set.key();
    const corev1::Pod pod = podFromTemplate(podTemplate, set);
    m_expectations.expectCreations(key, count);
    const auto done = slowStart(m_context.helpers, count, [&](std::size_t) -> Result<void> {
        const auto created = client::create(m_context.client, pod);
        if (created) {
            m_events->record(set, "Normal", "SuccessfulCreate", "Created pod: " + (*created)->name());
            return {};
        }
        m_expectations.creationObserved(key);
        if (isNamespaceTerminating(created.error())) return {};
        m_events->record(set, "Warning", "FailedCreate", "Error creating: " + created.error().message);
        return std::unexpected(created.error());
    });
    for (std::size_t i = done.attempted; i < count; ++i) m_expectations.creationObserved(key);
    if (done.succeeded == done.attempted) return Failure();
    return Failure{"FailedCreate", done.error.message};
}

std::vector<replicaset::Candidate> ReplicaSetController::candidates(const Object& set,
                                                                    const std::vector<ObjectRef>& active) const {
    // A deployment's older and newer sets count too: a node that has many pods of them can best lose one.
    std::map<std::string, int> perNode;
    const auto count = [&](const std::vector<ObjectRef>& pods) {
        for (const ObjectRef& pod : pods)
            if (const auto& p = pod->as<corev1::Pod>(); isActive(p) && !p.spec.nodeName.empty())
                ++perNode[p.spec.nodeName];
    };
    if (const auto* deployment = controllerOf(set.meta())) {
        for (const ObjectRef& sibling : ownedBy(m_sets, deployment->uid)) count(ownedBy(m_pods, sibling->uid()));
    } else {
        count(active);
    }
    std::vector<replicaset::Candidate> result;
    for (const ObjectRef& pod : active) result.push_back({pod, perNode[pod->as<corev1::Pod>().spec.nodeName]});
    return result;
}

Result<Failure> ReplicaSetController::removePods(const Object& set, const std::vector<ObjectRef>& active,
                                                 std::size_t count) {
    const std::string key = set.key();
    const auto pods = replicaset::podsToDelete(candidates(set, active), count, m_context.clock.now());
    std::vector<std::string> uids;
    for (const ObjectRef& pod : pods) uids.push_back(pod->uid());
    m_expectations.expectDeletions(key, uids);
    const auto results = inParallel(m_context.helpers, pods.size(), [&](std::size_t i) -> Result<void> {
        const Object& pod = *pods[i];
        client::DeleteOptions options;
        options.uid = pod.uid();
        const auto removed = client::remove<corev1::Pod>(m_context.client, pod.namespace_(), pod.name(), options);
        if (removed) {
            m_events->record(set, "Normal", "SuccessfulDelete", "Deleted pod: " + pod.name());
            return {};
        }
        m_expectations.deletionObserved(key, pod.uid());
        if (status::isNotFound(removed.error()) || status::isConflict(removed.error())) return {};
        m_events->record(set, "Warning", "FailedDelete", "Error deleting: " + removed.error().message);
        return removed;
    });
    for (const auto& result : results)
        if (!result) return Failure{"FailedDelete", result.error().message};
    return Failure();
}

Result<Outcome> ReplicaSetController::writeStatus(const Object& object, const appsv1::ReplicaSet& set,
                                                  appsv1::ReplicaSetStatus next) {
    Outcome outcome;
    // Pods become available by waiting alone; nothing else would bring us back.
    if (set.spec.minReadySeconds > 0 && next.readyReplicas > next.availableReplicas)
        outcome.requeueAfter = std::chrono::seconds(1);
    if (schema::operator==(set.status, next)) return outcome;
    const auto written = putStatus(object, std::move(next));
    if (!written && !status::isNotFound(written.error())) return std::unexpected(written.error());
    return outcome;
}

}  // namespace armillary::controllers
