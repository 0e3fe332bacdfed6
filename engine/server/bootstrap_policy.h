#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/schema/api/rbacv1.h"

/// The default roles as tables of text; lists are comma-separated. authz.h's bootstrapPolicy() makes objects of them.
namespace armillary::server::policy {

struct Rule {
    std::string_view verbs;
    std::string_view groups;     ///< "core" stands for the core group
    std::string_view resources;  ///< or, when it begins with '/', non-resource URLs, `groups` being ""
    std::string_view names = {};
};

struct ClusterRole {
    std::string_view name;
    std::span<const Rule> rules;
    /// "admin": selects the roles that are labelled aggregate-to-admin, whose rules are filled in too.
    std::string_view aggregates = {};
    /// "admin": the label aggregate-to-admin.
    std::string_view aggregatedBy = {};
};

struct Role {
    std::string_view namespace_, name;
    std::span<const Rule> rules;
};

/// A subject is "user:NAME", "group:NAME" or "account:NAMESPACE/NAME"; several are separated by '|'.
struct Binding {
    std::string_view name, role, subjects;
    std::string_view namespace_ = {};  ///< "" for a ClusterRoleBinding
    bool toClusterRole = true;
};

std::span<const ClusterRole> userRoles();
std::span<const ClusterRole> componentRoles();
/// Named without the prefix "system:controller:"; each is bound to the kube-system service account of that name.
std::span<const ClusterRole> controllerRoles();
/// The same for controllers of this program alone, with the prefix "armillary:controller:".
std::span<const ClusterRole> ownControllerRoles();
std::span<const Role> namespacedRoles();
std::span<const Binding> bindings();

}  // namespace armillary::server::policy

namespace armillary::server {

/// The rules of one of the default cluster roles; none for an unknown name.
std::vector<rbacv1::PolicyRule> clusterRoleRules(std::string_view name);

}  // namespace armillary::server
