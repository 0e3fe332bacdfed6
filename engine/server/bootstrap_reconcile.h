#pragma once

#include <string>
#include <string_view>

namespace armillary::server {

/// What an object of the bootstrap policy needs that exists already.
struct Repair {
    enum class Kind {
        Nothing,   ///< it has all that it should, or its annotation autoupdate says "false"
        Update,    ///< to `json`, which is the present object with what it lacks
        Recreate,  ///< as `json`: a binding to another role, which cannot be changed
    };
    Kind kind = Kind::Nothing;
    std::string json;
};

/// Rules, subjects, selectors, labels and annotations that `wanted` has and `existing` lacks are added; what it has
/// beyond that stays. Both are JSON documents of `kind`: Role, ClusterRole, RoleBinding or ClusterRoleBinding.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#auto-reconciliation.
Repair repairOf(std::string_view kind, std::string_view existing, std::string_view wanted);

}  // namespace armillary::server
