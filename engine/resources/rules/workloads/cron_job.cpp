#include <algorithm>

#include "engine/resources/checks/schedule.h"
#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/pod/pod_spec.h"
#include "engine/resources/rules/pod/warnings.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/resources/rules/workloads/job_spec.h"

namespace armillary::resources::rules {

namespace {

constexpr std::size_t kMaxNameLength = 52;

std::string boolWord(const std::optional<bool>& value) {
    return !value ? "<unset>" : *value ? "True" : "False";
}

void checkTimeZone(const std::string& zone, const Path& path, FieldErrors& errors) {
    const bool local = std::ranges::equal(zone, std::string_view("local"), {}, [](char c) { return char(c | 0x20); });
    if (zone.empty())
        errors.push_back(field::invalid(path, zone, "timeZone must be nil or non-empty string"));
    else if (local)
        errors.push_back(field::invalid(
            path, zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"));
    else if (!findTimeZone(zone))
        errors.push_back(field::invalid(path, zone, "unknown time zone " + zone));
}

class CronJobRules final : public RulesFor<batchv1::CronJob> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Schedule", "string", "", "The schedule in Cron format, see https://en.wikipedia.org/wiki/Cron.", 0},
            {"Timezone", "string", "", "The name of the time zone that the schedule is read in.", 0},
            {"Suspend", "boolean", "", "Whether no further jobs are started.", 0},
            {"Active", "integer", "", "A list of pointers to currently running jobs.", 0},
            {"Last Schedule", "string", "", "When a job was last started.", 0},
            cells::kAge,
            cells::kContainers,
            cells::kImages,
            {"Selector", "string", "", "Which pods are counted: their labels match this.", 1},
        };
        return kColumns;
    }

protected:
    void defaults(batchv1::CronJob& job) const override {
        auto& spec = job.spec;
        podspec::setDefaults(spec.jobTemplate.spec.template_.spec);
        jobspec::setPolicyDefaults(spec.jobTemplate.spec);
        if (spec.concurrencyPolicy.empty()) spec.concurrencyPolicy = batchv1::kAllowConcurrent;
        if (!spec.suspend) spec.suspend = false;
        if (!spec.successfulJobsHistoryLimit) spec.successfulJobsHistoryLimit = 3;
        if (!spec.failedJobsHistoryLimit) spec.failedJobsHistoryLimit = 1;
    }

    void check(const batchv1::CronJob& job, FieldErrors& errors) const override {
        const Path path("spec");
        const auto& spec = job.spec;
        if (spec.schedule.empty())
            errors.push_back(field::required(path.child("schedule"), ""));
        else if (const auto schedule = Schedule::parse(spec.schedule); !schedule)
            errors.push_back(field::invalid(path.child("schedule"), spec.schedule, schedule.error()));
        if (spec.schedule.contains("TZ"))
            errors.push_back(field::invalid(path.child("schedule"), spec.schedule,
                                            "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"));
        if (spec.timeZone) checkTimeZone(*spec.timeZone, path.child("timeZone"), errors);
        checkOneOf(spec.concurrencyPolicy, {"Allow", "Forbid", "Replace"}, path.child("concurrencyPolicy"), errors);
        const auto notNegative = [&](const auto& value, std::string_view name) {
            if (value) checkNotNegative(*value, path.child(name), errors);
        };
        notNegative(spec.startingDeadlineSeconds, "startingDeadlineSeconds");
        notNegative(spec.successfulJobsHistoryLimit, "successfulJobsHistoryLimit");
        notNegative(spec.failedJobsHistoryLimit, "failedJobsHistoryLimit");
        const Path jobs = path.child("jobTemplate").child("spec");
        if (spec.jobTemplate.spec.manualSelector.value_or(false))
            errors.push_back(field::notSupported(jobs.child("manualSelector"), "true", {"nil", "false"}));
        jobspec::check(spec.jobTemplate.spec, jobs, errors);
        // A job's name is this one's, a dash and ten digits, and its pods carry it in a label.
        if (job.metadata.name.size() > kMaxNameLength)
            errors.push_back(field::invalid("metadata.name", job.metadata.name, "must be no more than 52 characters"));
    }

    void warn(const batchv1::CronJob& job, const batchv1::CronJob* old, Warnings& warnings) const override {
        if (!old) podspec::warnOfName(job.metadata.name, warnings);
        if (!old || job.metadata.generation != old->metadata.generation)
            jobspec::warn(job.spec.jobTemplate.spec, Path("spec.jobTemplate.spec"), warnings);
    }

    Cells row(const batchv1::CronJob& job, const Context& context) const override {
        const auto& inner = job.spec.jobTemplate.spec;
        const auto& containers = inner.template_.spec.containers;
        return {
            cells::text(job.metadata.name),
            cells::text(job.spec.schedule),
            cells::text(job.spec.timeZone.value_or("<none>")),
            cells::text(boolWord(job.spec.suspend)),
            cells::number(static_cast<std::int64_t>(job.status.active.size())),
            job.status.lastScheduleTime ? cells::since(*job.status.lastScheduleTime, context) : cells::text("<none>"),
            cells::age(job.metadata, context),
            cells::text(cells::containerNames(containers)),
            cells::text(cells::containerImages(containers)),
            cells::text(cells::selector(inner.selector))};
    }
};

}  // namespace

const Rules& cronJob() {
    static const CronJobRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
