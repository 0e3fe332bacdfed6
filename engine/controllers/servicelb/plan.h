#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"

/// What a load balancer for services does. Pure. Events, their words and the finalizer are those of upstream's service
/// controller (k8s.io/cloud-provider/controllers/service).
namespace armillary::controllers::servicelb {

/// Holds a service until its load balancer has been taken down.
inline constexpr std::string_view kFinalizer = "service.kubernetes.io/load-balancer-cleanup";

struct Input {
    std::vector<ObjectRef> services;  ///< all of the cluster
    std::vector<ObjectRef> nodes;
    std::vector<ObjectRef> slices;  ///< of the service that is asked about
};

struct Event {
    std::string_view type, reason;
    std::string message;
    bool operator==(const Event&) const = default;
};

/// Whether this load balancer serves it: type LoadBalancer, and no class that names another.
bool isServed(const corev1::Service& service);

bool hasFinalizer(const corev1::Service& service);

/// The addresses under which the service is reached from outside: those of the ready nodes, in order; with the external
/// traffic policy Local only nodes that run a ready endpoint. A port that an older service has taken is not given
/// again: the younger one waits, without addresses. Of two of one second the one that has addresses keeps them.
std::vector<std::string> addressesOf(const corev1::Service& service, const Input& input);

/// A change of the specification after which the load balancer is set up anew.
struct Change {
    bool matters = false;
    std::vector<Event> events;  ///< what upstream says of it, if anything
};
Change changeOf(const corev1::Service& previous, const corev1::Service& current);

struct Plan {
    enum class Finalizer { Keep, Add, Remove } finalizer = Finalizer::Keep;
    std::vector<std::string> addresses;  ///< what the status is to name
    bool write = false;                  ///< whether anything of that differs from what is there
    std::vector<Event> events;           ///< to record once it is written
};
/// `changed`: changeOf() has said so since the service was last planned for.
Plan planOf(const corev1::Service& service, const Input& input, bool changed);

}  // namespace armillary::controllers::servicelb
