#include "engine/controllers/statefulset/statefulset.h"

#include <format>
#include <set>

#include "engine/controllers/framework/batch.h"
#include "engine/controllers/framework/history.h"
#include "engine/controllers/framework/ownership.h"
#include "engine/controllers/statefulset/identity.h"
#include "engine/controllers/statefulset/retention.h"

namespace armillary::controllers {

using appsv1::ControllerRevision;
using appsv1::StatefulSet;
using corev1::PersistentVolumeClaim;
using statefulset::Step;

namespace {

constexpr std::string_view kRevisionHashLabel = "controller.kubernetes.io/hash";
constexpr std::chrono::milliseconds kClaimPatience = std::chrono::seconds(1);

std::optional<LabelSelector> selectorOf(const StatefulSet& set) {
    if (!set.spec.selector) return std::nullopt;
    auto selector = LabelSelector::from(*set.spec.selector);
    if (!selector || selector->matchesEverything()) return std::nullopt;
    return *selector;
}

}  // namespace

struct StatefulSetController::History {
    std::vector<ObjectRef> revisions;
    statefulset::Revision current, update;
    std::int32_t collisionCount = 0;
};

StatefulSetController::StatefulSetController(const Context& context)
    : QueuedController(context),
      m_events(context.events.withComponent("statefulset-controller")),
      m_sets(client::informer<StatefulSet>(context.informers)),
      m_pods(client::informer<corev1::Pod>(context.informers)),
      m_revisions(client::informer<ControllerRevision>(context.informers)),
      m_claims(client::informer<PersistentVolumeClaim>(context.informers)) {
    addControllerIndex(m_pods);
    addControllerIndex(m_revisions);
    m_sets.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (current) m_queue.add(current->key());
    });
    m_pods.addHandler([this](const ObjectRef& previous, const ObjectRef& current) { podChanged(previous, current); });
}

void StatefulSetController::enqueueOwner(const Object& pod) {
    const auto* owner = controllerOf(pod.meta());
    if (!owner || owner->kind != "StatefulSet") return;
    const ObjectRef set = m_sets.get(pod.namespace_(), owner->name);
    if (set && set->uid() == owner->uid) m_queue.add(set->key());
}

void StatefulSetController::enqueueMatching(const Object& pod) {
    if (pod.meta().labels.empty()) return;
    for (const ObjectRef& set : m_sets.list(pod.namespace_()))
        if (const auto selector = selectorOf(set->as<StatefulSet>()); selector && selector->matches(pod.meta().labels))
            m_queue.add(set->key());
}

void StatefulSetController::podChanged(const ObjectRef& previous, const ObjectRef& current) {
    if (previous) enqueueOwner(*previous);
    if (!current) return;
    enqueueOwner(*current);
    const bool news = !previous || previous->meta().labels != current->meta().labels || controllerOf(previous->meta());
    if (news && !controllerOf(current->meta()) && !current->meta().deletionTimestamp) enqueueMatching(*current);
}

Result<std::vector<ObjectRef>> StatefulSetController::claimPods(const Object& set, const LabelSelector& selector) {
    auto candidates = claimCandidates(m_pods, set.uid(), set.namespace_());
    std::erase_if(candidates, [&](const ObjectRef& pod) {
        const auto name = statefulset::parsePodName(pod->name());
        return !name || name->set != set.name();
    });
    return claim(m_context.client, m_sets.resource(), set, m_pods.resource(), planClaim(set, selector, candidates));
}

Result<StatefulSetController::History> StatefulSetController::recordHistory(const Object& object,
                                                                            const LabelSelector& selector) {
    const auto& set = object.as<StatefulSet>();
    auto claims = planClaim(object, selector, claimCandidates(m_revisions, object.uid(), object.namespace_()));
    claims.release.clear();
    auto revisions = claim(m_context.client, m_sets.resource(), object, m_revisions.resource(), claims);
    if (!revisions) return std::unexpected(revisions.error());
    sortRevisions(*revisions);
    const auto recorded = recordRevision(
        m_context.client, {object, set.spec.template_, kRevisionHashLabel, set.status.collisionCount.value_or(0)},
        *revisions);
    if (!recorded) return std::unexpected(recorded.error());

    History history;
    history.update = {recorded->latest->name(), set.spec.template_};
    history.current = history.update;
    history.collisionCount = recorded->collisionCount;
    for (const ObjectRef& revision : *revisions)
        if (revision->name() == set.status.currentRevision)
            if (auto podTemplate = templateOf(revision->as<ControllerRevision>()))
                history.current = {revision->name(), std::move(*podTemplate)};
    history.revisions = std::move(*revisions);
    return history;
}

