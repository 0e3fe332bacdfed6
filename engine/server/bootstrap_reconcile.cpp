#include "engine/server/bootstrap_reconcile.h"

#include <algorithm>
#include <stdexcept>

#include "engine/schema/api/rbacv1.h"
#include "engine/schema/json_codec.h"
#include "engine/server/rbac_rules.h"

namespace armillary::server {
namespace {

using Kind = Repair::Kind;

template <class T>
bool contains(const std::vector<T>& list, const T& wanted) {
    return std::ranges::any_of(list, [&](const T& one) { return schema::equal(schema::typeInfo<T>(), &one, &wanted); });
}

/// Appends what is not there yet; says whether there was any.
template <class T>
bool complete(std::vector<T>& list, const std::vector<T>& wanted) {
    const std::size_t before = list.size();
    for (const T& one : wanted)
        if (!contains(list, one)) list.push_back(one);
    return list.size() != before;
}

/// Values that differ are somebody's choice.
template <class Map>
bool complete(Map& map, const Map& wanted) {
    const std::size_t before = map.size();
    map.insert(wanted.begin(), wanted.end());
    return map.size() != before;
}

bool completeMeta(metav1::ObjectMeta& meta, const metav1::ObjectMeta& wanted) {
    const bool labelled = complete(meta.labels, wanted.labels);
    return complete(meta.annotations, wanted.annotations) || labelled;
}

bool completeRules(std::vector<rbacv1::PolicyRule>& rules, const std::vector<rbacv1::PolicyRule>& wanted) {
    const auto missing = missingRules(rules, wanted);
    rules.insert(rules.end(), missing.begin(), missing.end());
    return !missing.empty();
}

/// Aggregated rules are the aggregating controller's to fill in.
bool completeContent(rbacv1::ClusterRole& role, const rbacv1::ClusterRole& wanted) {
    if (!wanted.aggregationRule) return completeRules(role.rules, wanted.rules);
    return complete(role.aggregationRule.ensure().clusterRoleSelectors, wanted.aggregationRule->clusterRoleSelectors);
}
bool completeContent(rbacv1::Role& role, const rbacv1::Role& wanted) {
    return completeRules(role.rules, wanted.rules);
}
template <class Binding>
bool completeContent(Binding& binding, const Binding& wanted) {
    return complete(binding.subjects, wanted.subjects);
}

template <class T>
T parsed(std::string_view json) {
    auto object = schema::fromJson<T>(json);
    if (!object) throw std::logic_error("bootstrap policy: " + object.error().text());
    return std::move(*object);
}

template <class T>
bool isProtected(const T& object) {
    const auto found = object.metadata.annotations.find(std::string(rbacv1::kAutoUpdateAnnotationKey));
    return found != object.metadata.annotations.end() && found->second == "false";
}

template <class T>
Repair repair(std::string_view existing, std::string_view wanted) {
    const T want = parsed<T>(wanted);
    T object = parsed<T>(existing);
    if (isProtected(object)) return {};
    if constexpr (requires { want.roleRef; })
        if (!schema::equal(schema::typeInfo<rbacv1::RoleRef>(), &object.roleRef, &want.roleRef))
            return {Kind::Recreate, std::string(wanted)};
    const bool meta = completeMeta(object.metadata, want.metadata);
    if (!completeContent(object, want) && !meta) return {};
    return {Kind::Update, schema::toJson(object)};
}

}  // namespace

Repair repairOf(std::string_view kind, std::string_view existing, std::string_view wanted) {
    if (kind == "ClusterRole") return repair<rbacv1::ClusterRole>(existing, wanted);
    if (kind == "Role") return repair<rbacv1::Role>(existing, wanted);
    if (kind == "ClusterRoleBinding") return repair<rbacv1::ClusterRoleBinding>(existing, wanted);
    if (kind == "RoleBinding") return repair<rbacv1::RoleBinding>(existing, wanted);
    throw std::logic_error("no kind of the bootstrap policy: " + std::string(kind));
}

}  // namespace armillary::server
