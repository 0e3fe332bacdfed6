#include "nodes/agent/pod/status.h"

#include <algorithm>
#include <format>

namespace armillary::agent {

namespace {

/// Of all containers of a pod together, as upstream.
constexpr std::size_t kMaxMessageBytes = 12 << 10;

constexpr std::string_view kOwnConditions[] = {corev1::kPodReadyToStartContainers, corev1::kPodInitialized,
                                               corev1::kPodReady, corev1::kContainersReady, corev1::kPodScheduled};

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
    out.message = container.message;
    if (message != in.endMessages.end() && !message->second.empty())
        out.message += (out.message.empty() ? "" : ": ") + message->second;
    // A pod's messages share what one status may carry.
    const auto& spec = in.pod.spec;
    const auto count = spec.initContainers.size() + spec.containers.size() + spec.ephemeralContainers.size();
    const auto share = kMaxMessageBytes / std::max<std::size_t>(count, 1);
    if (out.message.size() > share) out.message.resize(share);
    // One that never ran has the epoch here, as upstream's.
    out.startedAt = schema::Time(container.startedAt / 1'000'000'000);
    out.finishedAt = timeOf(container.finishedAt);
    out.containerID = runtimeId(container.id);
    return out;
}

corev1::ContainerStateTerminated lost(std::string_view message) {
    corev1::ContainerStateTerminated out;
    out.exitCode = 137;
    out.reason = "ContainerStatusUnknown";
    out.message = message;
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
        case State::Unknown:
            out.state.terminated = lost("The container could not be located when the pod was terminated");
            out.started = false;
            break;
    }
}

/// Of a container that the runtime does not know (any more): what was said of it last stays true. One that ran then
/// has ended since, nobody knows how.
void keepOfOld(ContainerStatus& out, const ContainerStatus& old, ContainerRole role, const StatusInput& in) {
    if (old.containerID.empty()) {
        out.restartCount = old.restartCount;
        out.lastState = old.lastState;
        return;
    }
    if (old.state.terminated || in.ended) {
        out = old;
        out.ready = role == ContainerRole::Init && old.state.terminated && old.state.terminated->exitCode == 0;
        if (out.state.terminated) return;
        out.state = {};
        out.state.terminated = lost("The container could not be located when the pod was terminated");
        out.state.terminated->containerID = old.containerID;
        return;
    }
    out.restartCount = old.restartCount + (in.pod.metadata.deletionTimestamp ? 0 : 1);
    out.lastState = old.lastState;
    if (old.state.running)
        out.lastState.terminated =
            lost("The container could not be located when the pod was deleted.  The container used to be Running");
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
        const bool first = slot.role != ContainerRole::Main || initialized;
        out.state.waiting.ensure().reason =
            !first || !in.pod.spec.initContainers.empty() ? "PodInitializing" : "ContainerCreating";
        if (auto* old = oldStatus(in, slot.role, spec.name)) keepOfOld(out, *old, slot.role, in);
    } else {
        fillFromRuntime(out, in, *container, slot.role);
    }
    auto waiting = in.waiting.find(spec.name);
    if (waiting != in.waiting.end() && !out.state.running && !in.ended) {
        if (out.state.terminated) out.lastState = std::move(out.state);
        out.state = {};
        auto& state = out.state.waiting.ensure();
        state.reason = waiting->second.reason;
        state.message = waiting->second.message;
        out.ready = false;
    }
    return out;
}

struct Counts {
    int waiting = 0, running = 0, stopped = 0, succeeded = 0;
    int pendingInit = 0, pendingSidecars = 0, failedInit = 0;
};

bool isSidecar(const corev1::Container& spec) {
    return spec.restartPolicy && *spec.restartPolicy == corev1::kContainerRestartPolicyAlways;
}

bool isStatic(const corev1::Pod& pod) {
    const auto source = pod.metadata.annotations.find(keys::kConfigSource);
    return source != pod.metadata.annotations.end() && source->second != "api";
}

bool hasBegun(const ContainerStatus& status) {
    return status.state.running || status.state.terminated || status.lastState.terminated;
}

void countInit(const ContainerStatus& status, Counts& out) {
    const auto& state = status.state;
    const auto& end = state.terminated ? state.terminated : status.lastState.terminated;
    if (state.running || !end)
        ++out.pendingInit;
    else
        out.failedInit += end->exitCode != 0;
}

/// One that has ended says nothing of the phase; one that runs keeps the pod running.
void countSidecar(const ContainerStatus& status, Counts& out) {
    if (status.state.running) {
        ++out.running;
        out.pendingSidecars += !status.started.value_or(false);
    } else if (status.state.waiting && !status.lastState.terminated) {
        ++out.waiting;
        ++out.pendingSidecars;
    }
}

void countMain(const ContainerStatus& status, Counts& out) {
    if (status.state.running) {
        ++out.running;
    } else if (status.state.terminated) {
        ++out.stopped;
        out.succeeded += status.state.terminated->exitCode == 0;
    } else if (status.lastState.terminated) {
        ++out.stopped;
    } else {
        ++out.waiting;
    }
}

