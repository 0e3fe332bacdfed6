#include "engine/controllers/disruption/plan.h"

#include <doctest/doctest.h>

#include "tests/unit/controllers/objects.h"

using namespace armillary;
using namespace armillary::controllers::disruption;
using namespace std::chrono_literals;
using test::asObject;
using test::runningPod;

TEST_CASE("shares and numbers are taken of what the controllers ask for, or of the pods there are") {
    const async::SystemTime now = schema::Time(1'760'100'000).timePoint();
    const std::vector<ObjectRef> pods{asObject(runningPod("a")), asObject(runningPod("b")),
                                      asObject(runningPod("c", false))};
    policyv1::PodDisruptionBudget budget;
    const auto allowed = [&](std::int32_t scale) {
        return planBudget(budget, pods, scale, now).status.disruptionsAllowed;
    };
    budget.spec.minAvailable = schema::IntOrString(1);
    CHECK(allowed(10) == 1);
    budget.spec.minAvailable = schema::IntOrString(std::string("50%"));
    CHECK(allowed(3) == 0);
    CHECK(allowed(2) == 1);
    budget.spec.minAvailable.reset();
    budget.spec.maxUnavailable = schema::IntOrString(2);
    CHECK(allowed(3) == 1);
    CHECK(allowed(0) == 0);

    budget.status.disruptedPods["a"] = schema::Time(now - 60s);
    auto plan = planBudget(budget, pods, 3, now);
    CHECK(plan.status.currentHealthy == 1);
    CHECK(plan.again == 60s);
    CHECK(plan.overdue.empty());
    // An eviction that never came about is forgotten, and told of.
    plan = planBudget(budget, pods, 3, now + 61s);
    REQUIRE(plan.overdue.size() == 1);
    CHECK(plan.overdue[0]->name() == "a");
    CHECK(plan.status.currentHealthy == 2);
    CHECK(plan.status.disruptedPods.empty());
    CHECK_FALSE(plan.again);
}

TEST_CASE("a budget that cannot be worked out allows nothing and says why, until it can") {
    const async::SystemTime now = schema::Time(1'760'100'000).timePoint();
    policyv1::PodDisruptionBudget budget;
    budget.spec.minAvailable = schema::IntOrString(0);
    const std::vector<ObjectRef> pods{asObject(runningPod("a"))};
    budget.status = planBudget(budget, pods, 0, now).status;
    REQUIRE(budget.status.disruptionsAllowed == 1);
    budget.status = failedStatus(budget, "found no controllers for pod \"a\"", now);
    CHECK(budget.status.disruptionsAllowed == 0);
    CHECK(budget.status.expectedPods == 1);
    REQUIRE(budget.status.conditions.size() == 1);
    CHECK(budget.status.conditions[0].status == "False");
    CHECK(budget.status.conditions[0].reason == "SyncFailed");
    CHECK(budget.status.conditions[0].message == "found no controllers for pod \"a\"");
    const auto again = planBudget(budget, pods, 0, now).status;
    CHECK(again.conditions[0].reason == "SufficientPods");
    CHECK(again.conditions[0].message.empty());
}

TEST_CASE("what is said of pods that nobody asked for names the selector") {
    policyv1::PodDisruptionBudget budget;
    auto& selector = budget.spec.selector.ensure();
    selector.matchLabels["app"] = "w";
    auto& requirement = selector.matchExpressions.emplace_back();
    requirement.key = "tier";
    requirement.operator_ = "In";
    requirement.values = {"a", "b"};
    CHECK(unmanagedPodsMessage(budget).starts_with(
        "Pods selected by this PodDisruptionBudget (selector: &LabelSelector{MatchLabels:map[string]string{app: w,},"
        "MatchExpressions:[]LabelSelectorRequirement{LabelSelectorRequirement{Key:tier,Operator:In,Values:[a b],},},}) "
        "were found to be unmanaged."));
}

TEST_CASE("a mark of disruption that nothing follows holds two minutes") {
    const async::SystemTime now = schema::Time(1'760'100'000).timePoint();
    auto pod = runningPod("a");
    CHECK_FALSE(targetHolds(pod, now));
    corev1::PodCondition condition;
    condition.type = "DisruptionTarget";
    condition.status = "True";
    condition.reason = "EvictionByEvictionAPI";
    condition.lastTransitionTime = schema::Time(now - 30s);
    pod.status.conditions.push_back(condition);
    CHECK(targetHolds(pod, now) == 90s);
    pod.status.conditions[1].reason = "TerminationByKubelet";
    CHECK_FALSE(targetHolds(pod, now));
    pod.status.conditions[1].reason = "PreemptionByScheduler";
    pod.metadata.deletionTimestamp = schema::Time(now);
    CHECK_FALSE(targetHolds(pod, now));
}
