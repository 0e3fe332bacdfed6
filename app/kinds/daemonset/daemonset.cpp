#include "daemonset.h"

#include "../images.h"
#include "../rollback.h"
#include "../workload.h"
#include "engine/schema/api/appsv1.h"

namespace armillary::app::kinds {

namespace {

Row row(const Object& object) {
    const auto& set = object.as<appsv1::DaemonSet>();
    return replicaRow(set.status.numberReady, set.status.desiredNumberScheduled, set.spec.template_.spec);
}

void summarise(const Object& object, Summary& summary) {
    const auto& set = object.as<appsv1::DaemonSet>();
    summariseReplicas(set.status.numberReady, set.status.desiredNumberScheduled, summary);
}

std::vector<Action> actions(const Subject& subject) {
    const auto& set = subject.object->as<appsv1::DaemonSet>();
    std::vector<Action> actions{restartAction(subject)};
    actions.push_back(imageAction(subject));
    actions.push_back(rollbackAction());
    return actions;
}

}  // namespace

constexpr Kind kDaemonSet{.group = "apps",
                          .name = "DaemonSet",
                          .icon = "workload",
                          .row = row,
                          .summarise = summarise,
                          .actions = actions,
                          .logs = true};

}  // namespace armillary::app::kinds
