#pragma once

#include <string_view>

namespace armillary::resources::usage {

/// Whether the resource is one that a vendor adds to nodes ("example.com/gpu"), and not Kubernetes' own ("cpu",
/// "hugepages-2Mi", "kubernetes.io/x") nor the name of a quota ("requests.example.com/gpu").
/// Source: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#extended-resources.
bool isExtended(std::string_view resource);

/// Whether nodes offer it, and pods ask for it, in plain numbers: extended resources, huge pages, attachable volumes
/// and names of Kubernetes' own domain. Any other name counts for nothing when a pod is placed.
bool isScalar(std::string_view resource);

}  // namespace armillary::resources::usage
