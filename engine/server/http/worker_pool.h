#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace armillary::server::http {

/// Threads for work that blocks. Grows while all are busy, up to a bound; what does not fit waits in order. The queue
/// is bounded by its users: each connection has at most one task in it.
class WorkerPool {
public:
    explicit WorkerPool(unsigned maxThreads) : m_maxThreads(maxThreads) {}
    /// Runs what is queued, then joins.
    ~WorkerPool();
    void submit(std::move_only_function<void()> task);

private:
    void run();

    const unsigned m_maxThreads;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::move_only_function<void()>> m_tasks;
    std::size_t m_idle = 0;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

}  // namespace armillary::server::http
