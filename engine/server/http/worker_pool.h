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
    ~WorkerPool() { stop(); }
    /// Runs what is queued, then joins. Nothing may be submitted any more.
    void stop();
    void submit(std::move_only_function<void()> task);

    /// While one lives on a worker, that worker waits for another program and does no work: the pool may have one more
    /// in its place, up to four times its bound, so that a slow webhook does not hold up those who need none.
    class Waiting {
    public:
        Waiting();
        ~Waiting();
        Waiting(const Waiting&) = delete;
        Waiting& operator=(const Waiting&) = delete;

    private:
        WorkerPool* const m_pool;  ///< null on any other thread
    };

private:
    void run();
    /// Another thread where tasks wait and the bound allows it. Needs the lock.
    void grow();

    const unsigned m_maxThreads;
    unsigned m_waiting = 0;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::move_only_function<void()>> m_tasks;
    std::size_t m_idle = 0;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

}  // namespace armillary::server::http
