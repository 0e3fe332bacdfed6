#include "nodes/agent/pod/worker.h"

#include <algorithm>
#include <filesystem>
#include <format>

#include "nodes/agent/pod/worker_round.h"
#include "nodes/agent/upkeep/log_rotation.h"

namespace armillary::agent {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::minutes kResync{5};
constexpr std::chrono::seconds kHookRetry{5};
constexpr const char* kHookError = "PostStartHookError";
/// Rounds of look and act within one sync: a sandbox, then each container, are seen before the next is decided.
constexpr int kMaxRounds = 16;

bool hasEnded(const corev1::Pod& pod) {
    return pod.status.phase == corev1::kPodSucceeded || pod.status.phase == corev1::kPodFailed;
}

/// A pod made from what the runtime's labels say.
std::shared_ptr<const corev1::Pod> syntheticPod(const PodIdentity& identity, const PodView& view) {
    auto pod = std::make_shared<corev1::Pod>();
    pod->metadata.name = identity.name;
    pod->metadata.namespace_ = identity.namespace_;
    pod->metadata.uid = identity.uid;
    std::int64_t grace = 30;
    for (const auto& container : view.containers)
        if (auto it = container.annotations.find(keys::kPodGrace); it != container.annotations.end())
            grace = std::atoll(it->second.c_str());
    pod->spec.terminationGracePeriodSeconds = grace;
    return pod;
}

std::int64_t graceOf(const corev1::Pod& pod) {
    auto grace = pod.metadata.deletionGracePeriodSeconds ? *pod.metadata.deletionGracePeriodSeconds
                                                         : pod.spec.terminationGracePeriodSeconds.value_or(30);
    // A forced deletion still lets the runtime try.
    return std::max<std::int64_t>(grace, 1);
}

}  // namespace

void PodWorker::update(ObjectRef pod) {
    std::lock_guard lock(m_mutex);
    m_removed = false;
    if (!m_pod || pod->revision() >= m_pod->revision()) m_pod = std::move(pod);
}

void PodWorker::evict(Rejection why) {
    std::lock_guard lock(m_mutex);
    if (!m_evicted) m_evicted = std::move(why);
}

void PodWorker::setRemoved() {
    std::lock_guard lock(m_mutex);
    m_removed = true;
}

bool PodWorker::finished() const {
    std::lock_guard lock(m_mutex);
    return m_finished;
}

ObjectRef PodWorker::pod() const {
    std::lock_guard lock(m_mutex);
    return m_pod;
}

async::SteadyTime PodWorker::sync() {
    Round round;
    round.now = m_context.clock.now();
    round.steady = m_context.clock.steady();
    round.next = round.steady + kResync;
    round.node = m_context.node();
    std::optional<Rejection> evicted;
    {
        std::lock_guard lock(m_mutex);
        round.object = m_pod;
        round.removed = m_removed || !m_pod;
        evicted = m_evicted;
    }
    if (!observe(round)) return round.steady + std::chrono::seconds(1);
    const auto& pod = round.pod();
    round.graceSeconds = graceOf(pod);
    if (evicted && round.object && !hasEnded(pod)) {
        round.graceSeconds = 1;
        if (!m_failure) {
            m_failure = evicted;
            m_context.events.pod(pod, "Warning", evicted->reason, evicted->message);
        }
    }
    if (!m_admitted && !round.removed && !hasEnded(pod) && !pod.metadata.deletionTimestamp) {
        // What already runs here was admitted once, by an agent before this one.
        if (round.view.empty())
            if (auto rejection = m_context.admit(pod)) {
                m_context.events.pod(pod, "Warning", rejection->reason, rejection->message);
                m_failure = Rejection{rejection->reason, "Pod was rejected: " + rejection->message, false};
                m_rejected = true;
            }
        m_admitted = true;
    }
    bool ending = round.removed || pod.metadata.deletionTimestamp || hasEnded(pod) || m_failure || m_ending ||
                  pastDeadline(round);
    if (ending)
        end(round);
    else
        run(round);
    return round.next;
}

