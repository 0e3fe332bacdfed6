#include "nodes/agent/node/heartbeat.h"

#include <doctest/doctest.h>

#include "tests/scenario/agent/fake_client.h"

namespace armillary::agent {
namespace {

class NodeEvents final : public EventSink {
public:
    void pod(const corev1::Pod&, std::string_view, std::string_view, std::string, std::string_view) override {}
    void node(std::string_view type, std::string_view reason, std::string message) override {
        all.push_back(std::string(type) + " " + std::string(reason) + ": " + message);
    }
    std::vector<std::string> take() { return std::exchange(all, {}); }
    std::vector<std::string> all;
};

using Told = std::vector<std::string>;

TEST_CASE("a node registers, beats, and tells what becomes of it") {
    FakeClient client;
    client.exact = true;
    async::ManualClock clock;
    NodeEvents events;
    NodeInput input;
    input.name = "n";
    input.machine.bootId = "one";
    input.notReady = "starting";
    const auto look = [&] {
        input.now = clock.now();
        return input;
    };
    Heartbeat heartbeat(client, clock, events, look);
    REQUIRE(heartbeat.registerNode());
    CHECK(events.take() == Told{"Normal NodeHasSufficientMemory: Node n status is now: NodeHasSufficientMemory",
                                "Normal NodeHasNoDiskPressure: Node n status is now: NodeHasNoDiskPressure",
                                "Normal NodeHasSufficientPID: Node n status is now: NodeHasSufficientPID"});
    const auto target = client::target<corev1::Node>({}, "n");
    const auto conditionOf = [&] { return (*client.get(target))->as<corev1::Node>().status.conditions.back(); };
    CHECK(conditionOf().status == "False");
    input.notReady.clear();
    heartbeat.beat();
    CHECK(heartbeat.connected());
    CHECK(conditionOf().status == "True");
    CHECK(events.take() == Told{"Normal NodeReady: Node n status is now: NodeReady"});

    // At rest only the lease is renewed.
    const auto patches = client.patches;
    clock.advance(std::chrono::seconds(10));
    heartbeat.beat();
    CHECK(client.patches == patches);
    CHECK(events.take().empty());
    const auto lease = client.get(client::target<coordinationv1::Lease>("kube-node-lease", "n"));
    REQUIRE(lease);
    CHECK((*lease)->as<coordinationv1::Lease>().spec.renewTime == schema::MicroTime(clock.now()));
    clock.advance(std::chrono::minutes(5));
    heartbeat.beat();
    CHECK(client.patches == patches + 1);

    REQUIRE(client.patch(target, client::PatchType::Merge, R"({"spec":{"unschedulable":true}})"));
    heartbeat.beat();
    heartbeat.beat();
    CHECK(events.take() == Told{"Normal NodeNotSchedulable: Node n status is now: NodeNotSchedulable"});
    REQUIRE(client.patch(target, client::PatchType::Merge, R"({"spec":{"unschedulable":null}})"));
    heartbeat.beat();
    CHECK(events.take() == Told{"Normal NodeSchedulable: Node n status is now: NodeSchedulable"});

    // A machine that was started anew says so once.
    input.machine.bootId = "two";
    Heartbeat next(client, clock, events, look);
    REQUIRE(next.registerNode());
    next.beat();
    CHECK(events.take() == Told{"Warning Rebooted: Node n has been rebooted, boot id: two"});

    // A node that has been deleted comes back, but not to another cluster.
    bool same = false;
    Heartbeat careful(client, clock, events, look, [&] { return same; });
    REQUIRE(careful.registerNode());
    REQUIRE(client.remove(target, {}));
    careful.beat();
    CHECK_FALSE(careful.connected());
    CHECK_FALSE(client.get(target));
    same = true;
    careful.beat();
    CHECK(careful.connected());
    CHECK(client.get(target));

    client.down = true;
    next.beat();
    CHECK_FALSE(next.connected());
}

}  // namespace
}  // namespace armillary::agent
