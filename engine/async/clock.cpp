#include "engine/async/clock.h"

#include <algorithm>

namespace armillary::async {

namespace {

class RealClock final : public Clock {
public:
    SystemTime now() const override { return std::chrono::system_clock::now(); }
    SteadyTime steady() const override { return std::chrono::steady_clock::now(); }
    void waitUntil(std::condition_variable& changed, std::unique_lock<std::mutex>& lock, SteadyTime until) override {
        changed.wait_until(lock, until);
    }
};

constexpr SystemTime kManualStart = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);

}  // namespace

Clock& realClock() {
    static RealClock clock;
    return clock;
}

ManualClock::ManualClock() = default;

SystemTime ManualClock::now() const {
    const std::lock_guard lock(m_mutex);
    return kManualStart + std::chrono::duration_cast<SystemTime::duration>(m_elapsed);
}

SteadyTime ManualClock::steady() const {
    const std::lock_guard lock(m_mutex);
    // Not the epoch: code may subtract from "now" and compare with a default-made time point.
    return SteadyTime(std::chrono::hours(24) + m_elapsed);
}

void ManualClock::waitUntil(std::condition_variable& changed, std::unique_lock<std::mutex>& lock, SteadyTime until) {
    if (steady() >= until) return;
    {
        const std::lock_guard guard(m_mutex);
        m_waiters.push_back({&changed, lock.mutex()});
    }
    if (steady() < until) changed.wait(lock);
    const std::lock_guard guard(m_mutex);
    // Its own entry alone: others may wait on the same condition.
    const auto own = std::ranges::find(m_waiters, &changed, &Waiter::changed);
    m_waiters.erase(own);
}

void ManualClock::advance(std::chrono::nanoseconds by) {
    std::vector<Waiter> waiters;
    {
        const std::lock_guard lock(m_mutex);
        m_elapsed += by;
        waiters = m_waiters;
    }
    for (const Waiter& waiter : waiters) {
        // Taking the waiter's mutex closes the gap between its test of the time and its wait.
        const std::lock_guard lock(*waiter.mutex);
        waiter.changed->notify_all();
    }
}

}  // namespace armillary::async