bool PodWorker::pastDeadline(Round& round) {
    const auto& pod = round.pod();
    if (!pod.spec.activeDeadlineSeconds || !pod.status.startTime || !pod.status.startTime->isSet()) return false;
    auto until = pod.status.startTime->timePoint() + std::chrono::seconds(*pod.spec.activeDeadlineSeconds);
    if (round.now < until) {
        round.wakeAt(std::chrono::time_point_cast<async::SystemTime::duration>(until));
        return false;
    }
    m_failure = Rejection{"DeadlineExceeded", "Pod was active on the node longer than the specified deadline", false};
    m_context.events.pod(pod, "Normal", "DeadlineExceeded", m_failure->message);
    return true;
}

bool PodWorker::observe(Round& round) {
    auto view = observePod(m_context.runtime, m_identity.uid);
    if (!view) return false;
    round.view = std::move(*view);
    if (!round.object) round.synthetic = syntheticPod(m_identity, round.view);
    round.probes = m_context.prober.statesOf(round.pod(), round.view);
    std::lock_guard lock(m_mutex);
    round.starting = m_starting;
    round.killing = m_killing;
    return true;
}

PlanInput PodWorker::planInput(const Round& round) const {
    return {round.pod(), round.view, round.probes, m_restarts, round.starting, round.killing, round.now};
}

// ---- a pod that is to run

void PodWorker::run(Round& round) {
    const auto& pod = round.pod();
    std::error_code error;
    fs::create_directories(m_context.layout.pod(pod.metadata.uid), error);
    fs::permissions(m_context.layout.pods(), fs::perms::owner_all, error);
    fs::create_directories(m_context.layout.podLog(pod.metadata.namespace_, pod.metadata.name, pod.metadata.uid),
                           error);
    m_context.prober.follow(round.object, round.view, round.ip(), false);
    round.probes = m_context.prober.statesOf(pod, round.view);

    noteHookErrors(round);
    bool volumesReady = prepareVolumes(round);
    PodPlan plan;
    for (int i = 0; i < kMaxRounds; ++i) {
        plan = planPod(planInput(round));
        if (!volumesReady) {
            plan.createSandbox = false;
            plan.starts.clear();
        }
        if (plan.idle() || !apply(round, plan)) break;
        if (!observe(round)) {
            round.wakeAt(round.steady + std::chrono::seconds(1));
            break;
        }
        m_context.prober.follow(round.object, round.view, round.ip(), false);
        round.probes = m_context.prober.statesOf(pod, round.view);
    }
    noteWaiting(round, plan);
    if (plan.finished) m_ending = true;
    removeLeftovers(round);
    publish(round, false);
    if (m_ending) round.wakeAt(round.steady);
}

/// Does what the plan says; true when it is worth another look at once.
bool PodWorker::apply(Round& round, const PodPlan& plan) {
    for (const auto& one : plan.kills) kill(round, one);
    if (plan.stopSandboxes)
        for (const auto& sandbox : round.view.sandboxes)
            if (sandbox.ready) (void)m_context.runtime.stopSandbox(sandbox.id);
    if (plan.createSandbox) return createSandbox(round, plan.sandboxAttempt);
    bool progress = !plan.kills.empty() || plan.stopSandboxes;
    for (const auto& start : plan.starts) progress |= startContainer(round, start);
    return progress;
}

bool PodWorker::prepareVolumes(Round& round) {
    // A pod is woken for many reasons; what failed is not tried again at each.
    if (m_volumeFailures > 0 && round.steady < m_volumeRetry) {
        round.wakeAt(m_volumeRetry);
        return false;
    }
    auto done = m_context.volumes.prepare(round.pod(), round.node, round.ips());
    if (done) {
        m_volumeFailures = 0;
        if (*done) round.wakeAt(**done);
        return true;
    }
    m_context.events.pod(round.pod(), "Warning", "FailedMount", done.error());
    m_volumeRetry = round.steady + std::chrono::milliseconds(500) * (1 << std::min(m_volumeFailures++, 5));
    round.wakeAt(m_volumeRetry);
    return false;
}

