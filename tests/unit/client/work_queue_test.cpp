#include "engine/client/work_queue.h"

#include <doctest/doctest.h>

using namespace armillary;
using namespace std::chrono_literals;

TEST_CASE("a key waits once and comes back when it was added during its work") {
    async::ManualClock clock;
    client::WorkQueue queue(clock);
    int changes = 0;
    queue.onChange([&] { ++changes; });
    queue.add("a");
    queue.add("a");
    queue.add("b");
    CHECK(changes == 2);
    CHECK(queue.take() == "a");
    queue.add("a");
    CHECK(queue.take() == "b");
    CHECK_FALSE(queue.take());
    queue.done("a");
    CHECK(changes == 3);
    CHECK(queue.take() == "a");
    queue.done("a");
    queue.done("b");
    CHECK_FALSE(queue.take());
}

TEST_CASE("a delayed key becomes ready when its time has come, the nearer time winning") {
    async::ManualClock clock;
    client::WorkQueue queue(clock);
    queue.addAfter("a", 10s);
    queue.addAfter("a", 3s);
    queue.addAfter("a", 60s);
    CHECK(queue.nextDue() == clock.steady() + 3s);
    CHECK_FALSE(queue.take());
    clock.advance(3s);
    CHECK(queue.hasReady());
    CHECK(queue.take() == "a");
    queue.done("a");
    clock.advance(100s);
    CHECK_FALSE(queue.take());
}

TEST_CASE("failures double a key's delay from 5 ms to 1000 s, and forgetting ends it") {
    async::ManualClock clock;
    client::WorkQueue queue(clock);
    const auto delay = [&] {
        queue.addRateLimited("a");
        const auto due = *queue.nextDue();
        const auto waited = due - clock.steady();
        clock.advance(waited);
        CHECK(queue.take() == "a");
        queue.done("a");
        return waited;
    };
    CHECK(delay() == 5ms);
    CHECK(delay() == 10ms);
    CHECK(delay() == 20ms);
    for (int i = 0; i < 60; ++i) delay();
    CHECK(delay() == 1000s);
    queue.forget("a");
    CHECK(queue.failures("a") == 0);
    CHECK(delay() == 5ms);
}

TEST_CASE("beyond its bound a queue drops new keys and counts them") {
    async::ManualClock clock;
    client::WorkQueue queue(clock, {.maxKeys = 2});
    queue.add("a");
    queue.add("b");
    queue.add("c");
    CHECK(queue.size() == 2);
    CHECK(queue.dropped() == 1);
}
