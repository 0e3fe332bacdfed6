#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

namespace armillary::async {

using SystemTime = std::chrono::system_clock::time_point;
using SteadyTime = std::chrono::steady_clock::time_point;

/// Time as a parameter (invariant I7). Code that waits for time to pass waits through here, so that a test's clock can
/// move it on.
class Clock {
public:
    virtual ~Clock() = default;
    virtual SystemTime now() const = 0;
    virtual SteadyTime steady() const = 0;
    /// As condition_variable::wait_until: returns when notified, spuriously, or at `until` on this clock.
    virtual void waitUntil(std::condition_variable& changed, std::unique_lock<std::mutex>& lock, SteadyTime until) = 0;
};

/// The machine's clock; one for the process.
Clock& realClock();

/// A clock that moves only when told to. advance() wakes whoever waits on it.
class ManualClock final : public Clock {
public:
    /// Starts at 2026-01-01T00:00:00Z.
    ManualClock();
    SystemTime now() const override;
    SteadyTime steady() const override;
    void waitUntil(std::condition_variable& changed, std::unique_lock<std::mutex>& lock, SteadyTime until) override;
    void advance(std::chrono::nanoseconds by);

private:
    mutable std::mutex m_mutex;
    std::chrono::nanoseconds m_elapsed{0};
    struct Waiter {
        std::condition_variable* changed;
        std::mutex* mutex;
    };
    std::vector<Waiter> m_waiters;
};

}  // namespace armillary::async