bool PodWorker::createSandbox(Round& round, std::uint32_t attempt) {
    const auto& pod = round.pod();
    if (round.steady < m_sandboxRetry) {
        round.wakeAt(m_sandboxRetry);
        return false;
    }
    if (attempt > 0)
        m_context.events.pod(pod, "Normal", "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.");
    auto fail = [&](const std::string& why) {
        m_context.events.pod(pod, "Warning", "FailedCreatePodSandBox", "Failed to create pod sandbox: " + why);
        m_sandboxRetry = round.steady + std::chrono::milliseconds(500) * (1 << std::min(m_sandboxFailures++, 6));
        round.wakeAt(m_sandboxRetry);
        return false;
    };
    if (auto name = kernelHostname(pod, m_context.dns.domain); !name && !pod.spec.hostNetwork)
        return fail(name.error());
    const auto resolver = readHostResolver();
    for (auto& problem : dnsProblems(pod, m_context.dns, resolver))
        m_context.events.pod(pod, "Warning", "DNSConfigForming", std::move(problem));
    auto config =
        sandboxConfig(pod, attempt, m_context.layout, m_context.dns, resolver, m_context.cgroups.parentOf(pod));
    if (auto made = m_context.cgroups.ensure(pod); !made) {
        m_context.events.pod(pod, "Warning", "FailedCreatePodContainer",
                             "unable to ensure pod container exists: " + made.error());
        m_sandboxRetry = round.steady + std::chrono::seconds(2);
        round.wakeAt(m_sandboxRetry);
        return false;
    }
    if (pod.spec.runtimeClassName && !pod.spec.runtimeClassName->empty()) {
        auto handler = m_context.runtimeHandler(*pod.spec.runtimeClassName);
        if (!handler) return fail(handler.error().message);
        config.runtimeHandler = *handler;
    }
    auto id = m_context.runtime.runSandbox(config);
    if (!id) return fail(id.error().text());
    m_sandboxFailures = 0;
    return true;
}

/// A container whose start hook has just failed says so for a while before it starts again.
void PodWorker::noteHookErrors(Round& round) {
    std::map<std::string, std::string> errors;
    {
        std::lock_guard lock(m_mutex);
        errors.swap(m_hookErrors);
    }
    const auto& pod = round.pod();
    for (const auto& slot : slotsOf(pod)) {
        const auto failed = errors.find(slot.spec->name);
        const auto* container = round.view.newest(slot.spec->name);
        if (failed == errors.end() || !container || container->state != cri::ContainerState::Exited ||
            !restarts(pod, slot.role, container->exitCode))
            continue;
        m_waiting[failed->first] = {kHookError, failed->second};
        m_startRetry[failed->first] = round.steady + kHookRetry;
        round.wakeAt(round.steady + kHookRetry);
    }
}

void PodWorker::noteWaiting(Round& round, const PodPlan& plan) {
    const auto& pod = round.pod();
    std::set<std::string> crashing;
    for (const auto& one : plan.waiting) {
        crashing.insert(one.name);
        round.wakeAt(one.until);
        auto text = std::format("back-off {}s restarting failed container={} pod={}_{}({})", one.delay.count(),
                                one.name, pod.metadata.name, pod.metadata.namespace_, pod.metadata.uid);
        // As Go prints durations.
        if (auto seconds = one.delay.count(); seconds >= 60)
            text = std::format("back-off {}m{}s restarting failed container={} pod={}_{}({})", seconds / 60,
                               seconds % 60, one.name, pod.metadata.name, pod.metadata.namespace_, pod.metadata.uid);
        auto& waiting = m_waiting[one.name];
        if (waiting.reason == kHookError && round.steady < m_startRetry[one.name]) continue;
        if (waiting.reason != "CrashLoopBackOff" || waiting.message != text)
            m_context.events.pod(pod, "Warning", "BackOff",
                                 std::format("Back-off restarting failed container {} in pod {}_{}({})", one.name,
                                             pod.metadata.name, pod.metadata.namespace_, pod.metadata.uid),
                                 one.name);
        waiting = {"CrashLoopBackOff", text};
    }
    std::erase_if(m_waiting, [&](const auto& pair) {
        return pair.second.reason == "CrashLoopBackOff" && !crashing.contains(pair.first);
    });
}

