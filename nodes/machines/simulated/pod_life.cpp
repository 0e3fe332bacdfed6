#include "nodes/machines/simulated/pod_life.h"

#include <algorithm>
#include <format>

namespace armillary::machines {

namespace {

using namespace std::chrono_literals;
using async::SystemTime;
using corev1::ContainerStatus;

constexpr auto kSlowStart = 30s;
constexpr auto kErrorShown = 2s;  ///< a failed pull's error, before the waiting for the next is shown
// The kubelet's back-off, of restarts and of pulls.
constexpr std::chrono::seconds kFirstDelay = 10s, kLongestDelay = 300s;
constexpr int kDoublings = 5;  ///< more make no difference

constexpr std::string_view kCrashLoop = "CrashLoopBackOff", kPullFailed = "ErrImagePull",
                           kPullBackOff = "ImagePullBackOff";

std::string_view faultOf(const corev1::Pod& pod) {
    const auto found = pod.metadata.annotations.find(kFault);
    return found == pod.metadata.annotations.end() ? std::string_view() : std::string_view(found->second);
}

bool isTerminal(std::string_view phase) {
    return phase == corev1::kPodSucceeded || phase == corev1::kPodFailed;
}

bool isSidecar(const corev1::Container& spec) {
    return spec.restartPolicy && *spec.restartPolicy == corev1::kContainerRestartPolicyAlways;
}

/// Before the restart that follows so many: at once at first, then after 10 s, 20 s, 40 s, …
std::chrono::seconds delayAfter(int restarts) {
    if (restarts == 0) return 0s;
    return std::min(kFirstDelay * (1 << std::min(restarts - 1, kDoublings)), kLongestDelay);
}

/// As Go prints it.
std::string text(std::chrono::seconds delay) {
    return delay < 1min ? std::format("{}s", delay.count())
                        : std::format("{}m{}s", delay.count() / 60, delay.count() % 60);
}

std::string pullError(const std::string& image) {
    return std::format(
        "rpc error: code = NotFound desc = failed to pull and unpack image \"{0}\": failed to resolve reference "
        "\"{0}\": {0}: not found",
        image);
}

ContainerStatus& statusOf(std::vector<ContainerStatus>& statuses, const corev1::Container& spec) {
    const auto found = std::ranges::find(statuses, spec.name, &ContainerStatus::name);
    if (found != statuses.end()) return *found;
    ContainerStatus& made = statuses.emplace_back();
    made.name = spec.name;
    made.image = spec.image;
    made.started = false;
    return made;
}

void setUnready(ContainerStatus& container) {
    container.ready = false;
    container.started = false;
}

void setWaiting(ContainerStatus& container, std::string_view reason, std::string message = {}) {
    container.state = {};
    auto& waiting = container.state.waiting.emplace();
    waiting.reason = reason;
    waiting.message = std::move(message);
    setUnready(container);
}

class Life {
public:
    Life(const corev1::Pod& pod, const PodSurroundings& around)
        : m_pod(pod), m_around(around), m_fault(faultOf(pod)), m_now(around.now), m_next{.status = pod.status} {}

    Outlook look() {
        if (isTerminal(status().phase)) {
            m_next.isOver = isBeingDeleted();
        } else if (isBeingDeleted()) {
            stop();
        } else {
            run();
        }
        return std::move(m_next);
    }

private:
    corev1::PodStatus& status() { return m_next.status; }
    bool isBeingDeleted() const {
        return m_pod.metadata.deletionTimestamp && m_pod.metadata.deletionTimestamp->isSet();
    }

    /// True as long as the time has not come.
    bool waitsFor(SystemTime time) {
        if (time <= m_now) return false;
        m_next.due = m_next.due ? std::min(*m_next.due, time) : time;
        return true;
    }

    void run() {
        arrive();
        auto begin = status().startTime->timePoint() + m_around.pace.start;
        if (m_fault == "slow") begin += kSlowStart;
        if (!waitsFor(begin)) {
            takeAddress();
            const bool initialized = runInit();
            for (const auto& spec : m_pod.spec.containers)
                if (initialized) runMain(spec, statusOf(status().containerStatuses, spec), begin);
            for (const auto& spec : m_pod.spec.ephemeralContainers) runEphemeral(spec);
        }
        status().phase = phase();
        tellConditions();
    }

    void arrive() {
        if (status().startTime && status().startTime->isSet()) return;
        status().startTime = schema::Time(m_now);
        status().hostIP = m_around.hostIp;
        status().hostIPs.assign(1, {});
        status().hostIPs.front().ip = m_around.hostIp;
        for (const auto& spec : m_pod.spec.initContainers)
            setWaiting(statusOf(status().initContainerStatuses, spec), "PodInitializing");
        for (const auto& spec : m_pod.spec.containers)
            setWaiting(statusOf(status().containerStatuses, spec),
                       m_pod.spec.initContainers.empty() ? "ContainerCreating" : "PodInitializing");
    }

