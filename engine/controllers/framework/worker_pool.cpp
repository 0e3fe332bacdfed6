#include "engine/controllers/framework/worker_pool.h"

#include <algorithm>
#include <format>
#include <iostream>

namespace armillary::controllers {

namespace {

/// What is left until a due time is often cut to whole milliseconds: none at all must not mean again and again.
constexpr std::chrono::milliseconds kShortestPause{1};

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
        ++m_taken;
        m_changed.notify_one();
        m_timesChanged.notify_one();
    });
}

void WorkerPool::start() {
    const std::lock_guard lock(m_mutex);
    if (!m_threads.empty() || m_stopping) return;
    for (unsigned i = 0; i < std::max(1u, m_workers); ++i)
        m_threads.emplace_back("controllers", [this](const std::stop_token&) { work(); });
    m_threads.emplace_back("controllers' time", [this](const std::stop_token&) { watchTime(); });
}

void WorkerPool::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    m_timesChanged.notify_all();
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
        ++m_running;
        lock.unlock();
        runOne(*controller, *key);
        lock.lock();
        --m_running;
    }
}

async::Activity WorkerPool::activity() const {
    const std::lock_guard lock(m_mutex);
    async::Activity activity{.idle = m_running == 0, .taken = m_taken, .due = nextDue()};
    for (QueuedController* controller : m_controllers) activity.idle = activity.idle && !controller->queue().hasReady();
    return activity;
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
            if (outcome->requeueAfter) queue.addAfter(key, std::max(*outcome->requeueAfter, kShortestPause));
        }
    } catch (...) {
        async::reportException(std::format("controller {}: {}", controller.name(), key));
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
