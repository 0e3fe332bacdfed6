#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "engine/async/clock.h"

using namespace std::chrono_literals;
using armillary::async::ManualClock;

namespace {

/// A condition that several threads wait on.
struct Shared {
    ManualClock clock;
    std::mutex mutex;
    std::condition_variable changed;
};

/// One of those threads, until the clock shows a time.
class Sleeper {
public:
    Sleeper(Shared& shared, std::chrono::seconds after)
        : m_shared(shared), m_thread([this, until = shared.clock.steady() + after] {
              std::unique_lock lock(m_shared.mutex);
              while (m_shared.clock.steady() < until) m_shared.clock.waitUntil(m_shared.changed, lock, until);
              m_awake = true;
          }) {}
    /// Ends also the one that the clock did not wake.
    ~Sleeper() {
        if (!m_awake) m_shared.clock.advance(1h);
        {
            const std::lock_guard lock(m_shared.mutex);
            m_shared.changed.notify_all();
        }
        m_thread.join();
    }
    bool wakes() const {
        for (int i = 0; i < 5000 && !m_awake; ++i) std::this_thread::sleep_for(1ms);
        return m_awake;
    }

private:
    Shared& m_shared;
    std::atomic<bool> m_awake = false;
    std::thread m_thread;
};

}  // namespace

TEST_CASE("each that waits on one condition is woken at its own time") {
    // Whether the late one waits again before the early one has left is a matter of luck.
    for (int i = 0; i < 200; ++i) {
        Shared shared;
        Sleeper late(shared, 20s);
        Sleeper early(shared, 10s);
        std::this_thread::sleep_for(100us);
        shared.clock.advance(10s);
        REQUIRE(early.wakes());
        std::this_thread::sleep_for(100us);
        shared.clock.advance(10s);
        REQUIRE(late.wakes());
    }
}
