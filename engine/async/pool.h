#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace armillary::async {

struct PoolOptions {
    std::string name;                        ///< in the log and in a debugger
    std::size_t threads = 1;                 ///< that work at once
    std::size_t lent = 0;                    ///< more of them at most, one for each that waits (see Pool::Waiting)
    std::size_t maxQueued = 65'536;          ///< tasks that wait for a thread; one more is refused
    std::chrono::milliseconds idle{10'000};  ///< a thread that had nothing to do for so long ends
};

/// Threads for work that blocks. They come when tasks wait and all are busy, up to a bound, and go when there is
/// nothing to do for a while: a pool that rests has none. An exception out of a task is reported and ends that task
/// alone.
class Pool {
public:
    using Task = std::move_only_function<void()>;

    explicit Pool(PoolOptions options);
    ~Pool() { stop(); }
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    /// In the order of submission, as threads are free. False, and the task is gone, when the queue is full, when the
    /// pool has been stopped, or when there is no thread and the system gives none.
    [[nodiscard]] bool submit(Task task);

    /// Runs call(0) … call(count - 1), each once, on the caller's thread and on what threads are free; returns when all
    /// have run. An exception out of one is reported; the others run all the same.
    void forEach(std::size_t count, const std::function<void(std::size_t)>& call);

    /// Runs what is queued, then joins. Nothing is taken in any more.
    void stop();

    /// Neither is a task queued nor does one run.
    bool idle() const;
    std::size_t threads() const;

    /// While one lives on a pool's thread, that thread waits for another program and does no work: the pool may have
    /// one more in its place, so that who asks somebody slow does not hold up those who ask nobody. Elsewhere it does
    /// nothing.
    class Waiting {
    public:
        Waiting();
        ~Waiting();
        Waiting(const Waiting&) = delete;
        Waiting& operator=(const Waiting&) = delete;

    private:
        Pool* const m_pool;
    };

private:
    struct Rest;  ///< a thread that has nothing to do
    using Threads = std::list<std::thread>;

    void run(Threads::iterator self);
    /// Waits for a task; false when this thread is to end. All below need the lock.
    bool awaitTask(std::unique_lock<std::mutex>& lock);
    void callOne();
    bool grow();
    std::size_t bound() const;

    const PoolOptions m_options;
    mutable std::mutex m_mutex;
    std::condition_variable m_ended;
    std::deque<Task> m_tasks;
    std::vector<Rest*> m_resting;  ///< the last to rest is the first to be called, so that the others get their rest
    Threads m_threads, m_done;     ///< that run; that have run and want to be joined
    std::size_t m_called = 0;      ///< threads that were called and have not taken their task yet
    std::size_t m_waiting = 0;
    bool m_stopping = false;
};

}  // namespace armillary::async
