#include "engine/controllers/job/job.h"

#include <algorithm>
#include <format>

#include "engine/controllers/framework/batch.h"
#include "engine/controllers/framework/json.h"
#include "engine/controllers/framework/ownership.h"
#include "engine/controllers/framework/pods.h"
#include "engine/controllers/framework/refusals.h"
#include "engine/controllers/job/indexes.h"

namespace armillary::controllers {

namespace {

/// Keys of pods whose job may be gone; a job's key never begins so.
constexpr std::string_view kPodKey = "pod:";

bool isTracked(const Object& pod) {
    const auto& finalizers = pod.meta().finalizers;
    return std::ranges::find(finalizers, job::kTrackingFinalizer) != finalizers.end();
}

/// Selects nothing where the selector is missing or empty.
LabelSelector selectorOf(const batchv1::Job& job) {
    auto selector = job.spec.selector ? LabelSelector::from(*job.spec.selector) : LabelSelector::nothing();
    return selector && !selector->matchesEverything() ? std::move(*selector) : LabelSelector::nothing();
}

corev1::Pod newPod(const Object& object, std::optional<std::int32_t> index) {
    const auto& spec = object.as<batchv1::Job>().spec;
    corev1::Pod pod = podFromTemplate(spec.template_, object);
    pod.metadata.finalizers.emplace_back(job::kTrackingFinalizer);
    if (!index) return pod;
    const std::string number = std::to_string(*index), key(job::kIndexAnnotation);
    // The API cuts what it makes a name from; the index is to stay.
    constexpr std::size_t kLongestPrefix = 58;
    const std::string suffix = std::format("-{}-", number);
    pod.metadata.generateName = object.name().substr(0, kLongestPrefix - suffix.size()) + suffix;
    pod.metadata.annotations[key] = number;
    pod.metadata.labels[key] = number;
    pod.spec.hostname = std::format("{}-{}", object.name(), number);
    const auto addVariable = [&](corev1::Container& container) {
        if (std::ranges::any_of(container.env, [](const auto& entry) { return entry.name == "JOB_COMPLETION_INDEX"; }))
            return;
        auto& variable = container.env.emplace_back();
        variable.name = "JOB_COMPLETION_INDEX";
        variable.valueFrom.ensure().fieldRef.ensure().fieldPath = std::format("metadata.labels['{}']", key);
    };
    std::ranges::for_each(pod.spec.initContainers, addVariable);
    std::ranges::for_each(pod.spec.containers, addVariable);
    return pod;
}

void noteFailures(corev1::Pod& pod, const job::IndexFailures& failures) {
    pod.metadata.annotations[std::string(job::kIndexFailureCount)] = std::to_string(failures.counted);
    if (failures.ignored > 0)
        pod.metadata.annotations[std::string(job::kIndexIgnoredFailureCount)] = std::to_string(failures.ignored);
}

}  // namespace

JobController::JobController(const Context& context)
    : QueuedController(context),
      m_events(context.events.withComponent("job-controller")),
      m_jobs(client::informer<batchv1::Job>(context.informers)),
      m_pods(client::informer<corev1::Pod>(context.informers)),
      m_expectations(context.clock) {
    addControllerIndex(m_pods);
    m_jobs.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (current) return m_queue.add(current->key());
        m_expectations.forget(previous->key());
        remember(previous->uid(), {});
        for (const ObjectRef& pod : ownedBy(m_pods, previous->uid())) m_queue.add(std::string(kPodKey) + pod->key());
    });
    m_pods.addHandler([this](const ObjectRef& previous, const ObjectRef& current) { podChanged(previous, current); });
}

ObjectRef JobController::jobOf(const Object& pod) const {
    const auto* owner = controllerOf(pod.meta());
    if (!owner || owner->kind != "Job") return nullptr;
    const ObjectRef job = m_jobs.get(pod.namespace_(), owner->name);
    return job && job->uid() == owner->uid ? job : nullptr;
}

