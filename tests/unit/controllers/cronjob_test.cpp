#include <doctest/doctest.h>

#include <algorithm>

#include "engine/controllers/cronjob/plan.h"
#include "tests/unit/controllers/objects.h"

using namespace armillary;
using namespace armillary::controllers;
using namespace armillary::controllers::cronjob;
using namespace std::chrono_literals;
using batchv1::CronJob;
using batchv1::Job;
using test::asObject;

namespace {

const auto kCreated = schema::Time::parse("2026-01-01T00:00:10Z").value();

struct World {
    CronJob cronJob;
    std::vector<Job> jobs;
    std::set<std::string> missing;
    std::chrono::seconds age{0};

    World() {
        cronJob.metadata.name = "tick";
        cronJob.metadata.namespace_ = "d";
        cronJob.metadata.creationTimestamp = kCreated;
        cronJob.spec.schedule = "*/5 * * * *";
        cronJob.spec.concurrencyPolicy = "Allow";
    }
    async::SystemTime now() const { return kCreated.timePoint() + age; }
    Plan plan() const {
        const ObjectRef object = asObject(cronJob);
        Inputs inputs{.cronJob = *object, .jobs = {}, .missing = missing, .now = now()};
        for (const Job& job : jobs) inputs.jobs.push_back(asObject(job));
        return planCronJob(inputs);
    }
    std::string starts() const {
        const auto plan = this->plan();
        return plan.start ? schema::Time(*plan.start).text() : "";
    }
    std::string reason() const {
        const auto events = plan().events;
        return events.empty() ? std::string() : std::string(events.back().reason);
    }
    Job& add(const std::string& name, std::string_view end = {}, std::int64_t started = 0) {
        Job& job = jobs.emplace_back();
        job.metadata.name = name;
        job.metadata.namespace_ = "d";
        job.metadata.uid = "uid-" + name;
        if (started) job.status.startTime = schema::Time(started);
        if (!end.empty()) {
            auto& condition = job.status.conditions.emplace_back();
            condition.type = end;
            condition.status = "True";
            if (end == "Complete") job.status.completionTime = schema::Time(started + 5);
        }
        return job;
    }
    void markActive(const std::string& name) {
        auto& reference = cronJob.status.active.emplace_back();
        reference.name = name;
        reference.namespace_ = "d";
        reference.uid = "uid-" + name;
    }
};

}  // namespace

TEST_CASE("a job starts at its time, once, and the next look is at the next time") {
    World world;
    CHECK(world.starts().empty());
    CHECK(world.plan().again == 290'100ms);
    world.age = 295s;
    CHECK(world.starts() == "2026-01-01T00:05:00Z");
    const Job job = jobFor(*asObject(world.cronJob), *world.plan().start);
    CHECK(job.metadata.name == "tick-29453765");
    CHECK(job.metadata.annotations.at("batch.kubernetes.io/cronjob-scheduled-timestamp") == "2026-01-01T00:05:00Z");
    world.cronJob.status.lastScheduleTime = schema::Time(*world.plan().start);
    CHECK(world.starts().empty());
    world.cronJob.spec.timeZone = "Asia/Kolkata";
    CHECK(jobFor(*asObject(world.cronJob), *resources::Schedule::parse("@hourly")->next(world.now()))
              .metadata.annotations.at("batch.kubernetes.io/cronjob-scheduled-timestamp") ==
          "2026-01-01T06:30:00+05:30");
}

TEST_CASE("missed times: the latest is made up for, within the deadline") {
    World world;
    world.age = 3600s;
    CHECK(world.starts() == "2026-01-01T01:00:00Z");
    CHECK(world.reason().empty());
    world.age = 24h;
    CHECK(world.starts() == "2026-01-02T00:00:00Z");
    CHECK(world.reason() == "TooManyMissedTimes");
    world.cronJob.spec.startingDeadlineSeconds = 60;
    CHECK(world.reason().empty());
    world.age = 24h + 120s;
    CHECK(world.starts().empty());
    world.cronJob.spec.startingDeadlineSeconds.reset();
    world.cronJob.spec.suspend = true;
    CHECK(world.starts().empty());
    CHECK(!world.plan().again);
}

TEST_CASE("concurrency: allowed, forbidden, replaced") {
    World world;
    world.age = 300s;
    world.add("tick-1");
    world.markActive("tick-1");
    CHECK(!world.starts().empty());
    world.cronJob.spec.concurrencyPolicy = "Forbid";
    CHECK(world.starts().empty());
    CHECK(world.reason() == "JobAlreadyActive");
    world.cronJob.spec.concurrencyPolicy = "Replace";
    CHECK(!world.starts().empty());
    CHECK(world.plan().replace);
}

TEST_CASE("ended and missing jobs leave the list; the oldest beyond the limits go") {
    World world;
    world.cronJob.spec.successfulJobsHistoryLimit = 1;
    world.cronJob.spec.failedJobsHistoryLimit = 0;
    world.add("b", "Complete", 200);
    world.add("a", "Complete", 100);
    world.add("c", "Failed", 300);
    world.markActive("b");
    world.markActive("gone");
    world.missing = {"uid-gone"};
    const auto plan = world.plan();
    CHECK(plan.status.active.empty());
    CHECK(plan.status.lastSuccessfulTime == schema::Time(205));
    REQUIRE(plan.expired.size() == 2);
    CHECK(plan.expired[0]->name() == "a");
    CHECK(plan.expired[1]->name() == "c");
    REQUIRE(plan.events.size() == 2);
    CHECK(plan.events[0].message == "Saw completed job: b, condition: Complete");
    CHECK(plan.events[1].message == "Active job went missing: gone");
}

TEST_CASE("what cannot be read is said and waited for") {
    World world;
    world.age = 300s;
    world.cronJob.spec.timeZone = "Nowhere/Else";
    CHECK(world.reason() == "UnknownTimeZone");
    CHECK(world.starts().empty());
    world.cronJob.spec.timeZone.reset();
    world.cronJob.spec.schedule = "never";
    CHECK(world.reason() == "UnparseableSchedule");
    CHECK(!world.plan().again);
}
