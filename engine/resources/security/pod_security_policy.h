#pragma once

#include <string>

#include "engine/resources/security/pod_security_checks.h"
#include "engine/schema/api/metav1.h"
#include "engine/schema/status.h"

/// What a namespace's labels ask of its pods.
/// Source: https://kubernetes.io/docs/concepts/security/pod-security-admission/.
namespace armillary::resources::security {

/// A standard at the version of Kubernetes that it is taken from.
struct SecurityStandard {
    SecurityLevel level = SecurityLevel::Privileged;
    std::string version = "latest";  ///< or "v1.32"

    /// "restricted:latest"
    std::string text() const;
    /// What a pod offends of it.
    std::vector<SecurityFinding> findings(const corev1::Pod& pod) const;
    bool operator==(const SecurityStandard&) const = default;
};

struct SecurityPolicy {
    SecurityStandard enforce, warn;
    /// What is wrong with the labels. A level that cannot be read is enforced as the strictest, and warned of as none.
    FieldErrors errors;
};
SecurityPolicy securityPolicyOf(const schema::StringMap<std::string>& labels);

}  // namespace armillary::resources::security
