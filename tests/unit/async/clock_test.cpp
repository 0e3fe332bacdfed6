#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "engine/async/activity.h"
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

TEST_CASE("a waiter's condition may go as soon as it has been woken") {
    // Each condition and mutex lives only as long as its waiter needs them; what is left is noticed by the sanitizers.
    ManualClock clock;
    std::atomic<int> woken = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int j = 0; j < 200; ++j) {
                const auto mutex = std::make_unique<std::mutex>();
                const auto changed = std::make_unique<std::condition_variable>();
                const auto until = clock.steady() + 1s;
                std::unique_lock lock(*mutex);
                while (clock.steady() < until) clock.waitUntil(*changed, lock, until);
                ++woken;
            }
        });
    while (woken < 4 * 200) clock.advance(1s);
    CHECK(clock.activity().idle);
    CHECK_FALSE(clock.activity().due);
}

TEST_CASE("the clock knows whose time comes next, and who has not noticed yet") {
    Shared shared;
    CHECK_FALSE(shared.clock.activity().due);
    const auto start = shared.clock.steady();
    Sleeper late(shared, 20s);
    Sleeper early(shared, 10s);
    while (shared.clock.activity().taken < 2) std::this_thread::yield();
    CHECK(shared.clock.activity().due == start + 10s);
    CHECK(shared.clock.activity().idle);
    {
        std::unique_lock lock(shared.mutex);
        std::jthread advancing([&] { shared.clock.advance(10s); });
        while (shared.clock.steady() < start + 10s) std::this_thread::yield();
        // The early one's time has come, and it cannot have noticed: its mutex is taken.
        CHECK_FALSE(shared.clock.activity().idle);
        lock.unlock();
    }
    REQUIRE(early.wakes());
    // The late one was woken along with it, and waits again.
    while (shared.clock.activity().due != start + 20s) std::this_thread::yield();
    CHECK(shared.clock.activity().idle);
}
