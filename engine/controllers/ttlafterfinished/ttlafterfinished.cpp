#include "engine/controllers/ttlafterfinished/ttlafterfinished.h"

#include "engine/controllers/job/plan.h"

namespace armillary::controllers {

TtlAfterFinishedController::TtlAfterFinishedController(const Context& context)
    : QueuedController(context), m_jobs(client::informer<batchv1::Job>(context.informers)) {
    m_jobs.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (current && current->as<batchv1::Job>().spec.ttlSecondsAfterFinished) m_queue.add(current->key());
    });
}

Result<Outcome> TtlAfterFinishedController::reconcile(const std::string& key) {
    const ObjectRef object = m_jobs.getByKey(key);
    if (!object || object->meta().deletionTimestamp) return Outcome();
    const auto& job = object->as<batchv1::Job>();
    const auto end = job::finishedAt(job);
    if (!end || !job.spec.ttlSecondsAfterFinished) return Outcome();
    const auto left = *end + std::chrono::seconds(*job.spec.ttlSecondsAfterFinished) - m_context.clock.now();
    if (left > left.zero()) return Outcome{std::chrono::ceil<std::chrono::milliseconds>(left)};
    client::DeleteOptions options;
    options.uid = object->uid();
    options.propagationPolicy = metav1::kDeletePropagationForeground;
    const auto removed = client::remove<batchv1::Job>(m_context.client, object->namespace_(), object->name(), options);
    if (!removed && !status::isNotFound(removed.error()) && !status::isConflict(removed.error()))
        return std::unexpected(removed.error());
    return Outcome();
}

}  // namespace armillary::controllers
