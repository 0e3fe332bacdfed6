#pragma once

#include "engine/resources/resource.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/status.h"

namespace armillary::resources::servicespec {

void check(const corev1::Service& service, FieldErrors& errors);
void checkUpdate(const corev1::Service& service, const corev1::Service& old, FieldErrors& errors);
/// What the service says in vain. Source: pkg/api/service/warnings.go.
void warn(const corev1::Service& service, Warnings& warnings);
/// Whether the type has a cluster IP, or node ports.
bool needsClusterIp(const corev1::Service& service);
bool needsNodePorts(const corev1::Service& service);
/// Reached from outside the cluster.
bool isExternal(const corev1::Service& service);

}  // namespace armillary::resources::servicespec
