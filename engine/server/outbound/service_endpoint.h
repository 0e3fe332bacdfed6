#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/schema/api/corev1.h"
#include "engine/schema/status.h"
#include "engine/watch/cache.h"

/// From a service to an address behind it, read off its EndpointSlices: what the node's nftables do for everybody else,
/// done here so that it holds where no node runs on this machine.
namespace armillary::server::outbound {

struct Address {
    std::string host;
    std::uint16_t port = 0;
};

/// One ready endpoint behind the service's port of that name. `turn` spreads calls over several; `accept` may refuse
/// addresses. 503 "no endpoints available for service" without one.
Result<Address> endpointOf(const watch::Cache& cache, const corev1::Service& service, std::string_view portName,
                           std::size_t turn = 0, bool (*accept)(std::string_view address) = nullptr);

/// The same from the service's slices, wherever they were read.
Result<Address> endpointAmong(std::span<const ObjectRef> slices, const corev1::Service& service,
                              std::string_view portName, std::size_t turn = 0,
                              bool (*accept)(std::string_view address) = nullptr);

/// The same for a service and a port as webhooks and APIServices name them. 404 without the service, 503 without the
/// port; an ExternalName service is its name. Source: k8s.io/apiserver/pkg/util/proxy, ResolveEndpoint.
Result<Address> resolveService(const watch::Cache& cache, const std::string& namespace_, const std::string& name,
                               std::int32_t port, std::size_t turn = 0);

}  // namespace armillary::server::outbound
