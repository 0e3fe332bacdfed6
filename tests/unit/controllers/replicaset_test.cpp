#include <doctest/doctest.h>

#include <atomic>

#include "engine/controllers/framework/batch.h"
#include "engine/controllers/framework/expectations.h"
#include "engine/controllers/framework/ownership.h"
#include "engine/controllers/replicaset/plan.h"
#include "tests/unit/controllers/objects.h"

using namespace armillary;
using namespace armillary::controllers;
using namespace std::chrono_literals;
using test::asObject;
using test::runningPod;

namespace {

const async::SystemTime kNow = schema::Time(1'760'100'000).timePoint();

std::vector<std::string> order(std::vector<replicaset::Candidate> candidates) {
    std::vector<std::string> names;
    for (const auto& pod : replicaset::podsToDelete(std::move(candidates), 100, kNow)) names.push_back(pod->name());
    return names;
}

}  // namespace

TEST_CASE("pods go in upstream's order") {
    auto pending = runningPod("pending", false);
    pending.status.phase = "Pending";
    auto cheap = runningPod("cheap");
    cheap.metadata.annotations["controller.kubernetes.io/pod-deletion-cost"] = "-5";
    auto restarted = runningPod("restarted");
    restarted.status.containerStatuses.emplace_back().restartCount = 9;
    auto sidecar = runningPod("sidecar");
    sidecar.spec.initContainers.resize(2);
    sidecar.spec.initContainers[0].name = "proxy";
    sidecar.spec.initContainers[0].restartPolicy = "Always";
    sidecar.spec.initContainers[1].name = "setup";
    for (const auto& [name, count] : {std::pair("proxy", 2), std::pair("setup", 50)}) {
        auto& status = sidecar.status.initContainerStatuses.emplace_back();
        status.name = name;
        status.restartCount = count;
    }
    auto fresh = runningPod("fresh");
    fresh.status.conditions[0].lastTransitionTime = schema::Time(1'760'099'990);
    auto young = runningPod("young");
    young.metadata.creationTimestamp = schema::Time(1'760'099'990);
    const std::vector<replicaset::Candidate> candidates{{asObject(young)},
                                                        {asObject(sidecar)},
                                                        {asObject(fresh)},
                                                        {asObject(runningPod("crowded")), 7},
                                                        {asObject(restarted)},
                                                        {asObject(cheap)},
                                                        {asObject(runningPod("unready", false))},
                                                        {asObject(pending)},
                                                        {asObject(runningPod("nowhere", true, ""))}};
    CHECK(order(candidates) == std::vector<std::string>{"nowhere", "pending", "unready", "cheap", "crowded", "fresh",
                                                        "restarted", "sidecar", "young"});
}

TEST_CASE("the plan makes up the difference, at most 500 at a time") {
    CHECK(replicaset::planReplicas(3, 1).create == 2);
    CHECK(replicaset::planReplicas(3, 5).remove == 2);
    CHECK(replicaset::planReplicas(3, 3).create + replicaset::planReplicas(3, 3).remove == 0);
    CHECK(replicaset::planReplicas(2000, 0).create == 500);
    CHECK(replicaset::planReplicas(-1, 2).remove == 2);
}

TEST_CASE("status counts ready, available and fully labelled pods") {
    appsv1::ReplicaSet set;
    set.metadata.generation = 4;
    set.spec.minReadySeconds = 10;
    set.spec.template_.metadata.labels["tier"] = "front";
    auto labelled = runningPod("a");
    labelled.metadata.labels["tier"] = "front";
    auto fresh = runningPod("b");
    fresh.status.conditions[0].lastTransitionTime = schema::Time(1'760'099'995);
    const std::vector<ObjectRef> pods{asObject(labelled), asObject(fresh), asObject(runningPod("c", false))};
    const auto status = replicaset::statusOf(set, pods, {"FailedCreate", "quota"}, kNow);
    CHECK(status.replicas == 3);
    CHECK(status.readyReplicas == 2);
    CHECK(status.availableReplicas == 1);
    CHECK(status.fullyLabeledReplicas == 1);
    CHECK(status.observedGeneration == 4);
    CHECK(status.conditions.at(0).reason == "FailedCreate");
    set.status = status;
    CHECK(replicaset::statusOf(set, pods, {}, kNow).conditions.empty());
}

TEST_CASE("slow start stops after the first batch that fails") {
    async::Pool helpers({.name = "test", .threads = 3});
    std::atomic<int> calls = 0;
    const auto all = slowStart(helpers, 10, [&](std::size_t) -> Result<void> { return ++calls, Result<void>(); });
    CHECK(all.succeeded == 10);
    CHECK(calls == 10);
    calls = 0;
    const auto some = slowStart(helpers, 10, [&](std::size_t i) -> Result<void> {
        ++calls;
        if (i == 1) return std::unexpected(status::forbidden("pods", "", "quota"));
        return {};
    });
    CHECK(some.attempted == 3);
    CHECK(some.succeeded == 2);
    CHECK(some.error.reason == "Forbidden");
    CHECK(slowStart(helpers, 0, [](std::size_t) -> Result<void> { return {}; }).attempted == 0);
}

TEST_CASE("expectations hold until they are met or five minutes have passed") {
    async::ManualClock clock;
    Expectations expectations(clock);
    CHECK(expectations.satisfied("k"));
    expectations.expectCreations("k", 2);
    expectations.creationObserved("k");
    CHECK_FALSE(expectations.satisfied("k"));
    expectations.creationObserved("k");
    CHECK(expectations.satisfied("k"));
    expectations.expectDeletions("k", {"a", "b"});
    expectations.deletionObserved("k", "a");
    expectations.deletionObserved("k", "a");
    CHECK_FALSE(expectations.satisfied("k"));
    clock.advance(301s);
    CHECK(expectations.satisfied("k"));
}

TEST_CASE("a controller keeps, adopts and releases by selector and owner") {
    appsv1::ReplicaSet set;
    set.metadata.name = "web";
    set.metadata.namespace_ = "d";
    const auto controller = asObject(set);
    const auto pod = [&](const std::string& name, bool matches, const std::string& owner) {
        auto made = runningPod(name);
        if (matches) made.metadata.labels["app"] = "web";
        if (!owner.empty()) {
            auto reference = controllerReference(*controller);
            reference.uid = owner;
            made.metadata.ownerReferences.push_back(reference);
        }
        return asObject(made);
    };
    const auto selector = LabelSelector::parse("app=web").value();
    const auto plan = planClaim(*controller, selector,
                                {pod("own", true, "uid-web"), pod("strayed", false, "uid-web"), pod("orphan", true, ""),
                                 pod("other", false, ""), pod("taken", true, "somebody")});
    REQUIRE(plan.keep.size() == 1);
    CHECK(plan.keep[0]->name() == "own");
    REQUIRE(plan.release.size() == 1);
    CHECK(plan.release[0]->name() == "strayed");
    REQUIRE(plan.adopt.size() == 1);
    CHECK(plan.adopt[0]->name() == "orphan");

    set.metadata.deletionTimestamp = schema::Time(1'760'000'000);
    const auto leaving =
        planClaim(*asObject(set), selector, {pod("strayed", false, "uid-web"), pod("orphan", true, "")});
    CHECK(leaving.release.size() + leaving.adopt.size() == 0);
}
