#include "engine/resources/usage/resource_names.h"

namespace armillary::resources::usage {

namespace {

constexpr std::string_view kOwnDomain = "kubernetes.io/";

}  // namespace

bool isExtended(std::string_view resource) {
    return resource.contains('/') && !resource.contains(kOwnDomain) && !resource.starts_with("requests.");
}

bool isScalar(std::string_view resource) {
    return isExtended(resource) || resource.contains(kOwnDomain) || resource.starts_with("hugepages-") ||
           resource.starts_with("attachable-volumes-");
}

}  // namespace armillary::resources::usage