void JobController::podChanged(const ObjectRef& previous, const ObjectRef& current) {
    const ObjectRef& pod = current ? current : previous;
    if (const ObjectRef job = jobOf(*pod)) {
        if (!previous) m_expectations.creationObserved(job->key());
        if (!current || current->meta().deletionTimestamp) m_expectations.deletionObserved(job->key(), pod->uid());
        m_queue.add(job->key());
        return;
    }
    if (!current) return;
    if (isTracked(*current)) m_queue.add(std::string(kPodKey) + current->key());
    // Nobody's: a job that selects it may adopt it.
    const bool news = !previous || previous->meta().labels != current->meta().labels || controllerOf(previous->meta());
    if (!news || controllerOf(current->meta()) || current->meta().deletionTimestamp) return;
    for (const ObjectRef& job : m_jobs.list(current->namespace_()))
        if (selectorOf(job->as<batchv1::Job>()).matches(current->meta().labels)) m_queue.add(job->key());
}

Result<Outcome> JobController::reconcile(const std::string& key) {
    if (key.starts_with(kPodKey)) return reconcilePod(key.substr(kPodKey.size()));
    const ObjectRef job = m_jobs.getByKey(key);
    return job ? reconcileJob(*job) : Result<Outcome>(Outcome());
}

Result<Outcome> JobController::reconcilePod(const std::string& key) {
    const ObjectRef pod = m_pods.getByKey(key);
    if (!pod || !isTracked(*pod) || jobOf(*pod)) return Outcome();
    if (const auto* owner = controllerOf(pod->meta()); owner && owner->kind == "Job") {
        // The informer may be behind; a job that exists counts its pods itself.
        const auto live = client::get<batchv1::Job>(m_context.client, pod->namespace_(), owner->name);
        if (live && (*live)->uid() == owner->uid) return Outcome();
        if (!live && !status::isNotFound(live.error())) return std::unexpected(live.error());
    }
    // One that a job is about to adopt keeps the finalizer, which comes with adoption.
    if (!controllerOf(pod->meta()) && !pod->meta().deletionTimestamp)
        for (const ObjectRef& job : m_jobs.list(pod->namespace_()))
            if (const auto& value = job->as<batchv1::Job>();
                !job::isFinished(value) && selectorOf(value).matches(pod->meta().labels))
                return Outcome();
    if (auto released = releasePod(*pod); !released) return std::unexpected(released.error());
    return Outcome();
}

Result<Outcome> JobController::reconcileJob(const Object& object) {
    const auto& value = object.as<batchv1::Job>();
    const auto managedBy = value.spec.managedBy.value_or(std::string(batchv1::kJobControllerName));
    if (managedBy != batchv1::kJobControllerName) return Outcome();
    if (job::isFinished(value)) {
        remember(object.uid(), {});
        for (const ObjectRef& pod : ownedBy(m_pods, object.uid()))
            if (isTracked(*pod) && hasEnded(pod->as<corev1::Pod>()))
                if (auto released = releasePod(*pod); !released) return std::unexpected(released.error());
        return Outcome();
    }
    if (!m_expectations.satisfied(object.key())) return Outcome();

    const auto candidates = claimCandidates(m_pods, object.uid(), object.namespace_());
    const auto pods = claim(m_context.client, m_jobs.resource(), object, m_pods.resource(),
                            planClaim(object, selectorOf(value), candidates), job::kTrackingFinalizer);
    if (!pods) return std::unexpected(pods.error());
    auto plan = job::planJob(value, *pods, m_context.clock.now(), remembered(object.uid()));
    if (!schema::operator==(value.status, plan.status)) {
        batchv1::Job changed = value;
        changed.status = plan.status;
        const auto written = client::updateStatus(m_context.client, std::move(changed));
        if (!written) return std::unexpected(written.error());
        if (!plan.eventReason.empty()) m_events->record(object, plan.eventType, plan.eventReason, plan.eventMessage);
    }
    remember(object.uid(), plan.backoff);
    for (const ObjectRef& pod : plan.release)
        if (auto released = releasePod(*pod); !released) return std::unexpected(released.error());
    if (auto removed = removePods(object, plan); !removed) return std::unexpected(removed.error());
    if (auto created = createPods(object, plan); !created) return std::unexpected(created.error());
    return Outcome{plan.again};
}

