#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <vector>

#include "engine/async/guard.h"
#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// The threads that all controllers share. A failed key comes back with its queue's back-off, a requested one after
/// the time it asked for. An exception out of reconcile() is a broken controller's: it is logged and counts as failure.
class WorkerPool {
public:
    WorkerPool(async::Clock& clock, unsigned workers) : m_clock(clock), m_workers(workers) {}
    ~WorkerPool() { stop(); }

    /// Before start(); the controller outlives the pool's threads.
    void add(QueuedController& controller);
    void start();
    /// Waits for the reconciles that run.
    void stop();
    /// Of the controllers' queues and of the reconciles that run; due when the next delayed key is.
    async::Activity activity() const;

private:
    void work();
    void watchTime();
    void runOne(QueuedController& controller, const std::string& key);
    std::optional<async::SteadyTime> nextDue() const;

    async::Clock& m_clock;
    unsigned m_workers;
    std::vector<QueuedController*> m_controllers;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;       ///< for workers: something may be ready
    std::condition_variable m_timesChanged;  ///< for the timer: the next due time may have changed
    std::size_t m_next = 0;                  ///< whose turn it is; no controller starves another
    unsigned m_running = 0;                  ///< reconciles
    std::uint64_t m_taken = 0;               ///< keys that became ready, or were delayed
    bool m_stopping = false;
    std::vector<async::Thread> m_threads;
};

}  // namespace armillary::controllers
