#include "statefulset.h"

#include "../images.h"
#include "../pinning.h"
#include "../rollback.h"
#include "../workload.h"
#include "engine/schema/api/appsv1.h"

namespace armillary::app::kinds {

namespace {

std::vector<Action> actions(const Subject& subject) {
    const auto& set = subject.object->as<appsv1::StatefulSet>();
    std::vector<Action> actions{scaleAction(subject, set.spec.replicas.value_or(1)), restartAction(subject)};
    actions.push_back(imageAction(subject));
    actions.push_back(rollbackAction());
    actions.push_back(pinAction(subject));
    return actions;
}

}  // namespace

constexpr Kind kStatefulSet{.group = "apps",
                            .name = "StatefulSet",
                            .icon = "workload",
                            .row = setRow<appsv1::StatefulSet>,
                            .summarise = summariseSet<appsv1::StatefulSet>,
                            .actions = actions,
                            .logs = true};

}  // namespace armillary::app::kinds
