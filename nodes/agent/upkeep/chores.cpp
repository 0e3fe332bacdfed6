#include "nodes/agent/upkeep/chores.h"

#include <algorithm>
#include <utility>

namespace armillary::agent {

void Chores::add(std::string name, std::chrono::seconds period, std::function<void()> work) {
    m_chores.push_back(std::make_shared<Chore>(std::move(name), period, std::move(work), m_clock.steady() + period));
}

async::SteadyTime Chores::runDue() {
    std::vector<std::shared_ptr<Chore>> due;
    const auto now = m_clock.steady();
    auto next = async::SteadyTime::max();
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& chore : m_chores) {
            if (chore->due <= now) {
                chore->due = now + chore->period;
                // One that has not ended yet leaves a turn out.
                if (!chore->running.exchange(true)) due.push_back(chore);
            }
            next = std::min(next, chore->due);
        }
    }
    for (auto& chore : due)
        m_tasks.run([chore = std::move(chore)] {
            async::guarded(chore->name, chore->work);
            chore->running = false;
        });
    return next;
}

void Chores::start() {
    m_thread = async::Thread("chores", [this](const std::stop_token&) {
        std::unique_lock lock(m_mutex);
        while (!m_stopping) {
            lock.unlock();
            const auto next = runDue();
            lock.lock();
            if (!m_stopping) m_clock.waitUntil(m_wake, lock, next);
        }
    });
}

void Chores::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_wake.notify_all();
    }
    m_thread.stop();
}

}  // namespace armillary::agent
