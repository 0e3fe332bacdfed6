#include "engine/watch/follow.h"

#include <atomic>
#include <latch>
#include <stdexcept>
#include <thread>

#include "tests/unit/watch/fixture.h"

namespace armillary::watch {

namespace {

constexpr std::chrono::seconds kGenerous{60};

/// What a follower was told: "+a/x=1 ~a/x=2 -a/x".
struct Told {
    Follow::Handler handler() {
        return [this](const ObjectRef& previous, const ObjectRef& current) {
            const Object& object = current ? *current : *previous;
            text += (text.empty() ? "" : " ") + std::string(!previous ? "+" : current ? "~" : "-") + object.key();
            if (current) text += "=" + current->meta().labels.find("v")->second;
        };
    }
    std::string taken() { return std::exchange(text, {}); }

    std::string text;
};

}  // namespace

TEST_CASE("follow: the list, then events, each once and in order") {
    Fixture fixture;
    fixture.create("a", "x");
    fixture.create("a", "y");
    Told told;
    Follow follow(*fixture.cache, "/pods", told.handler());
    CHECK(follow.pending());
    CHECK(told.text.empty());
    CHECK(follow.takeIn());
    CHECK(told.taken() == "+a/x=1 +a/y=1");
    CHECK_FALSE(follow.pending());
    CHECK_FALSE(follow.takeIn());
    fixture.update("a", "y", "2");
    fixture.remove("a", "x");
    fixture.create("b", "z");
    fixture.update("a", "y", "3");
    CHECK(follow.pending());
    CHECK(follow.takeIn());
    CHECK(told.taken() == "~a/y=2 -a/x +b/z=1 ~a/y=3");
    CHECK_FALSE(follow.takeIn());
}

TEST_CASE("follow: a kind that has no objects yet, and one namespace of it") {
    Fixture fixture;
    Told told, some;
    Follow follow(*fixture.cache, "/pods", told.handler());
    Follow inB(*fixture.cache, "/pods", some.handler(), {.namespace_ = "b"});
    CHECK_FALSE(follow.takeIn());
    CHECK_FALSE(inB.takeIn());
    fixture.create("a", "x");
    CHECK_FALSE(inB.pending());
    fixture.create("b", "y");
    CHECK(follow.takeIn());
    CHECK(told.taken() == "+a/x=1 +b/y=1");
    CHECK(inB.takeIn());
    CHECK(some.taken() == "+b/y=1");
}

TEST_CASE("follow: too many changes lead to a fresh list, which tells what vanished") {
    Fixture fixture;
    fixture.create("a", "gone");
    fixture.create("a", "kept");
    fixture.create("a", "changed");
    Told told;
    int notified = 0;
    Follow follow(*fixture.cache, "/pods", told.handler(), {.maxPending = 3, .notify = [&] { ++notified; }});
    follow.takeIn();
    told.taken();
    fixture.remove("a", "gone");
    for (int i = 0; i < 10; ++i) fixture.update("a", "changed", std::to_string(i));
    fixture.create("a", "new");
    CHECK(notified == 1);
    CHECK(follow.takeIn());
    CHECK(told.taken() == "-a/gone ~a/changed=9 +a/new=1");
    // And goes on from there.
    CHECK_FALSE(follow.pending());
    fixture.update("a", "kept", "2");
    CHECK(notified == 2);
    CHECK(follow.takeIn());
    CHECK(told.taken() == "~a/kept=2");
}

TEST_CASE("follow: a list that the ring has left behind is taken anew") {
    /// Between a list and the watch from it, more happens than the ring holds; for the first `races` times.
    struct Racing final : Cache {
        ObjectRef get(const ResourceKey& resource, std::string_view namespace_, std::string_view name) const override {
            return real.get(resource, namespace_, name);
        }
        Snapshot list(const ResourceKey& resource, std::string_view namespace_) const override {
            return real.list(resource, namespace_);
        }
        std::size_t size(const ResourceKey& resource) const override { return real.size(resource); }
        std::vector<ResourceKey> resources() const override { return real.resources(); }
        Revision revision() const override { return real.revision(); }
        Result<std::unique_ptr<Registration>> watch(const ResourceKey& resource, Revision after,
                                                    Watcher& watcher) override {
            if (races-- > 0)
                for (int i = 0; i < 5; ++i) fixture.update("a", "x", std::to_string(++version));
            return real.watch(resource, after, watcher);
        }
        void sendProgress() override { real.sendProgress(); }

        explicit Racing(Fixture& fixture) : fixture(fixture), real(*fixture.cache) {}
        Fixture& fixture;
        Cache& real;
        int races = 0, version = 1;
    };
    Fixture fixture({.ringEvents = 3});
    fixture.create("a", "x");
    Racing cache(fixture);
    Told told;
    Follow follow(cache, "/pods", told.handler());
    cache.races = 2;
    CHECK(follow.takeIn());
    CHECK(told.taken() == "+a/x=11");
    CHECK_FALSE(follow.pending());

    // Where it goes on and on, every call knows what was there when it was made, and the next one tries again.
    Told other;
    Follow unlucky(cache, "/pods", other.handler());
    cache.races = 10;
    CHECK(unlucky.takeIn());
    CHECK(other.taken() == "+a/x=56");
    CHECK(unlucky.pending());
    cache.races = 0;
    CHECK(unlucky.takeIn());
    CHECK(other.taken() == "~a/x=61");
    CHECK_FALSE(unlucky.pending());
}

TEST_CASE("follow: what was made again under its name goes first and then comes") {
    Fixture fixture;
    const auto create = [&](const std::string& uid) {
        const std::string json = R"({"kind":"Pod","apiVersion":"v1","metadata":{"name":"x","namespace":"a","uid":")" +
                                 uid + R"(","labels":{"v":")" + uid + R"("}}})";
        REQUIRE(fixture.store->create(storeKey("/pods", "a", "x"), json));
    };
    create("first");
    Told told;
    Follow follow(*fixture.cache, "/pods", told.handler(), {.maxPending = 1});
    follow.takeIn();
    told.taken();
    fixture.remove("a", "x");
    create("second");
    follow.takeIn();
    CHECK(told.taken() == "-a/x +a/x=second");
}

