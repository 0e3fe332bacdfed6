#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/async/guard.h"
#include "nodes/agent/pod/tasks.h"

namespace armillary::agent {

/// What the agent does now and then, each by itself: one that takes long, or that breaks, delays none of the others.
/// Thread-safe once started.
class Chores {
public:
    explicit Chores(async::Clock& clock, Tasks& tasks) : m_clock(clock), m_tasks(tasks) {}
    ~Chores() { stop(); }

    /// Done every `period`, for the first time after one; never twice at once. Before start().
    void add(std::string name, std::chrono::seconds period, std::function<void()> work);

    /// Starts what is due; returns when the next is.
    async::SteadyTime runDue();
    /// A thread that calls runDue() again and again.
    void start();
    /// What runs goes on, on the tasks' threads, and may outlive this.
    void stop();

private:
    struct Chore {
        std::string name;
        std::chrono::seconds period;
        std::function<void()> work;
        async::SteadyTime due;
        std::atomic<bool> running = false;
    };

    async::Clock& m_clock;
    Tasks& m_tasks;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<std::shared_ptr<Chore>> m_chores;  ///< shared with those that run
    bool m_stopping = false;
    async::Thread m_thread;
};

}  // namespace armillary::agent
