#include "nodes/agent/pod/status.h"

#include <algorithm>
#include <format>

namespace armillary::agent {

namespace {

/// Of all containers of a pod together, as upstream.
constexpr std::size_t kMaxMessageBytes = 12 << 10;

using State = cri::ContainerState;
using corev1::ContainerStatus;

schema::Time timeOf(std::int64_t nanoseconds) {
    return nanoseconds > 0 ? schema::Time(nanoseconds / 1'000'000'000) : schema::Time();
}

std::string runtimeId(const std::string& id) {
    return "containerd://" + id;
}

corev1::ContainerStateTerminated terminated(const cri::ContainerStatus& container, const StatusInput& in) {
    corev1::ContainerStateTerminated out;
    out.exitCode = container.exitCode;
    out.reason = !container.reason.empty() ? container.reason : container.exitCode == 0 ? "Completed" : "Error";
    auto message = in.endMessages.find(container.id);
    out.message = message != in.endMessages.end() && !message->second.empty() ? message->second : container.message;
    // A pod's messages share what one status may carry.
    const auto& spec = in.pod.spec;
    const auto count = spec.initContainers.size() + spec.containers.size() + spec.ephemeralContainers.size();
    if (out.message.size() > kMaxMessageBytes / std::max<std::size_t>(count, 1))
        out.message.resize(kMaxMessageBytes / count);
    // One that never ran has the epoch here, as upstream's.
    out.startedAt = schema::Time(container.startedAt / 1'000'000'000);
    out.finishedAt = timeOf(container.finishedAt);
    out.containerID = runtimeId(container.id);
    return out;
}

const ContainerStatus* oldStatus(const StatusInput& in, ContainerRole role, const std::string& name) {
    const auto& status = in.pod.status;
    const auto& list = role == ContainerRole::Main        ? status.containerStatuses
                       : role == ContainerRole::Ephemeral ? status.ephemeralContainerStatuses
                                                          : status.initContainerStatuses;
    auto it = std::ranges::find(list, name, &ContainerStatus::name);
    return it == list.end() ? nullptr : &*it;
}

void fillFromRuntime(ContainerStatus& out, const StatusInput& in, const cri::ContainerStatus& container,
                     ContainerRole role) {
    out.restartCount = static_cast<std::int32_t>(restartCountOf(container));
    out.containerID = runtimeId(container.id);
    // What the runtime resolved the name to.
    if (!container.image.empty()) out.image = container.image;
    out.imageID = container.imageRef;
    if (auto previous = in.view.previous(out.name); previous && previous->state == State::Exited)
        out.lastState.terminated = terminated(*previous, in);
    if (container.uid) {
        auto& user = out.user.ensure().linux.ensure();
        user.uid = *container.uid;
        user.gid = container.gid.value_or(0);
        user.supplementalGroups = container.supplementalGroups;
    }
    for (auto& mount : out.volumeMounts)
        if (mount.recursiveReadOnly && std::ranges::contains(container.recursiveReadOnly, mount.mountPath))
            mount.recursiveReadOnly = corev1::kRecursiveReadOnlyEnabled;
    switch (container.state) {
        case State::Running: {
            auto probes = in.probes.find(container.id);
            ProbeState state = probes == in.probes.end() ? ProbeState() : probes->second;
            if (in.starting.contains(container.id)) {
                out.state.waiting.ensure().reason = role == ContainerRole::Main && in.pod.spec.initContainers.empty()
                                                        ? "ContainerCreating"
                                                        : "PodInitializing";
                out.started = false;
                break;
            }
            out.state.running.ensure().startedAt = timeOf(container.startedAt);
            out.started = state.started;
            out.ready = role == ContainerRole::Init ? false : state.started && state.ready;
            break;
        }
        case State::Exited:
            out.state.terminated = terminated(container, in);
            out.started = false;
            out.ready = role == ContainerRole::Init && container.exitCode == 0;
            break;
        case State::Created:
            out.state.waiting.ensure().reason = "ContainerCreating";
            out.started = false;
            break;
        case State::Unknown: {
            auto& end = out.state.terminated.ensure();
            end.exitCode = 137;
            end.reason = "ContainerStatusUnknown";
            end.message = "The container could not be located when the pod was terminated";
            out.started = false;
            break;
        }
    }
}

ContainerStatus containerStatus(const StatusInput& in, const ContainerSlot& slot, bool initialized) {
    ContainerStatus out;
    const auto& spec = *slot.spec;
    out.name = spec.name;
    out.image = spec.image;
    for (const auto& mount : spec.volumeMounts) {
        corev1::VolumeMountStatus status;
        status.name = mount.name;
        status.mountPath = mount.mountPath;
        status.readOnly = mount.readOnly;
        if (mount.readOnly) status.recursiveReadOnly = corev1::kRecursiveReadOnlyDisabled;
        out.volumeMounts.push_back(std::move(status));
    }
    out.started = false;
    auto* container = in.view.newest(spec.name);
    if (!container) {
        if (auto* old = oldStatus(in, slot.role, spec.name); old && !old->containerID.empty() && in.ended) {
            // What ran once and is gone from the runtime keeps its last word.
            out = *old;
            if (!out.state.terminated) {
                out.state = {};
                auto& end = out.state.terminated.ensure();
                end.exitCode = 137;
                end.reason = "ContainerStatusUnknown";
                end.message = "The container could not be located when the pod was terminated";
                end.containerID = old->containerID;
            }
            out.ready = false;
            return out;
        }
        bool waits = slot.role == ContainerRole::Main && !initialized;
        out.state.waiting.ensure().reason =
            waits || !in.pod.spec.initContainers.empty() ? "PodInitializing" : "ContainerCreating";
        if (in.ended) {
            // Never started: upstream leaves it waiting.
            out.state.waiting->reason =
                out.state.waiting->reason.empty() ? "ContainerCreating" : out.state.waiting->reason;
        }
    } else {
        fillFromRuntime(out, in, *container, slot.role);
    }
    auto waiting = in.waiting.find(spec.name);
    if (waiting != in.waiting.end() && !out.state.running && !in.ended) {
        if (container && container->state == State::Exited) {
            out.lastState = {};
            out.lastState.terminated = terminated(*container, in);
        }
        out.state = {};
        auto& state = out.state.waiting.ensure();
        state.reason = waiting->second.reason;
        state.message = waiting->second.message;
        out.ready = false;
    }
    return out;
}

struct Counts {
    int waiting = 0, running = 0, stopped = 0, succeeded = 0, unknown = 0;
};

/// Upstream's getPhase.
std::string phaseOf(const StatusInput& in, const std::vector<ContainerStatus>& init,
                    const std::vector<ContainerStatus>& main) {
    if (!in.failReason.empty()) return std::string(corev1::kPodFailed);
    int pendingInit = 0, failedInit = 0;
    bool mainBegan = std::ranges::any_of(main, [](const auto& status) {
        return status.state.running || status.state.terminated || status.lastState.terminated;
    });
    for (std::size_t i = 0; i < init.size(); ++i) {
        const auto& spec = in.pod.spec.initContainers[i];
        bool sidecar = spec.restartPolicy && *spec.restartPolicy == corev1::kContainerRestartPolicyAlways;
        const auto& state = init[i].state;
        if (sidecar) {
            if (!init[i].started.value_or(false) && !mainBegan) ++pendingInit;
            continue;
        }
        if (state.terminated)
            failedInit += state.terminated->exitCode != 0;
        else if (state.waiting && init[i].lastState.terminated && init[i].lastState.terminated->exitCode == 0)
            continue;
        else
            ++pendingInit;
    }
    Counts counts;
    for (const auto& status : main) {
        const auto& state = status.state;
        if (state.running) {
            ++counts.running;
        } else if (state.terminated) {
            ++counts.stopped;
            counts.succeeded += state.terminated->exitCode == 0;
        } else if (state.waiting) {
            if (status.lastState.terminated)
                ++counts.stopped;
            else
                ++counts.waiting;
        } else {
            ++counts.unknown;
        }
    }
    if (failedInit > 0 && in.pod.spec.restartPolicy == corev1::kRestartPolicyNever)
        return std::string(corev1::kPodFailed);
    if (!in.ended) {
        if (pendingInit > 0 || (failedInit > 0 && counts.running == 0 && counts.stopped == 0))
            return std::string(corev1::kPodPending);
        if (counts.waiting > 0) return std::string(corev1::kPodPending);
        if (counts.running > 0 && counts.unknown == 0) return std::string(corev1::kPodRunning);
    }
    if (in.ended || (counts.running == 0 && counts.stopped > 0 && counts.unknown == 0)) {
        if (in.ended) {
            bool allGood = counts.stopped > 0 && counts.stopped == counts.succeeded && counts.waiting == 0;
            return std::string(allGood ? corev1::kPodSucceeded : corev1::kPodFailed);
        }
        if (in.pod.spec.restartPolicy == corev1::kRestartPolicyAlways) return std::string(corev1::kPodRunning);
        if (counts.stopped == counts.succeeded) return std::string(corev1::kPodSucceeded);
        if (in.pod.spec.restartPolicy == corev1::kRestartPolicyNever) return std::string(corev1::kPodFailed);
        return std::string(corev1::kPodRunning);
    }
    return std::string(corev1::kPodPending);
}

class Conditions {
public:
    Conditions(const StatusInput& in, std::vector<corev1::PodCondition>& out) : m_in(in), m_out(out) {}

    void set(std::string_view type, bool value, std::string reason = {}, std::string message = {}) {
        corev1::PodCondition condition;
        condition.type = type;
        condition.status = value ? "True" : "False";
        condition.reason = std::move(reason);
        condition.message = std::move(message);
        auto old = std::ranges::find(m_in.pod.status.conditions, type, &corev1::PodCondition::type);
        bool same = old != m_in.pod.status.conditions.end() && old->status == condition.status;
        condition.lastTransitionTime = same ? old->lastTransitionTime : schema::Time(m_in.now);
        m_out.push_back(std::move(condition));
    }

private:
    const StatusInput& m_in;
    std::vector<corev1::PodCondition>& m_out;
};

std::string joinNames(const std::vector<std::string>& names) {
    std::string out;
    for (const auto& name : names) out += (out.empty() ? "" : " ") + name;
    return "[" + out + "]";
}

void fillConditions(const StatusInput& in, corev1::PodStatus& status) {
    using namespace corev1;
    static constexpr std::string_view kOwned[] = {kPodReadyToStartContainers, kPodInitialized, kPodReady,
                                                  kContainersReady, kPodScheduled};
    const bool evicted = in.failReason == "Evicted";
    for (const auto& condition : in.pod.status.conditions)
        if (!std::ranges::contains(kOwned, condition.type) && (!evicted || condition.type != kDisruptionTarget))
            status.conditions.push_back(condition);
    Conditions out(in, status.conditions);
    if (evicted) out.set(kDisruptionTarget, true, std::string(kPodReasonTerminationByKubelet), in.failMessage);
    auto* sandbox = in.view.sandbox();
    out.set(kPodReadyToStartContainers,
            sandbox && sandbox->ready && (in.pod.spec.hostNetwork || !sandbox->ips.empty()));

    bool succeeded = status.phase == kPodSucceeded, failed = status.phase == kPodFailed;
    std::vector<std::string> incomplete;
    for (std::size_t i = 0; i < status.initContainerStatuses.size(); ++i) {
        const auto& init = status.initContainerStatuses[i];
        const auto& spec = in.pod.spec.initContainers[i];
        bool sidecar = spec.restartPolicy && *spec.restartPolicy == kContainerRestartPolicyAlways;
        bool done = sidecar ? init.started.value_or(false) : init.ready;
        if (!done) incomplete.push_back(init.name);
    }
    bool mainStarted = std::ranges::any_of(status.containerStatuses, [](const auto& container) {
        return container.state.running || container.state.terminated || container.lastState.terminated;
    });
    if (succeeded)
        out.set(kPodInitialized, true, "PodCompleted");
    else if (incomplete.empty() || mainStarted)
        out.set(kPodInitialized, true);
    else
        out.set(kPodInitialized, false, "ContainersNotInitialized",
                "containers with incomplete status: " + joinNames(incomplete));

    std::vector<std::string> unready;
    for (const auto& container : status.containerStatuses)
        if (!container.ready) unready.push_back(container.name);
    for (std::size_t i = 0; i < status.initContainerStatuses.size(); ++i)
        if (in.pod.spec.initContainers[i].restartPolicy && !status.initContainerStatuses[i].ready)
            unready.push_back(status.initContainerStatuses[i].name);
    auto notReady = [&](std::string_view type) {
        if (succeeded)
            out.set(type, false, "PodCompleted");
        else if (failed)
            out.set(type, false, "PodFailed");
        else
            out.set(type, false, "ContainersNotReady", "containers with unready status: " + joinNames(unready));
    };
    bool containersReady = unready.empty() && !succeeded && !failed;
    std::vector<std::string> gates;
    for (const auto& gate : in.pod.spec.readinessGates) {
        auto it = std::ranges::find(in.pod.status.conditions, gate.conditionType, &PodCondition::type);
        if (it == in.pod.status.conditions.end())
            gates.push_back(std::format("corresponding condition of pod readiness gate \"{}\" does not exist.",
                                        gate.conditionType));
        else if (it->status != "True")
            gates.push_back(std::format("the status of pod readiness gate \"{}\" is not \"True\", but {}",
                                        gate.conditionType, it->status));
    }
    if (!containersReady) {
        notReady(kPodReady);
    } else if (!gates.empty()) {
        std::string text;
        for (const auto& gate : gates) text += (text.empty() ? "" : ", ") + gate;
        out.set(kPodReady, false, "ReadinessGatesNotReady", text);
    } else {
        out.set(kPodReady, true);
    }
    if (containersReady)
        out.set(kContainersReady, true);
    else
        notReady(kContainersReady);
    out.set(kPodScheduled, true);
}

}  // namespace

std::string qosClassOf(const corev1::Pod& pod) {
    schema::StringMap<schema::Quantity> requests, limits;
    bool guaranteed = true;
    for (const auto& slot : slotsOf(pod)) {
        const auto& resources = slot.spec->resources;
        int limited = 0;
        for (const auto& [name, quantity] : resources.requests)
            if ((name == "cpu" || name == "memory") && !quantity.isZero()) requests[name] += quantity;
        for (const auto& [name, quantity] : resources.limits)
            if ((name == "cpu" || name == "memory") && !quantity.isZero()) limits[name] += quantity, ++limited;
        if (limited != 2) guaranteed = false;
    }
    if (requests.empty() && limits.empty()) return std::string(corev1::kPodQOSBestEffort);
    if (guaranteed) {
        for (const auto& [name, quantity] : requests)
            if (auto it = limits.find(name); it == limits.end() || !(it->second == quantity)) guaranteed = false;
        if (guaranteed && requests.size() <= limits.size()) return std::string(corev1::kPodQOSGuaranteed);
    }
    return std::string(corev1::kPodQOSBurstable);
}

corev1::PodStatus statusOf(const StatusInput& in) {
    corev1::PodStatus status;
    const auto& old = in.pod.status;
    bool initialized = true;
    for (const auto& slot : slotsOf(in.pod)) {
        auto one = containerStatus(in, slot, initialized);
        if (slot.role == ContainerRole::Main) {
            status.containerStatuses.push_back(std::move(one));
        } else {
            if (slot.role == ContainerRole::Init && !one.ready) initialized = false;
            status.initContainerStatuses.push_back(std::move(one));
        }
    }
    for (const auto& ephemeral : in.pod.spec.ephemeralContainers) {
        auto container = containerOf(ephemeral);
        auto one = containerStatus(in, {&container, ContainerRole::Ephemeral}, initialized);
        // Neither ready nor started is said of one that serves nobody.
        one.ready = false;
        one.started.reset();
        status.ephemeralContainerStatuses.push_back(std::move(one));
    }
    // A container that had begun and is now gone from the runtime, while its pod lives, waits for its next run.
    status.phase = phaseOf(in, status.initContainerStatuses, status.containerStatuses);
    // A pod that has ended never begins again.
    if (old.phase == corev1::kPodFailed || old.phase == corev1::kPodSucceeded) status.phase = old.phase;
    status.reason = !in.failReason.empty() ? in.failReason : status.phase == old.phase ? old.reason : "";
    status.message = !in.failReason.empty() ? in.failMessage : status.phase == old.phase ? old.message : "";
    status.qosClass = old.qosClass.empty() ? qosClassOf(in.pod) : old.qosClass;
    status.startTime = old.startTime && old.startTime->isSet() ? old.startTime : std::optional(schema::Time(in.now));
    status.nominatedNodeName = old.nominatedNodeName;
    status.resize = old.resize;
    status.resourceClaimStatuses = old.resourceClaimStatuses;
    status.hostIP = in.hostIp;
    corev1::HostIP host;
    host.ip = in.hostIp;
    status.hostIPs = {host};
    std::vector<std::string> ips;
    if (in.pod.spec.hostNetwork)
        ips = {in.hostIp};
    else if (auto* sandbox = in.view.sandbox())
        ips = sandbox->ips;
    for (const auto& ip : ips) {
        corev1::PodIP address;
        address.ip = ip;
        status.podIPs.push_back(address);
    }
    if (ips.empty()) {
        status.podIPs = old.podIPs;
        status.podIP = old.podIP;
    } else {
        status.podIP = ips.front();
    }
    fillConditions(in, status);
    return status;
}

}  // namespace armillary::agent