void PodWorker::removeLeftovers(Round& round) {
    auto left = leftoversOf(round.view);
    for (const auto& id : left.containers) {
        auto* container = round.view.byId(id);
        if (container && !round.killing.contains(id)) {
            std::error_code error;
            if (auto it = container->annotations.find(keys::kMessageFile); it != container->annotations.end())
                fs::remove(it->second, error);
            if (!container->logPath.empty()) removeLogs(container->logPath);
            (void)m_context.runtime.removeContainer(id);
        }
    }
    for (const auto& id : left.sandboxes) (void)m_context.runtime.removeSandbox(id);
}

void PodWorker::publish(Round& round, bool ended) {
    if (!round.object || round.removed) return;
    const auto& pod = round.pod();
    if (m_rejected)
        return m_context.statuses.set(round.object,
                                      rejectedStatus(pod, m_failure->reason, m_failure->message, round.now));
    // An agent before this one did not take it: there is nothing to add.
    if (hasEnded(pod) && round.view.empty() && pod.status.containerStatuses.empty()) return;
    readEndMessages(round);
    StatusInput input{pod,       round.view, round.probes, m_waiting, m_endMessages, round.starting, round.node.nodeIp,
                      round.now, ended,      {},           {}};
    if (m_failure) {
        input.failReason = m_failure->reason;
        input.failMessage = m_failure->message;
        input.isDisrupted = m_failure->isDisruption;
    }
    m_context.statuses.set(round.object, statusOf(input));
}

// ---- a pod that is to end

void PodWorker::end(Round& round) {
    m_ending = true;
    m_waiting.clear();
    if (round.object) m_context.prober.follow(round.object, round.view, round.ip(), true);
    startEarlyHooks(round);
    auto plan = terminationPlan(round);
    for (int i = 0; i < kMaxRounds && !plan.idle(); ++i) {
        if (!apply(round, plan) || !observe(round)) break;
        plan = terminationPlan(round);
    }
    shortenKills(round);
    if (!plan.finished) {
        round.wakeAt(round.steady + std::chrono::seconds(10));
        publish(round, false);
        return;
    }
    m_context.prober.forget(m_identity.uid);
    m_context.images.forget(m_identity.uid);
    publish(round, true);
    if (round.removed) return finish(round);
    if (!m_context.statuses.synced(m_identity.uid)) return;
    m_context.volumes.remove(m_identity.uid);
    m_context.cgroups.remove(m_identity.uid);
    // The server's word on the status is awaited above, so that it outlives the pod's last run.
    if (round.pod().metadata.deletionTimestamp) m_context.statuses.removePod(round.object);
}

/// The API has let the pod go: now the runtime does.
void PodWorker::finish(Round& round) {
    for (const auto& container : round.view.containers) (void)m_context.runtime.removeContainer(container.id);
    for (const auto& sandbox : round.view.sandboxes) {
        auto removed = m_context.runtime.removeSandbox(sandbox.id);
        if (!removed) {
            round.wakeAt(round.steady + std::chrono::seconds(2));
            return;
        }
    }
    m_context.volumes.remove(m_identity.uid);
    m_context.cgroups.remove(m_identity.uid);
    m_context.statuses.forget(m_identity.uid);
    std::error_code error;
    fs::remove_all(m_context.layout.podLog(m_identity.namespace_, m_identity.name, m_identity.uid), error);
    std::lock_guard lock(m_mutex);
    m_finished = true;
}

}  // namespace armillary::agent
