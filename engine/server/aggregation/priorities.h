#pragma once

#include <cstdint>
#include <string_view>

namespace armillary::server::aggregation {

/// How a group and a version of it rank in discovery; the higher ones come first.
struct Priority {
    std::int32_t group = 1000, version = 100;
};

/// Of what this server serves itself. Source: k8s.io/kubernetes/pkg/controlplane/apiserver,
/// DefaultGenericAPIServicePriorities; custom resources rank as crdregistration registers them.
Priority priorityOf(std::string_view group, std::string_view version);

}  // namespace armillary::server::aggregation
