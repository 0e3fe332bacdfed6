#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/api/rbacv1.h"
#include "engine/server/authz.h"

/// What rules say, as pure functions. Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/.
namespace armillary::server {

/// Whether the rule allows what is asked.
bool allows(const rbacv1::PolicyRule& rule, const Attributes& attributes);

/// The rights that `wanted` grants and `held` does not cover, as few rules.
std::vector<rbacv1::PolicyRule> missingRules(const std::vector<rbacv1::PolicyRule>& held,
                                             const std::vector<rbacv1::PolicyRule>& wanted);

/// Nothing when `held` covers everything that `wanted` grants; otherwise upstream's sentence that names the missing
/// rights: `user "u" (groups=["g"]) is attempting to grant RBAC permissions not currently held: …`.
std::optional<std::string> escalation(const User& user, const std::vector<rbacv1::PolicyRule>& held,
                                      const std::vector<rbacv1::PolicyRule>& wanted);

/// The two rules of cluster-admin.
std::vector<rbacv1::PolicyRule> everything();

/// `["a" "b"]`.
std::string goQuotedList(const std::vector<std::string>& items);

}  // namespace armillary::server