Result<Outcome> StatefulSetController::reconcile(const std::string& key) {
    const ObjectRef object = m_sets.getByKey(key);
    if (!object) return Outcome();
    const auto& set = object->as<StatefulSet>();
    const auto selector = selectorOf(set);
    if (!selector) return Outcome();
    auto history = recordHistory(*object, *selector);
    if (!history) return std::unexpected(history.error());
    auto pods = claimPods(*object, *selector);
    if (!pods) return std::unexpected(pods.error());

    std::set<std::string> live{history->current.name, history->update.name};
    for (const ObjectRef& pod : *pods) live.insert(statefulset::revisionOf(pod->meta()));
    const auto findClaim = [&](const std::string& name) { return m_claims.get(object->namespace_(), name); };
    const auto plan = statefulset::planSet({.set = *object,
                                            .current = std::move(history->current),
                                            .update = std::move(history->update),
                                            .collisionCount = history->collisionCount,
                                            .pods = std::move(*pods),
                                            .claim = findClaim,
                                            .now = m_context.clock.now()});
    const auto applied = apply(*object, plan);
    auto outcome = writeStatus(*object, plan.status);
    if (!applied) return std::unexpected(applied.error());
    if (!outcome) return outcome;
    if (const auto cut =
            truncateHistory(m_context.client, history->revisions, live, set.spec.revisionHistoryLimit.value_or(10));
        !cut)
        return std::unexpected(cut.error());
    if (plan.waitsForClaim) outcome->requeueAfter = kClaimPatience;
    return outcome;
}

Result<void> StatefulSetController::apply(const Object& set, const statefulset::Plan& plan) {
    const auto work = [&](const statefulset::Work& steps) -> Result<void> {
        for (const Step& step : steps)
            if (auto taken = take(set, step); !taken) return taken;
        return {};
    };
    for (const auto& phase : plan.phases) {
        if (phase.parallel) {
            const auto done =
                slowStart(m_context.helpers, phase.work.size(), [&](std::size_t i) { return work(phase.work[i]); });
            if (done.succeeded < done.attempted) return std::unexpected(done.error);
            continue;
        }
        for (const auto& steps : phase.work)
            if (auto done = work(steps); !done) return done;
    }
    return {};
}

Result<void> StatefulSetController::take(const Object& set, const Step& step) {
    const corev1::Pod& pod = step.pod;
    switch (step.kind) {
        case Step::Kind::CreatePod:
            return createPod(set, pod);
        case Step::Kind::CreateClaims:
            return createClaims(set, pod);
        case Step::Kind::OwnClaims:
            return ownClaims(set, pod);
        case Step::Kind::UpdatePod: {
            const auto written = client::update(m_context.client, pod);
            const Result<void> outcome = written ? Result<void>() : std::unexpected(written.error());
            if (written || !status::isConflict(written.error())) reportPod("update", set, pod.metadata.name, outcome);
            return outcome;
        }
        case Step::Kind::DeletePod:
            break;
    }
    client::DeleteOptions options;
    options.uid = pod.metadata.uid;
    const auto removed =
        client::remove<corev1::Pod>(m_context.client, pod.metadata.namespace_, pod.metadata.name, options);
    // Gone already, which the informer is about to show.
    if (!removed && (status::isNotFound(removed.error()) || status::isConflict(removed.error()))) return {};
    reportPod("delete", set, pod.metadata.name, removed);
    return removed;
}

