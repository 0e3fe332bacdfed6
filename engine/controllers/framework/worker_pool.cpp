#include "engine/controllers/framework/worker_pool.h"

#include <algorithm>
#include <format>
#include <iostream>

namespace armillary::controllers {

namespace {

/// Others' writes and deletions meet every controller now and then; the next try sees them.
bool routine(const Status& status) {
    return status::isConflict(status) || status::isNotFound(status) || status::isAlreadyExists(status);
}

void report(std::string_view controller, const std::string& key, std::string_view what) {
    std::clog << std::format("controller {}: {}: {}\n", controller, key, what);
}

}  // namespace

void WorkerPool::add(QueuedController& controller) {
    m_controllers.push_back(&controller);
    controller.queue().onChange([this] {
        const std::lock_guard lock(m_mutex);
        m_changed.notify_one();
        m_timesChanged.notify_one();
    });
}

void WorkerPool::start() {
    const std::lock_guard lock(m_mutex);
    if (!m_threads.empty() || m_stopping) return;
    for (unsigned i = 0; i < std::max(1u, m_workers); ++i) m_threads.emplace_back([this] { work(); });
    m_threads.emplace_back([this] { watchTime(); });
}

void WorkerPool::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    m_timesChanged.notify_all();
    for (std::thread& thread : m_threads) thread.join();
    m_threads.clear();
}

void WorkerPool::work() {
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        QueuedController* controller = nullptr;
        std::optional<std::string> key;
        for (std::size_t i = 0; i < m_controllers.size() && !key; ++i) {
            controller = m_controllers[m_next++ % m_controllers.size()];
            key = controller->queue().take();
        }
        if (!key) {
            m_changed.wait(lock);
            continue;
        }
        m_timesChanged.notify_one();
        lock.unlock();
        runOne(*controller, *key);
        lock.lock();
    }
}

void WorkerPool::runOne(QueuedController& controller, const std::string& key) {
    client::WorkQueue& queue = controller.queue();
    try {
        const auto outcome = controller.reconcile(key);
        if (!outcome) {
            if (!routine(outcome.error())) report(controller.name(), key, outcome.error().message);
            queue.addRateLimited(key);
        } else {
            queue.forget(key);
            if (outcome->requeueAfter) queue.addAfter(key, *outcome->requeueAfter);
        }
    } catch (const std::exception& broken) {
        report(controller.name(), key, broken.what());
        queue.addRateLimited(key);
    }
    queue.done(key);
}

std::optional<async::SteadyTime> WorkerPool::nextDue() const {
    std::optional<async::SteadyTime> next;
    for (QueuedController* controller : m_controllers) {
        const auto due = controller->queue().nextDue();
        if (due && (!next || *due < *next)) next = due;
    }
    return next;
}

void WorkerPool::watchTime() {
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        const auto next = nextDue();
        if (next && *next > m_clock.steady()) {
            m_clock.waitUntil(m_timesChanged, lock, *next);
            continue;
        }
        // A due key stays in its queue until a worker takes it, who then calls back here.
        if (next) m_changed.notify_all();
        m_timesChanged.wait(lock);
    }
}

}  // namespace armillary::controllers
