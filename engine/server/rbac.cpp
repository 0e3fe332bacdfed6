#include "engine/server/rbac.h"

#include <algorithm>

#include "engine/schema/text.h"
#include "engine/server/rbac_rules.h"

namespace armillary::server {
namespace {

std::string describe(const rbacv1::Subject& subject) {
    std::string name = subject.name;
    if (subject.kind == rbacv1::kServiceAccountKind) name += "/" + subject.namespace_;
    return subject.kind + " " + schema::quoted(name);
}

std::string allowedBy(const RbacGrant& grant) {
    std::string binding = grant.bindingNamespace.empty()
                              ? "ClusterRoleBinding " + schema::quoted(grant.bindingName)
                              : "RoleBinding " + schema::quoted(grant.bindingName + "/" + grant.bindingNamespace);
    return "RBAC: allowed by " + binding + " of " + grant.roleRef.kind + " " + schema::quoted(grant.roleRef.name) +
           " to " + describe(grant.subject);
}

std::string missingRole(const RbacGrant& grant) {
    bool cluster = grant.roleRef.kind == "ClusterRole";
    return std::string(cluster ? "clusterrole" : "role") + ".rbac.authorization.k8s.io " +
           schema::quoted(grant.roleRef.name) + " not found";
}

std::string joined(const std::vector<std::string>& errors) {
    if (errors.empty()) return {};
    if (errors.size() == 1) return "RBAC: " + errors.front();
    std::string text = "RBAC: [";
    for (const std::string& error : errors) text += (&error == &errors.front() ? "" : ", ") + error;
    return text + "]";
}

}  // namespace

Decision Rbac::authorize(const Attributes& attributes) {
    Decision decision;
    std::vector<std::string> errors;
    m_index.visit(attributes.user, attributes.namespace_, [&](const RbacGrant& grant) {
        if (!grant.rules) {
            std::string error = missingRole(grant);
            if (!std::ranges::contains(errors, error)) errors.push_back(std::move(error));
            return true;
        }
        auto allowing = [&](const rbacv1::PolicyRule* rule) { return allows(*rule, attributes); };
        if (!std::ranges::any_of(*grant.rules, allowing)) return true;
        decision = {true, allowedBy(grant)};
        return false;
    });
    if (!decision.allowed) decision.reason = joined(errors);
    return decision;
}

std::vector<rbacv1::PolicyRule> Rbac::rulesFor(const User& user, const std::string& namespace_) {
    std::vector<rbacv1::PolicyRule> rules;
    m_index.visit(user, namespace_, [&](const RbacGrant& grant) {
        if (grant.rules)
            for (const rbacv1::PolicyRule* rule : *grant.rules) rules.push_back(*rule);
        return true;
    });
    return rules;
}

}  // namespace armillary::server