/// As upstream's kubelet: what the containers amount to, were nothing of the pod to run any more (`in.ended`) or not.
std::string_view phaseOf(const StatusInput& in, const corev1::PodStatus& status) {
    using namespace corev1;
    if (!in.failReason.empty()) return kPodFailed;
    Counts counts;
    for (std::size_t i = 0; i < status.initContainerStatuses.size(); ++i)
        isSidecar(in.pod.spec.initContainers[i]) ? countSidecar(status.initContainerStatuses[i], counts)
                                                 : countInit(status.initContainerStatuses[i], counts);
    for (const auto& main : status.containerStatuses) countMain(main, counts);
    const auto& policy = in.pod.spec.restartPolicy;
    if (counts.failedInit > 0 && policy == kRestartPolicyNever) return kPodFailed;
    const bool mainBegan = std::ranges::any_of(status.containerStatuses, hasBegun);
    const bool pending = counts.pendingInit > 0 || (counts.pendingSidecars > 0 && !mainBegan) || counts.waiting > 0;
    const bool allGood = counts.stopped > 0 && counts.stopped == counts.succeeded;
    // A static pod has no end: its file brings it back.
    if (in.ended && !isStatic(in.pod)) return allGood && !pending ? kPodSucceeded : kPodFailed;
    if (pending || (counts.running == 0 && counts.stopped == 0)) return kPodPending;
    if (counts.running > 0 || policy == kRestartPolicyAlways) return kPodRunning;
    if (allGood) return kPodSucceeded;
    return policy == kRestartPolicyNever ? kPodFailed : kPodRunning;
}

bool isTerminal(std::string_view phase) {
    return phase == corev1::kPodFailed || phase == corev1::kPodSucceeded;
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

/// `phase` is the one that they tell of.
void fillConditions(const StatusInput& in, std::string_view phase, corev1::PodStatus& status) {
    using namespace corev1;
    for (const auto& condition : in.pod.status.conditions)
        if (!std::ranges::contains(kOwnConditions, condition.type) &&
            (!in.isDisrupted || condition.type != kDisruptionTarget))
            status.conditions.push_back(condition);
    Conditions out(in, status.conditions);
    if (in.isDisrupted) out.set(kDisruptionTarget, true, std::string(kPodReasonTerminationByKubelet), in.failMessage);
    auto* sandbox = in.view.sandbox();
    out.set(kPodReadyToStartContainers,
            sandbox && sandbox->ready && (in.pod.spec.hostNetwork || !sandbox->ips.empty()));

    const bool succeeded = phase == kPodSucceeded, failed = phase == kPodFailed;
    std::vector<std::string> incomplete;
    for (std::size_t i = 0; i < status.initContainerStatuses.size(); ++i) {
        const auto& init = status.initContainerStatuses[i];
        bool done = isSidecar(in.pod.spec.initContainers[i]) ? init.started.value_or(false) : init.ready;
        if (!done) incomplete.push_back(init.name);
    }
    const bool mainStarted = std::ranges::any_of(status.containerStatuses, hasBegun);
    if (succeeded)
        out.set(kPodInitialized, true, "PodCompleted");
    else if (incomplete.empty() || mainStarted)
        out.set(kPodInitialized, true);
    else
        out.set(kPodInitialized, false, "ContainersNotInitialized",
                "containers with incomplete status: " + joinNames(incomplete));

    std::vector<std::string> unready;
    for (std::size_t i = 0; i < status.initContainerStatuses.size(); ++i)
        if (isSidecar(in.pod.spec.initContainers[i]) && !status.initContainerStatuses[i].ready)
            unready.push_back(status.initContainerStatuses[i].name);
    for (const auto& container : status.containerStatuses)
        if (!container.ready) unready.push_back(container.name);
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

corev1::PodStatus rejectedStatus(const corev1::Pod& pod, const std::string& reason, const std::string& message,
                                 async::SystemTime now) {
    const auto& old = pod.status;
    corev1::PodStatus status;
    status.phase = corev1::kPodFailed;
    status.reason = reason;
    status.message = message;
    status.qosClass = old.qosClass.empty() ? qosClassOf(pod) : old.qosClass;
    status.startTime = old.startTime && old.startTime->isSet() ? old.startTime : std::optional(schema::Time(now));
    for (const auto& condition : old.conditions)
        if (!std::ranges::contains(kOwnConditions, condition.type)) status.conditions.push_back(condition);
    return status;
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
    // A pod that has ended never begins again.
    const std::string told(isTerminal(old.phase) ? std::string_view(old.phase) : phaseOf(in, status));
    status.phase = told;
    // And its end is told when nothing of it runs any more: whoever waits for it may then have its node, its volumes.
    const bool early = isTerminal(told) && !isTerminal(old.phase) && in.view.anyRunning();
    if (early) status.phase = old.phase.empty() ? std::string(corev1::kPodPending) : old.phase;
    const bool keepsReason = early || (in.failReason.empty() && status.phase == old.phase);
    status.reason = keepsReason ? old.reason : in.failReason;
    status.message = keepsReason ? old.message : in.failMessage;
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
    // An evicted pod serves until it ends.
    fillConditions(in, early && in.failReason == "Evicted" ? std::string_view(status.phase) : told, status);
    return status;
}

}  // namespace armillary::agent
