#include <algorithm>
#include <format>

#include "engine/plan/rules/rules.h"
#include "engine/plan/wording.h"
#include "engine/schema/api/rbacv1.h"
#include "engine/server/rbac_rules.h"

/// Who may do what. Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/.
namespace armillary::plan::rules {

namespace {

using Rights = std::vector<rbacv1::PolicyRule>;

std::string words(const std::vector<std::string>& names, std::string_view all) {
    if (std::ranges::contains(names, std::string("*"))) return std::string(all);
    return listed(names, "nothing", 6);
}

/// "get and list pods of apps", "anything with secrets named a"
std::string rightText(const rbacv1::PolicyRule& rule) {
    const std::string verbs = words(rule.verbs, "do anything with");
    if (!rule.nonResourceURLs.empty()) return verbs + " " + words(rule.nonResourceURLs, "any address");
    std::string text = verbs + " " + words(rule.resources, "any resource");
    std::vector<std::string> groups = rule.apiGroups;
    std::erase(groups, "");
    if (!groups.empty() && !std::ranges::contains(groups, std::string("*"))) text += " of " + listed(groups);
    if (!rule.resourceNames.empty()) text += " named " + listed(rule.resourceNames);
    return text;
}

std::string rightsText(const Rights& rights) {
    std::vector<std::string> texts;
    for (const auto& rule : rights) texts.push_back(rightText(rule));
    return listed(texts, "nothing", 4);
}

bool isBoundless(const Rights& rights) {
    return std::ranges::any_of(rights, [](const rbacv1::PolicyRule& rule) {
        return std::ranges::contains(rule.verbs, std::string("*")) &&
               (std::ranges::contains(rule.resources, std::string("*")) ||
                std::ranges::contains(rule.nonResourceURLs, std::string("*")));
    });
}

std::optional<Rights> rightsOf(const ObjectRef& role) {
    if (const auto* it = typed<rbacv1::Role>(role)) return it->rules;
    const auto* it = typed<rbacv1::ClusterRole>(role);
    return it ? std::optional(it->rules) : std::nullopt;
}

struct Binding {
    std::vector<std::string> subjects;
    rbacv1::RoleRef role;
};

std::optional<Binding> bindingOf(const ObjectRef& object) {
    const auto of = [](const auto& binding) {
        Binding made{{}, binding.roleRef};
        for (const auto& subject : binding.subjects)
            made.subjects.push_back(subject.kind + " " + subject.name +
                                    (subject.namespace_.empty() ? "" : " of " + subject.namespace_));
        return made;
    };
    if (const auto* it = typed<rbacv1::RoleBinding>(object)) return of(*it);
    const auto* it = typed<rbacv1::ClusterRoleBinding>(object);
    return it ? std::optional(of(*it)) : std::nullopt;
}

/// Who has the role: the bindings that name it.
std::vector<std::string> holders(const Change& change) {
    std::vector<std::string> all;
    for (const auto* kind : {"RoleBinding", "ClusterRoleBinding"})
        for (const ObjectRef& object : change.world.list({"rbac.authorization.k8s.io", kind}, change.namespace_())) {
            const auto binding = bindingOf(object);
            if (!binding || binding->role.kind != change.kind.name || binding->role.name != change.object()->name())
                continue;
            for (const std::string& subject : binding->subjects)
                if (!std::ranges::contains(all, subject)) all.push_back(subject);
        }
    return all;
}

void role(const Change& change, Impacts& out) {
    const auto old = rightsOf(change.before), now = rightsOf(change.after);
    if (!old && !now) return;
    const Rights fresh = server::missingRules(old.value_or(Rights()), now.value_or(Rights()));
    const Rights gone = server::missingRules(now.value_or(Rights()), old.value_or(Rights()));
    const std::string whom = listed(holders(change), "Whoever has this role");
    if (!fresh.empty())
        out.push_back({impact::kRbac, std::format("{} may {}{}.{}", whom, rightsText(fresh), old ? ", too" : "",
                                                  isBoundless(fresh) ? " That is everything there is." : "")});
    if (!gone.empty()) out.push_back({impact::kRbac, std::format("{} may no longer {}.", whom, rightsText(gone))});
}

void binding(const Change& change, Impacts& out) {
    const auto old = bindingOf(change.before), now = bindingOf(change.after);
    if (!old && !now) return;
    const Binding& any = now ? *now : *old;
    const ObjectRef roleObject = change.world.find({"rbac.authorization.k8s.io", any.role.kind},
                                                   any.role.kind == "Role" ? change.namespace_() : "", any.role.name);
    const auto rights = rightsOf(roleObject);
    const std::string where = change.is("rbac.authorization.k8s.io", "ClusterRoleBinding")
                                  ? "in the whole cluster"
                                  : "in namespace " + change.namespace_();
    const std::string what = any.role.kind + " " + any.role.name;
    const auto fresh =
        lacking(now ? now->subjects : std::vector<std::string>(), old ? old->subjects : std::vector<std::string>());
    const auto gone =
        lacking(old ? old->subjects : std::vector<std::string>(), now ? now->subjects : std::vector<std::string>());
    if (!fresh.empty())
        out.push_back(
            {impact::kRbac, rights ? std::format("{} may {} {} ({}).{}", listed(fresh), rightsText(*rights), where,
                                                 what, isBoundless(*rights) ? " That is everything there is." : "")
                                   : std::format("{} gets the rights of {} {}.", listed(fresh), what, where)});
    if (!gone.empty())
        out.push_back({impact::kRbac, std::format("{} loses the rights of {} {}.", listed(gone), what, where)});
}

/// As whom pods run.
void account(const Change& change, Impacts& out) {
    const Pods old = podsOf(change.before), now = podsOf(change.after);
    if (!old || !now) return;
    const auto of = [](const corev1::PodSpec& spec) {
        return spec.serviceAccountName.empty() ? std::string("default") : spec.serviceAccountName;
    };
    if (of(*old.spec) != of(*now.spec))
        out.push_back({impact::kRbac, std::format("Its new pods run as ServiceAccount {} instead of {}.", of(*now.spec),
                                                  of(*old.spec))});
}

}  // namespace

void access(const Change& change, Impacts& out) {
    role(change, out);
    binding(change, out);
    account(change, out);
}

}  // namespace armillary::plan::rules
