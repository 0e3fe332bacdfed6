#include "engine/async/clock.h"

#include <thread>

#include "engine/async/activity.h"

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

/// How long a mutex that a waiter shares may stay taken before it is looked at again.
constexpr std::chrono::microseconds kBetweenTries{20};

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
    return steadyLocked();
}

SteadyTime ManualClock::steadyLocked() const {
    // Not the epoch: code may subtract from "now" and compare with a default-made time point.
    return SteadyTime(std::chrono::hours(24) + m_elapsed);
}

void ManualClock::waitUntil(std::condition_variable& changed, std::unique_lock<std::mutex>& lock, SteadyTime until) {
    std::uint64_t self;
    {
        const std::lock_guard guard(m_mutex);
        if (steadyLocked() >= until) return;
        self = ++m_lastWaiter;
        m_waiters.push_back({self, &changed, lock.mutex(), until});
    }
    changed.wait(lock);
    const std::lock_guard guard(m_mutex);
    std::erase_if(m_waiters, [&](const Waiter& waiter) { return waiter.id == self; });
}

void ManualClock::advance(std::chrono::nanoseconds by) {
    std::uint64_t last;
    {
        const std::lock_guard lock(m_mutex);
        m_elapsed += by;
        last = m_lastWaiter;
    }
    while (!notifyDue(last)) std::this_thread::sleep_for(kBetweenTries);
}

/// Of those who came before the time was moved on; true when none is left that could have missed it.
bool ManualClock::notifyDue(std::uint64_t upTo) {
    const std::lock_guard guard(m_mutex);
    bool all = true;
    for (const Waiter& waiter : m_waiters) {
        if (waiter.id > upTo) break;
        if (waiter.until > steadyLocked()) continue;
        // Whoever is noted here cannot leave, nor its mutex be destroyed, before this returns. When its mutex can be
        // had it waits already: a notification cannot come too early.
        const std::unique_lock lock(*waiter.mutex, std::try_to_lock);
        if (lock.owns_lock())
            waiter.changed->notify_all();
        else
            all = false;
    }
    return all;
}

Activity ManualClock::activity() const {
    const std::lock_guard lock(m_mutex);
    Activity activity{.idle = true, .taken = m_lastWaiter, .due = {}};
    for (const Waiter& waiter : m_waiters) activity.dueAt(waiter.until);
    activity.idle = !activity.due || *activity.due > steadyLocked();
    return activity;
}

}  // namespace armillary::async
