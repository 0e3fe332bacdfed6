#include <doctest/doctest.h>

#include "engine/controllers/horizontalpodautoscaler/behavior.h"

using namespace armillary;
using namespace armillary::controllers::autoscaling;
using namespace std::chrono_literals;

namespace {

const async::SteadyTime kStart{std::chrono::hours(100)};

autoscalingv2::HPAScalingRules rules(std::int32_t window,
                                     std::initializer_list<autoscalingv2::HPAScalingPolicy> policies,
                                     std::string select = "Max") {
    autoscalingv2::HPAScalingRules made;
    made.stabilizationWindowSeconds = window;
    made.selectPolicy = std::move(select);
    made.policies = policies;
    return made;
}

}  // namespace

TEST_CASE("without a behavior a size at most doubles, from four on, and falls after five quiet minutes") {
    History history;
    auto got = normalize(nullptr, history, {1, 10, 1, 20}, kStart);
    CHECK(got.replicas == 4);
    CHECK(got.isLimited);
    CHECK(got.limited.reason == "ScaleUpLimit");
    CHECK(got.able.reason == "ReadyForNewScale");
    got = normalize(nullptr, history, {4, 10, 1, 20}, kStart + 15s);
    CHECK(got.replicas == 8);
    got = normalize(nullptr, history, {8, 10, 1, 9}, kStart + 30s);
    CHECK(got.replicas == 9);
    CHECK(got.limited.reason == "TooManyReplicas");

    got = normalize(nullptr, history, {9, 2, 3, 9}, kStart + 60s);
    CHECK(got.replicas == 9);
    CHECK(got.able.reason == "ScaleDownStabilized");
    got = normalize(nullptr, history, {9, 2, 3, 9}, kStart + 331s);
    CHECK(got.replicas == 3);
    CHECK(got.limited.reason == "TooFewReplicas");
    CHECK(got.isLimited);
}

TEST_CASE("policies limit how much changes in their periods") {
    autoscalingv2::HorizontalPodAutoscalerBehavior behavior;
    behavior.scaleUp = rules(0, {{"Pods", 2, 60}, {"Percent", 50, 60}});
    behavior.scaleDown = rules(0, {{"Pods", 1, 60}, {"Percent", 20, 60}}, "Min");
    History history;
    auto got = normalize(&behavior, history, {2, 20, 1, 20}, kStart);
    CHECK(got.replicas == 4);
    CHECK(got.limited.reason == "ScaleUpLimit");
    recordChange(behavior, history, 2, 4, kStart);
    // The period is used up; then half of ten is more than two.
    CHECK(normalize(&behavior, history, {4, 20, 1, 20}, kStart + 30s).replicas == 4);
    CHECK(normalize(&behavior, history, {10, 20, 1, 20}, kStart + 70s).replicas == 15);
    // The lesser of one and a fifth.
    got = normalize(&behavior, history, {20, 2, 1, 20}, kStart + 140s);
    CHECK(got.replicas == 19);
    CHECK(got.limited.reason == "ScaleDownLimit");
    // What was taken away within the period may come back on top of what the policy allows.
    recordChange(behavior, history, 20, 10, kStart + 140s);
    CHECK(normalize(&behavior, history, {10, 40, 1, 50}, kStart + 150s).replicas == 30);

    behavior.scaleDown->selectPolicy = "Disabled";
    CHECK(normalize(&behavior, history, {20, 2, 1, 20}, kStart + 300s).replicas == 20);
}

TEST_CASE("windows keep a size between what was recommended in them") {
    autoscalingv2::HorizontalPodAutoscalerBehavior behavior;
    behavior.scaleUp = rules(60, {{"Percent", 1000, 15}});
    behavior.scaleDown = rules(120, {{"Percent", 100, 15}});
    History history;
    (void)normalize(&behavior, history, {5, 5, 1, 50}, kStart);
    auto got = normalize(&behavior, history, {5, 20, 1, 50}, kStart + 30s);
    CHECK(got.replicas == 5);
    CHECK(got.able.reason == "ScaleUpStabilized");
    got = normalize(&behavior, history, {5, 30, 1, 50}, kStart + 61s);
    CHECK(got.replicas == 20);
    got = normalize(&behavior, history, {20, 2, 1, 50}, kStart + 75s);
    CHECK(got.replicas == 20);
    CHECK(got.able.reason == "ScaleDownStabilized");
    got = normalize(&behavior, history, {20, 2, 1, 50}, kStart + 200s);
    CHECK(got.replicas == 2);
    CHECK(got.able.reason == "ReadyForNewScale");
    CHECK(history.recommendations.size() <= 3);
}
