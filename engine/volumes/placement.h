#pragma once

#include "engine/volumes/topology.h"

/// Which nodes a pod may be on, as far as the node alone decides; shared by the scheduler, the controllers of daemons
/// and of evictions, and the agent.
namespace armillary::volumes {

/// Source: https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/.
bool tolerates(const corev1::Toleration& toleration, const corev1::Taint& taint);

/// Whether a node of these labels and this name has what nodeSelector and required node affinity ask for.
/// Source: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/.
bool isSelected(const corev1::PodSpec& pod, const Labels& labels, std::string_view nodeName);

}  // namespace armillary::volumes
