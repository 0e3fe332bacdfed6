#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

namespace armillary::agent {

/// Where work goes that would hold a pod's worker up: image pulls, hooks, stopping containers.
class Tasks {
public:
    virtual ~Tasks() = default;
    virtual void run(std::function<void()> task) = 0;
};

/// In the caller's own thread, for tests.
class InlineTasks final : public Tasks {
public:
    void run(std::function<void()> task) override { task(); }
};

/// Each in a thread of its own, `limit` at a time, the rest in line. The destructor waits for those that run and drops
/// the rest.
class ThreadTasks final : public Tasks {
public:
    explicit ThreadTasks(std::size_t limit) : m_limit(limit) {}
    ~ThreadTasks() override;
    void run(std::function<void()> task) override;

private:
    void work();

    std::size_t m_limit;
    std::mutex m_mutex;
    std::condition_variable m_ended;
    std::vector<std::function<void()>> m_waiting;
    std::size_t m_running = 0;
    bool m_closed = false;
};

}  // namespace armillary::agent
