#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
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

struct Activity;

/// A clock that moves only when told to. advance() wakes those whose time has come; it returns when each of them has
/// been notified, so nobody may hold, while calling it, what they wait with.
class ManualClock final : public Clock {
public:
    /// Starts at 2026-01-01T00:00:00Z.
    ManualClock();
    SystemTime now() const override;
    SteadyTime steady() const override;
    void waitUntil(std::condition_variable& changed, std::unique_lock<std::mutex>& lock, SteadyTime until) override;
    void advance(std::chrono::nanoseconds by);
    /// Of those who wait: idle unless one's time has come and it has not noticed yet; due when the next one's comes.
    Activity activity() const;

private:
    /// One that is inside waitUntil(), which keeps what it points to alive.
    struct Waiter {
        std::uint64_t id;
        std::condition_variable* changed;
        std::mutex* mutex;
        SteadyTime until;
    };
    SteadyTime steadyLocked() const;
    bool notifyDue(std::uint64_t upTo);

    mutable std::mutex m_mutex;  ///< taken while a waiter's is held, never the other way round
    std::chrono::nanoseconds m_elapsed{0};
    std::vector<Waiter> m_waiters;  ///< in the order of their IDs
    std::uint64_t m_lastWaiter = 0;
};

}  // namespace armillary::async
