#include "engine/controllers/cronjob/plan.h"

#include <algorithm>
#include <format>
#include <tuple>
#include <utility>

#include "engine/controllers/framework/ownership.h"
#include "engine/controllers/job/plan.h"

namespace armillary::controllers::cronjob {

using resources::Schedule;
using namespace std::chrono;

namespace {

constexpr std::string_view kScheduledTimestamp = "batch.kubernetes.io/cronjob-scheduled-timestamp";
/// So that the clock has surely passed the time when it is looked at again.
constexpr milliseconds kMomentLater(100);

bool isActive(const batchv1::CronJobStatus& status, const std::string& uid) {
    return std::ranges::contains(status.active, uid, &corev1::ObjectReference::uid);
}

enum class Missed { None, Few, Many };
struct Recent {
    Schedule::Time since;                ///< the last time that a job was started, or the cron job's creation
    std::optional<Schedule::Time> time;  ///< the latest start that is due
    Missed missed = Missed::None;
};

/// The latest time since the last start for which a job is due.
Recent recentTime(const batchv1::CronJob& cronJob, const Schedule& schedule, async::SystemTime at,
                  bool withinDeadline) {
    constexpr std::int64_t kManyMissed = 100;
    const auto now = floor<seconds>(at);
    Recent recent{
        floor<seconds>(cronJob.status.lastScheduleTime.value_or(cronJob.metadata.creationTimestamp).timePoint()),
        std::nullopt};
    if (withinDeadline && cronJob.spec.startingDeadlineSeconds) {
        constexpr std::int64_t kLongest = 100LL * 365 * 24 * 3600;
        const seconds deadline(std::min(*cronJob.spec.startingDeadlineSeconds, kLongest));
        recent.since = std::max(recent.since, now - deadline);
    }
    const auto first = schedule.next(recent.since);
    if (!first || now < *first) return recent;
    const auto second = schedule.next(*first);
    if (!second || now < *second) {
        recent.time = first;
        return recent;
    }
    const std::int64_t passed = (now - *first) / (*second - *first) + 1;
    recent.missed = passed > kManyMissed ? Missed::Many : Missed::Few;
    recent.time = schedule.lastUntil(*first, now);
    return recent;
}

std::string rfc1123(Schedule::Time at) {
    return std::format("{:%a, %d %b %Y %H:%M:%S} +0000", at);
}

std::string rfc3339(Schedule::Time at, const time_zone* zone) {
    const auto offset = zone ? zone->get_info(at).offset : seconds(0);
    if (offset == seconds(0)) return schema::Time(at).text();
    const auto minutesOff = duration_cast<minutes>(abs(offset)).count();
    return std::format("{:%FT%T}{}{:02}:{:02}", at + offset, offset < seconds(0) ? '-' : '+', minutesOff / 60,
                       minutesOff % 60);
}

bool succeeded(const batchv1::Job& job) {
    return std::ranges::any_of(job.status.conditions, [](const auto& condition) {
        return condition.type == batchv1::kJobComplete && condition.status == corev1::kConditionTrue;
    });
}

std::string jobName(const Object& cronJob, Schedule::Time at) {
    return std::format("{}-{}", cronJob.name(), floor<minutes>(at.time_since_epoch()).count());
}

class Planner {
public:
    explicit Planner(const Inputs& inputs) : m_in(inputs), m_cronJob(inputs.cronJob.as<batchv1::CronJob>()) {
        m_plan.status = m_cronJob.status;
    }

    Plan run() {
        expire();
        settleActive();
        if (m_cronJob.metadata.deletionTimestamp) return std::move(m_plan);
        if (m_cronJob.spec.timeZone && !resources::findTimeZone(*m_cronJob.spec.timeZone)) {
            tell("Warning", "UnknownTimeZone",
                 std::format("invalid timeZone: \"{0}\": unknown time zone {0}", *m_cronJob.spec.timeZone));
        } else if (!m_cronJob.spec.suspend.value_or(false)) {
            schedule();
        }
        return std::move(m_plan);
    }

private:
    void tell(std::string_view type, std::string_view reason, std::string message) {
        m_plan.events.push_back({type, reason, std::move(message)});
    }

    void expire() {
        std::vector<ObjectRef> won, lost;
        for (const ObjectRef& job : m_in.jobs)
            if (job::isFinished(job->as<batchv1::Job>()))
                (succeeded(job->as<batchv1::Job>()) ? won : lost).push_back(job);
        const auto cut = [&](std::vector<ObjectRef>& ended, std::optional<std::int32_t> limit) {
            if (!limit || std::cmp_less_equal(ended.size(), *limit)) return;
            std::ranges::sort(ended, {}, [](const ObjectRef& job) {
                const auto& start = job->as<batchv1::Job>().status.startTime;
                return std::tuple(!start, start.value_or(schema::Time()), job->name());
            });
            ended.resize(ended.size() - static_cast<std::size_t>(std::max(*limit, 0)));
            m_plan.expired.insert(m_plan.expired.end(), ended.begin(), ended.end());
        };
        cut(won, m_cronJob.spec.successfulJobsHistoryLimit);
        cut(lost, m_cronJob.spec.failedJobsHistoryLimit);
    }

