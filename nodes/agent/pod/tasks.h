#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "engine/async/pool.h"

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

/// On threads that come and go, `limit` at a time, the rest in line; where the line is full, or the system gives no
/// thread, the caller does the work itself. An exception ends its task alone. The destructor waits for those that run
/// and drops the rest.
class ThreadTasks final : public Tasks {
public:
    ThreadTasks(std::string name, std::size_t limit)
        : m_name(name), m_pool({.name = std::move(name), .threads = limit}) {}
    ~ThreadTasks() override;
    void run(std::function<void()> task) override;

private:
    const std::string m_name;
    std::atomic<bool> m_closed{false};
    async::Pool m_pool;
};

}  // namespace armillary::agent
