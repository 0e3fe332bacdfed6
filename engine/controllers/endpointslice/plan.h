#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "engine/controllers/endpointslice/endpoints_of.h"
#include "engine/schema/api/discoveryv1.h"
#include "engine/schema/object.h"

namespace armillary::controllers::endpointslice {

inline constexpr std::string_view kManagedBy = "endpointslice-controller.k8s.io";
inline constexpr std::size_t kMaxEndpoints = 100;

/// Endpoints by the ports that they offer: a slice holds endpoints of one set of ports.
using Groups = std::map<std::vector<Port>, std::vector<discoveryv1::Endpoint>>;

/// Who an endpoint is, whatever its state: a pod, by address.
std::string identityOf(const discoveryv1::Endpoint& endpoint);

/// A node's topology zone, "" for none; nullopt when there is no such node.
using ZoneOf = std::function<std::optional<std::string>(const std::string& node)>;
/// A pod whose node is gone is no endpoint, unless the service publishes its pods in any state.
Groups endpointGroups(const corev1::Service& service, const std::vector<ObjectRef>& pods, std::string_view family,
                      const ZoneOf& zoneOf);

/// What to write so that the slices hold the endpoints: few slices change, none holds more than 100 endpoints, and a
/// service without endpoints keeps one empty slice.
struct Plan {
    std::vector<discoveryv1::EndpointSlice> create, update;
    std::vector<std::string> remove;  ///< names
};
/// `existing` are the service's slices of the family that this controller manages; those of a former service of the
/// name go.
Plan planSlices(const corev1::Service& service, std::string_view family, Groups groups,
                const std::vector<discoveryv1::EndpointSlice>& existing);

}  // namespace armillary::controllers::endpointslice