Result<void> StatefulSetController::createPod(const Object& set, const corev1::Pod& pod) {
    if (auto claimed = createClaims(set, pod); !claimed) {
        reportPod("create", set, pod.metadata.name, claimed);
        return claimed;
    }
    const auto created = client::create(m_context.client, pod);
    if (!created && status::isAlreadyExists(created.error())) return std::unexpected(created.error());
    Result<void> outcome;
    if (!created) outcome = std::unexpected(created.error());
    reportPod("create", set, pod.metadata.name, outcome);
    if (!outcome) return outcome;
    if (auto owned = ownClaims(set, (*created)->as<corev1::Pod>()); !owned) {
        reportPod("update", set, pod.metadata.name, owned);
        return owned;
    }
    return {};
}

Result<void> StatefulSetController::createClaims(const Object& object, const corev1::Pod& pod) {
    const auto& set = object.as<StatefulSet>();
    const auto name = statefulset::parsePodName(pod.metadata.name);
    std::string problems;
    const auto note = [&](const std::string& problem) { problems += (problems.empty() ? "" : "\n") + problem; };
    for (auto& claim : statefulset::claimsOf(set, name->ordinal)) {
        const std::string claimName = claim.metadata.name;
        if (const ObjectRef known = m_claims.get(object.namespace_(), claimName)) {
            if (known->meta().deletionTimestamp) note("pvc " + claimName + " is being deleted");
            continue;
        }
        const auto created = client::create(m_context.client, std::move(claim));
        if (created) {
            m_events->record(object, "Normal", "SuccessfulCreate",
                             std::format("create Claim {} Pod {} in StatefulSet {} success", claimName,
                                         pod.metadata.name, object.name()));
        } else if (!status::isAlreadyExists(created.error())) {
            note("failed to create PVC " + claimName + ": " + created.error().message);
            m_events->record(object, "Warning", "FailedCreate",
                             std::format("create Claim {} for Pod {} in StatefulSet {} failed error: {}", claimName,
                                         pod.metadata.name, object.name(), created.error().message));
        }
    }
    if (problems.empty()) return {};
    return std::unexpected(status::internalError(problems));
}

Result<void> StatefulSetController::ownClaims(const Object& object, const corev1::Pod& pod) {
    const auto& set = object.as<StatefulSet>();
    const auto name = statefulset::parsePodName(pod.metadata.name);
    for (const auto& wanted : statefulset::claimsOf(set, name->ordinal)) {
        const ObjectRef known = m_claims.get(object.namespace_(), wanted.metadata.name);
        if (!known) continue;
        auto claim = known->as<PersistentVolumeClaim>();
        if (statefulset::ownersUpToDate(claim, set, pod)) continue;
        claim.metadata.ownerReferences = statefulset::ownersFor(claim, set, pod);
        const auto written = client::update(m_context.client, std::move(claim));
        if (!written) return std::unexpected(written.error());
    }
    return {};
}

void StatefulSetController::reportPod(std::string_view verb, const Object& set, const std::string& pod,
                                      const Result<void>& outcome) {
    std::string reason(verb);
    reason.front() = static_cast<char>(reason.front() - 'a' + 'A');
    if (outcome)
        m_events->record(set, "Normal", "Successful" + reason,
                         std::format("{} Pod {} in StatefulSet {} successful", verb, pod, set.name()));
    else
        m_events->record(set, "Warning", "Failed" + reason,
                         std::format("{} Pod {} in StatefulSet {} failed error: {}", verb, pod, set.name(),
                                     outcome.error().message));
}

Result<Outcome> StatefulSetController::writeStatus(const Object& object, appsv1::StatefulSetStatus next) {
    const auto& set = object.as<StatefulSet>();
    Outcome outcome;
    // Pods become available by waiting alone; nothing else would bring us back.
    if (set.spec.minReadySeconds > 0 && next.readyReplicas > next.availableReplicas)
        outcome.requeueAfter = std::chrono::seconds(1);
    if (schema::operator==(set.status, next)) return outcome;
    StatefulSet changed = set;
    changed.status = std::move(next);
    const auto written = client::updateStatus(m_context.client, std::move(changed));
    if (!written && !status::isNotFound(written.error())) return std::unexpected(written.error());
    return outcome;
}

}  // namespace armillary::controllers
