#include "replicaset.h"

#include "../workload.h"
#include "engine/schema/api/appsv1.h"

namespace armillary::app::kinds {

namespace {

/// A deployment's set is scaled through the deployment, which would take it back at once.
std::vector<Action> actions(const Subject& subject) {
    const bool owned = std::ranges::any_of(subject.object->meta().ownerReferences,
                                           [](const auto& owner) { return owner.controller.value_or(false); });
    if (owned) return {};
    return {scaleAction(subject, subject.object->as<appsv1::ReplicaSet>().spec.replicas.value_or(1))};
}

}  // namespace

constexpr Kind kReplicaSet{.group = "apps",
                           .name = "ReplicaSet",
                           .icon = "workload",
                           .row = setRow<appsv1::ReplicaSet>,
                           .summarise = summariseSet<appsv1::ReplicaSet>,
                           .actions = actions,
                           .logs = true};

}  // namespace armillary::app::kinds
