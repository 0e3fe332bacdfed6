#pragma once

#include <vector>

#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"

namespace armillary::controllers::endpoints {

/// The subsets that a service's pods make: addresses that offer the same ports together, ready ones apart from the
/// others, in a stable order. At most 1000 addresses, ready ones before the others; `truncated` says when there were
/// more.
std::vector<corev1::EndpointSubset> subsetsOf(const corev1::Service& service, const std::vector<ObjectRef>& pods,
                                              bool& truncated);

}  // namespace armillary::controllers::endpoints
