#pragma once

#include <optional>
#include <string_view>

namespace armillary::manifest {

/// A version of a kind that came to its end. Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/.
struct RemovedVersion {
    std::string_view replacement;  ///< "networking.k8s.io/v1"; "" when there is none
    std::string_view removedIn;    ///< "1.22"
};

/// Nothing while Kubernetes 1.32 serves it, or nobody has heard of it.
std::optional<RemovedVersion> removedVersionOf(std::string_view apiVersion, std::string_view kind);

}  // namespace armillary::manifest
