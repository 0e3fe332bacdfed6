#include <doctest/doctest.h>

#include <set>

#include "engine/controllers/nodeipam/cidr_pool.h"
#include "engine/controllers/nodelifecycle/plan.h"
#include "engine/controllers/podgc/podgc.h"
#include "engine/controllers/ttl/plan.h"
#include "engine/volumes/placement.h"
#include "tests/unit/controllers/objects.h"

using namespace armillary;
using namespace armillary::controllers;
using namespace armillary::controllers::nodelifecycle;
using namespace std::chrono_literals;

namespace {

const async::SystemTime kNow = schema::Time(1'760'100'000).timePoint();

corev1::Node node(std::string_view ready) {
    corev1::Node made;
    made.metadata.name = "n1";
    if (ready.empty()) return made;
    auto& condition = made.status.conditions.emplace_back();
    condition.type = "Ready";
    condition.status = ready;
    return made;
}

std::set<std::string> names(const std::vector<corev1::Taint>& taints) {
    std::set<std::string> all;
    for (const auto& taint : taints) all.insert(taint.key.substr(taint.key.find('/') + 1) + ":" + taint.effect);
    return all;
}
using Names = std::set<std::string>;

corev1::Toleration toleration(std::string key, std::string op, std::optional<std::int64_t> seconds = {}) {
    corev1::Toleration made;
    made.key = std::move(key);
    made.operator_ = std::move(op);
    made.tolerationSeconds = seconds;
    return made;
}

}  // namespace

TEST_CASE("old labels say what the new ones do") {
    CHECK_FALSE(plannedLabels({{"team", "a"}}));
    const auto labels = plannedLabels({{"kubernetes.io/os", "linux"}, {"beta.kubernetes.io/os", "plan9"}});
    REQUIRE(labels);
    CHECK(labels->at("beta.kubernetes.io/os") == "linux");
    CHECK(labels->size() == 2);
    CHECK_FALSE(plannedLabels(*labels));
}

TEST_CASE("conditions become taints, and other people's taints stay") {
    auto sick = node("False");
    sick.spec.unschedulable = true;
    sick.spec.taints.emplace_back().key = "team/gpu";
    sick.spec.taints[0].effect = "NoSchedule";
    auto& pressure = sick.status.conditions.emplace_back();
    pressure.type = "DiskPressure";
    pressure.status = "True";
    const auto taints = plannedTaints(sick, Eviction::Go, kNow);
    REQUIRE(taints);
    CHECK(names(*taints) == Names{"gpu:NoSchedule", "not-ready:NoSchedule", "not-ready:NoExecute",
                                  "disk-pressure:NoSchedule", "unschedulable:NoSchedule"});
    sick.spec.taints = *taints;
    CHECK_FALSE(plannedTaints(sick, Eviction::Go, kNow + 1h));

    auto well = node("True");
    well.spec.taints = *taints;
    CHECK(names(*plannedTaints(well, Eviction::Go, kNow)) == Names{"gpu:NoSchedule"});
    CHECK(names(*plannedTaints(node("Unknown"), Eviction::Spare, kNow)) == Names{"unreachable:NoSchedule"});
    CHECK(names(*plannedTaints(node(""), Eviction::Go, kNow)) ==
          Names{"unreachable:NoSchedule", "unreachable:NoExecute"});
}

TEST_CASE("no node more is emptied where that is held, none at all where all is down") {
    auto fresh = node("Unknown");
    CHECK(names(*plannedTaints(fresh, Eviction::Hold, kNow)) == Names{"unreachable:NoSchedule"});
    fresh.spec.taints = *plannedTaints(fresh, Eviction::Go, kNow);
    CHECK_FALSE(plannedTaints(fresh, Eviction::Hold, kNow));
    CHECK(names(*plannedTaints(fresh, Eviction::Spare, kNow)) == Names{"unreachable:NoSchedule"});
}

TEST_CASE("how fast a zone's nodes are emptied depends on how many of them are down") {
    const auto zone = [](std::string name, int ready, int down, bool excluded = false) {
        std::vector<ObjectRef> nodes;
        for (int i = 0; i < ready + down; ++i) {
            auto made = node(i < ready ? "True" : "Unknown");
            made.metadata.name = name + std::to_string(i);
            made.metadata.labels["topology.kubernetes.io/zone"] = name;
            if (excluded) made.metadata.labels["node.kubernetes.io/exclude-disruption"] = "";
            nodes.push_back(test::asObject(made));
        }
        return nodes;
    };
    const auto pace = [](std::vector<std::vector<ObjectRef>> zones) {
        std::vector<ObjectRef> all;
        for (const auto& nodes : zones) all.insert(all.end(), nodes.begin(), nodes.end());
        const Pace found = paceOf({"", "a"}, all);
        return std::pair(found.eviction, found.interval);
    };
    using std::pair;
    CHECK(pace({zone("a", 1, 2)}) == pair(Eviction::Go, 10s));
    CHECK(pace({zone("a", 1, 3)}) == pair(Eviction::Hold, 10s));
    CHECK(pace({zone("a", 3, 3)}) == pair(Eviction::Go, 10s));
    CHECK(pace({zone("a", 20, 31)}) == pair(Eviction::Go, 100s));
    CHECK(pace({zone("a", 0, 3)}) == pair(Eviction::Spare, 10s));
    // One zone is down for good, the others are well.
    CHECK(pace({zone("a", 0, 3), zone("b", 1, 0)}) == pair(Eviction::Go, 10s));
    CHECK(pace({zone("a", 0, 3), zone("b", 1, 0, true)}) == pair(Eviction::Spare, 10s));
    CHECK(pace({zone("a", 1, 2), zone("b", 0, 9)}) == pair(Eviction::Go, 10s));
}

TEST_CASE("a silent node's conditions become Unknown, each with the right reason") {
    const auto conditions = silencedConditions(node("True"), kNow);
    REQUIRE(conditions);
    REQUIRE(conditions->size() == 4);
    CHECK(conditions->at(0).status == "Unknown");
    CHECK(conditions->at(0).reason == "NodeStatusUnknown");
    CHECK(conditions->at(0).message == "Kubelet stopped posting node status.");
    CHECK(conditions->at(1).reason == "NodeStatusNeverUpdated");
    auto silent = node("True");
    silent.status.conditions = *conditions;
    CHECK_FALSE(silencedConditions(silent, kNow));
}

TEST_CASE("a pod leaves at once, after its shortest toleration, or never") {
    corev1::Taint taint;
    taint.key = "node.kubernetes.io/unreachable";
    taint.effect = "NoExecute";
    taint.timeAdded = schema::Time(kNow);
    CHECK(evictionTime({taint}, {}, kNow + 10s) == kNow);
    CHECK(evictionTime({taint}, {toleration(taint.key, "Exists", 300), toleration("", "Exists", 60)}, kNow) ==
          kNow + 60s);
    CHECK_FALSE(evictionTime({taint}, {toleration("", "Exists")}, kNow));
    CHECK(evictionTime({taint}, {toleration("other", "Exists")}, kNow));
    CHECK(evictionTime({taint}, {toleration(taint.key, "Exists", -5)}, kNow) == kNow);
    taint.effect = "NoSchedule";
    CHECK_FALSE(evictionTime({taint}, {}, kNow));
    CHECK_FALSE(volumes::tolerates(toleration(taint.key, "Equal"), [&] {
        auto other = taint;
        other.value = "x";
        return other;
    }()));
}

TEST_CASE("a pool gives each block once and takes it back") {
    auto pool = nodeipam::CidrPool::create("10.244.0.0/16", 24).value();
    CHECK(pool.blocks() == 256);
    CHECK(pool.occupy("10.244.1.0/24"));
    CHECK_FALSE(pool.occupy("10.244.1.0/24"));
    CHECK_FALSE(pool.occupy("10.245.0.0/24"));
    CHECK_FALSE(pool.occupy("10.244.2.0/25"));
    std::set<std::string> given{"10.244.1.0/24"};
    for (int i = 0; i < 255; ++i) CHECK(given.insert(*pool.allocate()).second);
    CHECK_FALSE(pool.allocate());
    pool.release("10.244.7.0/24");
    CHECK(pool.allocate() == "10.244.7.0/24");
    for (const char* bad : {"", "10.0.0.0", "10.0.0.0/33", "x/8", "::/64"})
        CHECK_FALSE(nodeipam::CidrPool::create(bad, 24));
    CHECK_FALSE(nodeipam::CidrPool::create("10.0.0.0/24", 16));
    CHECK_FALSE(nodeipam::CidrPool::create("10.0.0.0/8", 30));
}

TEST_CASE("ended pods over the threshold go, evicted and oldest first") {
    std::vector<ObjectRef> pods;
    for (int i = 0; i < 5; ++i) {
        auto pod = test::runningPod("p" + std::to_string(i));
        pod.status.phase = i == 4 ? "Running" : "Failed";
        pod.metadata.creationTimestamp = schema::Time(1000 + i);
        if (i == 3) pod.status.reason = "Evicted";
        pods.push_back(test::asObject(pod));
    }
    const auto victims = podgc::terminatedToRemove(pods, 2);
    REQUIRE(victims.size() == 2);
    CHECK(victims[0]->name() == "p3");
    CHECK(victims[1]->name() == "p0");
    CHECK(podgc::terminatedToRemove(pods, 4).empty());
}

TEST_CASE("a node is out of service when its taint says so and it does not answer") {
    corev1::Node node;
    auto& ready = node.status.conditions.emplace_back();
    ready.type = "Ready";
    ready.status = "Unknown";
    CHECK(!podgc::isOutOfService(node));
    node.spec.taints.emplace_back().key = "node.kubernetes.io/out-of-service";
    CHECK(podgc::isOutOfService(node));
    node.status.conditions[0].status = "True";
    CHECK(!podgc::isOutOfService(node));
}

TEST_CASE("how long nodes go by copies of secrets grows with the cluster, and does not waver about a bound") {
    const auto seconds = [step = std::size_t(0)](std::size_t nodes) mutable {
        step = ttl::nextStep(step, nodes);
        return ttl::stepAt(step).seconds;
    };
    auto cluster = seconds;
    std::vector<int> seen;
    for (const std::size_t nodes : {1, 100, 101, 95, 89, 2001, 1801, 1799, 0}) seen.push_back(cluster(nodes));
    CHECK(seen == std::vector{0, 0, 15, 15, 0, 300, 300, 60, 0});
}
