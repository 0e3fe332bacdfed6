#include <algorithm>

#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/api/rbacv1.h"

namespace armillary::resources::rules {

namespace {

constexpr std::string_view kGroup = "rbac.authorization.k8s.io";

void checkRules(const std::vector<rbacv1::PolicyRule>& rules, bool namespaced, FieldErrors& errors) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const auto& rule = rules[i];
        const Path at = Path("rules").index(i);
        if (rule.verbs.empty())
            errors.push_back(field::required(at.child("verbs"), "verbs must contain at least one value"));
        if (!rule.nonResourceURLs.empty()) {
            std::string shown;
            for (const auto& url : rule.nonResourceURLs) shown += (shown.empty() ? "" : ", ") + goQuoted(url);
            shown = "[]string{" + shown + "}";
            if (namespaced)
                errors.push_back(field::invalidRaw(at.child("nonResourceURLs"), shown,
                                                   "namespaced rules cannot apply to non-resource URLs"));
            if (!rule.apiGroups.empty() || !rule.resources.empty() || !rule.resourceNames.empty())
                errors.push_back(
                    field::invalidRaw(at.child("nonResourceURLs"), shown,
                                      "rules cannot apply to both regular resources and non-resource URLs"));
            continue;
        }
        if (rule.apiGroups.empty())
            errors.push_back(
                field::required(at.child("apiGroups"), "resource rules must supply at least one api group"));
        if (rule.resources.empty())
            errors.push_back(
                field::required(at.child("resources"), "resource rules must supply at least one resource"));
    }
}

constexpr Column kRoleColumns[] = {cells::kName, {"Created At", "date", "", cells::kAgeDescription, 0}};

template <class T>
class RoleRules final : public RulesFor<T> {
public:
    std::span<const Column> columns() const override { return kRoleColumns; }

protected:
    void check(const T& role, FieldErrors& errors) const override {
        constexpr bool kNamespaced = std::is_same_v<T, rbacv1::Role>;
        checkRules(role.rules, kNamespaced, errors);
        if constexpr (!kNamespaced) {
            if (!role.aggregationRule) return;
            const Path selectors("aggregationRule.clusterRoleSelectors");
            if (role.aggregationRule->clusterRoleSelectors.empty())
                errors.push_back(field::required(
                    selectors, "at least one clusterRoleSelector required if aggregationRule is non-nil"));
            for (std::size_t i = 0; i < role.aggregationRule->clusterRoleSelectors.size(); ++i)
                checkSelector(role.aggregationRule->clusterRoleSelectors[i], selectors.index(i), errors);
        }
    }
    Cells row(const T& role, const Context&) const override {
        return {cells::text(role.metadata.name), cells::text(role.metadata.creationTimestamp.text())};
    }
};

void checkSubject(const rbacv1::Subject& subject, bool namespaced, const Path& path, FieldErrors& errors) {
    if (subject.name.empty()) errors.push_back(field::required(path.child("name"), ""));
    if (subject.kind == "ServiceAccount") {
        if (!subject.name.empty()) addInvalid(errors, path.child("name"), subject.name, checkSubdomain(subject.name));
        if (!subject.apiGroup.empty())
            errors.push_back(field::notSupported(path.child("apiGroup"), subject.apiGroup, {""}));
        if (!namespaced && subject.namespace_.empty()) errors.push_back(field::required(path.child("namespace"), ""));
    } else if (subject.kind == "User" || subject.kind == "Group") {
        if (subject.apiGroup != kGroup)
            errors.push_back(field::notSupported(path.child("apiGroup"), subject.apiGroup, {kGroup}));
    } else {
        errors.push_back(field::notSupported(path.child("kind"), subject.kind, {"ServiceAccount", "User", "Group"}));
    }
}

template <class T>
class BindingRules final : public RulesFor<T> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Role", "string", "", "The role whose rights are given.", 0},
            cells::kAge,
            {"Users", "string", "", kNamespaced ? "Users in the roleBinding" : "Users in the clusterRoleBinding", 1},
            {"Groups", "string", "", kNamespaced ? "Groups in the roleBinding" : "Groups in the clusterRoleBinding", 1},
            {"ServiceAccounts", "string", "",
             kNamespaced ? "ServiceAccounts in the roleBinding" : "ServiceAccounts in the clusterRoleBinding", 1},
        };
        return kColumns;
    }

protected:
    static constexpr bool kNamespaced = std::is_same_v<T, rbacv1::RoleBinding>;

    void defaults(T& binding) const override {
        if (binding.roleRef.apiGroup.empty()) binding.roleRef.apiGroup = kGroup;
        for (auto& subject : binding.subjects)
            if (subject.apiGroup.empty() && (subject.kind == "User" || subject.kind == "Group"))
                subject.apiGroup = kGroup;
    }

    void check(const T& binding, FieldErrors& errors) const override {
        const Path role("roleRef");
        if (binding.roleRef.apiGroup != kGroup)
            errors.push_back(field::notSupported(role.child("apiGroup"), binding.roleRef.apiGroup, {kGroup}));
        const std::vector<std::string_view> kinds = kNamespaced ? std::vector<std::string_view>{"Role", "ClusterRole"}
                                                                : std::vector<std::string_view>{"ClusterRole"};
        if (!std::ranges::contains(kinds, binding.roleRef.kind))
            errors.push_back(field::notSupported(role.child("kind"), binding.roleRef.kind, kinds));
        if (binding.roleRef.name.empty())
            errors.push_back(field::required(role.child("name"), ""));
        else
            addInvalid(errors, role.child("name"), binding.roleRef.name, checkPathSegment(binding.roleRef.name));
        for (std::size_t i = 0; i < binding.subjects.size(); ++i)
            checkSubject(binding.subjects[i], kNamespaced, Path("subjects").index(i), errors);
    }

    void checkUpdate(const T& binding, const T& old, FieldErrors& errors) const override {
        check(binding, errors);
        const auto& role = binding.roleRef;
        if (!(role == old.roleRef))
            errors.push_back(field::invalidRaw("roleRef",
                                               "rbac.RoleRef{APIGroup:" + goQuoted(role.apiGroup) + ", Kind:" +
                                                   goQuoted(role.kind) + ", Name:" + goQuoted(role.name) + "}",
                                               "cannot change roleRef"));
    }

    Cells row(const T& binding, const Context& context) const override {
        std::string users, groups, accounts;
        const auto add = [](std::string& list, const std::string& item) { list += (list.empty() ? "" : ", ") + item; };
        for (const auto& subject : binding.subjects) {
            if (subject.kind == "User")
                add(users, subject.name);
            else if (subject.kind == "Group")
                add(groups, subject.name);
            else if (subject.kind == "ServiceAccount")
                add(accounts, subject.namespace_ + "/" + subject.name);
        }
        return {cells::text(binding.metadata.name),
                cells::text(binding.roleRef.kind + "/" + binding.roleRef.name),
                cells::age(binding.metadata, context),
                cells::text(users),
                cells::text(groups),
                cells::text(accounts)};
    }
};

}  // namespace

const Rules& role() {
    static const RoleRules<rbacv1::Role> rules;
    return rules;
}

const Rules& clusterRole() {
    static const RoleRules<rbacv1::ClusterRole> rules;
    return rules;
}

const Rules& roleBinding() {
    static const BindingRules<rbacv1::RoleBinding> rules;
    return rules;
}

const Rules& clusterRoleBinding() {
    static const BindingRules<rbacv1::ClusterRoleBinding> rules;
    return rules;
}

}  // namespace armillary::resources::rules
