#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "engine/async/guard.h"
#include "nodes/agent/pod/worker.h"

namespace armillary::agent {

/// All pods of the node, each with its worker, on a few threads: a worker runs when it is woken or due, never twice at
/// once. Watches the runtime for changes.
class PodWorkers {
public:
    PodWorkers(const WorkerContext& context, unsigned threads) : m_context(context), m_threadCount(threads) {}
    ~PodWorkers() { stop(); }

    /// From the pod informer: a new version, or null when the pod with that UID is gone.
    void update(const ObjectRef& pod);
    void removed(const ObjectRef& pod);
    void wake(const std::string& uid);
    /// Ends the pod as failed; false when there is none.
    bool evict(const std::string& uid, Rejection why);
    /// Wakes every pod that names this config map or secret.
    void wakeUsersOf(const std::string& namespace_, const std::string& name);

    /// Compares the runtime's sandboxes and containers with the last look and wakes what changed. With `adopt`, pods
    /// that the runtime has and the API does not are ended.
    void relist(bool adopt);
    /// Runs what is due in the caller's thread; returns when the next is due.
    async::SteadyTime runDue();

    void start();
    void stop();

    std::vector<ObjectRef> pods() const;
    ObjectRef find(const std::string& namespace_, const std::string& name) const;
    bool runtimeHealthy() const { return m_runtimeHealthy; }
    std::size_t size() const;
    /// The UIDs of all pods that there is a worker for.
    std::set<std::string> uids() const;

private:
    struct Entry {
        std::shared_ptr<PodWorker> worker;
        async::SteadyTime due;
        bool running = false, woken = false;
    };
    Entry& entryOf(const PodIdentity& identity);
    void wakeLocked(Entry& entry);
    bool runOne(std::unique_lock<std::mutex>& lock, async::SteadyTime& next);
    async::SteadyTime syncOne(PodWorker& worker);
    void work();

    const WorkerContext& m_context;
    const unsigned m_threadCount;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::map<std::string, Entry> m_entries;
    std::map<std::string, std::string> m_seen;  ///< by pod UID: what the runtime had, as a text
    std::atomic<bool> m_runtimeHealthy{true};
    bool m_stopping = false;
    std::vector<async::Thread> m_threads;
};

}  // namespace armillary::agent
