#include <doctest/doctest.h>

#include <algorithm>

#include "engine/controllers/daemonset/plan.h"
#include "tests/unit/controllers/objects.h"

using namespace armillary;
using namespace armillary::controllers::daemonset;
using namespace std::chrono_literals;
using test::asObject;

namespace {

const async::SystemTime kNow = schema::Time(1'760'100'000).timePoint();
using Strings = std::vector<std::string>;

struct World {
    appsv1::DaemonSet set;
    std::vector<std::string> nodes{"n1", "n2", "n3"};
    std::vector<corev1::Pod> pods;
    std::chrono::milliseconds backoff{0};

    World() { set.spec.updateStrategy.type = "RollingUpdate"; }
    void limits(schema::IntOrString unavailable, schema::IntOrString surge) {
        auto& rolling = set.spec.updateStrategy.rollingUpdate.ensure();
        rolling.maxUnavailable = unavailable;
        rolling.maxSurge = surge;
    }
    corev1::Pod& add(const std::string& name, const std::string& node, const std::string& hash, bool ready = true) {
        auto& pod = pods.emplace_back(test::runningPod(name, ready, node));
        pod.metadata.labels["controller-revision-hash"] = hash;
        return pod;
    }
    Plan plan() const {
        Inputs inputs{
            .set = set, .hash = "new", .nodes = {}, .pods = {}, .now = kNow, .backoff = [this](const std::string&) {
                return backoff;
            }};
        for (const auto& name : nodes) {
            corev1::Node node;
            node.metadata.name = name;
            inputs.nodes.push_back(asObject(node));
        }
        for (const auto& pod : pods) inputs.pods.push_back(asObject(pod));
        return planDaemons(inputs);
    }
    Strings removed() const {
        Strings names;
        for (const ObjectRef& pod : plan().remove) names.push_back(pod->name());
        std::ranges::sort(names);
        return names;
    }
};

}  // namespace

TEST_CASE("each node gets a daemon, and keeps the oldest") {
    World world;
    CHECK(world.plan().createOn == Strings{"n1", "n2", "n3"});
    world.add("a", "n1", "new");
    world.add("b", "n1", "new").metadata.creationTimestamp = schema::Time(1'760'000'001);
    CHECK(world.plan().createOn == Strings{"n2", "n3"});
    CHECK(world.removed() == Strings{"b"});
    CHECK(world.plan().status.desiredNumberScheduled == 3);
    CHECK(world.plan().status.numberUnavailable == 2);
}

TEST_CASE("what waits for a node that is gone goes; what was on it is left to those who look after it") {
    World world;
    world.nodes = {"n1"};
    world.add("bound", "gone", "new");
    auto waiting = podFor(*asObject([] {
        appsv1::DaemonSet set;
        set.metadata.name = "agent";
        return set;
    }()),
                          "new", "gone");
    waiting.metadata.name = "waiting";
    world.pods.push_back(waiting);
    CHECK(world.removed() == Strings{"waiting"});
}

TEST_CASE("a daemon that has ended and is held by a finalizer does not keep its successor waiting") {
    World world;
    world.nodes = {"n1"};
    auto& held = world.add("held", "n1", "new");
    held.metadata.deletionTimestamp = schema::Time(1'760'000'200);
    CHECK(world.plan().createOn.empty());
    held.status.phase = "Failed";
    CHECK(world.plan().createOn == Strings{"n1"});
    CHECK(world.plan().status.currentNumberScheduled == 0);
}

TEST_CASE("a daemon's pod tells of the template that it was made from") {
    appsv1::DaemonSet set;
    set.metadata.name = "agent";
    set.spec.template_.metadata.labels["app"] = "agent";
    set.metadata.annotations["deprecated.daemonset.template.generation"] = "7";
    const auto labels = podFor(*asObject(set), "new", "n1").metadata.labels;
    CHECK(labels.at("controller-revision-hash") == "new");
    CHECK(labels.at("pod-template-generation") == "7");
    CHECK(labels.at("app") == "agent");
}

TEST_CASE("an update replaces as many as may be unavailable") {
    World world;
    for (const char* node : {"n1", "n2", "n3"}) world.add(std::string("old-") + node, node, "old");
    CHECK(world.removed() == Strings{"old-n1"});
    world.limits(std::string("50%"), 0);
    CHECK(world.removed() == Strings{"old-n1", "old-n2"});
    world.limits(1, 0);
    // What does not serve costs nothing.
    world.pods[2] = test::runningPod("old-n3", false, "n3");
    CHECK(world.removed() == Strings{"old-n1", "old-n3"});
    world.pods.erase(world.pods.begin());
    CHECK(world.removed() == Strings{"old-n3"});  // n1 has none at all: that is the one
    world.set.spec.updateStrategy.type = "OnDelete";
    CHECK(world.removed().empty());
}

TEST_CASE("an update that surges makes the new daemon first") {
    World world;
    world.limits(0, 1);
    for (const char* node : {"n1", "n2", "n3"}) world.add(std::string("old-") + node, node, "old");
    CHECK(world.plan().createOn == Strings{"n1"});
    CHECK(world.removed().empty());
    world.add("new-n1", "n1", "new", false).metadata.creationTimestamp = schema::Time(1'760'000'001);
    CHECK(world.plan().createOn.empty());
    CHECK(world.removed().empty());
    world.pods.back().status.conditions[0].status = "True";
    CHECK(world.removed() == Strings{"old-n1"});
    CHECK(world.plan().createOn == Strings{"n2"});
    world.limits(0, std::string("100%"));
    CHECK(world.plan().createOn == Strings{"n2", "n3"});
}

TEST_CASE("ended daemons are made anew, failed ones when their time has come") {
    World world;
    world.nodes = {"n1"};
    world.add("a", "n1", "new").status.phase = "Failed";
    CHECK(world.removed() == Strings{"a"});
    CHECK(world.plan().createOn.empty());
    world.backoff = 700ms;
    CHECK(world.removed().empty());
    CHECK(world.plan().again == 700ms);
    world.pods[0].status.phase = "Succeeded";
    CHECK(world.removed() == Strings{"a"});
}
