#include "engine/async/pool.h"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <system_error>
#include <utility>

#include "engine/async/guard.h"

namespace armillary::async {

namespace {

thread_local Pool* t_pool = nullptr;
constexpr std::size_t kLongestName = 15;  // pthread_setname_np(3)

}  // namespace

struct Pool::Rest {
    std::condition_variable call;
    bool called = false;
};

Pool::Pool(PoolOptions options) : m_options(std::move(options)) {}

bool Pool::submit(Task task) {
    Threads done;
    const std::unique_lock lock(m_mutex);
    done.swap(m_done);
    for (std::thread& each : done) each.join();  // they have left the lock for good
    if (m_stopping || m_tasks.size() >= m_options.maxQueued) return false;
    m_tasks.push_back(std::move(task));
    if (!m_resting.empty()) {
        callOne();
    } else if (m_tasks.size() > m_called && !grow() && m_threads.empty()) {
        m_tasks.pop_back();
        return false;
    }
    return true;
}

void Pool::callOne() {
    Rest& rest = *m_resting.back();
    m_resting.pop_back();
    rest.called = true;
    ++m_called;
    rest.call.notify_one();
}

std::size_t Pool::bound() const {
    return std::max<std::size_t>(m_options.threads, 1) + std::min(m_waiting, m_options.lent);
}

bool Pool::grow() {
    if (m_threads.size() >= bound()) return false;
    const auto place = m_threads.emplace(m_threads.end());
    try {
        *place = std::thread([this, place] { run(place); });
        return true;
    } catch (const std::system_error&) {
        m_threads.erase(place);
        reportException("pool " + m_options.name + ": no thread");
        return false;
    }
}

bool Pool::awaitTask(std::unique_lock<std::mutex>& lock) {
    const auto until = std::chrono::steady_clock::now() + m_options.idle;
    for (bool tired = false;;) {
        if (m_threads.size() > bound()) return false;
        if (!m_tasks.empty()) return true;
        if (m_stopping || tired) return false;
        Rest rest;
        m_resting.push_back(&rest);
        while (!rest.called && !m_stopping && !tired)
            tired = rest.call.wait_until(lock, until) == std::cv_status::timeout;
        // Who is called may find that another was faster, and rests again.
        if (rest.called)
            --m_called;
        else
            std::erase(m_resting, &rest);
    }
}

void Pool::run(Threads::iterator self) {
    t_pool = this;
    ::pthread_setname_np(::pthread_self(), m_options.name.substr(0, kLongestName).c_str());
    std::unique_lock lock(m_mutex);
    while (awaitTask(lock)) {
        Task task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        guarded(m_options.name, task);
        task = nullptr;
        lock.lock();
    }
    m_done.splice(m_done.end(), m_threads, self);
    m_ended.notify_all();
}

void Pool::stop() {
    Threads done;
    {
        std::unique_lock lock(m_mutex);
        m_stopping = true;
        for (Rest* rest : m_resting) rest->call.notify_one();
        m_ended.wait(lock, [&] { return m_threads.empty(); });
        done.swap(m_done);
    }
    for (std::thread& each : done) each.join();
}

bool Pool::idle() const {
    const std::scoped_lock lock(m_mutex);
    return m_tasks.empty() && m_called == 0 && m_resting.size() == m_threads.size();
}

std::size_t Pool::threads() const {
    const std::scoped_lock lock(m_mutex);
    return m_threads.size();
}

void Pool::forEach(std::size_t count, const std::function<void(std::size_t)>& call) {
    struct Work {
        const std::function<void(std::size_t)>& call;
        const std::size_t count;
        std::atomic<std::size_t> next = 0;
        std::mutex mutex;
        std::condition_variable changed;
        std::size_t done = 0;
    };
    const auto work = std::make_shared<Work>(call, count);
    // A helper that comes late finds nothing left, and touches nothing of the caller's.
    const auto help = [work, name = m_options.name] {
        for (std::size_t i; (i = work->next++) < work->count;) {
            guarded(name, [&] { work->call(i); });
            const std::scoped_lock lock(work->mutex);
            if (++work->done == work->count) work->changed.notify_all();
        }
    };
    for (std::size_t i = 1; i < std::min(count, m_options.threads + 1); ++i)
        if (!submit(help)) break;
    help();
    const Waiting waiting;
    std::unique_lock lock(work->mutex);
    work->changed.wait(lock, [&] { return work->done == work->count; });
}

Pool::Waiting::Waiting() : m_pool(t_pool) {
    if (!m_pool) return;
    const std::scoped_lock lock(m_pool->m_mutex);
    ++m_pool->m_waiting;
    if (m_pool->m_tasks.size() > m_pool->m_called) m_pool->grow();
}

Pool::Waiting::~Waiting() {
    if (!m_pool) return;
    const std::scoped_lock lock(m_pool->m_mutex);
    --m_pool->m_waiting;
}

}  // namespace armillary::async
