#include <doctest/doctest.h>

#include "engine/schema/api/policyv1.h"
#include "engine/schema/api/schedulingv1.h"
#include "tests/scenario/scheduler/world.h"

using namespace armillary;
using namespace armillary::test;

namespace {

void priorityClasses(World& world) {
    REQUIRE(world.create<schedulingv1::PriorityClass>(
        R"({"apiVersion":"scheduling.k8s.io/v1","kind":"PriorityClass","metadata":{"name":"high"},"value":1000})"));
    REQUIRE(world.create<schedulingv1::PriorityClass>(
        R"({"apiVersion":"scheduling.k8s.io/v1","kind":"PriorityClass","metadata":{"name":"polite"},"value":1000,"preemptionPolicy":"Never"})"));
}

}  // namespace

TEST_CASE("who matters more gets the place of who matters less") {
    World world;
    priorityClasses(world);
    REQUIRE(world.pod("low", "3"));
    REQUIRE(world.runs("low"));
    REQUIRE(world.pod("polite", "3", R"(,"priorityClassName":"polite")"));
    REQUIRE(eventually([&] {
        return world.whyPending("polite") ==
               "0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.";
    }));
    // A finalizer keeps the victim long enough to be looked at.
    REQUIRE(world.client().patch(client::target<corev1::Pod>("default", "low"), client::PatchType::Merge,
                                 R"({"metadata":{"finalizers":["example.com/look"]}})"));
    REQUIRE(world.pod("high", "3", R"(,"priorityClassName":"high")"));
    REQUIRE(eventually([&] {
        const auto victim = world.find<corev1::Pod>("low");
        return victim && victim->metadata.deletionTimestamp;
    }));
    const auto victim = world.find<corev1::Pod>("low");
    const auto target = std::ranges::find(victim->status.conditions, "DisruptionTarget", &corev1::PodCondition::type);
    REQUIRE(target != victim->status.conditions.end());
    CHECK(target->reason == "PreemptionByScheduler");
    CHECK(target->message == "default-scheduler: preempting to accommodate a higher priority pod");
    CHECK(world.hasEvent("low", "Preempted", "on node simulated-0"));
    CHECK(eventually([&] { return world.find<corev1::Pod>("high")->status.nominatedNodeName == "simulated-0"; }));
    REQUIRE(world.client().patch(client::target<corev1::Pod>("default", "low"), client::PatchType::Merge,
                                 R"({"metadata":{"finalizers":null}})"));
    CHECK(world.runs("high"));
    CHECK(world.phase("polite") == "Pending");
}

TEST_CASE("a pod waits for a resource that a node gets later") {
    World world;
    REQUIRE(world.create<corev1::Pod>(
        R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i","resources":{"requests":{"example.com/fakecpu":"2"},"limits":{"example.com/fakecpu":"2"}}}]}})"));
    REQUIRE(eventually([&] {
        return world.whyPending("p") ==
               "0/1 nodes are available: 1 Insufficient example.com/fakecpu. preemption: 0/1 nodes are available: 1 "
               "Preemption is not helpful for scheduling.";
    }));
    REQUIRE(world.client().patch(client::target<corev1::Node>({}, "simulated-0", "status"), client::PatchType::Json,
                                 R"([{"op":"add","path":"/status/capacity/example.com~1fakecpu","value":"5"}])"));
    CHECK(world.runs("p"));
}

TEST_CASE("gated pods wait for their gates, strangers for their schedulers") {
    World world;
    REQUIRE(world.pod("gated", "1", R"(,"schedulingGates":[{"name":"example.com/hold"}])"));
    REQUIRE(world.pod("strange", "1", R"(,"schedulerName":"another")"));
    REQUIRE(world.pod("placed", "1", R"(,"nodeName":"simulated-0")"));
    REQUIRE(world.runs("placed"));
    const auto gated = world.find<corev1::Pod>("gated");
    REQUIRE(gated->status.conditions.size() == 1);
    CHECK(gated->status.conditions[0].reason == "SchedulingGated");
    CHECK(world.find<corev1::Pod>("strange")->spec.nodeName.empty());
    REQUIRE(world.client().patch(client::target<corev1::Pod>("default", "gated"), client::PatchType::Json,
                                 R"([{"op":"remove","path":"/spec/schedulingGates/0"}])"));
    CHECK(world.runs("gated"));
    CHECK(world.hasEvent("gated", "Scheduled", "Successfully assigned default/gated to simulated-0"));
    CHECK(world.find<corev1::Pod>("strange")->spec.nodeName.empty());
}

TEST_CASE("budgets are spared where there is another victim") {
    World world(1, 4);
    priorityClasses(world);
    REQUIRE(world.create<policyv1::PodDisruptionBudget>(
        R"({"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"db"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"db"}}}})"));
    REQUIRE(world.pod("guarded", "2", "", R"({"app":"db"})"));
    REQUIRE(world.pod("plain", "2"));
    REQUIRE(world.runs("guarded"));
    REQUIRE(world.runs("plain"));
    REQUIRE(world.pod("high", "2", R"(,"priorityClassName":"high")"));
    CHECK(world.runs("high"));
    CHECK(world.phase("guarded") == "Running");
    CHECK(world.phase("plain").empty());
}
