#include <doctest/doctest.h>

#include <format>
#include <future>
#include <stdexcept>

#include "engine/client/informer.h"
#include "tests/contract/client/clusters.h"

using namespace armillary;
using namespace armillary::test;
using client::target;
using corev1::ConfigMap;
using Strings = std::vector<std::string>;

#define BOTH_CLUSTERS LocalCluster, HttpCluster

TEST_CASE_TEMPLATE("a watch says what happens after a version, in order, and can be resumed", Cluster, BOTH_CLUSTERS) {
    Cluster cluster;
    auto& c = *cluster.client;
    const auto where = target<ConfigMap>("default");
    const auto start = c.list(where).value().resourceVersion;
    const auto made = client::create(c, map("a")).value();
    WatchLog log;
    auto watch = c.watch(where, {.resourceVersion = start}, log.callback());
    REQUIRE(watch);
    REQUIRE(c.patch(target<ConfigMap>("default", "a"), client::PatchType::Merge, R"({"data":{"k":"2"}})"));
    REQUIRE(client::create(c, map("b")));
    REQUIRE(client::remove<ConfigMap>(c, "default", "a"));
    CHECK(log.await(4) == Strings{"ADDED a", "MODIFIED a", "ADDED b", "DELETED a"});
    CHECK(log.last().object->template as<ConfigMap>().data.at("k") == "2");
    watch->reset();
    REQUIRE(client::create(c, map("c")));

    WatchLog later;
    auto resumed = c.watch(where, {.resourceVersion = log.last().resourceVersion}, later.callback());
    REQUIRE(resumed);
    CHECK(later.await(1) == Strings{"ADDED c"});
    CHECK(log.await(0).size() == 4);
}

TEST_CASE_TEMPLATE("a callback that breaks ends its watch as expired, and no other", Cluster, BOTH_CLUSTERS) {
    Cluster cluster;
    auto& c = *cluster.client;
    const auto where = target<ConfigMap>("default");
    const client::WatchOptions options{.resourceVersion = c.list(where).value().resourceVersion};
    WatchLog log, beside;
    auto watch = c.watch(where, options, [record = log.callback()](const client::WatchEvent& event) {
        record(event);
        if (event.type == client::WatchEventType::Added) throw std::runtime_error("broken");
    });
    REQUIRE(watch);
    auto other = c.watch(where, options, beside.callback());
    REQUIRE(other);
    REQUIRE(client::create(c, map("a")));
    CHECK(log.await(2) == Strings{"ADDED a", "CLOSED 410"});
    REQUIRE(client::create(c, map("b")));
    CHECK(beside.await(2) == Strings{"ADDED a", "ADDED b"});
    CHECK(log.await(0).size() == 2);
    watch->reset();
}

TEST_CASE_TEMPLATE("a selector makes changes into comings and goings", Cluster, BOTH_CLUSTERS) {
    Cluster cluster;
    auto& c = *cluster.client;
    const auto where = target<ConfigMap>("default");
    REQUIRE(client::create(c, map("a", "1", "x")));
    WatchLog log;
    auto watch = c.watch(where, {.labelSelector = "app=y", .resourceVersion = c.list(where).value().resourceVersion},
                         log.callback());
    REQUIRE(watch);
    const auto label = [&](const char* value) {
        return c.patch(target<ConfigMap>("default", "a"), client::PatchType::Merge,
                       std::format(R"({{"metadata":{{"labels":{{"app":"{}"}}}}}})", value));
    };
    REQUIRE(label("y"));
    REQUIRE(label("z"));
    REQUIRE(label("y"));
    CHECK(log.await(3) == Strings{"ADDED a", "DELETED a", "ADDED a"});
}

TEST_CASE_TEMPLATE("a watch from a version that is no longer kept ends with 410", Cluster, BOTH_CLUSTERS) {
    Cluster cluster(ApiHarnessOptions{.ringEvents = 4});
    auto& c = *cluster.client;
    const auto where = target<ConfigMap>("default");
    REQUIRE(client::create(c, map("a")));
    const auto old = c.list(where).value().resourceVersion;
    for (int i = 0; i < 20; ++i)
        REQUIRE(c.patch(target<ConfigMap>("default", "a"), client::PatchType::Merge,
                        std::format(R"({{"data":{{"k":"{}"}}}})", i)));
    WatchLog log;
    auto watch = c.watch(where, {.resourceVersion = old}, log.callback());
    if (watch)
        CHECK(log.await(1) == Strings{"CLOSED 410"});
    else
        CHECK(status::isExpired(watch.error()));
}

TEST_CASE_TEMPLATE("a callback may end its own watch, and hears nothing more", Cluster, BOTH_CLUSTERS) {
    Cluster cluster;
    auto& c = *cluster.client;
    const auto where = target<ConfigMap>("default");
    std::mutex mutex;
    std::unique_ptr<client::Watch> watch;
    std::promise<void> ended;
    std::atomic<int> calls = 0;
    const auto start = c.list(where).value().resourceVersion;
    {
        const std::lock_guard lock(mutex);
        watch = c.watch(where, {.resourceVersion = start}, [&](const client::WatchEvent& event) {
                     if (event.type == client::WatchEventType::Bookmark) return;
                     ++calls;
                     const std::lock_guard inner(mutex);
                     watch.reset();
                     ended.set_value();
                 }).value();
    }
    REQUIRE(client::create(c, map("a")));
    REQUIRE(ended.get_future().wait_for(std::chrono::seconds(60)) == std::future_status::ready);
    REQUIRE(client::create(c, map("b")));
    CHECK(calls == 1);
}

TEST_CASE_TEMPLATE("an informer follows the cluster", Cluster, BOTH_CLUSTERS) {
    Cluster cluster;
    auto& c = *cluster.client;
    REQUIRE(client::create(c, map("a")));
    const auto informers = client::Informers::create(c);
    auto& maps = informers->filtered(resources::resourceOf<ConfigMap>(), {.namespace_ = "default"});
    std::mutex mutex;
    std::condition_variable changed;
    Strings seen;
    maps.addHandler([&](const ObjectRef& previous, const ObjectRef& current) {
        const std::lock_guard lock(mutex);
        seen.push_back((previous ? current ? "changed " : "gone " : "new ") + (current ? current : previous)->name());
        changed.notify_all();
    });
    informers->start();
    REQUIRE(informers->waitForSync(std::chrono::seconds(60)));
    REQUIRE(client::create(c, map("b")));
    REQUIRE(client::remove<ConfigMap>(c, "default", "a"));
    std::unique_lock lock(mutex);
    changed.wait_for(lock, std::chrono::seconds(60), [&] { return seen.size() >= 3; });
    CHECK(seen == Strings{"new a", "new b", "gone a"});
    lock.unlock();
    CHECK(maps.list().size() == 1);
    informers->stop();
}
