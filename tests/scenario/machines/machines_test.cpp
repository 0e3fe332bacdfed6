#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <format>
#include <set>
#include <thread>

#include "engine/client/local/local_client.h"
#include "engine/schema/api/coordinationv1.h"
#include "engine/schema/api/corev1.h"
#include "nodes/machines/simulated/simulated_nodes.h"
#include "tests/support/api/api_harness.h"

using namespace armillary;
using namespace std::chrono_literals;
using machines::SimulatedNodes;
using machines::SimulatedOptions;

namespace {

/// The real API and simulated nodes, on a clock that moves while all is quiet. Nobody schedules: pods come with a node.
class Floor {
public:
    explicit Floor(const SimulatedOptions& options) {
        m_nodes = SimulatedNodes::create(*client, harness.clock(), options).value();
    }

    /// Lets everybody finish, then so much time pass.
    void letPass(std::chrono::nanoseconds time) {
        const auto end = harness.clock().steady() + time;
        while (settle() && harness.clock().steady() < end)
            harness.clock().advance(std::min(activity().due.value_or(end), end) - harness.clock().steady());
    }
    bool settle() {
        const auto limit = std::chrono::steady_clock::now() + 120s;
        for (async::Activity before = activity();;) {
            const async::Activity now = activity();
            if (async::isQuiet(before, now)) return true;
            if (std::chrono::steady_clock::now() > limit) {
                FAIL_CHECK("the machines do not come to rest");
                return false;
            }
            before = now;
            std::this_thread::sleep_for(200us);
        }
    }

    void add(const std::string& name, const std::string& node, const std::string& more = "",
             const std::string& fault = "") {
        const auto made = client->create(
            client::target<corev1::Pod>("default"),
            std::format(R"({{"apiVersion":"v1","kind":"Pod","metadata":{{"name":"{}",)"
                        R"("annotations":{{"armillary.dev/simulate":"{}"}}{}}},"spec":{{"nodeName":"{}",)"
                        R"("containers":[{{"name":"c","image":"i"}}]}}}})",
                        name, fault, more, node));
        REQUIRE_MESSAGE(made.has_value(), made.error().message);
    }
    std::optional<corev1::Pod> pod(const std::string& name) {
        const auto found = client::get<corev1::Pod>(*client, "default", name);
        if (!found) return std::nullopt;
        return (*found)->as<corev1::Pod>();
    }
    template <schema::ApiStruct T>
    std::vector<ObjectRef> all() {
        return client->list(client::target<T>()).value().items;
    }
    std::size_t running() {
        return client->list(client::target<corev1::Pod>(), {.fieldSelector = "status.phase=Running"})->items.size();
    }
    /// The reasons of a pod's or a node's events.
    std::multiset<std::string> reasons(const std::string& about) {
        std::multiset<std::string> found;
        for (const ObjectRef& object : all<corev1::Event>())
            if (const auto& event = object->as<corev1::Event>(); event.involvedObject.name == about)
                found.insert(event.reason);
        return found;
    }
    void stop() { m_nodes.reset(); }
    SimulatedNodes& nodes() { return *m_nodes; }

    test::ApiHarness harness;
    std::unique_ptr<client::Client> client = client::makeLocalClient(harness.api(), test::ApiHarness::admin());

private:
    async::Activity activity() {
        async::Activity all = harness.clock().activity();
        return all += m_nodes->activity();
    }

    std::unique_ptr<SimulatedNodes> m_nodes;
};

std::size_t threads() {
    std::size_t count = 0;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) count += task.exists() ? 1 : 0;
    return count;
}

}  // namespace

TEST_CASE("nodes are healthy, and keep their leases until they go") {
    Floor floor({.count = 12, .prefix = "node", .first = 1, .cpus = 8});
    const auto node = (*client::get<corev1::Node>(*floor.client, {}, "node-12"))->as<corev1::Node>();
    CHECK(node.status.capacity.at("cpu") == schema::Quantity::fromUnits(8));
    CHECK(node.status.addresses.at(0).address == "198.18.50.21");
    CHECK(node.status.addresses.at(1).address == "node-12");
    const auto ready = std::ranges::find(node.status.conditions, "Ready", &corev1::NodeCondition::type);
    REQUIRE(ready != node.status.conditions.end());
    CHECK(ready->status == "True");
    CHECK(node.status.conditions.size() == 4);
    CHECK(!client::get<corev1::Node>(*floor.client, {}, "node-0"));

    REQUIRE(client::remove<corev1::Node>(*floor.client, {}, "node-3").has_value());
    floor.letPass(60s);
    CHECK(floor.reasons("node-5") == std::multiset<std::string>{"NodeReady", "Starting"});
    const auto now = floor.harness.clock().now();
    int fresh = 0;
    for (const ObjectRef& lease : floor.all<coordinationv1::Lease>()) {
        const auto& spec = lease->as<coordinationv1::Lease>().spec;
        const bool isFresh = now - spec.renewTime->timePoint() <= 10s;
        CHECK_MESSAGE(isFresh == (lease->name() != "node-3"), lease->name());
        fresh += isFresh ? 1 : 0;
    }
    CHECK(fresh == 11);
}

