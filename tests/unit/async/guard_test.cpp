#include "engine/async/guard.h"

#include <doctest/doctest.h>

#include <atomic>
#include <latch>
#include <mutex>
#include <stdexcept>

using namespace armillary::async;

TEST_CASE("an exception ends the unit of work that threw it, and nothing else") {
    CHECK(guarded("test", [] {}));
    CHECK_FALSE(guarded("test", [] { throw std::runtime_error("broken"); }));
    CHECK_FALSE(guarded("test", [] { throw 1; }));
}

TEST_CASE("a thread whose loop throws runs it again") {
    std::atomic<int> entered = 0;
    std::latch again(2);
    Thread thread("test", [&](const std::stop_token&) {
        ++entered;
        if (entered <= 2) again.count_down();
        if (entered == 1) throw std::runtime_error("once");
    });
    again.wait();
    thread.stop();
    CHECK(entered == 2);
}

TEST_CASE("a thread that waits to try again ends at once when it is told to") {
    std::once_flag first;
    std::latch thrown(1);
    Thread thread("test", [&](const std::stop_token&) {
        std::call_once(first, [&] { thrown.count_down(); });
        throw std::runtime_error("always");
    });
    thrown.wait();
    thread.stop();  // would never return if the loop were entered for ever
    CHECK_FALSE(thread.joinable());
}
