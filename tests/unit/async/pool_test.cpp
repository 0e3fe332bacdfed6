#include "engine/async/pool.h"

#include <doctest/doctest.h>

#include <atomic>
#include <latch>
#include <semaphore>
#include <stdexcept>

#include "engine/async/lane.h"

using namespace armillary::async;
using namespace std::chrono_literals;

namespace {

/// Holds tasks until it is opened.
class Door {
public:
    void open() { m_open.release(1000); }
    void pass() { m_open.acquire(); }

private:
    std::counting_semaphore<2000> m_open{0};
};

bool eventually(const std::function<bool()>& done) {
    for (int i = 0; i < 20'000 && !done(); ++i) std::this_thread::sleep_for(1ms);
    return done();
}

}  // namespace

TEST_CASE("a pool has as many threads as work at once, at most its bound") {
    Pool pool({.name = "test", .threads = 3});
    CHECK(pool.threads() == 0);
    Door door;
    std::atomic<int> inside = 0, ran = 0;
    for (int i = 0; i < 10; ++i)
        CHECK(pool.submit([&] {
            ++inside;
            door.pass();
            ++ran;
        }));
    CHECK(eventually([&] { return inside == 3; }));
    CHECK(pool.threads() == 3);
    CHECK_FALSE(pool.idle());
    door.open();
    CHECK(eventually([&] { return ran == 10 && pool.idle(); }));
}

TEST_CASE("a pool that rests has no threads, and gets new ones when there is work again") {
    Pool pool({.name = "test", .threads = 4, .idle = 1ms});
    for (int round = 0; round < 3; ++round) {
        std::atomic<int> ran = 0;
        for (int i = 0; i < 8; ++i) CHECK(pool.submit([&] { ++ran; }));
        CHECK(eventually([&] { return ran == 8; }));
        CHECK(eventually([&] { return pool.threads() == 0; }));
    }
}

TEST_CASE("a full pool refuses") {
    Pool pool({.name = "test", .threads = 1, .maxQueued = 2});
    Door door;
    std::latch inside(1);
    CHECK(pool.submit([&] {
        inside.count_down();
        door.pass();
    }));
    inside.wait();
    CHECK(pool.submit([] {}));
    CHECK(pool.submit([] {}));
    CHECK_FALSE(pool.submit([] {}));
    door.open();
    pool.stop();
    CHECK_FALSE(pool.submit([] {}));
}

TEST_CASE("what is queued runs before a pool has stopped") {
    std::atomic<int> ran = 0;
    {
        Pool pool({.name = "test", .threads = 2});
        for (int i = 0; i < 100; ++i) CHECK(pool.submit([&] { ++ran; }));
    }
    CHECK(ran == 100);
}

TEST_CASE("a task that throws ends alone") {
    Pool pool({.name = "test", .threads = 1});
    std::atomic<bool> ran = false;
    CHECK(pool.submit([] { throw std::runtime_error("broken"); }));
    CHECK(pool.submit([&] { ran = true; }));
    pool.stop();
    CHECK(ran);
}

TEST_CASE("who waits lends its thread, and the pool shrinks to its bound afterwards") {
    Pool pool({.name = "test", .threads = 1, .lent = 2});
    Door door;
    std::atomic<int> waiting = 0, ran = 0;
    for (int i = 0; i < 4; ++i)
        CHECK(pool.submit([&] {
            const Pool::Waiting lend;
            ++waiting;
            door.pass();
        }));
    // One thread and the two that it may lend; the fourth task is in line.
    CHECK(eventually([&] { return waiting == 3; }));
    CHECK(pool.threads() == 3);
    CHECK(pool.submit([&] { ++ran; }));
    door.open();
    CHECK(eventually([&] { return ran == 1 && pool.idle() && pool.threads() <= 1; }));
}

TEST_CASE("forEach runs each once, also on a pool that has no thread to spare") {
    Pool pool({.name = "test", .threads = 2});
    Door door;
    for (int i = 0; i < 2; ++i) CHECK(pool.submit([&] { door.pass(); }));
    std::vector<std::atomic<int>> ran(50);
    pool.forEach(ran.size(), [&](std::size_t i) {
        ++ran[i];
        if (i == 7) throw std::runtime_error("broken");
    });
    for (const auto& each : ran) CHECK(each == 1);
    pool.forEach(0, [](std::size_t) { FAIL("nothing to do"); });
    door.open();
}

TEST_CASE("forEach within forEach comes to an end") {
    Pool pool({.name = "test", .threads = 2});
    std::atomic<int> ran = 0;
    pool.forEach(8, [&](std::size_t) { pool.forEach(8, [&](std::size_t) { ++ran; }); });
    CHECK(ran == 64);
}

TEST_CASE("a lane keeps its order on any number of threads") {
    Pool pool({.name = "test", .threads = 4});
    std::vector<int> seen;
    Lane<int> lane(pool, "test", 1000, [&](int item) {
        seen.push_back(item);
        return true;
    });
    for (int i = 0; i < 500; ++i) CHECK(lane.push(i));
    CHECK(eventually([&] { return lane.idle() && pool.idle(); }));
    REQUIRE(seen.size() == 500);
    for (int i = 0; i < 500; ++i) CHECK(seen[i] == i);
}

TEST_CASE("a lane that hangs holds up no other, and refuses at its bound") {
    Pool pool({.name = "test", .threads = 2});
    Door door;
    std::latch inside(1);
    std::atomic<int> others = 0;
    Lane<int> stuck(pool, "stuck", 2, [&](int item) {
        if (item == 0) inside.count_down();
        door.pass();
        return true;
    });
    Lane<int> other(pool, "other", 10, [&](int) { return ++others < 3; });
    CHECK(stuck.push(0));
    inside.wait();
    CHECK(stuck.push(1));
    CHECK(stuck.push(2));
    CHECK_FALSE(stuck.push(3));
    for (int i = 0; i < 3; ++i) CHECK(other.push(i));
    CHECK(eventually([&] { return others == 3 && other.idle(); }));
    CHECK(eventually([&] { return !other.push(4); }));  // it said that it wants no more
    door.open();
}

TEST_CASE("a lane's handler does not run once it is closed, and may close it itself") {
    Pool pool({.name = "test", .threads = 2});
    std::atomic<int> handled = 0;
    std::optional<Lane<int>> lane;
    lane.emplace(pool, "test", 10, [&](int item) {
        ++handled;
        if (item == 0) lane->close();
        return true;
    });
    lane->push(0);
    lane->push(1);
    CHECK(eventually([&] { return pool.idle(); }));
    CHECK(handled == 1);
    lane.reset();
    lane.emplace(pool, "test", 10, [&](int) -> bool { throw std::runtime_error("broken"); });
    lane->push(0);
    CHECK(eventually([&] { return !lane->push(1); }));
}
