#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/resources/checks/schedule.h"
#include "engine/schema/api/batchv1.h"
#include "engine/schema/object.h"

namespace armillary::controllers::cronjob {

struct Event {
    std::string_view type, reason;
    std::string message;
};

struct Inputs {
    const Object& cronJob;
    std::vector<ObjectRef> jobs;    ///< those that the cron job controls
    std::set<std::string> missing;  ///< UIDs in status.active whose jobs are known to be gone
    async::SystemTime now;
};

/// In this order: events are recorded, old jobs deleted, running ones replaced, and a new one started.
struct Plan {
    batchv1::CronJobStatus status;  ///< as it is before a job is started
    std::vector<Event> events;
    std::vector<ObjectRef> expired;                  ///< ended jobs beyond the history limits, the oldest first
    bool replace = false;                            ///< what is active makes room first
    std::optional<resources::Schedule::Time> start;  ///< the time for which a job is to be started
    std::optional<std::chrono::milliseconds> again;
};
Plan planCronJob(const Inputs& inputs);

/// The spec's schedule in its time zone; the error says why it cannot be read.
std::expected<resources::Schedule, std::string> scheduleOf(const batchv1::CronJob& cronJob);
/// How long until the next time for which a job is due, and a moment more.
std::chrono::milliseconds untilNext(const batchv1::CronJob& cronJob, const resources::Schedule& schedule,
                                    async::SystemTime now);

/// The job for a time: "NAME-<minutes since 1970>".
batchv1::Job jobFor(const Object& cronJob, resources::Schedule::Time at);
void removeActive(batchv1::CronJobStatus& status, const std::string& uid);

}  // namespace armillary::controllers::cronjob
