#pragma once

#include <string>
#include <vector>

#include "engine/schema/api/corev1.h"
#include "engine/schema/api/discoveryv1.h"

namespace armillary::controllers::endpointslicemirroring {

inline constexpr std::string_view kManagedBy = "endpointslicemirroring-controller.k8s.io";
inline constexpr std::size_t kMaxAddresses = 1000;  ///< of a subset

/// Whether somebody wants the endpoints mirrored: not those that say otherwise, nor those that serve as a lease.
bool shouldMirror(const corev1::Endpoints& endpoints);

/// What to write so that the slices say what the endpoints say, a slice for each set of ports and address family.
struct Plan {
    std::vector<discoveryv1::EndpointSlice> create, update;
    std::vector<std::string> remove;  ///< names
    std::size_t skipped = 0;          ///< addresses beyond the limit
};
/// `existing` are the slices of these endpoints that this controller manages.
Plan planMirror(const corev1::Endpoints& endpoints, const std::vector<discoveryv1::EndpointSlice>& existing);

}  // namespace armillary::controllers::endpointslicemirroring
