#include "deployment.h"

#include "../workload.h"
#include "../writes.h"
#include "engine/schema/api/appsv1.h"

namespace armillary::app::kinds {

namespace {

Row row(const Object& object) {
    const auto& deployment = object.as<appsv1::Deployment>();
    const int wanted = deployment.spec.replicas.value_or(1);
    Row row = replicaRow(deployment.status.readyReplicas, wanted, deployment.spec.template_.spec);
    if (deployment.spec.paused)
        row.status = QObject::tr("Paused");
    else if (deployment.status.updatedReplicas < wanted)
        row.status = QObject::tr("Rolling out"), row.tone = Tone::Warning;
    return row;
}

void summarise(const Object& object, Summary& summary) {
    const auto& deployment = object.as<appsv1::Deployment>();
    summariseReplicas(deployment.status.readyReplicas, deployment.spec.replicas.value_or(1), deployment.spec.template_,
                      summary);
    summariseConditions(deployment.status.conditions, summary);
}

Action pauseAction(const Subject& subject, bool paused) {
    return {.id = paused ? "resume" : "pause",
            .title = paused ? QObject::tr("Resume the rollout") : QObject::tr("Pause the rollout"),
            .icon = paused ? "play" : "pause",
            .write = [subject, paused](const QVariant&) {
                const auto to = [&](bool pause) {
                    return mergePatch(subject.path(), nested(QStringLiteral("spec.paused"), pause));
                };
                const QString pause = QObject::tr("Pause %1").arg(subject.title()),
                              resume = QObject::tr("Resume %1").arg(subject.title());
                return Write{.title = paused ? resume : pause,
                             .subject = subject.title(),
                             .calls = {to(!paused)},
                             .undoTitle = paused ? pause : resume,
                             .undo = {to(paused)}};
            }};
}

std::vector<Action> actions(const Subject& subject) {
    const auto& deployment = subject.object->as<appsv1::Deployment>();
    std::vector<Action> actions{scaleAction(subject, deployment.spec.replicas.value_or(1)), restartAction(subject),
                                pauseAction(subject, deployment.spec.paused)};
    std::ranges::move(imageActions(subject, QStringLiteral("spec.template"), deployment.spec.template_.spec),
                      std::back_inserter(actions));
    return actions;
}

}  // namespace

constexpr Kind kDeployment{.group = "apps",
                           .name = "Deployment",
                           .icon = "workload",
                           .row = row,
                           .summarise = summarise,
                           .actions = actions,
                           .logs = true};

}  // namespace armillary::app::kinds
