#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/schema/api/corev1.h"

/// Which pods stand behind a service and on which ports: shared by EndpointSlices and Endpoints.
namespace armillary::controllers::endpointslice {

struct Port {
    std::string name, protocol;
    std::int32_t port = 0;
    std::optional<std::string> appProtocol;
    auto operator<=>(const Port&) const = default;
};

/// The service's ports as one pod offers them; a named target port that the pod does not have is left out.
std::vector<Port> portsFor(const corev1::Service& service, const corev1::Pod& pod);

/// Whether the controllers manage the service's endpoints at all: it selects pods, and is not an ExternalName.
bool isManaged(const corev1::Service& service);
/// Whether the pod can be an endpoint: it has an address and has not ended.
bool canServe(const corev1::Pod& pod);
bool isHeadless(const corev1::Service& service);
/// The pod's own DNS name below the service; empty when it has none.
std::optional<std::string> hostnameOf(const corev1::Service& service, const corev1::Pod& pod);
schema::Ptr<corev1::ObjectReference> podReference(const corev1::Pod& pod);
/// The pod's addresses of a family ("IPv4", "IPv6").
std::vector<std::string> addressesOf(const corev1::Pod& pod, std::string_view family);

}  // namespace armillary::controllers::endpointslice
