#include "engine/server/bootstrap_policy.h"

#include <string>

#include "engine/schema/json_codec.h"
#include "engine/server/authz.h"

namespace armillary::server {
namespace {

using policy::Rule;

constexpr std::string_view kApiVersion = "rbac.authorization.k8s.io/v1";
constexpr std::string_view kGroup = "rbac.authorization.k8s.io";
constexpr std::string_view kAggregateLabel = "rbac.authorization.k8s.io/aggregate-to-";
constexpr std::string_view kControllerPrefix = "system:controller:", kOwnControllerPrefix = "armillary:controller:";

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        std::size_t at = text.find(separator);
        parts.emplace_back(text.substr(0, at));
        if (at == text.npos) break;
        text.remove_prefix(at + 1);
    }
    return parts;
}

rbacv1::PolicyRule toRule(const Rule& rule) {
    rbacv1::PolicyRule result;
    result.verbs = split(rule.verbs, ',');
    result.resourceNames = split(rule.names, ',');
    if (rule.groups.empty()) {
        result.nonResourceURLs = split(rule.resources, ',');
        return result;
    }
    result.resources = split(rule.resources, ',');
    result.apiGroups = split(rule.groups, ',');
    for (std::string& group : result.apiGroups)
        if (group == "core") group.clear();
    return result;
}

void appendRules(std::vector<rbacv1::PolicyRule>& out, std::span<const Rule> rules) {
    for (const Rule& rule : rules) out.push_back(toRule(rule));
}

/// The rules of all roles labelled aggregate-to-`target`, and of those that they in turn aggregate.
void appendAggregated(std::vector<rbacv1::PolicyRule>& out, std::string_view target) {
    for (const policy::ClusterRole& role : policy::userRoles()) {
        if (role.aggregatedBy != target) continue;
        appendRules(out, role.rules);
        if (!role.aggregates.empty()) appendAggregated(out, role.aggregates);
    }
}

std::vector<rbacv1::PolicyRule> rulesOf(const policy::ClusterRole& role) {
    std::vector<rbacv1::PolicyRule> rules;
    appendRules(rules, role.rules);
    if (!role.aggregates.empty()) appendAggregated(rules, role.aggregates);
    return rules;
}

template <class T>
T named(std::string_view kind, std::string_view name, std::string_view namespace_ = {}) {
    T object;
    object.apiVersion = kApiVersion;
    object.kind = kind;
    object.metadata.name = name;
    object.metadata.namespace_ = namespace_;
    object.metadata.labels.emplace("kubernetes.io/bootstrapping", "rbac-defaults");
    object.metadata.annotations.emplace(std::string(rbacv1::kAutoUpdateAnnotationKey), "true");
    return object;
}

std::string clusterRole(const policy::ClusterRole& row, std::string_view prefix = {}) {
    auto role = named<rbacv1::ClusterRole>("ClusterRole", std::string(prefix) + std::string(row.name));
    role.rules = rulesOf(row);
    if (!row.aggregatedBy.empty())
        role.metadata.labels.emplace(std::string(kAggregateLabel) + std::string(row.aggregatedBy), "true");
    if (!row.aggregates.empty()) {
        metav1::LabelSelector selector;
        selector.matchLabels.emplace(std::string(kAggregateLabel) + std::string(row.aggregates), "true");
        role.aggregationRule.ensure().clusterRoleSelectors.push_back(std::move(selector));
    }
    return schema::toJson(role);
}

rbacv1::Subject subject(std::string_view text) {
    std::size_t colon = text.find(':');
    std::string_view kind = text.substr(0, colon), name = text.substr(colon + 1);
    rbacv1::Subject result;
    if (kind == "account") {
        std::size_t slash = name.find('/');
        result.kind = rbacv1::kServiceAccountKind;
        result.namespace_ = name.substr(0, slash);
        result.name = name.substr(slash + 1);
        return result;
    }
    result.kind = kind == "group" ? rbacv1::kGroupKind : rbacv1::kUserKind;
    result.apiGroup = kGroup;
    result.name = name;
    return result;
}

template <class T>
std::string binding(const policy::Binding& row, std::string_view kind) {
    T object = named<T>(kind, row.name, row.namespace_);
    for (const std::string& text : split(row.subjects, '|')) object.subjects.push_back(subject(text));
    object.roleRef.apiGroup = kGroup;
    object.roleRef.kind = row.toClusterRole ? "ClusterRole" : "Role";
    object.roleRef.name = row.role;
    return schema::toJson(object);
}

std::string controllerBinding(const policy::ClusterRole& role, std::string_view prefix) {
    std::string name = std::string(prefix) + std::string(role.name);
    std::string account = "account:kube-system/" + std::string(role.name);
    return binding<rbacv1::ClusterRoleBinding>({name, name, account}, "ClusterRoleBinding");
}

}  // namespace

std::vector<rbacv1::PolicyRule> clusterRoleRules(std::string_view name) {
    for (auto table : {policy::userRoles(), policy::componentRoles()})
        for (const policy::ClusterRole& role : table)
            if (role.name == name) return rulesOf(role);
    return {};
}

std::vector<std::string> bootstrapPolicy() {
    std::vector<std::string> documents;
    for (auto table : {policy::userRoles(), policy::componentRoles()})
        for (const policy::ClusterRole& role : table) documents.push_back(clusterRole(role));
    for (const auto& [prefix, table] : {std::pair(kControllerPrefix, policy::controllerRoles()),
                                        std::pair(kOwnControllerPrefix, policy::ownControllerRoles())})
        for (const policy::ClusterRole& role : table) {
            documents.push_back(clusterRole(role, prefix));
            documents.push_back(controllerBinding(role, prefix));
        }
    for (const policy::Role& row : policy::namespacedRoles()) {
        auto role = named<rbacv1::Role>("Role", row.name, row.namespace_);
        appendRules(role.rules, row.rules);
        documents.push_back(schema::toJson(role));
    }
    for (const policy::Binding& row : policy::bindings())
        documents.push_back(row.namespace_.empty() ? binding<rbacv1::ClusterRoleBinding>(row, "ClusterRoleBinding")
                                                   : binding<rbacv1::RoleBinding>(row, "RoleBinding"));
    return documents;
}

}  // namespace armillary::server
