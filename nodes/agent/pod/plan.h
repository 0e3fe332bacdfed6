#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/schema/api/corev1.h"
#include "nodes/agent/pod/backoff.h"
#include "nodes/agent/pod/view.h"

namespace armillary::agent {

/// What the probes of a container's current run say. Without a probe of the kind the result is as below.
struct ProbeState {
    bool started = true;         ///< startup probe passed
    bool startupFailed = false;  ///< past its threshold
    bool alive = true;           ///< liveness not past its threshold
    bool ready = true;
};
/// By container id.
using ProbeStates = std::map<std::string, ProbeState, std::less<>>;

enum class ContainerRole { Init, Sidecar, Main, Ephemeral };

/// A pod's container in the order in which containers start; ephemeral ones are not among them.
struct ContainerSlot {
    const corev1::Container* spec;
    ContainerRole role;
};
std::vector<ContainerSlot> slotsOf(const corev1::Pod& pod);
/// An ephemeral container as any other: what it may not have is empty.
corev1::Container containerOf(const corev1::EphemeralContainer& container);
/// Of any role; refers into `pod`, but for an ephemeral container's, which is made. Null when there is none.
std::shared_ptr<const corev1::Container> findContainer(const corev1::Pod& pod, std::string_view name);
const corev1::EphemeralContainer* findEphemeral(const corev1::Pod& pod, std::string_view name);
/// Changes of it restart the container: name and image, the one thing of a running pod that may change.
std::string specHash(const corev1::Container& container);
/// Whether a container that ended so runs again.
bool restarts(const corev1::Pod& pod, ContainerRole role, int exitCode);
std::uint32_t restartCountOf(const cri::Container& container);
/// What a container's restarts are counted under: another image begins anew.
std::string restartKey(const corev1::Container& container);
/// When its run ended, or when it was made, if it never ran.
async::SystemTime endOf(const cri::ContainerStatus& container);
/// The restart count of the run that comes after all that is known: by the runtime, or else by the pod's status.
std::uint32_t nextRestartCount(const corev1::Pod& pod, const PodView& view, std::string_view name);

enum class KillReason { Startup, Liveness, Changed, Ended, SandboxGone };

struct KillContainer {
    std::string id, name;
    KillReason reason;
};

struct StartContainer {
    std::string name;
    ContainerRole role;
    std::uint32_t attempt = 0;  ///< the restart count that it will have
};

struct WaitingContainer {
    std::string name;
    std::chrono::seconds delay;
    async::SystemTime until;
};

/// What is to be done now. An empty plan is a pod at rest.
struct PodPlan {
    std::vector<KillContainer> kills;
    bool stopSandboxes = false;  ///< after the kills
    bool createSandbox = false;  ///< after that
    std::uint32_t sandboxAttempt = 0;
    std::vector<StartContainer> starts;     ///< in this order; only when no sandbox is to be created
    std::vector<WaitingContainer> waiting;  ///< CrashLoopBackOff
    bool finished = false;                  ///< nothing runs and nothing will
    bool idle() const { return kills.empty() && !stopSandboxes && !createSandbox && starts.empty(); }
};

struct PlanInput {
    const corev1::Pod& pod;
    const PodView& view;
    const ProbeStates& probes;
    const Backoff& backoff;
    const std::set<std::string>& starting;  ///< ids of containers whose postStart hook runs
    const std::set<std::string>& killing;   ///< ids of containers that are being stopped
    async::SystemTime now;
};

/// From a pod that is to run and what there is of it to what must be done: a pure function.
PodPlan planPod(const PlanInput& input);

/// Of a pod that is to end: main containers first, then the sidecars from the last to the first, then the sandbox.
PodPlan planTermination(const PlanInput& input);

/// Sandboxes and dead containers that are of no use any more: all but each container's newest two, and what lies in
/// the newest sandbox.
struct Leftovers {
    std::vector<std::string> containers, sandboxes;
};
Leftovers leftoversOf(const PodView& view);

}  // namespace armillary::agent
