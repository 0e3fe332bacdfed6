#pragma once

#include "engine/schema/api/corev1.h"
#include "engine/schema/status.h"

/// The part of service allocation that needs no state: which addresses and ports a service's type asks for.
namespace armillary::server {

bool needsClusterIp(const corev1::Service& service);
bool needsNodePorts(const corev1::Service& service);
bool needsHealthCheckPort(const corev1::Service& service);
bool isHeadless(const corev1::Service& service);

/// Fills ipFamilies and ipFamilyPolicy for a cluster that has IPv4 alone.
FieldErrors settleFamilies(corev1::Service& service, const corev1::Service* old);

}  // namespace armillary::server