TEST_CASE("a pod starts, runs, and goes when it is deleted") {
    Floor floor({.count = 1, .pace = {.start = 2s, .stop = 3s}});
    floor.add("web", "simulated-0");
    floor.settle();
    CHECK(floor.pod("web")->status.containerStatuses.at(0).state.waiting->reason == "ContainerCreating");
    floor.letPass(2s);
    CHECK(floor.pod("web")->status.phase == "Running");
    CHECK(floor.pod("web")->status.podIP == "100.64.0.1");
    CHECK(floor.reasons("web") == std::multiset<std::string>{"Created", "Pulled", "Started"});

    REQUIRE(client::remove<corev1::Pod>(*floor.client, "default", "web").has_value());
    floor.settle();
    REQUIRE(floor.pod("web").has_value());
    CHECK(floor.pod("web")->metadata.deletionTimestamp.has_value());
    CHECK(floor.reasons("web").contains("Killing"));
    floor.letPass(3s);
    CHECK(!floor.pod("web"));
}

TEST_CASE("what somebody's finalizer holds has ended, and is left to them") {
    Floor floor({.count = 1});
    floor.add("held", "simulated-0", R"(,"finalizers":["example.test/mine"])");
    floor.settle();
    REQUIRE(client::remove<corev1::Pod>(*floor.client, "default", "held").has_value());
    floor.settle();
    REQUIRE(floor.pod("held").has_value());
    CHECK(floor.pod("held")->status.phase == "Succeeded");
    CHECK(floor.pod("held")->metadata.deletionGracePeriodSeconds == 0);
    const auto version = floor.pod("held")->metadata.resourceVersion;
    floor.letPass(60s);
    CHECK(floor.pod("held")->metadata.resourceVersion == version);
    REQUIRE(floor.client
                ->patch(client::target<corev1::Pod>("default", "held"), client::PatchType::Merge,
                        R"({"metadata":{"finalizers":null}})")
                .has_value());
    CHECK(!floor.pod("held"));
}

TEST_CASE("a crashing pod is restarted less and less often, until its fault is taken from it") {
    Floor floor({.count = 1, .pace = {.crash = 5s}});
    floor.add("bad", "simulated-0", "", "crash");
    floor.letPass(5s + 5s);
    CHECK(floor.pod("bad")->status.containerStatuses.at(0).state.waiting->reason == "CrashLoopBackOff");
    CHECK(floor.reasons("bad").contains("BackOff"));
    floor.letPass(10s + 5s + 20s + 5s + 40s + 5s);
    CHECK(floor.pod("bad")->status.containerStatuses.at(0).restartCount == 4);
    REQUIRE(floor.client
                ->patch(client::target<corev1::Pod>("default", "bad"), client::PatchType::Merge,
                        R"({"metadata":{"annotations":{"armillary.dev/simulate":null}}})")
                .has_value());
    floor.letPass(80s);
    CHECK(floor.pod("bad")->status.containerStatuses.at(0).ready);
    CHECK(floor.pod("bad")->status.containerStatuses.at(0).restartCount == 5);
}

TEST_CASE("pods of other nodes are none of theirs") {
    Floor floor({.count = 1});
    corev1::Node other;
    other.metadata.name = "simulated-9";
    REQUIRE(client::create(*floor.client, other).has_value());
    floor.add("stranger", "simulated-9");
    floor.settle();
    CHECK(floor.pod("stranger")->status.phase == "Pending");
    CHECK(!floor.pod("stranger")->status.startTime.has_value());
}

TEST_CASE("a hundred machines with a thousand pods need no more threads than one") {
    const std::size_t before = threads();
    Floor one({.count = 1});
    const std::size_t withOne = threads() - before;
    one.stop();
    Floor floor({.count = 100});
    const std::size_t base = threads();
    for (int i = 0; i < 1000; ++i) floor.add(std::format("p{}", i), std::format("simulated-{}", i % 100));
    floor.settle();
    CHECK(floor.running() == 1000);
    CHECK(floor.nodes().started() == 1000);
    CHECK(threads() <= base);
    CHECK(threads() - before <= 2 * withOne);
    std::set<std::string> addresses;
    for (const ObjectRef& pod : floor.all<corev1::Pod>()) addresses.insert(pod->as<corev1::Pod>().status.podIP);
    CHECK(addresses.size() == 1000);
}

TEST_CASE("they stop while there is work left, and nobody does it afterwards") {
    Floor floor({.count = 10, .workers = 2, .pace = {.start = 10s}});
    for (int i = 0; i < 200; ++i) floor.add(std::format("p{}", i), std::format("simulated-{}", i % 10));
    floor.stop();
    const auto renewed = [&] {
        std::set<std::int64_t> times;
        for (const ObjectRef& lease : floor.all<coordinationv1::Lease>())
            times.insert(lease->as<coordinationv1::Lease>().spec.renewTime->micros);
        return times;
    };
    const auto before = renewed();
    floor.harness.clock().advance(60s);
    CHECK(floor.running() == 0);
    CHECK(renewed() == before);
    CHECK(floor.all<corev1::Pod>().size() == 200);
}
