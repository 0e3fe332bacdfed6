#include "statefulset.h"

#include "../workload.h"
#include "engine/schema/api/appsv1.h"

namespace armillary::app::kinds {

namespace {

Row row(const Object& object) {
    const auto& set = object.as<appsv1::StatefulSet>();
    return replicaRow(set.status.readyReplicas, set.spec.replicas.value_or(1), set.spec.template_.spec);
}

void summarise(const Object& object, Summary& summary) {
    const auto& set = object.as<appsv1::StatefulSet>();
    summariseReplicas(set.status.readyReplicas, set.spec.replicas.value_or(1), set.spec.template_, summary);
    summariseConditions(set.status.conditions, summary);
}

std::vector<Action> actions(const Subject& subject) {
    const auto& set = subject.object->as<appsv1::StatefulSet>();
    std::vector<Action> actions{scaleAction(subject, set.spec.replicas.value_or(1)), restartAction(subject)};
    std::ranges::move(imageActions(subject, QStringLiteral("spec.template"), set.spec.template_.spec),
                      std::back_inserter(actions));
    return actions;
}

}  // namespace

constexpr Kind kStatefulSet{.group = "apps",
                            .name = "StatefulSet",
                            .icon = "workload",
                            .row = row,
                            .summarise = summarise,
                            .actions = actions,
                            .logs = true};

}  // namespace armillary::app::kinds
