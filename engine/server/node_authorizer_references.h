#pragma once

#include <functional>
#include <string>

#include "engine/schema/api/corev1.h"

namespace armillary::server {

/// What a pod can refer to in its own namespace.
enum class ReferenceKind : char { Secret = 's', ConfigMap = 'c', Claim = 'p', ServiceAccount = 'a' };

/// Calls `visit` for every object that the pod's specification names; a name may come more than once.
void visitReferences(const corev1::Pod& pod, const std::function<void(ReferenceKind, const std::string& name)>& visit);

/// Whether a node made the pod out of a file of its own (annotation kubernetes.io/config.mirror).
bool isMirrorPod(const corev1::Pod& pod);

}  // namespace armillary::server
