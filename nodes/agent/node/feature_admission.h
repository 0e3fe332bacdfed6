#pragma once

#include <optional>

#include "nodes/agent/pod/worker.h"

namespace armillary::agent {

/// What of a pod this node does not do, whatever its load: sysctls outside the safe set, or of a namespace that the pod
/// shares with the node; an AppArmor profile where the kernel has no AppArmor. Reason and sentence are upstream's.
/// Sources: https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/,
/// https://kubernetes.io/docs/tutorials/security/apparmor/.
std::optional<Rejection> admitFeatures(const corev1::Pod& pod, bool hasAppArmor);

/// Whether the kernel enforces AppArmor.
bool readAppArmor();

}  // namespace armillary::agent
