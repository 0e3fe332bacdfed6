#include "job.h"

#include "../text.h"
#include "../workload.h"
#include "engine/schema/api/batchv1.h"

namespace armillary::app::kinds {

namespace {

bool hasFailed(const batchv1::Job& job) {
    return std::ranges::any_of(job.status.conditions, [](const batchv1::JobCondition& condition) {
        return condition.type == "Failed" && condition.status == "True";
    });
}

Row row(const Object& object) {
    const auto& job = object.as<batchv1::Job>();
    Row row = replicaRow(job.status.succeeded, job.spec.completions.value_or(1), job.spec.template_.spec);
    if (job.status.completionTime)
        row.status = QObject::tr("Complete"), row.tone = Tone::Good;
    else if (hasFailed(job))
        row.status = QObject::tr("Failed"), row.tone = Tone::Bad;
    else if (job.spec.suspend.value_or(false))
        row.status = QObject::tr("Suspended"), row.tone = Tone::Quiet;
    else
        row.status = job.status.failed > 0 ? QObject::tr("Failing") : QObject::tr("Running"), row.tone = Tone::Warning;
    return row;
}

void summarise(const Object& object, Summary& summary) {
    const auto& job = object.as<batchv1::Job>();
    summary.add(QObject::tr("Succeeded"), QString::number(job.status.succeeded));
    summary.add(QObject::tr("Failed"), QString::number(job.status.failed),
                job.status.failed > 0 ? Tone::Bad : Tone::None);
    if (job.status.startTime)
        summary.add(QObject::tr("Started"), QObject::tr("%1 ago").arg(age(*job.status.startTime)));
}

/// What has ended cannot be held up.
std::vector<Action> actions(const Subject& subject) {
    const auto& job = subject.object->as<batchv1::Job>();
    if (job.status.completionTime || hasFailed(job)) return {};
    return {suspendAction(subject, job.spec.suspend.value_or(false))};
}

}  // namespace

constexpr Kind kJob{.group = "batch",
                    .name = "Job",
                    .icon = "job",
                    .row = row,
                    .summarise = summarise,
                    .actions = actions,
                    .logs = true};

}  // namespace armillary::app::kinds
