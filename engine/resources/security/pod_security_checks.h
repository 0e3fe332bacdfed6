#pragma once

#include <string>
#include <vector>

#include "engine/schema/api/corev1.h"

/// The Pod Security Standards, one finding for each control that a pod offends.
/// Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/.
namespace armillary::resources::security {

enum class SecurityLevel { Privileged, Baseline, Restricted };

struct SecurityFinding {
    std::string reason;  ///< "host namespaces"
    std::string detail;  ///< "hostNetwork=true"
};

/// The N of the newest v1.N that has controls of its own; what is newer is judged as this one.
inline constexpr unsigned kNewestStandard = 32;

/// `minor`: the N of the v1.N that the standard is taken from.
std::vector<SecurityFinding> securityFindings(SecurityLevel level, unsigned minor, const corev1::Pod& pod);

}  // namespace armillary::resources::security
