#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace armillary::gitops {

/// From best to worst.
enum class Health : std::uint8_t { Healthy, Suspended, Progressing, Missing, Degraded, Unknown };

struct HealthState {
    Health health = Health::Healthy;
    std::string message;  ///< why it is no better, in upstream's words where upstream has any; "" where it says nothing
};

/// How an object is, by what it says of itself; never Missing. Kinds that say nothing (ConfigMap) are Healthy. Sources:
/// Argo CD's "Resource Health" and gitops-engine/pkg/health for the kinds that these know; for all others the
/// conventions of kstatus (sigs.k8s.io/cli-utils/pkg/kstatus): observedGeneration, and the conditions Reconciling,
/// Stalled, Ready, Available and Established.
HealthState healthOf(const boost::json::object& live);

/// It says of itself that its health is not its application's (argocd.argoproj.io/ignore-healthcheck: "true").
bool ignoresHealth(const boost::json::object& live);

inline Health worse(Health left, Health right) {
    return left < right ? right : left;
}

/// "Healthy", "Suspended", …
std::string_view nameOf(Health health);

}  // namespace armillary::gitops