job::Backoff JobController::remembered(const std::string& uid) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_backoff.find(uid);
    return found == m_backoff.end() ? job::Backoff() : found->second;
}

void JobController::remember(const std::string& uid, const job::Backoff& backoff) {
    const std::lock_guard lock(m_mutex);
    if (backoff.failures > 0)
        m_backoff[uid] = backoff;
    else
        m_backoff.erase(uid);
}

Result<void> JobController::releasePod(const Object& pod) {
    const auto patched = m_context.client.patch(
        client::target<corev1::Pod>(pod.namespace_(), pod.name()), client::PatchType::StrategicMerge,
        std::format(R"({{"metadata":{{"uid":{},"$deleteFromPrimitiveList/finalizers":["{}"]}}}})",
                    jsonString(pod.uid()), job::kTrackingFinalizer));
    if (!patched && !status::isNotFound(patched.error()) && !status::isConflict(patched.error()) &&
        !status::isInvalid(patched.error()))
        return std::unexpected(patched.error());
    return {};
}

Result<void> JobController::removePods(const Object& object, const job::Plan& plan) {
    // Those that go are waited for, unless others come: these are waited for then.
    if (plan.create == 0 && !plan.remove.empty()) {
        std::vector<std::string> uids;
        for (const ObjectRef& pod : plan.remove) uids.push_back(pod->uid());
        m_expectations.expectDeletions(object.key(), uids);
    }
    for (const ObjectRef& pod : plan.remove) {
        Result<void> done = plan.forget ? releasePod(*pod) : Result<void>();
        if (done) done = removePod(object, *pod);
        if (done) continue;
        m_expectations.forget(object.key());
        return done;
    }
    return {};
}

Result<void> JobController::removePod(const Object& object, const Object& pod) {
    client::DeleteOptions options;
    options.uid = pod.uid();
    const auto removed = client::remove<corev1::Pod>(m_context.client, pod.namespace_(), pod.name(), options);
    if (removed)
        m_events->record(object, "Normal", "SuccessfulDelete", "Deleted pod: " + pod.name());
    else if (!status::isNotFound(removed.error()) && !status::isConflict(removed.error()))
        return removed;
    // What the informer has shown already it does not show again.
    const ObjectRef known = m_pods.get(pod.namespace_(), pod.name());
    if (!removed || !known || known->uid() != pod.uid() || known->meta().deletionTimestamp)
        m_expectations.deletionObserved(object.key(), pod.uid());
    return {};
}

Result<void> JobController::createPods(const Object& object, const job::Plan& plan) {
    if (plan.create == 0) return {};
    const std::string key = object.key();
    m_expectations.expectCreations(key, plan.create);
    const auto done = slowStart(m_context.helpers, plan.create, [&](std::size_t i) -> Result<void> {
        const auto index = plan.indexes.empty() ? std::nullopt : std::optional(plan.indexes[i]);
        corev1::Pod pod = newPod(object, index);
        if (!plan.indexFailures.empty()) noteFailures(pod, plan.indexFailures[i]);
        const auto created = client::create(m_context.client, std::move(pod));
        if (created) {
            m_events->record(object, "Normal", "SuccessfulCreate", "Created pod: " + (*created)->name());
            return {};
        }
        m_expectations.creationObserved(key);
        if (isNamespaceTerminating(created.error())) return {};
        m_events->record(object, "Warning", "FailedCreate", "Error creating: " + created.error().message);
        return std::unexpected(created.error());
    });
    for (std::size_t i = done.attempted; i < plan.create; ++i) m_expectations.creationObserved(key);
    if (done.succeeded < done.attempted) return std::unexpected(done.error);
    return {};
}

}  // namespace armillary::controllers
