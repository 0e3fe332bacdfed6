#include "nodes/agent/upkeep/chores.h"

#include <doctest/doctest.h>

#include <atomic>
#include <latch>
#include <stdexcept>
#include <thread>

#include "tests/unit/agent/stand_ins.h"

namespace armillary::agent {
namespace {

using namespace std::chrono_literals;

TEST_CASE("chores are done in their own time") {
    async::ManualClock clock;
    InlineTasks tasks;
    Chores chores(clock, tasks);
    int often = 0, seldom = 0;
    chores.add("often", 1s, [&] { ++often; });
    chores.add("seldom", 10s, [&] { ++seldom; });
    CHECK(chores.runDue() == clock.steady() + 1s);
    CHECK(often == 0);
    for (int i = 0; i < 20; ++i) {
        clock.advance(1s);
        chores.runDue();
    }
    CHECK(often == 20);
    CHECK(seldom == 2);
}

TEST_CASE("a chore that takes long, or breaks, delays no other and is not begun twice") {
    async::ManualClock clock;
    std::latch go(1);
    std::atomic<int> slow = 0, quick = 0, broken = 0;
    ThreadTasks tasks("chores", 3);
    Chores chores(clock, tasks);
    chores.add("slow", 1s, [&] {
        ++slow;
        go.wait();
    });
    chores.add("broken", 1s, [&] {
        ++broken;
        throw std::runtime_error("broken");
    });
    chores.add("quick", 1s, [&] { ++quick; });
    // One that has not quite ended yet leaves a turn out, so there may be more turns than runs.
    CHECK(soon([&] {
        clock.advance(1s);
        chores.runDue();
        return quick >= 5 && broken >= 5;
    }));
    CHECK(slow == 1);
    go.count_down();
    CHECK(soon([&] {
        clock.advance(1s);
        chores.runDue();
        return slow > 1;
    }));
}

}  // namespace
}  // namespace armillary::agent
