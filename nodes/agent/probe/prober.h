#pragma once

#include <condition_variable>
#include <functional>
#include <list>
#include <map>
#include <mutex>

#include "engine/async/clock.h"
#include "engine/async/guard.h"
#include "engine/schema/object.h"
#include "nodes/agent/pod/events.h"
#include "nodes/agent/pod/plan.h"
#include "nodes/agent/pod/tasks.h"
#include "nodes/agent/probe/checker.h"

namespace armillary::agent {

enum class ProbeKind { Startup, Liveness, Readiness };

/// Probes running containers at their periods and keeps what came of it. Source:
/// https://kubernetes.io/docs/concepts/workloads/pods/probes/. Thread-safe.
class Prober {
public:
    /// At most so many probes of one pod run at once in each lane. With threads for that many of every pod, none waits
    /// for another's.
    static constexpr std::size_t kAtOnce = 2;

    /// Commands in containers, which may hang as long as they are let, have threads of their own.
    struct Lanes {
        Tasks &network, &commands;
    };
    /// `changed` is told the pod's UID when a result has crossed its threshold.
    Prober(Checker& checker, async::Clock& clock, EventSink& events, Lanes lanes,
           std::function<void(const std::string&)> changed)
        : m_checker(checker), m_clock(clock), m_events(events), m_lanes(lanes), m_changed(std::move(changed)) {}
    ~Prober() { stop(); }

    /// The pod as it is now: containers that run are probed, all others no more. A run that is already known to the
    /// server (the agent started anew) keeps the result that it had. While `ending` only readiness is probed. `podIp`
    /// is the node's for a pod on the node's network.
    void follow(const ObjectRef& pod, const PodView& view, const std::string& podIp, bool ending);
    void forget(const std::string& podUid);
    /// Of the containers that run.
    ProbeStates statesOf(const corev1::Pod& pod, const PodView& view) const;
    /// How often the probes of running containers came to what, in Prometheus' text form. Source:
    /// https://kubernetes.io/docs/reference/instrumentation/metrics/, prober_probe_total.
    std::string metrics() const;

    /// Starts what is due; returns when the next is, on the clock's steady time.
    async::SteadyTime runDue();
    /// A thread that calls runDue() again and again.
    void start();
    void stop();

private:
    /// A container mostly becomes ready a moment after it starts, when a first probe has just missed it. Until then
    /// readiness is probed again after this long, then twice as long, up to its period ("may be executed at times other
    /// than the configured periodSeconds interval", as the API says).
    static constexpr std::chrono::milliseconds kFirstRetry{100};
    struct Entry {
        ObjectRef pod;
        std::string podUid, container, containerId, podIp;
        ProbeKind kind;
        async::SteadyTime due;
        std::optional<bool> result;  ///< past the threshold
        bool last = false;
        int count = 0;
        std::chrono::milliseconds retry = kFirstRetry;  ///< of a readiness probe that has never succeeded
        bool onHold = false, running = false;
        std::uint64_t successes = 0, failures = 0, unknowns = 0;
    };
    using Entries = std::list<std::shared_ptr<Entry>>;
    void run(const std::shared_ptr<Entry>& entry, bool isCommand);
    void probe(Entry& entry);
    CheckResult check(const Entry& entry, const corev1::Pod& pod, const corev1::Container& container,
                      const corev1::Probe& probe);
    bool startupPassed(const Entry& entry) const;
    static std::chrono::milliseconds pauseAfter(Entry& entry, std::chrono::milliseconds period);

    Checker& m_checker;
    async::Clock& m_clock;
    EventSink& m_events;
    const Lanes m_lanes;
    std::function<void(const std::string&)> m_changed;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    Entries m_entries;
    std::map<std::pair<std::string, bool>, std::size_t> m_running;  ///< by pod UID, and whether they are commands
    unsigned m_changes = 0;
    bool m_stopping = false;
    async::Thread m_thread;
};

}  // namespace armillary::agent