TEST_CASE("follow: an exception out of the handler costs one list") {
    Fixture fixture;
    fixture.create("a", "x");
    Told told;
    bool breaks = false;
    Follow follow(*fixture.cache, "/pods", [&](const ObjectRef& previous, const ObjectRef& current) {
        if (breaks) throw std::runtime_error("broken");
        told.handler()(previous, current);
    });
    follow.takeIn();
    told.taken();
    fixture.create("a", "y");
    fixture.remove("a", "x");
    breaks = true;
    CHECK_THROWS(follow.takeIn());
    CHECK(follow.pending());
    breaks = false;
    CHECK(follow.takeIn());
    CHECK(told.taken() == "-a/x +a/y=1");
}

TEST_CASE("follow: who stops it waits for the handler, which is not called again") {
    Fixture fixture;
    fixture.create("a", "x");
    fixture.create("a", "y");
    std::latch entered(1), leave(1);
    std::atomic<int> calls = 0;
    std::atomic<bool> stopped = false;
    Follow follow(*fixture.cache, "/pods", [&](const ObjectRef&, const ObjectRef&) {
        if (++calls > 1) return;
        entered.count_down();
        leave.wait();
        CHECK_FALSE(stopped);
    });
    std::jthread taker([&] { follow.takeIn(); });
    entered.wait();
    std::jthread stopper([&] {
        follow.stop();
        stopped = true;
    });
    leave.count_down();
    stopper.join();
    taker.join();
    CHECK(calls == 2);
    fixture.create("a", "z");
    CHECK_FALSE(follow.takeIn());
    CHECK(calls == 2);
}

TEST_CASE("follow: who waits is woken by a change, and by nothing else") {
    Fixture fixture;
    Told told;
    Follow follow(*fixture.cache, "/pods", told.handler());
    follow.takeIn();
    CHECK_FALSE(follow.awaitPending(std::chrono::steady_clock::now()));
    std::jthread writer([&] { fixture.create("a", "x"); });
    REQUIRE(follow.awaitPending(std::chrono::steady_clock::now() + kGenerous));
    follow.takeIn();
    CHECK(told.taken() == "+a/x=1");
}

TEST_CASE("follow: whoever asks knows his own writes, whatever others do at the moment") {
    constexpr int kWriters = 4, kWrites = 300;
    Fixture fixture({.ringEvents = 16});
    std::mutex mutex;
    std::unordered_map<std::string, ObjectRef> seen;
    Follow follow(*fixture.cache, "/pods",
                  [&](const ObjectRef& previous, const ObjectRef& current) {
                      const std::lock_guard lock(mutex);
                      if (current)
                          seen[current->key()] = current;
                      else
                          seen.erase(previous->key());
                  },
                  {.maxPending = 8});
    std::atomic<int> wrong = 0;
    {
        std::vector<std::jthread> writers;
        for (int w = 0; w < kWriters; ++w)
            writers.emplace_back([&, w] {
                const std::string name = "pod-" + std::to_string(w);
                const auto knows = [&](bool expected) {
                    follow.takeIn();
                    const std::lock_guard lock(mutex);
                    if (seen.contains("a/" + name) != expected) ++wrong;
                };
                for (int i = 0; i < kWrites; ++i) {
                    fixture.create("a", name);
                    knows(true);
                    fixture.remove("a", name);
                    knows(false);
                }
            });
    }
    CHECK(wrong == 0);
    CHECK(seen.empty());
}

}  // namespace armillary::watch
