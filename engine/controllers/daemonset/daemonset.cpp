#include "engine/controllers/daemonset/daemonset.h"

#include <algorithm>
#include <format>
#include <set>

#include "engine/controllers/framework/batch.h"
#include "engine/controllers/framework/history.h"
#include "engine/controllers/framework/ownership.h"
#include "engine/controllers/framework/pods.h"
#include "engine/controllers/framework/refusals.h"

namespace armillary::controllers {

using appsv1::ControllerRevision;
using appsv1::DaemonSet;

namespace {

/// What of a node a daemon's place depends on.
bool sameForDaemons(const Object& before, const Object& after) {
    const auto &a = before.as<corev1::Node>(), &b = after.as<corev1::Node>();
    return a.metadata.labels == b.metadata.labels &&
           std::ranges::equal(a.spec.taints, b.spec.taints,
                              [](const auto& x, const auto& y) { return schema::operator==(x, y); });
}

std::string hashOf(const metav1::ObjectMeta& meta) {
    const auto found = meta.labels.find(appsv1::kControllerRevisionHashLabelKey);
    return found == meta.labels.end() ? std::string() : found->second;
}

constexpr std::chrono::milliseconds kFirstBackoff = std::chrono::seconds(1), kLongestBackoff = std::chrono::minutes(15);

}  // namespace

DaemonSetController::DaemonSetController(const Context& context)
    : QueuedController(context),
      m_events(context.events.withComponent("daemonset-controller")),
      m_sets(client::informer<DaemonSet>(context.informers)),
      m_pods(client::informer<corev1::Pod>(context.informers)),
      m_nodes(client::informer<corev1::Node>(context.informers)),
      m_revisions(client::informer<ControllerRevision>(context.informers)),
      m_creations(context.clock) {
    addControllerIndex(m_pods);
    addControllerIndex(m_revisions);
    m_sets.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (!current) return m_creations.forget(previous->key());
        m_queue.add(current->key());
    });
    m_pods.addHandler([this](const ObjectRef& previous, const ObjectRef& current) { podChanged(previous, current); });
    // A revision that somebody deletes or changes is put right.
    m_revisions.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        for (const ObjectRef& revision : {previous, current})
            if (const ObjectRef set = revision ? setOf(*revision) : nullptr) m_queue.add(set->key());
    });
    m_nodes.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (previous && current && sameForDaemons(*previous, *current)) return;
        for (const ObjectRef& set : m_sets.list()) m_queue.add(set->key());
    });
}

ObjectRef DaemonSetController::setOf(const Object& owned) const {
    const auto* owner = controllerOf(owned.meta());
    if (!owner || owner->kind != "DaemonSet") return nullptr;
    const ObjectRef set = m_sets.get(owned.namespace_(), owner->name);
    return set && set->uid() == owner->uid ? set : nullptr;
}

void DaemonSetController::podChanged(const ObjectRef& previous, const ObjectRef& current) {
    const ObjectRef& pod = current ? current : previous;
    const ObjectRef set = setOf(*pod);
    if (set) {
        if (!previous) m_creations.creationObserved(set->key());
        m_queue.add(set->key());
    }
    if (!current) return;
    // One that somebody took from its set is missed there; one whom nobody has may be wanted by another.
    if (const ObjectRef before = previous ? setOf(*previous) : nullptr; before && before != set)
        m_queue.add(before->key());
    const bool news = !previous || previous->meta().labels != current->meta().labels || controllerOf(previous->meta());
    if (!set && news) enqueueMatching(*current);
}

void DaemonSetController::enqueueMatching(const Object& pod) {
    if (pod.meta().labels.empty() || controllerOf(pod.meta()) || pod.meta().deletionTimestamp) return;
    for (const ObjectRef& set : m_sets.list(pod.namespace_())) {
        const auto& spec = set->as<DaemonSet>().spec;
        const auto selector = spec.selector ? LabelSelector::from(*spec.selector) : LabelSelector::nothing();
        if (selector && !selector->matchesEverything() && selector->matches(pod.meta().labels)) m_queue.add(set->key());
    }
}

Result<Outcome> DaemonSetController::reconcile(const std::string& key) {
    const ObjectRef object = m_sets.getByKey(key);
    if (!object || object->meta().deletionTimestamp || !m_creations.satisfied(key)) return Outcome();
    const auto& set = object->as<DaemonSet>();
    const auto selector = set.spec.selector ? LabelSelector::from(*set.spec.selector) : LabelSelector();
    if (!selector) return Outcome();
    if (selector->matchesEverything()) {
        m_events->record(*object, "Warning", "SelectingAll",
                         "This daemon set is selecting all pods. A non-empty selector is required.");
        return Outcome();
    }
    const auto candidates = claimCandidates(m_pods, object->uid(), object->namespace_());
    const auto pods = claim(m_context.client, m_sets.resource(), *object, m_pods.resource(),
                            planClaim(*object, *selector, candidates));
    if (!pods) return std::unexpected(pods.error());
    const auto recorded = recordHistory(*object, *selector, *pods);
    if (!recorded) return std::unexpected(recorded.error());
    auto plan =
        daemonset::planDaemons({.set = set,
                                .hash = recorded->hash,
                                .nodes = m_nodes.list(),
                                .pods = *pods,
                                .now = m_context.clock.now(),
                                .backoff = [&](const std::string& node) { return backoffLeft(object->uid(), node); }});
    if (recorded->collisionCount > 0) plan.status.collisionCount = recorded->collisionCount;
    // What was refused does not keep the status from being true.
    const auto applied = apply(*object, recorded->hash, plan);
    const auto written = writeStatus(*object, plan.status);
    if (!applied) return std::unexpected(applied.error());
    if (!written) return std::unexpected(written.error());
    Outcome outcome{plan.again};
    if (set.spec.minReadySeconds > 0 && plan.status.numberReady > plan.status.numberAvailable)
        outcome.requeueAfter = std::chrono::seconds(1);
    return outcome;
}

