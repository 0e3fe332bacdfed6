#include <doctest/doctest.h>

#include "engine/controllers/horizontalpodautoscaler/metrics.h"
#include "engine/controllers/horizontalpodautoscaler/sizes.h"
#include "tests/unit/controllers/objects.h"

using namespace armillary;
using namespace armillary::controllers::autoscaling;
using namespace std::chrono_literals;
using test::asObject;
using test::runningPod;

namespace {

const async::SystemTime kNow = schema::Time(1'760'100'000).timePoint();

corev1::Pod worker(const std::string& name, std::string_view cpu = "100m") {
    corev1::Pod pod = runningPod(name);
    pod.status.startTime = schema::Time(1'760'000'000);
    auto& container = pod.spec.containers.emplace_back();
    container.name = "web";
    if (!cpu.empty()) container.resources.requests["cpu"] = schema::Quantity::parse(cpu).value();
    return pod;
}

Scaled scaledOf(const std::vector<corev1::Pod>& pods, std::int32_t replicas) {
    Scaled scaled{{}, replicas, kNow};
    for (const auto& pod : pods) scaled.pods.push_back(asObject(pod));
    return scaled;
}

PodUses uses(std::initializer_list<std::pair<const char*, std::int64_t>> milli) {
    PodUses made;
    for (const auto& [name, value] : milli) made[name] = {value, kNow, 10s};
    return made;
}

}  // namespace

TEST_CASE("a size follows utilization, but not within the tolerance") {
    const auto scaled = scaledOf({worker("a"), worker("b")}, 2);
    const UtilizationTarget half{"cpu", "", 50};
    const auto doubled = byUtilization(scaled, uses({{"a", 100}, {"b", 100}}), half).value();
    CHECK(doubled.replicas == 4);
    CHECK(doubled.utilization == 100);
    CHECK(doubled.milli == 100);
    CHECK(byUtilization(scaled, uses({{"a", 54}, {"b", 54}}), half)->replicas == 2);
    CHECK(byUtilization(scaled, uses({{"a", 56}, {"b", 56}}), half)->replicas == 3);
    CHECK(byUtilization(scaled, uses({{"a", 10}, {"b", 10}}), half)->replicas == 1);
}

TEST_CASE("pods that say nothing hold a change back, whichever way it goes") {
    const auto scaled = scaledOf({worker("a"), worker("b"), worker("c"), worker("d")}, 4);
    const UtilizationTarget half{"cpu", "", 50};
    // Two of four are far above; the others count as idle, and the whole is on target.
    CHECK(byUtilization(scaled, uses({{"a", 100}, {"b", 100}}), half)->replicas == 4);
    CHECK(byUtilization(scaled, uses({{"a", 200}, {"b", 200}}), half)->replicas == 8);
    // Below: the others count as fully used.
    CHECK(byUtilization(scaled, uses({{"a", 10}, {"b", 10}, {"c", 10}}), half)->replicas == 3);
    CHECK(byAverage(scaled, uses({{"a", 10}, {"b", 10}}), "", 20)->replicas == 3);
}

TEST_CASE("pods that start, fail or go do not count") {
    auto starting = worker("b");
    starting.status.startTime = schema::Time(kNow - 60s);
    starting.status.conditions[0].status = "False";
    const UtilizationTarget half{"cpu", "", 50};
    auto proposal = byUtilization(scaledOf({worker("a"), starting}, 2), uses({{"a", 50}, {"b", 1000}}), half);
    CHECK(proposal->replicas == 2);
    CHECK(proposal->milli == 50);
    // It is ready now, but its sample still reaches back before that.
    starting.status.conditions[0].status = "True";
    starting.status.conditions[0].lastTransitionTime = schema::Time(kNow - 5s);
    CHECK(byUtilization(scaledOf({worker("a"), starting}, 2), uses({{"a", 50}, {"b", 1000}}), half)->replicas == 2);
    starting.status.conditions[0].lastTransitionTime = schema::Time(kNow - 20s);
    CHECK(byUtilization(scaledOf({worker("a"), starting}, 2), uses({{"a", 50}, {"b", 1000}}), half)->replicas > 2);

    auto failed = worker("b"), going = worker("c");
    failed.status.phase = "Failed";
    going.metadata.deletionTimestamp = schema::Time(kNow);
    proposal =
        byUtilization(scaledOf({worker("a"), failed, going}, 1), uses({{"a", 100}, {"b", 900}, {"c", 900}}), half);
    CHECK(proposal->replicas == 2);
}

TEST_CASE("what is missing is named") {
    const UtilizationTarget half{"cpu", "", 50};
    CHECK(byUtilization(scaledOf({}, 1), {}, half).error() ==
          "no pods returned by selector while calculating replica count");
    CHECK(byUtilization(scaledOf({worker("a", "")}, 1), uses({{"a", 1}}), half).error() ==
          "missing request for cpu in container web of Pod a");
    CHECK(byUtilization(scaledOf({worker("a")}, 1), {}, half).error() == "did not receive metrics for any ready pods");
    auto aside = worker("a");
    aside.spec.containers.emplace_back().name = "aside";
    CHECK(byUtilization(scaledOf({aside}, 1), uses({{"a", 100}}), {"cpu", "web", 50})->replicas == 2);
}

TEST_CASE("values are lowered by every replica, or shared out") {
    const auto scaled = scaledOf({worker("a"), worker("b")}, 2);
    CHECK(byValue(scaled, 2'100, 2'000)->replicas == 2);
    CHECK(byValue(scaled, 6'000, 2'000)->replicas == 6);
    CHECK(byValue(scaledOf({}, 0), 6'000, 2'000)->replicas == 3);
    CHECK(byShare(2, 10'000, 2'000).replicas == 5);
    CHECK(byShare(2, 10'000, 2'000).milli == 5'000);
    CHECK(byShare(5, 10'100, 2'000).replicas == 5);
    CHECK(byShare(0, 0, 0).replicas == 0);
}

TEST_CASE("lists of metric values are read, and what is wrong in them is named") {
    const auto values = parseMetricValues(
        R"({"items":[{"describedObject":{"name":"a"},"timestamp":"2026-01-01T00:00:00Z","windowSeconds":30,"value":"1500m"},
            {"value":"2"}]})");
    REQUIRE(values.has_value());
    CHECK(values->at(0).objectName == "a");
    CHECK(values->at(0).milli == 1500);
    CHECK(values->at(0).window == 30s);
    CHECK(values->at(1).milli == 2000);
    CHECK_FALSE(values->at(1).window);
    CHECK(parseMetricValues(R"({"items":[{"value":"x"}]})").error().starts_with("items[0].value: "));
    CHECK(parseMetricValues("[]").error() == "the answer is no list of metric values");
    CHECK_FALSE(parseMetricValues("{").has_value());
}
