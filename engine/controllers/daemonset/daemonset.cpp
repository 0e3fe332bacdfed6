#include "engine/controllers/daemonset/daemonset.h"

#include <algorithm>
#include <format>

#include "engine/controllers/deployment/revision.h"
#include "engine/controllers/framework/batch.h"
#include "engine/controllers/framework/json.h"
#include "engine/controllers/framework/ownership.h"
#include "engine/controllers/framework/pods.h"

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

/// The template as a patch that puts it back.
std::string revisionData(const corev1::PodTemplateSpec& podTemplate) {
    std::string text = schema::toJson(podTemplate);
    text.insert(1, text == "{}" ? R"("$patch":"replace")" : R"("$patch":"replace",)");
    return R"({"spec":{"template":)" + text + "}}";
}

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
    m_nodes.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (previous && current && sameForDaemons(*previous, *current)) return;
        for (const ObjectRef& set : m_sets.list()) m_queue.add(set->key());
    });
}

void DaemonSetController::podChanged(const ObjectRef& previous, const ObjectRef& current) {
    const ObjectRef& pod = current ? current : previous;
    const auto* owner = controllerOf(pod->meta());
    if (!owner || owner->kind != "DaemonSet") return;
    const ObjectRef set = m_sets.get(pod->namespace_(), owner->name);
    if (!set || set->uid() != owner->uid) return;
    if (!previous) m_creations.creationObserved(set->key());
    m_queue.add(set->key());
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
    const std::string hash = deployment::templateHash(set.spec.template_, set.status.collisionCount);
    if (auto recorded = recordRevision(*object, hash, *pods); !recorded) return std::unexpected(recorded.error());
    const auto plan = daemonset::planDaemons(set, hash, m_nodes.list(), *pods, m_context.clock.now());
    if (auto applied = apply(*object, hash, plan); !applied) return std::unexpected(applied.error());

    Outcome outcome;
    if (set.spec.minReadySeconds > 0 && plan.status.numberReady > plan.status.numberAvailable)
        outcome.requeueAfter = std::chrono::seconds(1);
    if (schema::operator==(set.status, plan.status)) return outcome;
    DaemonSet changed = set;
    changed.status = plan.status;
    const auto written = client::updateStatus(m_context.client, std::move(changed));
    if (!written && !status::isNotFound(written.error())) return std::unexpected(written.error());
    return outcome;
}

Result<void> DaemonSetController::recordRevision(const Object& object, const std::string& hash,
                                                 const std::vector<ObjectRef>& pods) {
    const auto& set = object.as<DaemonSet>();
    auto revisions = ownedBy(m_revisions, object.uid());
    std::ranges::sort(revisions, {},
                      [](const ObjectRef& revision) { return revision->as<ControllerRevision>().revision; });
    const auto known =
        std::ranges::find_if(revisions, [&](const ObjectRef& revision) { return hashOf(revision->meta()) == hash; });
    if (known == revisions.end()) {
        ControllerRevision revision;
        revision.metadata.name = object.name() + "-" + hash;
        revision.metadata.namespace_ = object.namespace_();
        revision.metadata.labels = set.spec.template_.metadata.labels;
        revision.metadata.labels[std::string(appsv1::kControllerRevisionHashLabelKey)] = hash;
        revision.metadata.annotations = set.metadata.annotations;
        revision.metadata.ownerReferences.push_back(controllerReference(object));
        revision.data.text = revisionData(set.spec.template_);
        revision.revision = revisions.empty() ? 1 : revisions.back()->as<ControllerRevision>().revision + 1;
        const auto created = client::create(m_context.client, std::move(revision));
        if (!created && !status::isAlreadyExists(created.error())) return std::unexpected(created.error());
    } else if (*known != revisions.back()) {
        // An undo brings an old template back: it becomes the latest again.
        ControllerRevision changed = (*known)->as<ControllerRevision>();
        changed.revision = revisions.back()->as<ControllerRevision>().revision + 1;
        const auto written = client::update(m_context.client, std::move(changed));
        if (!written) return std::unexpected(written.error());
    }
    auto excess = static_cast<std::ptrdiff_t>(revisions.size()) - 1 - set.spec.revisionHistoryLimit.value_or(10);
    for (const ObjectRef& revision : revisions) {
        if (excess <= 0) break;
        const bool inUse = std::ranges::any_of(
            pods, [&](const ObjectRef& pod) { return hashOf(pod->meta()) == hashOf(revision->meta()); });
        if (inUse || hashOf(revision->meta()) == hash) continue;
        (void)client::remove<ControllerRevision>(m_context.client, revision->namespace_(), revision->name());
        --excess;
    }
    return {};
}

Result<void> DaemonSetController::apply(const Object& object, const std::string& hash, const daemonset::Plan& plan) {
    for (const ObjectRef& pod : plan.remove) {
        if (hasEnded(pod->as<corev1::Pod>()) && pod->as<corev1::Pod>().status.phase == corev1::kPodFailed)
            m_events->record(object, "Warning", "FailedDaemonPod",
                             std::format("Found failed daemon pod {} on node {}, will try to kill it", pod->key(),
                                         pod->as<corev1::Pod>().spec.nodeName));
        client::DeleteOptions options;
        options.uid = pod->uid();
        const auto removed = client::remove<corev1::Pod>(m_context.client, pod->namespace_(), pod->name(), options);
        if (removed)
            m_events->record(object, "Normal", "SuccessfulDelete", "Deleted pod: " + pod->name());
        else if (!status::isNotFound(removed.error()) && !status::isConflict(removed.error()))
            return removed;
    }
    if (plan.createOn.empty()) return {};
    const std::string key = object.key();
    m_creations.expectCreations(key, plan.createOn.size());
    const auto done = slowStart(plan.createOn.size(), [&](std::size_t i) -> Result<void> {
        const auto created = client::create(m_context.client, daemonset::podFor(object, hash, plan.createOn[i]));
        if (created) {
            m_events->record(object, "Normal", "SuccessfulCreate", "Created pod: " + (*created)->name());
            return {};
        }
        m_creations.creationObserved(key);
        m_events->record(object, "Warning", "FailedCreate", "Error creating: " + created.error().message);
        return std::unexpected(created.error());
    });
    for (std::size_t i = done.attempted; i < plan.createOn.size(); ++i) m_creations.creationObserved(key);
    if (done.succeeded < done.attempted) return std::unexpected(done.error);
    return {};
}

}  // namespace armillary::controllers
