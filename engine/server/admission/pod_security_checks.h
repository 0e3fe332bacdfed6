#pragma once

#include <string>
#include <vector>

#include "engine/schema/api/corev1.h"

/// The Pod Security Standards, one finding for each control that a pod offends.
/// Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/.
namespace armillary::server::admission {

enum class SecurityLevel { Privileged, Baseline, Restricted };

struct SecurityFinding {
    std::string reason;  ///< "host namespaces"
    std::string detail;  ///< "hostNetwork=true"
};

std::vector<SecurityFinding> securityFindings(SecurityLevel level, const corev1::Pod& pod);

}  // namespace armillary::server::admission
