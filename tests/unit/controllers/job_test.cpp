#include <doctest/doctest.h>

#include "engine/controllers/job/indexes.h"
#include "engine/controllers/job/plan.h"
#include "tests/unit/controllers/objects.h"

using namespace armillary;
using namespace armillary::controllers::job;

namespace {

const async::SystemTime kNow = schema::Time(1'760'100'000).timePoint();

ObjectRef pod(const std::string& name, const std::string& phase, bool tracked = true) {
    auto made = test::runningPod(name);
    made.status.phase = phase;
    if (tracked) made.metadata.finalizers.emplace_back(kTrackingFinalizer);
    return test::asObject(made);
}

batchv1::Job work(std::int32_t completions, std::int32_t parallelism) {
    batchv1::Job job;
    job.spec.completions = completions;
    job.spec.parallelism = parallelism;
    job.spec.template_.spec.restartPolicy = "Never";
    return job;
}

}  // namespace

TEST_CASE("indexes are read and written in ranges") {
    CHECK(readIndexes("0-2,5,9-20", 12) == std::set<std::int32_t>{0, 1, 2, 5, 9, 10, 11});
    CHECK(readIndexes("x,-1,3-", 10).empty());
    CHECK(writeIndexes({0, 1, 2, 5, 7, 8}) == "0-2,5,7,8");
    CHECK(writeIndexes({}).empty());
}

TEST_CASE("an ended pod passes through the uncounted list into the numbers, once") {
    auto job = work(2, 1);
    auto plan = planJob(job, {pod("a", "Succeeded")}, kNow);
    CHECK(plan.status.succeeded == 0);
    CHECK(plan.status.uncountedTerminatedPods->succeeded == std::vector<std::string>{"uid-a"});
    REQUIRE(plan.release.size() == 1);
    CHECK(plan.create == 1);
    job.status = plan.status;
    // The finalizer is still there: nothing is counted again.
    plan = planJob(job, {pod("a", "Succeeded")}, kNow);
    CHECK(plan.status.uncountedTerminatedPods->succeeded.size() == 1);
    job.status = plan.status;
    plan = planJob(job, {pod("a", "Succeeded", false)}, kNow);
    CHECK(plan.status.succeeded == 1);
    CHECK(plan.status.uncountedTerminatedPods->succeeded.empty());
    job.status = plan.status;
    // Even when the pod is gone for good.
    CHECK(planJob(job, {}, kNow).status.succeeded == 1);
}

TEST_CASE("parallelism and completions bound the pods that run") {
    CHECK(planJob(work(10, 3), {pod("a", "Running")}, kNow).create == 2);
    CHECK(planJob(work(1, 3), {}, kNow).create == 1);
    const auto less = planJob(work(10, 1), {pod("a", "Running"), pod("b", "Running")}, kNow);
    CHECK(less.remove.size() == 1);
    CHECK(less.forget);
}

TEST_CASE("the pods that can best go make room first") {
    auto young = test::runningPod("young", false);
    auto ready = test::runningPod("ready");
    const auto plan = planJob(work(10, 1), {test::asObject(ready), test::asObject(young)}, kNow);
    REQUIRE(plan.remove.size() == 1);
    CHECK(plan.remove[0]->name() == "young");
}

TEST_CASE("indexes beyond the completions and second pods of an index go in any case") {
    const auto numbered = [](const std::string& name, int index, bool ready = true) {
        auto made = test::runningPod(name, ready);
        made.metadata.finalizers.emplace_back(kTrackingFinalizer);
        made.metadata.annotations[std::string(kIndexAnnotation)] = std::to_string(index);
        return test::asObject(made);
    };
    auto job = work(2, 2);
    job.spec.completionMode = "Indexed";
    const auto plan =
        planJob(job, {numbered("zero", 0), numbered("again", 0, false), numbered("one", 1), numbered("five", 5)}, kNow);
    std::set<std::string> names;
    for (const auto& pod : plan.remove) names.insert(pod->name());
    CHECK(names == std::set<std::string>{"again", "five"});
    CHECK(plan.forget);
}

TEST_CASE("an indexed job makes the indexes that are missing") {
    auto job = work(5, 3);
    job.spec.completionMode = "Indexed";
    job.status.completedIndexes = "0,3";
    CHECK(planJob(job, {}, kNow).indexes == std::vector<std::int32_t>{1, 2, 4});
}

namespace {

ObjectRef ended(const std::string& name, std::int32_t exitCode, std::optional<std::int32_t> index = {},
                const std::string& failures = "0") {
    auto made = test::runningPod(name);
    made.status.phase = exitCode == 0 ? "Succeeded" : "Failed";
    made.metadata.finalizers.emplace_back(kTrackingFinalizer);
    auto& container = made.status.containerStatuses.emplace_back();
    container.name = "c";
    auto& state = container.state.terminated.ensure();
    state.exitCode = exitCode;
    state.finishedAt = schema::Time(1'760'099'000);
    if (index) {
        made.metadata.annotations[std::string(kIndexAnnotation)] = std::to_string(*index);
        made.metadata.annotations[std::string(kIndexFailureCount)] = failures;
    }
    return test::asObject(made);
}

batchv1::PodFailurePolicyRule onExitCode(std::string action, std::int32_t code) {
    batchv1::PodFailurePolicyRule rule;
    rule.action = std::move(action);
    rule.onExitCodes.ensure().operator_ = "In";
    rule.onExitCodes->values = {code};
    return rule;
}

std::string reason(const Plan& plan, std::string_view type) {
    for (const auto& condition : plan.status.conditions)
        if (condition.type == type && condition.status == "True") return condition.reason + ": " + condition.message;
    return {};
}

batchv1::Job indexed(std::int32_t completions, std::int32_t parallelism) {
    auto job = work(completions, parallelism);
    job.spec.completionMode = "Indexed";
    return job;
}

}  // namespace

TEST_CASE("a failure policy ends the job, or looks past the failure") {
    auto job = work(2, 2);
    job.spec.backoffLimit = 0;
    auto& rules = job.spec.podFailurePolicy.ensure().rules;
    rules = {onExitCode("FailJob", 42), onExitCode("Ignore", 7)};
    CHECK(reason(planJob(job, {ended("a", 42)}, kNow), "FailureTarget") ==
          "PodFailurePolicy: Container c for pod d/a failed with exit code 42 matching FailJob rule at index 0");
    const auto ignored = planJob(job, {ended("a", 7)}, kNow);
    CHECK(reason(ignored, "FailureTarget").empty());
    CHECK(ignored.status.uncountedTerminatedPods->failed.empty());
    CHECK(ignored.release.size() == 1);
    CHECK(ignored.create == 2);
    CHECK(reason(planJob(job, {ended("a", 1)}, kNow), "FailureTarget").starts_with("BackoffLimitExceeded"));

    rules = {{}};
    rules[0].action = "Ignore";
    rules[0].onPodConditions.emplace_back().type = "DisruptionTarget";
    rules[0].onPodConditions[0].status = "True";
    auto disrupted = ended("a", 137)->as<corev1::Pod>();
    auto& condition = disrupted.status.conditions.emplace_back();
    condition.type = "DisruptionTarget";
    condition.status = "True";
    CHECK(reason(planJob(job, {test::asObject(disrupted)}, kNow), "FailureTarget").empty());
}

TEST_CASE("indexes have their own limit of failures") {
    auto job = indexed(3, 3);
    job.spec.backoffLimitPerIndex = 1;
    job.spec.backoffLimit = INT32_MAX;
    const auto first = planJob(job, {}, kNow);
    CHECK(first.indexes == std::vector<std::int32_t>{0, 1, 2});
    CHECK(first.indexFailures.size() == 3);
    // The failed pod stays until its successor has taken over its count.
    const auto second = planJob(job, {ended("a", 1, 1)}, kNow);
    CHECK(second.release.empty());
    CHECK(second.status.uncountedTerminatedPods->failed.empty());
    REQUIRE(second.indexes == std::vector<std::int32_t>{0, 1, 2});
    CHECK(second.indexFailures[1].counted == 1);
    const auto soon = planJob(job, {ended("a", 1, 1)}, schema::Time(1'760'099'005).timePoint());
    CHECK(soon.indexes == std::vector<std::int32_t>{0, 2});
    CHECK(soon.again == std::chrono::seconds(5));
    // Failed once too often.
    const auto third = planJob(job, {ended("b", 1, 1, "1")}, kNow);
    CHECK(third.status.failedIndexes == "1");
    CHECK(third.indexes == std::vector<std::int32_t>{0, 2});
    CHECK(third.release.size() == 1);

    job.status.completedIndexes = "0,2";
    CHECK(reason(planJob(job, {ended("b", 1, 1, "1")}, kNow), "FailureTarget") ==
          "FailedIndexes: Job has failed indexes");
    job.status.completedIndexes = "";
    job.spec.maxFailedIndexes = 0;
    CHECK(reason(planJob(job, {ended("b", 1, 1, "1")}, kNow), "FailureTarget") ==
          "MaxFailedIndexesExceeded: Job has exceeded the specified maximal number of failed indexes");
    job.spec.maxFailedIndexes.reset();
    job.spec.podFailurePolicy.ensure().rules = {onExitCode("FailIndex", 3)};
    CHECK(planJob(job, {ended("a", 3, 0)}, kNow).status.failedIndexes == "0");
}

TEST_CASE("a success policy ends the job with what it asks for") {
    auto job = indexed(5, 5);
    auto& rule = job.spec.successPolicy.ensure().rules.emplace_back();
    rule.succeededIndexes = "1-3";
    rule.succeededCount = 2;
    job.status.completedIndexes = "0,1";
    CHECK(reason(planJob(job, {}, kNow), "SuccessCriteriaMet").empty());
    job.status.completedIndexes = "1,3";
    const auto plan = planJob(job, {pod("x", "Running")}, kNow);
    CHECK(reason(plan, "SuccessCriteriaMet") == "SuccessPolicy: Matched rules at index 0");
    CHECK(plan.remove.size() == 1);
    job.status = plan.status;
    job.status.conditions = plan.status.conditions;
    CHECK(reason(planJob(job, {}, kNow), "Complete") == "SuccessPolicy: Matched rules at index 0");
}

TEST_CASE("terminating pods hold their place when only failed ones are replaced") {
    auto job = work(2, 2);
    job.spec.podReplacementPolicy = "Failed";
    auto leaving = test::runningPod("a");
    leaving.metadata.deletionTimestamp = schema::Time(kNow);
    leaving.metadata.finalizers.emplace_back(kTrackingFinalizer);
    CHECK(planJob(job, {test::asObject(leaving)}, kNow).create == 1);
    CHECK(planJob(job, {test::asObject(leaving)}, kNow).status.terminating == 1);
    job.spec.podReplacementPolicy = "TerminatingOrFailed";
    const auto plan = planJob(job, {test::asObject(leaving)}, schema::Time(1'770'000'000).timePoint());
    CHECK(plan.status.uncountedTerminatedPods->failed.size() == 1);
    CHECK(plan.create == 2);
}

TEST_CASE("a job that is being deleted counts what has ended and lets all its pods go") {
    auto job = work(3, 3);
    job.metadata.deletionTimestamp = schema::Time(kNow);
    const auto plan = planJob(job, {pod("a", "Succeeded"), pod("b", "Running"), pod("c", "Failed", false)}, kNow);
    CHECK(plan.release.size() == 2);
    CHECK(plan.status.uncountedTerminatedPods->succeeded == std::vector<std::string>{"uid-a"});
    CHECK(plan.status.uncountedTerminatedPods->failed.empty());
    CHECK(plan.create + plan.remove.size() == 0);
    CHECK(plan.status.conditions.empty());
}

TEST_CASE("an indexed job has succeeded as often as it has indexes, and only they can fail") {
    auto job = indexed(3, 3);
    const auto plan = planJob(job, {ended("a", 0, 0), ended("again", 0, 0), ended("beyond", 1, 7)}, kNow);
    CHECK(plan.status.succeeded == 1);
    CHECK(plan.status.completedIndexes == "0");
    CHECK(plan.status.uncountedTerminatedPods->succeeded.empty());
    CHECK(plan.status.uncountedTerminatedPods->failed.empty());
    CHECK(plan.release.size() == 3);
    // Fewer completions leave fewer indexes.
    job.status.completedIndexes = "0-2";
    job.status.succeeded = 3;
    job.spec.completions = 2;
    CHECK(planJob(job, {}, kNow).status.succeeded == 2);
}

TEST_CASE("pods that are not needed any more go uncounted before the job is complete") {
    auto job = work(1, 2);
    job.status.succeeded = 1;
    const auto plan = planJob(job, {pod("left", "Running")}, kNow);
    CHECK(reason(plan, "SuccessCriteriaMet").empty());
    CHECK(plan.remove.size() == 1);
    CHECK(plan.forget);
    CHECK(reason(planJob(job, {}, kNow), "Complete") ==
          "CompletionsReached: Reached expected number of succeeded pods");
    // A job without completions lets the others end by themselves.
    job.spec.completions.reset();
    job.spec.parallelism = 1;
    const auto open = planJob(job, {pod("b", "Running"), pod("c", "Running")}, kNow);
    CHECK(open.remove.size() + open.create == 0);
}

TEST_CASE("what still runs when a job ends counts as failed with it, and not with its success") {
    auto job = work(5, 2);
    job.spec.activeDeadlineSeconds = 10;
    job.status.startTime = schema::Time(1'760'099'000);
    const auto failing = planJob(job, {pod("a", "Running")}, kNow);
    CHECK(reason(failing, "FailureTarget").starts_with("DeadlineExceeded"));
    CHECK(failing.status.uncountedTerminatedPods->failed == std::vector<std::string>{"uid-a"});
    CHECK(failing.release.size() == 1);
    CHECK(failing.remove.size() == 1);
    CHECK(reason(failing, "Failed").empty());

    auto content = indexed(5, 5);
    content.spec.successPolicy.ensure().rules.emplace_back().succeededCount = 1;
    content.status.completedIndexes = "1";
    const auto winning = planJob(content, {pod("a", "Running")}, kNow);
    CHECK(winning.status.uncountedTerminatedPods->failed.empty());
    CHECK(winning.remove.size() == 1);
    CHECK(winning.forget);
}

TEST_CASE("no more than 500 pods are uncounted at once") {
    std::vector<ObjectRef> pods;
    for (int i = 0; i < 600; ++i) pods.push_back(pod("p" + std::to_string(i), "Succeeded"));
    auto job = work(600, 600);
    auto plan = planJob(job, pods, kNow);
    CHECK(plan.status.uncountedTerminatedPods->succeeded.size() == 500);
    CHECK(plan.release.size() == 500);
    job.status = plan.status;
    for (int i = 0; i < 500; ++i) pods[static_cast<std::size_t>(i)] = pod("p" + std::to_string(i), "Succeeded", false);
    plan = planJob(job, pods, kNow);
    CHECK(plan.status.succeeded == 500);
    CHECK(plan.release.size() == 100);
}

TEST_CASE(
    "back-off counts the failures since the last success, looked past or not, and remembers those that are gone") {
    using Times = std::vector<schema::Time>;
    const schema::Time early(1'000), late(2'000);
    CHECK(backoffOf(Times{early, late}, {}, {}).failures == 2);
    CHECK(backoffOf(Times{early, late}, {}, {}).last == late);
    CHECK(backoffOf(Times{early, late}, schema::Time(1'500), {}).failures == 1);
    CHECK(backoffOf(Times{early}, late, {}).failures == 0);
    CHECK(backoffOf(Times{}, {}, {3, early}).failures == 3);
    CHECK(backoffOf(Times{}, late, {3, early}).failures == 0);
    CHECK(Backoff{3, early}.left(schema::Time(1'010).timePoint()) == std::chrono::seconds(30));
    CHECK(Backoff{30, early}.left(early.timePoint()) == std::chrono::minutes(10));

    auto job = work(2, 1);
    job.spec.podFailurePolicy.ensure().rules = {onExitCode("Ignore", 7)};
    const auto soon = schema::Time(1'760'099'004).timePoint();
    const auto waiting = planJob(job, {ended("a", 7)}, soon);
    CHECK(waiting.create == 0);
    CHECK(waiting.again == std::chrono::seconds(6));
    CHECK(planJob(job, {}, soon, waiting.backoff).create == 0);
    auto success = ended("b", 0)->as<corev1::Pod>();
    success.status.containerStatuses[0].state.terminated->finishedAt = schema::Time(1'760'099'001);
    CHECK(planJob(job, {ended("a", 7), test::asObject(success)}, soon).create == 1);
}

TEST_CASE("a pod ends with its containers, its readiness, its deletion or its creation") {
    auto made = test::runningPod("a");
    CHECK(endOf(made) == made.metadata.creationTimestamp);
    made.metadata.deletionTimestamp = schema::Time(1'760'000'400);
    made.metadata.deletionGracePeriodSeconds = 30;
    CHECK(endOf(made) == schema::Time(1'760'000'370));
    made.status.conditions[0].status = "False";
    CHECK(endOf(made) == schema::Time(1'760'000'100));
    made.status.containerStatuses.emplace_back().state.terminated.ensure().finishedAt = schema::Time(1'760'000'200);
    CHECK(endOf(made) == schema::Time(1'760'000'200));
    made.status.containerStatuses.emplace_back();
    CHECK(endOf(made) == schema::Time(1'760'000'100));
}

TEST_CASE("restarts of init containers count towards the limit") {
    auto job = work(1, 1);
    job.spec.template_.spec.restartPolicy = "OnFailure";
    job.spec.backoffLimit = 3;
    auto restarting = test::runningPod("a");
    restarting.status.initContainerStatuses.emplace_back().restartCount = 2;
    restarting.status.containerStatuses.emplace_back().restartCount = 1;
    CHECK(
        reason(planJob(job, {test::asObject(restarting)}, kNow), "FailureTarget").starts_with("BackoffLimitExceeded"));
    restarting.status.initContainerStatuses[0].restartCount = 1;
    CHECK(reason(planJob(job, {test::asObject(restarting)}, kNow), "FailureTarget").empty());
}
