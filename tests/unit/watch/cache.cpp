#include <algorithm>
#include <atomic>
#include <thread>

#include "tests/unit/watch/fixture.h"

namespace armillary::watch {

TEST_CASE("current state: read your own writes, in key order, by namespace") {
    Fixture fixture;
    CHECK(fixture.cache->list("/pods").objects.empty());
    CHECK(fixture.cache->get("/pods", "a", "x") == nullptr);
    fixture.create("b", "x");
    fixture.create("a", "y");
    fixture.create("a-b", "z");
    fixture.create("a", "x");
    CHECK(fixture.text() == "a-b/z=1@3 a/x=1@4 a/y=1@2 b/x=1@1");
    CHECK(fixture.text("a") == "a/x=1@4 a/y=1@2");
    CHECK(fixture.text("c").empty());
    fixture.update("a", "y", "2");
    fixture.remove("b", "x");
    CHECK(fixture.text() == "a-b/z=1@3 a/x=1@4 a/y=2@5");
    CHECK(fixture.cache->get("/pods", "a", "y")->revision() == 5);
    CHECK(fixture.cache->get("/pods", "b", "x") == nullptr);
    CHECK(fixture.cache->revision() == 6);
    CHECK(fixture.cache->list("/pods").revision == 6);
    CHECK(fixture.cache->size("/pods") == 3);
    CHECK(fixture.cache->resources() == std::vector<ResourceKey>{"/pods"});
    fixture.restart();
    CHECK(fixture.text() == "a-b/z=1@3 a/x=1@4 a/y=2@5");
    CHECK(fixture.cache->revision() == 6);
}

TEST_CASE("many objects come and go") {
    Fixture fixture;
    std::vector<std::string> names;
    for (int i = 0; i < 1000; ++i) names.push_back("pod-" + std::to_string(i * 7919 % 1000));
    for (const std::string& name : names) fixture.create(name.ends_with("3") ? "three" : "other", name);
    const auto sorted = [&](std::string_view namespace_) {
        std::vector<std::string> keys;
        for (const ObjectRef& object : fixture.cache->list("/pods", namespace_).objects) keys.push_back(object->key());
        CHECK(std::ranges::is_sorted(keys));
        return keys.size();
    };
    CHECK(sorted("") == 1000);
    CHECK(sorted("three") == 100);
    fixture.restart();
    CHECK(sorted("other") == 900);
    for (const std::string& name : names) {
        if (!name.ends_with("3") && name != "pod-500") fixture.remove("other", name);
    }
    CHECK(sorted("") == 101);
    CHECK(sorted("other") == 1);
    CHECK(fixture.cache->get("/pods", "other", "pod-500"));
}

TEST_CASE("watch: the ring's past, then live") {
    Fixture fixture;
    fixture.create("a", "x");
    fixture.restart();
    fixture.create("a", "y");
    fixture.update("a", "x", "2");
    Recorder recorder;
    auto registration = fixture.cache->watch("/pods", 2, recorder).value();
    CHECK(recorder.text() == "M:a/x@3");
    fixture.remove("a", "x");
    CHECK(recorder.text() == "M:a/x@3 D:a/x@4");
    const Event& deleted = *recorder.events.back();
    CHECK(deleted.object()->revision() == 4);
    CHECK(deleted.previous()->revision() == 3);
    CHECK(deleted.object()->meta().labels.find("v")->second == "2");
    registration.reset();
    fixture.create("a", "z");
    CHECK(recorder.events.size() == 2);

    Recorder future;
    auto early = fixture.cache->watch("/pods", 6, future).value();
    fixture.create("a", "6");
    fixture.create("a", "7");
    CHECK(future.text() == "A:a/7@7");
}

TEST_CASE("watch: what the ring no longer holds is 410 Expired") {
    Fixture fixture({.ringEvents = 3});
    Recorder recorder;
    CHECK(fixture.cache->watch("/pods", 0, recorder));
    for (int i = 0; i < 5; ++i) fixture.create("a", std::to_string(i));
    const auto expired = fixture.cache->watch("/pods", 1, recorder);
    REQUIRE_FALSE(expired);
    CHECK(expired.error().code == 410);
    CHECK(expired.error().reason == "Expired");
    CHECK(expired.error().message == "too old resource version: 1 (2)");
    CHECK(fixture.cache->watch("/pods", 2, recorder));
    CHECK(recorder.text() == "A:a/2@3 A:a/3@4 A:a/4@5");
    fixture.restart();
    CHECK_FALSE(fixture.cache->watch("/pods", 4, recorder));
    CHECK(fixture.cache->watch("/pods", 5, recorder));
}

TEST_CASE("watch: the ring is bounded by bytes too") {
    Fixture fixture({.ringEvents = 1000, .ringBytes = 2000});
    for (int i = 0; i < 100; ++i) fixture.create("a", std::to_string(i));
    Recorder recorder;
    CHECK_FALSE(fixture.cache->watch("/pods", 50, recorder));
    CHECK(fixture.cache->watch("/pods", 95, recorder));
}

TEST_CASE("a slow watcher is dropped and no other notices") {
    Fixture fixture;
    Recorder slow(2), quick;
    auto first = fixture.cache->watch("/pods", 0, slow).value();
    auto second = fixture.cache->watch("/pods", 0, quick).value();
    for (int i = 0; i < 5; ++i) fixture.create("a", std::to_string(i));
    CHECK(slow.events.size() == 2);
    CHECK(quick.events.size() == 5);
    fixture.cache->sendProgress();
    CHECK(slow.progressed == 0);
    CHECK(quick.progressed == 5);
    // Too slow even for the past.
    Recorder late(1);
    auto third = fixture.cache->watch("/pods", 0, late).value();
    fixture.create("a", "9");
    CHECK(late.events.size() == 1);
}

TEST_CASE("progress reaches watchers of resources where nothing happens") {
    Fixture fixture;
    Recorder recorder;
    auto registration = fixture.cache->watch("/nodes", 0, recorder).value();
    fixture.create("a", "x");
    fixture.cache->sendProgress();
    CHECK(recorder.events.empty());
    CHECK(recorder.progressed == 1);
}

TEST_CASE("a frame is made once and shared; a selector may call the event otherwise") {
    Fixture fixture;
    Recorder recorder;
    auto registration = fixture.cache->watch("/pods", 0, recorder).value();
    fixture.create("a", "x");
    fixture.update("a", "x", "2");
    const Event& event = *recorder.events.back();
    const auto frame = event.jsonFrame(EventType::Modified);
    CHECK(frame == event.jsonFrame(EventType::Modified));
    CHECK(*frame == R"({"type":"MODIFIED","object":)" + event.object()->json() + "}\n");
    CHECK(event.jsonFrame(EventType::Added)->starts_with(R"({"type":"ADDED")"));
    event.forgetFrames();
    CHECK(*event.jsonFrame(EventType::Modified) == *frame);
}

TEST_CASE("unreadable bytes are left out and named") {
    Fixture fixture;
    REQUIRE(fixture.store->create("/registry/core/pods/a/broken", "{nonsense"));
    REQUIRE(fixture.store->create("/registry/core/pods/a/other", Fixture::json("b", "other", "1")));
    REQUIRE(fixture.store->create("/registry/odd", "{}"));
    fixture.create("a", "good");
    CHECK(fixture.text() == "a/good=1@4");
    fixture.restart();
    CHECK(fixture.text() == "a/good=1@4");
    CHECK(fixture.cache->unreadable().size() == 3);
    REQUIRE(fixture.store->remove("/registry/core/pods/a/broken", 1));
    CHECK(fixture.cache->revision() == 5);
}

TEST_CASE("list then watch sees every change once, whatever the moment") {
    Fixture fixture;
    constexpr int kWrites = 2000;
    std::atomic<bool> done = false;
    std::jthread writer([&] {
        for (int i = 0; i < kWrites; ++i) fixture.create("ns" + std::to_string(i % 7), std::to_string(i));
        done = true;
    });
    int rounds = 0;
    while (!done || rounds == 0) {
        Recorder recorder;
        const Snapshot snapshot = fixture.cache->list("/pods");
        for (const ObjectRef& object : snapshot.objects) REQUIRE(object->revision() <= snapshot.revision);
        REQUIRE(static_cast<Revision>(snapshot.objects.size()) == snapshot.revision);
        auto registration = fixture.cache->watch("/pods", snapshot.revision, recorder).value();
        fixture.cache->sendProgress();
        registration.reset();
        for (std::size_t i = 0; i < recorder.events.size(); ++i) {
            REQUIRE(recorder.events[i]->revision() == snapshot.revision + static_cast<Revision>(i) + 1);
        }
        ++rounds;
    }
    writer.join();
    CHECK(fixture.cache->size("/pods") == kWrites);
    CHECK(rounds > 0);
}

}  // namespace armillary::watch
