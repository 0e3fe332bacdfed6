#include "engine/scheduler/binder.h"

#include <algorithm>
#include <format>

#include "engine/volumes/matching.h"

namespace armillary::scheduler {

namespace {

void appendMember(std::string& json, std::string_view name, std::string_view value) {
    json += json.back() == '{' ? "\"" : ",\"";
    json += name;
    json += "\":";
    schema::appendJsonString(json, value);
}

/// What fits into an event's note, as upstream cuts it.
std::string shortened(const std::string& message) {
    constexpr std::size_t kLongest = 1024;
    constexpr std::string_view kRest = " ...";
    if (message.size() <= kLongest) return message;
    return message.substr(0, kLongest - kRest.size()) + std::string(kRest);
}

}  // namespace

Binder::Binder(client::Client& client, client::EventRecorder& events, async::Clock& clock, unsigned threads,
               Callbacks callbacks)
    : m_client(client), m_events(events), m_clock(clock), m_callbacks(std::move(callbacks)) {
    for (unsigned i = 0; i < std::max(1u, threads); ++i)
        m_threads.emplace_back("binder", [this](const std::stop_token&) { run(); });
}

Binder::~Binder() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_jobs.clear();
    }
    m_changed.notify_all();
}

void Binder::add(Job job) {
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_changed.notify_one();
}

void Binder::addStep(PodInfoRef pod, Job step) {
    add([this, pod = std::move(pod), step = std::move(step)] {
        if (!async::guarded("placing " + pod->key, step))
            m_callbacks.failed(pod, status::internalError("an unexpected error, which has been logged"));
    });
}

void Binder::bind(PodInfoRef pod, std::string node) {
    addStep(pod, [this, pod, node = std::move(node)] { doBind(pod, node); });
}

void Binder::prepareVolumes(PodInfoRef pod, std::string node, VolumePlan plan) {
    addStep(pod, [this, pod, node = std::move(node), plan = std::move(plan)] { doPrepareVolumes(pod, node, plan); });
}

void Binder::report(PodInfoRef pod, Report report) {
    add([this, pod = std::move(pod), report = std::move(report)] { doReport(*pod, report); });
}

void Binder::clearNomination(PodInfoRef pod) {
    add([this, pod = std::move(pod)] { patchStatus(*pod, R"({"status":{"nominatedNodeName":null}})"); });
}

void Binder::evict(PodInfoRef victim, PodInfoRef preemptor, std::string node) {
    add([this, victim = std::move(victim), preemptor = std::move(preemptor), node = std::move(node)] {
        doEvict(*victim, *preemptor, node);
    });
}

void Binder::run() {
    for (;;) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_stopping || !m_jobs.empty(); });
        if (m_stopping) return;
        const Job job = std::move(m_jobs.front());
        m_jobs.pop_front();
        lock.unlock();
        async::guarded("binder", job);
    }
}

void Binder::doBind(const PodInfoRef& info, const std::string& node) {
    const Object& pod = *info->object;
    std::string binding = R"({"kind":"Binding","apiVersion":"v1","metadata":{)";
    appendMember(binding, "name", pod.name());
    appendMember(binding, "namespace", pod.namespace_());
    appendMember(binding, "uid", pod.uid());
    binding += R"(},"target":{"kind":"Node")";
    appendMember(binding, "name", node);
    binding += "}}";
    const auto bound =
        m_client.create(client::target<corev1::Pod>(pod.namespace_(), pod.name(), "binding"), std::move(binding));
    if (!bound) return m_callbacks.failed(info, bound.error());
    m_events.record(pod, "Normal", "Scheduled", std::format("Successfully assigned {} to {}", info->key, node));
}

void Binder::doPrepareVolumes(const PodInfoRef& pod, const std::string& node, const VolumePlan& plan) {
    for (const auto& [volumeObject, claimObject] : plan.bind) {
        auto volume = volumeObject->as<corev1::PersistentVolume>();
        if (!volume.spec.claimRef || volume.spec.claimRef->uid.empty()) {
            if (!volume.spec.claimRef) volume.metadata.annotations[std::string(volumes::kBoundByController)] = "yes";
            volume.spec.claimRef = volumes::referenceTo(claimObject->as<corev1::PersistentVolumeClaim>());
            if (auto done = client::update(m_client, std::move(volume)); !done)
                return m_callbacks.failed(pod, done.error());
        }
    }
    for (const ObjectRef& object : plan.provision) {
        auto claim = object->as<corev1::PersistentVolumeClaim>();
        std::string& chosen = claim.metadata.annotations[std::string(volumes::kSelectedNode)];
        if (std::exchange(chosen, node) == node) continue;
        if (auto done = client::update(m_client, std::move(claim)); !done) return m_callbacks.failed(pod, done.error());
    }
    m_callbacks.volumesWritten(pod);
}

void Binder::patchStatus(const PodInfo& pod, std::string patch) {
    // A pod that has gone meanwhile needs no status; anything else shows in the next attempt's report.
    (void)m_client.patch(client::target<corev1::Pod>(pod.object->namespace_(), pod.object->name(), "status"),
                         client::PatchType::StrategicMerge, std::move(patch));
}

void Binder::doReport(const PodInfo& info, const Report& report) {
    m_events.record(*info.object, "Warning", "FailedScheduling", shortened(report.message));
    const auto& conditions = info.pod->status.conditions;
    const auto current = std::ranges::find(conditions, corev1::kPodScheduled, &corev1::PodCondition::type);
    const std::string_view reason = report.failed ? corev1::kPodReasonSchedulerError : corev1::kPodReasonUnschedulable;
    const bool wasFalse = current != conditions.end() && current->status == corev1::kConditionFalse;
    const bool renominated = report.nominated && *report.nominated != info.pod->status.nominatedNodeName;
    if (wasFalse && current->message == report.message && current->reason == reason && !renominated) return;

    std::string patch = R"({"status":{)";
    if (renominated && report.nominated->empty())
        patch += R"("nominatedNodeName":null)";
    else if (renominated)
        appendMember(patch, "nominatedNodeName", *report.nominated);
    patch += patch.back() == '{' ? "" : ",";
    patch += R"("conditions":[{"type":"PodScheduled","status":"False")";
    appendMember(patch, "reason", reason);
    appendMember(patch, "message", report.message);
    if (!wasFalse) appendMember(patch, "lastTransitionTime", schema::Time(m_clock.now()).text());
    patchStatus(info, patch + "}]}}");
}

void Binder::doEvict(const PodInfo& victim, const PodInfo& preemptor, const std::string& node) {
    const Object& pod = *victim.object;
    std::string patch = R"({"metadata":{)";
    appendMember(patch, "uid", pod.uid());
    patch += R"(},"status":{"conditions":[{"type":"DisruptionTarget","status":"True")";
    appendMember(patch, "reason", corev1::kPodReasonPreemptionByScheduler);
    appendMember(patch, "message",
                 preemptor.pod->spec.schedulerName + ": preempting to accommodate a higher priority pod");
    appendMember(patch, "lastTransitionTime", schema::Time(m_clock.now()).text());
    patchStatus(victim, patch + "}]}}");
    client::DeleteOptions options;
    options.uid = pod.uid();
    // One that cannot be deleted stays, and the preemptor finds that out at its next attempt.
    if (client::remove<corev1::Pod>(m_client, pod.namespace_(), pod.name(), options))
        m_events.record(pod, "Normal", "Preempted",
                        std::format("Preempted by pod {} on node {}", preemptor.object->uid(), node));
}

}  // namespace armillary::scheduler