    void takeAddress() {
        if (!status().podIP.empty()) return;
        status().podIP = m_pod.spec.hostNetwork ? m_around.hostIp : m_around.address();
        status().podIPs.assign(1, {});
        status().podIPs.front().ip = status().podIP;
    }

    /// True when all that come before the main ones have ended, or run beside them.
    bool runInit() {
        for (const auto& spec : m_pod.spec.initContainers) {
            ContainerStatus& container = statusOf(status().initContainerStatuses, spec);
            if (container.state.waiting || (!container.state.running && !container.state.terminated))
                start(container, spec);
            if (isSidecar(spec)) {
                container.ready = true;
            } else if (container.state.running) {
                if (waitsFor(container.state.running->startedAt.timePoint() + m_around.pace.start)) return false;
                end(container, 0, "Completed");
                container.ready = true;
            }
        }
        return true;
    }

    /// As far as time allows.
    void runMain(const corev1::Container& spec, ContainerStatus& container, SystemTime begin) {
        for (;;) {
            if (container.state.running) {
                container.ready = m_fault != "not-ready";
                if (!endsByNow(container)) return;
            } else if (container.state.terminated) {
                if (!restarts(container.state.terminated->exitCode)) return;
                if (!restartOrBackOff(container, spec)) return;
            } else if (container.lastState.terminated) {
                if (!restartOrBackOff(container, spec)) return;
            } else {
                if (m_fault == "image-pull") return failToPull(container, spec, begin);
                start(container, spec);
            }
        }
    }

    /// Added by somebody who looks for a fault: never restarted, never ready, and there until the pod goes.
    void runEphemeral(const corev1::EphemeralContainer& wanted) {
        corev1::Container spec;
        spec.name = wanted.name;
        spec.image = wanted.image;
        ContainerStatus& container = statusOf(status().ephemeralContainerStatuses, spec);
        if (!container.state.running && !container.state.terminated) start(container, spec);
    }

    bool endsByNow(ContainerStatus& container) {
        const auto since = container.state.running->startedAt.timePoint();
        const bool runsOutOfMemory = m_fault == "oom";
        if (runsOutOfMemory || m_fault == "crash") {
            if (waitsFor(since + m_around.pace.crash)) return false;
            end(container, runsOutOfMemory ? 137 : 1, runsOutOfMemory ? "OOMKilled" : "Error");
            return true;
        }
        // One that is made to be talked to ends with that.
        const bool waitsForInput = std::ranges::any_of(m_pod.spec.containers, &corev1::Container::stdinOnce);
        if (waitsForInput || m_pod.spec.restartPolicy == corev1::kRestartPolicyAlways ||
            waitsFor(since + m_around.pace.run))
            return false;
        end(container, 0, "Completed");
        return true;
    }

    bool restarts(std::int32_t exitCode) const {
        const auto& policy = m_pod.spec.restartPolicy;
        return policy == corev1::kRestartPolicyAlways || (policy == corev1::kRestartPolicyOnFailure && exitCode != 0);
    }

    /// True when it runs again.
    bool restartOrBackOff(ContainerStatus& container, const corev1::Container& spec) {
        if (container.state.terminated) {
            container.lastState = std::move(container.state);
            container.state = {};
        }
        const auto delay = delayAfter(container.restartCount);
        if (waitsFor(container.lastState.terminated->finishedAt.timePoint() + delay)) {
            setWaiting(container, kCrashLoop,
                       std::format("back-off {} restarting failed container={} pod={}_{}({})", text(delay), spec.name,
                                   m_pod.metadata.name, m_pod.metadata.namespace_, m_pod.metadata.uid));
            return false;
        }
        ++container.restartCount;
        start(container, spec);
        return true;
    }

    /// When pulls are tried follows from when the first one was: nobody has to count them.
    void failToPull(ContainerStatus& container, const corev1::Container& spec, SystemTime begin) {
        auto attempt = begin, next = begin + kFirstDelay;
        for (int attempts = 2; next <= m_now; ++attempts) attempt = std::exchange(next, next + delayAfter(attempts));
        if (waitsFor(attempt + kErrorShown)) return setWaiting(container, kPullFailed, pullError(spec.image));
        waitsFor(next);
        setWaiting(
            container, kPullBackOff,
            std::format("Back-off pulling image \"{}\": {}: {}", spec.image, kPullFailed, pullError(spec.image)));
    }

