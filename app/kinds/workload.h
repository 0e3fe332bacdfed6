#pragma once

#include "engine/schema/api/corev1.h"
#include "kind.h"

/// What the kinds that run pods have in common.
namespace armillary::app::kinds {

/// "2/3", "Degraded", and the images of the template.
Row replicaRow(int ready, int wanted, const corev1::PodSpec& spec);
void summariseReplicas(int ready, int wanted, Summary& summary);

/// Of a deployment, a stateful set or a replica set.
template <class Set>
Row setRow(const Object& object) {
    const auto& set = object.as<Set>();
    return replicaRow(set.status.readyReplicas, set.spec.replicas.value_or(1), set.spec.template_.spec);
}
template <class Set>
void summariseSet(const Object& object, Summary& summary) {
    const auto& set = object.as<Set>();
    summariseReplicas(set.status.readyReplicas, set.spec.replicas.value_or(1), summary);
}

/// To any number, through the scale subresource.
Action scaleAction(const Subject& subject, int replicas);
/// New pods of the same template, one after the other, as `kubectl rollout restart`.
Action restartAction(const Subject& subject);
/// Of a job or a cron job: it starts no pods meanwhile.
Action suspendAction(const Subject& subject, bool suspended);

}  // namespace armillary::app::kinds
