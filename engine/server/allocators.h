#pragma once

#include <memory>
#include <string>

#include "engine/schema/api/corev1.h"
#include "engine/schema/status.h"
#include "engine/watch/cache.h"

namespace armillary::server {

struct ServiceRanges {
    std::string clusterCidr = "10.96.0.0/16";
    std::uint16_t firstNodePort = 30000, lastNodePort = 32767;
};

/// Gives services their cluster IPs and node ports. What is in use is derived from the cache's services at start and
/// kept in memory; reservations of a write that fails are returned.
class ServiceAllocator {
public:
    /// Undoes its reservations when destroyed, unless kept.
    class Reservation {
    public:
        virtual ~Reservation() = default;
        virtual void keep() = 0;
    };
    virtual ~ServiceAllocator() = default;
    /// Fills clusterIP(s), ipFamilies, nodePorts and healthCheckNodePort as the type asks, checks those that are given.
    /// `old` is null for a create. Errors are upstream's field errors ("provided IP is already allocated").
    virtual Result<std::unique_ptr<Reservation>> allocate(corev1::Service& service, const corev1::Service* old) = 0;
    virtual void release(const corev1::Service& service) = 0;
};
std::unique_ptr<ServiceAllocator> makeServiceAllocator(const watch::Cache& cache, const ServiceRanges& ranges);

/// The first address of the range: the `kubernetes` service's. The tenth is cluster DNS.
std::string serviceAddress(const ServiceRanges& ranges, std::uint32_t index);

}  // namespace armillary::server
