#include "engine/resources/rules/pod/columns.h"

#include <algorithm>
#include <string>

#include "engine/resources/rules/cells.h"

namespace armillary::resources::podtable {

namespace {

/// What `kubectl get pods` says of a pod in one word.
/// Source: printPod in upstream's pkg/printers/internalversion.
class Summary {
public:
    explicit Summary(const corev1::Pod& pod)
        : m_pod(pod), m_total(pod.spec.containers.size()), m_reason(pod.status.phase) {
        if (!pod.status.reason.empty()) m_reason = pod.status.reason;
        for (const auto& condition : pod.status.conditions)
            if (condition.type == corev1::kPodScheduled && condition.reason == corev1::kPodReasonSchedulingGated)
                m_reason = corev1::kPodReasonSchedulingGated;
        m_total += static_cast<std::size_t>(std::ranges::count_if(pod.spec.initContainers, isSidecar));
        if (!readInitContainers() || isConditionTrue(corev1::kPodInitialized)) readContainers();
        readDeletion();
    }

    std::string ready() const { return std::to_string(m_ready) + "/" + std::to_string(m_total); }
    const std::string& reason() const { return m_reason; }
    std::string restarts(const Context& context) const {
        std::string out = std::to_string(m_restarts);
        if (m_restarts != 0 && m_lastRestart.isSet()) out += " (" + cells::sinceText(m_lastRestart, context) + " ago)";
        return out;
    }

private:
    static bool isSidecar(const corev1::Container& container) {
        return container.restartPolicy == corev1::kContainerRestartPolicyAlways;
    }

    bool isConditionTrue(std::string_view type) const {
        return std::ranges::any_of(m_pod.status.conditions, [&](const auto& condition) {
            return condition.type == type && condition.status == corev1::kConditionTrue;
        });
    }

    static void noteRestart(const corev1::ContainerStatus& status, schema::Time& last) {
        if (status.lastState.terminated) last = std::max(last, status.lastState.terminated->finishedAt);
    }

    static std::string ending(const corev1::ContainerStateTerminated& terminated) {
        if (!terminated.reason.empty()) return terminated.reason;
        if (terminated.signal != 0) return "Signal:" + std::to_string(terminated.signal);
        return "ExitCode:" + std::to_string(terminated.exitCode);
    }

    /// Whether one of them still holds the pod up.
    bool readInitContainers() {
        const auto& statuses = m_pod.status.initContainerStatuses;
        for (std::size_t i = 0; i < statuses.size(); ++i) {
            const auto& status = statuses[i];
            const auto spec = std::ranges::find(m_pod.spec.initContainers, status.name, &corev1::Container::name);
            const bool sidecar = spec != m_pod.spec.initContainers.end() && isSidecar(*spec);
            m_restarts += status.restartCount;
            noteRestart(status, m_lastRestart);
            if (sidecar) {
                m_sidecarRestarts += status.restartCount;
                noteRestart(status, m_lastSidecarRestart);
            }
            const auto& state = status.state;
            if (state.terminated && state.terminated->exitCode == 0) continue;
            if (sidecar && status.started.value_or(false)) {
                if (status.ready) ++m_ready;
                continue;
            }
            if (state.terminated)
                m_reason = "Init:" + ending(*state.terminated);
            else if (state.waiting && !state.waiting->reason.empty() && state.waiting->reason != "PodInitializing")
                m_reason = "Init:" + state.waiting->reason;
            else
                m_reason = "Init:" + std::to_string(i) + "/" + std::to_string(m_pod.spec.initContainers.size());
            return true;
        }
        return false;
    }

    void readContainers() {
        m_restarts = m_sidecarRestarts;
        m_lastRestart = m_lastSidecarRestart;
        bool running = false;
        for (auto status = m_pod.status.containerStatuses.rbegin(); status != m_pod.status.containerStatuses.rend();
             ++status) {
            m_restarts += status->restartCount;
            noteRestart(*status, m_lastRestart);
            const auto& state = status->state;
            if (state.waiting && !state.waiting->reason.empty())
                m_reason = state.waiting->reason;
            else if (state.terminated)
                m_reason = ending(*state.terminated);
            else if (status->ready && state.running) {
                running = true;
                ++m_ready;
            }
        }
        if (m_reason == "Completed" && running) m_reason = isConditionTrue(corev1::kPodReady) ? "Running" : "NotReady";
    }

    void readDeletion() {
        if (!m_pod.metadata.deletionTimestamp) return;
        const std::string& phase = m_pod.status.phase;
        if (m_pod.status.reason == "NodeLost")
            m_reason = "Unknown";
        else if (phase != corev1::kPodFailed && phase != corev1::kPodSucceeded)
            m_reason = "Terminating";
    }

    const corev1::Pod& m_pod;
    std::size_t m_total, m_ready = 0;
    std::string m_reason;
    std::int64_t m_restarts = 0, m_sidecarRestarts = 0;
    schema::Time m_lastRestart, m_lastSidecarRestart;
};

std::string readinessGates(const corev1::Pod& pod) {
    const auto& gates = pod.spec.readinessGates;
    if (gates.empty()) return "<none>";
    const auto open = std::ranges::count_if(gates, [&](const auto& gate) {
        return std::ranges::any_of(pod.status.conditions, [&](const auto& condition) {
            return condition.type == gate.conditionType && condition.status == corev1::kConditionTrue;
        });
    });
    return std::to_string(open) + "/" + std::to_string(gates.size());
}

std::string_view orNone(std::string_view text) {
    return text.empty() ? "<none>" : text;
}

}  // namespace

std::span<const Column> columns() {
    static constexpr Column kColumns[] = {
        cells::kName,
        {"Ready", "string", "", "The aggregate readiness state of this pod for accepting traffic.", 0},
        {"Status", "string", "", "The aggregate status of the containers in this pod.", 0},
        {"Restarts", "string", "",
         "The number of times the containers in this pod have been restarted and when the last container in this pod "
         "has restarted.",
         0},
        cells::kAge,
        {"IP", "string", "",
         "IP address allocated to the pod. Routable at least within the cluster. Empty if not yet allocated.", 1},
        {"Node", "string", "", "The node that this pod is scheduled on. Empty while it waits for the scheduler.", 1},
        {"Nominated Node", "string", "", "The node that resources have been made free on for this pod by preemption.",
         1},
        {"Readiness Gates", "string", "", "How many of the pod's own readiness conditions are true.", 1},
    };
    return kColumns;
}

Cells cells(const corev1::Pod& pod, const Context& context) {
    const Summary summary(pod);
    const std::string_view address = pod.status.podIPs.empty() ? pod.status.podIP : pod.status.podIPs.front().ip;
    return {cells::text(pod.metadata.name),         cells::text(summary.ready()),
            cells::text(summary.reason()),          cells::text(summary.restarts(context)),
            cells::age(pod.metadata, context),      cells::text(orNone(address)),
            cells::text(orNone(pod.spec.nodeName)), cells::text(orNone(pod.status.nominatedNodeName)),
            cells::text(readinessGates(pod))};
}

}  // namespace armillary::resources::podtable