Result<void> DaemonSetController::writeStatus(const Object& object, const appsv1::DaemonSetStatus& next) {
    const auto& set = object.as<DaemonSet>();
    if (schema::operator==(set.status, next)) return {};
    DaemonSet changed = set;
    changed.status = next;
    const auto written = client::updateStatus(m_context.client, std::move(changed));
    if (!written && !status::isNotFound(written.error())) return std::unexpected(written.error());
    return {};
}

Result<DaemonSetController::Recorded> DaemonSetController::recordHistory(const Object& object,
                                                                         const LabelSelector& selector,
                                                                         const std::vector<ObjectRef>& pods) {
    const auto& set = object.as<DaemonSet>();
    auto revisions =
        claim(m_context.client, m_sets.resource(), object, m_revisions.resource(),
              planClaim(object, selector, claimCandidates(m_revisions, object.uid(), object.namespace_())));
    if (!revisions) return std::unexpected(revisions.error());
    sortRevisions(*revisions);
    const auto recorded = recordRevision(
        m_context.client,
        {object, set.spec.template_, appsv1::kControllerRevisionHashLabelKey, set.status.collisionCount.value_or(0)},
        *revisions);
    if (!recorded) return std::unexpected(recorded.error());

    std::set<std::string> hashes, live{recorded->latest->name()};
    for (const ObjectRef& pod : pods) hashes.insert(hashOf(pod->meta()));
    for (const ObjectRef& revision : *revisions)
        if (hashes.contains(hashOf(revision->meta()))) live.insert(revision->name());
    // Those in use count towards the limit.
    const auto limit = set.spec.revisionHistoryLimit.value_or(10) - (static_cast<std::int32_t>(live.size()) - 1);
    if (auto cut = truncateHistory(m_context.client, *revisions, live, limit); !cut)
        return std::unexpected(cut.error());
    return Recorded{hashOf(recorded->latest->meta()), recorded->collisionCount};
}

std::chrono::milliseconds DaemonSetController::backoffLeft(const std::string& setUid, const std::string& node) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_backoff.find(setUid + "/" + node);
    if (found == m_backoff.end()) return std::chrono::milliseconds(0);
    const auto left = found->second.since + found->second.delay - m_context.clock.steady();
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(left), std::chrono::milliseconds(0));
}

void DaemonSetController::backOff(const std::string& setUid, const std::string& node) {
    const std::lock_guard lock(m_mutex);
    const auto now = m_context.clock.steady();
    std::erase_if(m_backoff, [&](const auto& entry) { return now - entry.second.since > 2 * kLongestBackoff; });
    Backoff& backoff = m_backoff[setUid + "/" + node];
    backoff.delay = backoff.delay.count() == 0 ? kFirstBackoff : std::min(2 * backoff.delay, kLongestBackoff);
    backoff.since = now;
}

Result<void> DaemonSetController::apply(const Object& object, const std::string& hash, const daemonset::Plan& plan) {
    for (const ObjectRef& pod : plan.remove) {
        const auto& ended = pod->as<corev1::Pod>();
        const std::string node = daemonset::nodeOf(ended);
        if (ended.status.phase == corev1::kPodFailed) {
            backOff(object.uid(), node);
            m_events->record(
                object, "Warning", "FailedDaemonPod",
                std::format("Found failed daemon pod {} on node {}, will try to kill it", pod->key(), node));
        } else if (ended.status.phase == corev1::kPodSucceeded) {
            m_events->record(
                object, "Normal", "SucceededDaemonPod",
                std::format("Found succeeded daemon pod {} on node {}, will try to delete it", pod->key(), node));
        }
        client::DeleteOptions options;
        options.uid = pod->uid();
        const auto removed = client::remove<corev1::Pod>(m_context.client, pod->namespace_(), pod->name(), options);
        if (removed)
            m_events->record(object, "Normal", "SuccessfulDelete", "Deleted pod: " + pod->name());
        else if (!status::isNotFound(removed.error()) && !status::isConflict(removed.error()))
            return removed;
    }
    return createPods(object, hash, plan.createOn);
}

Result<void> DaemonSetController::createPods(const Object& object, const std::string& hash,
                                             const std::vector<std::string>& nodes) {
    if (nodes.empty()) return {};
    const std::string key = object.key();
    m_creations.expectCreations(key, nodes.size());
    const auto done = slowStart(m_context.helpers, nodes.size(), [&](std::size_t i) -> Result<void> {
        const auto created = client::create(m_context.client, daemonset::podFor(object, hash, nodes[i]));
        if (created) {
            m_events->record(object, "Normal", "SuccessfulCreate", "Created pod: " + (*created)->name());
            return {};
        }
        m_creations.creationObserved(key);
        if (isNamespaceTerminating(created.error())) return {};
        m_events->record(object, "Warning", "FailedCreate", "Error creating: " + created.error().message);
        return std::unexpected(created.error());
    });
    for (std::size_t i = done.attempted; i < nodes.size(); ++i) m_creations.creationObserved(key);
    if (done.succeeded < done.attempted) return std::unexpected(done.error);
    return {};
}

}  // namespace armillary::controllers
