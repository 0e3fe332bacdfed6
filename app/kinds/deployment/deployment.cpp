#include "deployment.h"

#include "../images.h"
#include "../pinning.h"
#include "../rollback.h"
#include "../workload.h"
#include "../writes.h"
#include "engine/schema/api/appsv1.h"

namespace armillary::app::kinds {

namespace {

Row row(const Object& object) {
    const auto& deployment = object.as<appsv1::Deployment>();
    Row row = setRow<appsv1::Deployment>(object);
    if (deployment.spec.paused)
        row.status = QObject::tr("Paused");
    else if (deployment.status.updatedReplicas < deployment.spec.replicas.value_or(1))
        row.status = QObject::tr("Rolling out"), row.tone = Tone::Warning;
    return row;
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
    actions.push_back(imageAction(subject));
    actions.push_back(rollbackAction());
    actions.push_back(pinAction(subject));
    return actions;
}

}  // namespace

constexpr Kind kDeployment{.group = "apps",
                           .name = "Deployment",
                           .icon = "workload",
                           .row = row,
                           .summarise = summariseSet<appsv1::Deployment>,
                           .actions = actions,
                           .logs = true};

}  // namespace armillary::app::kinds
