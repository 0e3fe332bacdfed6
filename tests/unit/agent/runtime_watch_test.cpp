#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include "nodes/agent/pod/runtime_watch.h"
#include "nodes/cri/fake/fake_runtime.h"

namespace armillary::agent {
namespace {

using namespace std::chrono_literals;
using enum RuntimeWatch::LastLook;

bool soon(const std::function<bool()>& condition) {
    for (int i = 0; i < 20'000; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(1ms);
    }
    return false;
}

struct Watched {
    Watched() {
        watch.start();
        REQUIRE(soon([&] { return runtime.subscribers() == 1; }));
    }
    void change() { REQUIRE(runtime.runSandbox({.name = "web", .uid = std::to_string(++sandboxes)})); }
    /// A change that the watch has heard of: it is back, waiting for the next.
    void tell() {
        const int before = runtime.eventsTaken();
        change();
        REQUIRE(soon([&] { return runtime.eventsTaken() > before && runtime.subscribers() == 1; }));
    }
    /// And that is looked at.
    void hear() {
        tell();
        clock.advance(RuntimeWatch::kApart);
        REQUIRE(watch.takeDue(Pods));
    }
    /// How many looks are due when time goes by in seconds.
    int looks(int seconds, RuntimeWatch::LastLook last) {
        int out = 0;
        for (int i = 0; i < seconds; ++i) {
            clock.advance(1s);
            out += watch.takeDue(last);
        }
        return out;
    }

    async::ManualClock clock;
    cri::FakeRuntime runtime{clock};
    RuntimeWatch watch{runtime, clock};
    int sandboxes = 0;
};

TEST_CASE("a quiet runtime is looked at seldom, one that has just told something often") {
    Watched node;
    node.hear();
    CHECK(node.looks(4, Pods) == 4);
    CHECK(node.looks(60, Pods) <= 7);
    CHECK(node.looks(60, Pods) == 6);
    node.hear();
    CHECK(node.looks(4, Pods) == 4);
}

TEST_CASE("news are looked at at once, but not more often than there is any use in") {
    Watched node;
    node.hear();
    CHECK(node.looks(30, Pods) < 10);
    CHECK_FALSE(node.watch.takeDue(Pods));
    node.clock.advance(RuntimeWatch::kApart);
    node.tell();
    CHECK(node.watch.wait([] { return Pods; }));
    node.tell();
    CHECK_FALSE(node.watch.takeDue(Pods));
    node.clock.advance(RuntimeWatch::kApart);
    CHECK(node.watch.wait([] { return Pods; }));
    CHECK_FALSE(node.watch.takeDue(Pods));
}

TEST_CASE("who waits for the next look sleeps through the quiet") {
    Watched node;
    node.hear();
    (void)node.looks(20, Pods);
    std::atomic<int> asked = 0, looks = 0;
    std::thread waiting([&] {
        const auto last = [&] {
            ++asked;
            return Pods;
        };
        while (node.watch.wait(last)) ++looks;
    });
    REQUIRE(soon([&] { return asked > 0; }));
    node.clock.advance(9s);
    node.watch.poke();  // a pod that has just come, of which no event tells
    CHECK(soon([&] { return looks == 1; }));
    node.clock.advance(RuntimeWatch::kSeldom);
    CHECK(soon([&] {
        node.clock.advance(0s);
        return looks >= 2;
    }));
    node.watch.stop();
    waiting.join();
}

TEST_CASE("an event that was lost costs no more than the long pause") {
    Watched node;
    node.hear();
    (void)node.looks(20, Pods);
    node.runtime.loseEvents(true);
    node.change();
    CHECK(node.looks(10, Pods) == 1);
}

TEST_CASE("a subscription that has told nothing yet is not relied on while there are pods") {
    Watched node;
    CHECK(node.looks(30, Pods) == 30);
    CHECK(node.looks(60, Empty) <= 7);
    node.hear();
    (void)node.looks(5, Pods);
    CHECK(node.looks(60, Pods) <= 7);
}

TEST_CASE("a runtime that went away is looked at once a second until it is back and tells again") {
    Watched node;
    node.hear();
    (void)node.looks(20, Pods);
    node.clock.advance(RuntimeWatch::kApart);
    node.runtime.setDown(true);
    CHECK(node.watch.wait([] { return Pods; }));  // its end is news
    CHECK(node.looks(10, Failed) == 10);
    node.runtime.setDown(false);
    CHECK(soon([&] {
        node.clock.advance(1s);
        return node.runtime.subscribers() == 1;
    }));
    CHECK(node.looks(20, Pods) == 20);
    node.hear();
    (void)node.looks(5, Pods);
    CHECK(node.looks(60, Pods) <= 7);
}

TEST_CASE("stopping ends a wait and the subscription") {
    Watched node;
    node.hear();
    (void)node.looks(20, Pods);
    std::atomic<bool> asked = false, ended = false;
    std::thread waiting([&] {
        ended = !node.watch.wait([&] {
            asked = true;
            return Pods;
        });
    });
    REQUIRE(soon([&] { return asked.load(); }));
    node.watch.stop();
    waiting.join();
    CHECK(ended);
    CHECK(node.runtime.subscribers() == 0);
}

}  // namespace
}  // namespace armillary::agent
