#include "engine/controllers/cronjob/cronjob.h"

#include <algorithm>
#include <format>

#include "engine/controllers/framework/ownership.h"
#include "engine/controllers/framework/refusals.h"
#include "engine/controllers/job/plan.h"

namespace armillary::controllers {

using batchv1::CronJob;
using batchv1::Job;

CronJobController::CronJobController(const Context& context)
    : QueuedController(context),
      m_events(context.events.withComponent("cronjob-controller")),
      m_cronJobs(client::informer<CronJob>(context.informers)),
      m_jobs(client::informer<Job>(context.informers)) {
    addControllerIndex(m_jobs);
    m_cronJobs.addHandler(
        [this](const ObjectRef& previous, const ObjectRef& current) { cronJobChanged(previous, current); });
    m_jobs.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (previous) enqueueOwner(*previous);
        if (current) enqueueOwner(*current);
    });
}

void CronJobController::cronJobChanged(const ObjectRef& previous, const ObjectRef& current) {
    if (!current) return;
    const auto& now = current->as<CronJob>();
    if (previous) {
        const auto& before = previous->as<CronJob>();
        if (before.spec.schedule != now.spec.schedule || before.spec.timeZone != now.spec.timeZone) {
            // A new schedule counts from now on: what it would have had in the past is not made up for.
            const auto schedule = cronjob::scheduleOf(now);
            if (!schedule)
                return m_events->record(*current, "Warning", "UnParseableCronJobSchedule",
                                        "unparseable schedule for cronjob: " + now.spec.schedule);
            return m_queue.addAfter(current->key(), cronjob::untilNext(now, *schedule, m_context.clock.now()));
        }
    }
    m_queue.add(current->key());
}

void CronJobController::enqueueOwner(const Object& job) {
    const auto* owner = controllerOf(job.meta());
    if (!owner || owner->kind != "CronJob") return;
    const ObjectRef cronJob = m_cronJobs.get(job.namespace_(), owner->name);
    if (cronJob && cronJob->uid() == owner->uid) m_queue.add(cronJob->key());
}

Result<ObjectRef> CronJobController::current(const ObjectRef& known, const std::vector<ObjectRef>& jobs) {
    const auto& active = known->as<CronJob>().status.active;
    const bool behind = std::ranges::any_of(jobs, [&](const ObjectRef& job) {
        return !job::isFinished(job->as<Job>()) &&
               !std::ranges::contains(active, job->uid(), &corev1::ObjectReference::uid);
    });
    return behind ? client::get<CronJob>(m_context.client, known->namespace_(), known->name())
                  : Result<ObjectRef>(known);
}

Result<std::set<std::string>> CronJobController::missingJobs(const CronJob& cronJob,
                                                             const std::vector<ObjectRef>& jobs) {
    std::set<std::string> missing;
    for (const auto& reference : cronJob.status.active) {
        if (std::ranges::contains(jobs, reference.uid, [](const ObjectRef& job) { return job->uid(); })) continue;
        const auto found = client::get<Job>(m_context.client, reference.namespace_, reference.name);
        if (found) continue;
        if (!status::isNotFound(found.error())) return std::unexpected(found.error());
        missing.insert(reference.uid);
    }
    return missing;
}

Result<Outcome> CronJobController::reconcile(const std::string& key) {
    const ObjectRef known = m_cronJobs.getByKey(key);
    if (!known) return Outcome();
    auto jobs = ownedBy(m_jobs, known->uid());
    const auto object = current(known, jobs);
    if (!object) {
        if (status::isNotFound(object.error())) return Outcome();
        return std::unexpected(object.error());
    }
    const auto& cronJob = (*object)->as<CronJob>();
    auto missing = missingJobs(cronJob, jobs);
    if (!missing) return std::unexpected(missing.error());
    const auto plan = cronjob::planCronJob(
        {.cronJob = **object, .jobs = std::move(jobs), .missing = std::move(*missing), .now = m_context.clock.now()});

    batchv1::CronJobStatus next = plan.status;
    for (const auto& event : plan.events) m_events->record(**object, event.type, event.reason, event.message);
    for (const ObjectRef& job : plan.expired) removeJob(**object, job, next);
    Result<void> started;
    if (plan.start) started = startJob(**object, plan, next);
    if (!schema::operator==(cronJob.status, next)) {
        CronJob changed = cronJob;
        changed.status = std::move(next);
        const auto written = client::updateStatus(m_context.client, std::move(changed));
        if (!written && !status::isNotFound(written.error())) return std::unexpected(written.error());
    }
    if (!started) return std::unexpected(started.error());
    return Outcome{plan.again};
}

bool CronJobController::removeJob(const Object& cronJob, const ObjectRef& job, batchv1::CronJobStatus& next) {
    client::DeleteOptions options;
    options.uid = job->uid();
    options.propagationPolicy = metav1::kDeletePropagationBackground;
    const auto removed = client::remove<Job>(m_context.client, job->namespace_(), job->name(), options);
    if (!removed) {
        if (status::isNotFound(removed.error())) return true;
        m_events->record(cronJob, "Warning", "FailedDelete", "Deleted job: " + removed.error().message);
        return false;
    }
    cronjob::removeActive(next, job->uid());
    m_events->record(cronJob, "Normal", "SuccessfulDelete", "Deleted job " + job->name());
    return true;
}

Result<void> CronJobController::startJob(const Object& cronJob, const cronjob::Plan& plan,
                                         batchv1::CronJobStatus& next) {
    const auto running = plan.replace ? next.active : std::vector<corev1::ObjectReference>();
    for (const auto& reference : running) {
        const auto job = client::get<Job>(m_context.client, reference.namespace_, reference.name);
        if (!job) {
            m_events->record(cronJob, "Warning", "FailedGet", "Get job: " + job.error().message);
            return std::unexpected(job.error());
        }
        if (!removeJob(cronJob, *job, next))
            return std::unexpected(status::internalError(
                std::format("could not replace job {}/{}", reference.namespace_, reference.name)));
    }
    Job wanted = cronjob::jobFor(cronJob, *plan.start);
    const std::string name = wanted.metadata.name;
    auto created = client::create(m_context.client, std::move(wanted));
    if (!created && status::isAlreadyExists(created.error())) {
        // Started before, and the status was not written; unless somebody else's job has the name.
        created = client::get<Job>(m_context.client, cronJob.namespace_(), name);
        if (!created) return std::unexpected(created.error());
        const auto* owner = controllerOf((*created)->meta());
        if (!owner || owner->uid != cronJob.uid()) return {};
    } else if (!created) {
        if (!isNamespaceTerminating(created.error()))
            m_events->record(cronJob, "Warning", "FailedCreate", "Error creating job: " + created.error().message);
        return std::unexpected(created.error());
    } else {
        m_events->record(cronJob, "Normal", "SuccessfulCreate", "Created job " + name);
    }
    next.active.push_back(client::referenceTo(**created));
    next.lastScheduleTime = schema::Time(*plan.start);
    return {};
}

}  // namespace armillary::controllers
