#pragma once

#include <string>
#include <vector>

#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"

namespace armillary::controllers::servicelb {

struct Input {
    std::vector<ObjectRef> services;  ///< all of the cluster
    std::vector<ObjectRef> nodes;
    std::vector<ObjectRef> slices;  ///< of the service that is asked about
};

/// Whether this load balancer serves it: type LoadBalancer, and no class that names another.
bool isServed(const corev1::Service& service);

/// The addresses under which the service is reached from outside: those of the ready nodes, in order; with the external
/// traffic policy Local only nodes that run a ready endpoint. A port that an older service has taken is not given
/// again: the younger one waits, without addresses.
std::vector<std::string> addressesOf(const corev1::Service& service, const Input& input);

}  // namespace armillary::controllers::servicelb
