#include <algorithm>
#include <charconv>

#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/pod/pod_spec.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/resources/rules/workloads/job_spec.h"

namespace armillary::resources {

namespace jobspec {

namespace {

struct Field {
    int low, high;
    std::vector<std::string_view> names;  ///< of `low` and what follows
};

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = text.find_first_of(separators);
        if (end != 0) parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return parts;
}

std::optional<int> number(std::string_view text, const Field& field) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    for (std::size_t i = 0; i < field.names.size(); ++i)
        if (field.names[i] == lower) return field.low + static_cast<int>(i);
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// One of "*", "5", "1-5", "*/2", "1-30/5"; what is wrong, or nothing.
std::string checkRange(std::string_view text, const Field& field) {
    std::string_view range = text;
    if (const auto slash = text.find('/'); slash != std::string_view::npos) {
        range = text.substr(0, slash);
        const auto step = number(text.substr(slash + 1), {});
        if (!step) return "failed to parse int from " + std::string(text.substr(slash + 1));
        if (*step <= 0) return "step of range should be a positive number: " + std::string(text);
    }
    if (range == "*" || range == "?") return "";
    const auto dash = range.find('-');
    const auto low = number(range.substr(0, dash), field);
    if (!low) return "failed to parse int from " + std::string(range.substr(0, dash));
    const auto high = dash == std::string_view::npos ? low : number(range.substr(dash + 1), field);
    if (!high) return "failed to parse int from " + std::string(range.substr(dash + 1));
    if (*low < field.low)
        return "beginning of range (" + std::to_string(*low) + ") below minimum (" + std::to_string(field.low) +
               "): " + std::string(text);
    if (*high > field.high)
        return "end of range (" + std::to_string(*high) + ") above maximum (" + std::to_string(field.high) +
               "): " + std::string(text);
    if (*low > *high)
        return "beginning of range (" + std::to_string(*low) + ") beyond end of range (" + std::to_string(*high) +
               "): " + std::string(text);
    return "";
}

}  // namespace

std::string checkSchedule(std::string_view schedule) {
    static const Field kFields[] = {
        {0, 59, {}},
        {0, 23, {}},
        {1, 31, {}},
        {1, 12, {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
        {0, 6, {"sun", "mon", "tue", "wed", "thu", "fri", "sat"}}};
    static constexpr std::string_view kMacros[] = {"@yearly", "@annually", "@monthly", "@weekly",
                                                   "@daily",  "@midnight", "@hourly"};
    if (schedule.starts_with('@')) {
        if (std::ranges::contains(kMacros, schedule)) return "";
        if (schedule.starts_with("@every ") && schema::Duration::parse(schedule.substr(7))) return "";
        return "unrecognized descriptor: " + std::string(schedule);
    }
    const auto parts = split(schedule, " \t");
    if (parts.size() != std::size(kFields)) {
        std::string list;
        for (std::string_view part : parts) list.append(list.empty() ? "" : " ").append(part);
        return "expected exactly 5 fields, found " + std::to_string(parts.size()) + ": [" + list + "]";
    }
    for (std::size_t i = 0; i < parts.size(); ++i)
        for (std::string_view range : split(parts[i], ","))
            if (std::string wrong = checkRange(range, kFields[i]); !wrong.empty()) return wrong;
    return "";
}

}  // namespace jobspec

namespace rules {

namespace {

constexpr std::size_t kMaxNameLength = 52;

std::string boolWord(const std::optional<bool>& value) {
    return !value ? "<unset>" : *value ? "True" : "False";
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
        else if (const std::string wrong = jobspec::checkSchedule(spec.schedule); !wrong.empty())
            errors.push_back(field::invalid(path.child("schedule"), spec.schedule, wrong));
        if (spec.schedule.contains("TZ"))
            errors.push_back(field::invalid(path.child("schedule"), spec.schedule,
                                            "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"));
        if (spec.timeZone && spec.timeZone->empty())
            errors.push_back(field::invalid(path.child("timeZone"), "", "timeZone must be nil or non-empty string"));
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

}  // namespace rules

}  // namespace armillary::resources