    void start(ContainerStatus& container, const corev1::Container& spec) {
        container.state = {};
        container.state.running.emplace().startedAt = schema::Time(m_now);
        container.started = true;
        container.image = container.imageID = spec.image;
        container.containerID =
            std::format("simulated://{}/{}/{}", m_pod.metadata.uid, spec.name, container.restartCount);
    }

    void end(ContainerStatus& container, std::int32_t exitCode, std::string_view reason) {
        corev1::ContainerStateTerminated ended;
        ended.exitCode = exitCode;
        ended.reason = reason;
        ended.startedAt = container.state.running->startedAt;
        ended.finishedAt = schema::Time(m_now);
        ended.containerID = container.containerID;
        container.state = {};
        container.state.terminated = std::move(ended);
        setUnready(container);
    }

    /// What ran ends well when it is told to.
    void stop() {
        const std::chrono::seconds grace(m_pod.metadata.deletionGracePeriodSeconds.value_or(0));
        const auto asked = m_pod.metadata.deletionTimestamp->timePoint() - grace;
        if (waitsFor(asked + std::min(grace, m_around.pace.stop))) return;
        m_next.isOver = true;
        if (!status().startTime) return;
        for (auto* statuses :
             {&status().initContainerStatuses, &status().containerStatuses, &status().ephemeralContainerStatuses})
            for (ContainerStatus& container : *statuses)
                if (container.state.running) end(container, 0, "Completed");
        const bool allWell = std::ranges::all_of(status().containerStatuses, [](const ContainerStatus& container) {
            return container.state.terminated && container.state.terminated->exitCode == 0;
        });
        status().phase = allWell ? corev1::kPodSucceeded : corev1::kPodFailed;
        tellConditions();
    }

    std::string_view phase() {
        const auto& containers = status().containerStatuses;
        const auto begun = [](const ContainerStatus& container) {
            return container.state.running || container.state.terminated || container.lastState.terminated;
        };
        if (containers.size() < m_pod.spec.containers.size() || !std::ranges::all_of(containers, begun))
            return corev1::kPodPending;
        const bool over = std::ranges::all_of(containers, [this](const ContainerStatus& container) {
            return container.state.terminated && !restarts(container.state.terminated->exitCode);
        });
        if (!over) return corev1::kPodRunning;
        const bool failed = std::ranges::any_of(
            containers, [](const ContainerStatus& container) { return container.state.terminated->exitCode != 0; });
        return failed ? corev1::kPodFailed : corev1::kPodSucceeded;
    }

    void tellConditions() {
        using namespace corev1;
        const bool succeeded = status().phase == kPodSucceeded, failed = status().phase == kPodFailed;
        setCondition(kPodReadyToStartContainers, !status().podIP.empty() && !succeeded && !failed);
        const std::string incomplete = unready(status().initContainerStatuses);
        if (succeeded)
            setCondition(kPodInitialized, true, "PodCompleted");
        else if (incomplete.empty())
            setCondition(kPodInitialized, true);
        else
            setCondition(kPodInitialized, false, "ContainersNotInitialized",
                         "containers with incomplete status: " + incomplete);
        const std::string notReady = unready(status().containerStatuses);
        for (const std::string_view type : {kPodReady, kContainersReady}) {
            if (succeeded)
                setCondition(type, false, "PodCompleted");
            else if (failed)
                setCondition(type, false, "PodFailed");
            else if (!notReady.empty())
                setCondition(type, false, "ContainersNotReady", "containers with unready status: " + notReady);
            else
                setCondition(type, true);
        }
        setCondition(kPodScheduled, true);
    }

    /// "[web sidecar]"; "" when all are ready.
    static std::string unready(const std::vector<ContainerStatus>& containers) {
        std::string names;
        for (const ContainerStatus& container : containers)
            if (!container.ready) names += (names.empty() ? "" : " ") + container.name;
        return names.empty() ? names : "[" + names + "]";
    }

    void setCondition(std::string_view type, bool holds, std::string reason = {}, std::string message = {}) {
        auto found = std::ranges::find(status().conditions, type, &corev1::PodCondition::type);
        if (found == status().conditions.end()) {
            found = status().conditions.insert(found, corev1::PodCondition());
            found->type = type;
        }
        const std::string_view value = holds ? corev1::kConditionTrue : corev1::kConditionFalse;
        if (found->status != value) found->lastTransitionTime = schema::Time(m_now);
        found->status = value;
        found->reason = std::move(reason);
        found->message = std::move(message);
    }

    const corev1::Pod& m_pod;
    const PodSurroundings& m_around;
    const std::string_view m_fault;
    const SystemTime m_now;
    Outlook m_next;
};

}  // namespace

Outlook outlookOf(const corev1::Pod& pod, const PodSurroundings& around) {
    return Life(pod, around).look();
}

}  // namespace armillary::machines
