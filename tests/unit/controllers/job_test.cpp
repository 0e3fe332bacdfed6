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

TEST_CASE("an indexed job makes the indexes that are missing") {
    auto job = work(5, 3);
    job.spec.completionMode = "Indexed";
    job.status.completedIndexes = "0,3";
    CHECK(planJob(job, {}, kNow).indexes == std::vector<std::int32_t>{1, 2, 4});
}
