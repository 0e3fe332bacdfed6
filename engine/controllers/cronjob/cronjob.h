#pragma once

#include "engine/controllers/cronjob/plan.h"
#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Starts jobs when their CronJob's schedule says so.
/// Source: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/.
class CronJobController final : public QueuedController {
public:
    explicit CronJobController(const Context& context);
    std::string_view name() const override { return "cronjob"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    void cronJobChanged(const ObjectRef& previous, const ObjectRef& current);
    void enqueueOwner(const Object& job);
    /// The cron job as the API has it now where the informer's copy may be behind its jobs.
    Result<ObjectRef> current(const ObjectRef& known, const std::vector<ObjectRef>& jobs);
    Result<std::set<std::string>> missingJobs(const batchv1::CronJob& cronJob, const std::vector<ObjectRef>& jobs);
    bool removeJob(const Object& cronJob, const ObjectRef& job, batchv1::CronJobStatus& next);
    Result<void> startJob(const Object& cronJob, const cronjob::Plan& plan, batchv1::CronJobStatus& next);

    std::unique_ptr<client::EventRecorder> m_events;
    client::Informer &m_cronJobs, &m_jobs;
};

}  // namespace armillary::controllers