    /// Ended and missing jobs leave status.active.
    void settleActive() {
        auto& status = m_plan.status;
        for (const ObjectRef& object : m_in.jobs) {
            const auto& job = object->as<batchv1::Job>();
            const bool known = isActive(status, object->uid());
            if (!job::isFinished(job)) {
                if (!known)
                    tell("Warning", "UnexpectedJob",
                         "Saw a job that the controller did not create or forgot: " + object->name());
                continue;
            }
            if (known) {
                removeActive(status, object->uid());
                tell("Normal", "SawCompletedJob",
                     std::format("Saw completed job: {}, condition: {}", object->name(),
                                 succeeded(job) ? batchv1::kJobComplete : batchv1::kJobFailed));
            }
            if (succeeded(job) && job.status.completionTime &&
                (!status.lastSuccessfulTime || *job.status.completionTime > *status.lastSuccessfulTime))
                status.lastSuccessfulTime = job.status.completionTime;
        }
        const auto active = status.active;
        for (const auto& reference : active) {
            if (!m_in.missing.contains(reference.uid)) continue;
            tell("Normal", "MissingJob", "Active job went missing: " + reference.name);
            removeActive(status, reference.uid);
        }
    }

    void schedule() {
        if (m_cronJob.spec.schedule.contains("TZ"))
            tell("Warning", "UnsupportedSchedule",
                 std::format("CRON_TZ or TZ used in schedule \"{}\" is not officially supported, see "
                             "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details",
                             m_cronJob.spec.schedule));
        const auto schedule = scheduleOf(m_cronJob);
        if (!schedule)
            return tell("Warning", "UnparseableSchedule",
                        std::format("unparseable schedule: \"{}\" : {}", m_cronJob.spec.schedule, schedule.error()));
        const auto recent = recentTime(m_cronJob, *schedule, m_in.now, true);
        if (recent.missed == Missed::Many)
            tell("Warning", "TooManyMissedTimes",
                 "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew");
        if (recent.time) start(*recent.time);
        m_plan.again = untilNext(m_cronJob, *schedule, m_in.now);
    }

    void start(Schedule::Time at) {
        const auto& spec = m_cronJob.spec;
        auto& status = m_plan.status;
        if (spec.startingDeadlineSeconds && at + seconds(*spec.startingDeadlineSeconds) < m_in.now)
            return tell("Warning", "MissSchedule", "Missed scheduled time to start a job: " + rfc1123(at));
        const std::string name = jobName(m_in.cronJob, at);
        const bool started = std::ranges::contains(status.active, name, &corev1::ObjectReference::name) ||
                             status.lastScheduleTime == schema::Time(at);
        if (started) return;
        if (spec.concurrencyPolicy == batchv1::kForbidConcurrent && !status.active.empty())
            return tell("Normal", "JobAlreadyActive",
                        "Not starting job because prior execution is running and concurrency policy is Forbid");
        m_plan.replace = spec.concurrencyPolicy == batchv1::kReplaceConcurrent;
        m_plan.start = at;
    }

    const Inputs& m_in;
    const batchv1::CronJob& m_cronJob;
    Plan m_plan;
};

}  // namespace

Plan planCronJob(const Inputs& inputs) {
    return Planner(inputs).run();
}

std::expected<Schedule, std::string> scheduleOf(const batchv1::CronJob& cronJob) {
    return Schedule::parse(cronJob.spec.schedule,
                           cronJob.spec.timeZone ? resources::findTimeZone(*cronJob.spec.timeZone) : nullptr);
}

milliseconds untilNext(const batchv1::CronJob& cronJob, const Schedule& schedule, async::SystemTime now) {
    constexpr auto kLongAway = hours(24 * 365);
    const auto recent = recentTime(cronJob, schedule, now, false);
    const auto next = schedule.next(recent.time.value_or(recent.since));
    const auto left = next ? std::min<system_clock::duration>(*next + kMomentLater - now, kLongAway) : kLongAway;
    return std::max(ceil<milliseconds>(left), milliseconds(1));
}

batchv1::Job jobFor(const Object& object, Schedule::Time at) {
    const auto& cronJob = object.as<batchv1::CronJob>();
    const auto& jobTemplate = cronJob.spec.jobTemplate;
    batchv1::Job job;
    job.metadata.name = jobName(object, at);
    job.metadata.namespace_ = object.namespace_();
    job.metadata.labels = jobTemplate.metadata.labels;
    job.metadata.annotations = jobTemplate.metadata.annotations;
    job.metadata.annotations[std::string(kScheduledTimestamp)] =
        rfc3339(at, cronJob.spec.timeZone ? resources::findTimeZone(*cronJob.spec.timeZone) : nullptr);
    job.metadata.ownerReferences.push_back(controllerReference(object));
    job.spec = jobTemplate.spec;
    return job;
}

void removeActive(batchv1::CronJobStatus& status, const std::string& uid) {
    std::erase_if(status.active, [&](const auto& reference) { return reference.uid == uid; });
}

}  // namespace armillary::controllers::cronjob
