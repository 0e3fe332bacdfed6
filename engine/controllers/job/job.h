#pragma once

#include <map>
#include <mutex>

#include "engine/controllers/framework/controller.h"
#include "engine/controllers/framework/expectations.h"
#include "engine/controllers/job/plan.h"

namespace armillary::controllers {

/// Runs jobs' pods to completion. Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/.
class JobController final : public QueuedController {
public:
    explicit JobController(const Context& context);
    std::string_view name() const override { return "job"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    void podChanged(const ObjectRef& previous, const ObjectRef& current);
    ObjectRef jobOf(const Object& pod) const;
    Result<Outcome> reconcilePod(const std::string& key);
    Result<Outcome> reconcileJob(const Object& object);
    job::Backoff remembered(const std::string& uid) const;
    void remember(const std::string& uid, const job::Backoff& backoff);
    Result<void> releasePod(const Object& pod);
    Result<void> removePod(const Object& object, const Object& pod);
    Result<void> removePods(const Object& job, const job::Plan& plan);
    Result<void> createPods(const Object& job, const job::Plan& plan);

    std::unique_ptr<client::EventRecorder> m_events;
    client::Informer &m_jobs, &m_pods;
    Expectations m_expectations;
    mutable std::mutex m_mutex;
    std::map<std::string, job::Backoff> m_backoff;  ///< by UID, of the jobs that run and have failures
};

}  // namespace armillary::controllers
