#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "engine/async/clock.h"
#include "engine/client/client.h"
#include "nodes/agent/container/cgroups.h"
#include "nodes/agent/container/config.h"
#include "nodes/agent/image/puller.h"
#include "nodes/agent/pod/events.h"
#include "nodes/agent/pod/plan.h"
#include "nodes/agent/pod/status.h"
#include "nodes/agent/pod/status_manager.h"
#include "nodes/agent/pod/tasks.h"
#include "nodes/agent/probe/prober.h"
#include "nodes/agent/volume/volumes.h"

namespace armillary::agent {

/// Why the node does not take a pod that was bound to it.
struct Rejection {
    std::string reason, message;
    bool isDisruption = false;  ///< of the node's making, which a condition of the pod's tells of
};

/// All that a pod's worker works with; one for the node.
struct WorkerContext {
    cri::Runtime& runtime;
    async::Clock& clock;
    ObjectSource& objects;
    Volumes& volumes;
    ImagePuller& images;
    Checker& checker;
    Prober& prober;
    EventSink& events;
    StatusManager& statuses;
    Tasks& tasks;
    const Layout& layout;
    const PodCgroups& cgroups;
    ClusterDns dns;
    std::function<NodeFacts()> node;
    std::function<std::vector<ObjectRef>(const std::string& namespace_)> services;
    std::function<std::optional<Rejection>(const corev1::Pod&)> admit;
    std::function<Result<std::string>(const std::string& name)> runtimeHandler;  ///< of a RuntimeClass
    std::function<void(const std::string& uid)> wake;
};

/// Who a pod is, when the runtime alone knows of it.
struct PodIdentity {
    std::string uid, namespace_, name;
};

/// Brings one pod from what it is to what it should be, step by step. sync() is never called twice at once; the rest is
/// thread-safe. Every step may be repeated, and a new worker after a restart of the agent goes on where the old one
/// was.
class PodWorker : public std::enable_shared_from_this<PodWorker> {
public:
    PodWorker(const WorkerContext& context, PodIdentity identity)
        : m_context(context), m_identity(std::move(identity)) {}

    /// The newest version of the pod.
    void update(ObjectRef pod);
    /// The node ends the pod: its phase becomes Failed with this reason and sentence, and it gets next to no grace.
    void evict(Rejection why);
    /// The API does not know it any more.
    void setRemoved();

    /// One round: look, decide, act. Returns when to come again unless woken before.
    async::SteadyTime sync();
    /// Nothing of the pod is left anywhere.
    bool finished() const;
    ObjectRef pod() const;
    const PodIdentity& identity() const { return m_identity; }

private:
    struct Round;  ///< what one sync() works on

    void run(Round& round);
    void end(Round& round);
    bool observe(Round& round);
    void finish(Round& round);

    bool prepareVolumes(Round& round);
    bool apply(Round& round, const PodPlan& plan);
    bool createSandbox(Round& round, std::uint32_t attempt);
    bool startContainer(Round& round, const StartContainer& start);
    std::expected<cri::ContainerConfig, WaitReason> configure(Round& round, const corev1::Container& container,
                                                              const StartContainer& start, const cri::Image& image);
    void afterStart(Round& round, const corev1::Container& container, const std::string& id);
    PodPlan terminationPlan(const Round& round) const;
    void startEarlyHooks(Round& round);
    void postStart(const ObjectRef& object, const std::string& name, const std::string& id, const std::string& ip);
    void preStop(const ObjectRef& object, const std::string& name, const std::string& id, const std::string& ip,
                 std::chrono::seconds limit);
    void kill(Round& round, const KillContainer& kill);
    void shortenKills(Round& round);
    void removeLeftovers(Round& round);
    void noteHookErrors(Round& round);
    void noteWaiting(Round& round, const PodPlan& plan);
    void publish(Round& round, bool ended);
    std::int64_t graceFor(const Round& round, const corev1::Container* container, KillReason reason);
    void readEndMessages(Round& round);
    std::vector<corev1::Secret> pullSecrets(const corev1::Pod& pod);
    PlanInput planInput(const Round& round) const;
    bool pastDeadline(Round& round);

    const WorkerContext& m_context;
    const PodIdentity m_identity;

    mutable std::mutex m_mutex;  ///< guards what tasks and callers touch
    ObjectRef m_pod;
    bool m_removed = false, m_finished = false;
    std::optional<Rejection> m_evicted;
    std::set<std::string> m_starting, m_killing;
    std::map<std::string, std::int64_t> m_killGrace;  ///< seconds given, by container id
    std::set<std::string> m_hooked, m_hooking;        ///< sidecars whose preStop hook has begun, and runs, by id
    std::map<std::string, std::string> m_hookErrors;  ///< of postStart hooks that have just failed, by container name

    // Only sync() touches these.
    Backoff m_restarts;
    std::map<std::string, WaitReason> m_waiting;
    std::set<std::string> m_secretsRead;  ///< for the pulls of starts under way, by container name
    std::map<std::string, std::string> m_endMessages;
    std::optional<Rejection> m_failure;
    bool m_admitted = false, m_rejected = false, m_ending = false;
    std::optional<async::SteadyTime> m_endSince;  ///< when the first container was told to end for good
    int m_volumeFailures = 0, m_sandboxFailures = 0;
    async::SteadyTime m_sandboxRetry{}, m_volumeRetry{};
    std::map<std::string, async::SteadyTime> m_startRetry;  ///< by container name
};

}  // namespace armillary::agent
