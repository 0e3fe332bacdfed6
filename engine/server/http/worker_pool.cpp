#include "engine/server/http/worker_pool.h"

#include <algorithm>

namespace armillary::server::http {

namespace {

thread_local WorkerPool* t_pool = nullptr;

}  // namespace

void WorkerPool::stop() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    for (std::thread& thread : m_threads) thread.join();
    m_threads.clear();
}

void WorkerPool::submit(std::move_only_function<void()> task) {
    {
        const std::scoped_lock lock(m_mutex);
        m_tasks.push_back(std::move(task));
        grow();
    }
    m_changed.notify_one();
}

void WorkerPool::grow() {
    if (m_stopping) return;
    const std::size_t bound = m_maxThreads + std::min(m_waiting, 3 * m_maxThreads);
    if (m_idle < m_tasks.size() && m_threads.size() < bound) m_threads.emplace_back([this] { run(); });
}

WorkerPool::Waiting::Waiting() : m_pool(t_pool) {
    if (!m_pool) return;
    const std::scoped_lock lock(m_pool->m_mutex);
    ++m_pool->m_waiting;
    m_pool->grow();
}

WorkerPool::Waiting::~Waiting() {
    if (!m_pool) return;
    const std::scoped_lock lock(m_pool->m_mutex);
    --m_pool->m_waiting;
}

void WorkerPool::run() {
    t_pool = this;
    std::unique_lock lock(m_mutex);
    while (true) {
        ++m_idle;
        m_changed.wait(lock, [this] { return m_stopping || !m_tasks.empty(); });
        --m_idle;
        if (m_tasks.empty()) return;
        auto task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        task();
        task = nullptr;
        lock.lock();
    }
}

}  // namespace armillary::server::http
