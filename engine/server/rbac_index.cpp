#include "engine/server/rbac_index.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/schema/selector.h"
#include "engine/server/authn.h"

namespace armillary::server {
namespace {

constexpr std::array<std::string_view, 4> kResources = {
    "rbac.authorization.k8s.io/roles", "rbac.authorization.k8s.io/clusterroles",
    "rbac.authorization.k8s.io/rolebindings", "rbac.authorization.k8s.io/clusterrolebindings"};

/// "" for a subject of an unknown kind, which nobody matches.
std::string subjectKey(const rbacv1::Subject& subject, const std::string& bindingNamespace) {
    if (subject.kind == rbacv1::kUserKind) return bindingNamespace + "\nu:" + subject.name;
    if (subject.kind == rbacv1::kGroupKind) return bindingNamespace + "\ng:" + subject.name;
    if (subject.kind != rbacv1::kServiceAccountKind) return {};
    const std::string& namespace_ = subject.namespace_.empty() ? bindingNamespace : subject.namespace_;
    if (namespace_.empty()) return {};
    return bindingNamespace + "\nu:" + std::string(kServiceAccountUserPrefix) + namespace_ + ":" + subject.name;
}

}  // namespace

const std::vector<rbacv1::Subject>& RbacIndex::Binding::subjects() const {
    return clusterWide ? object->as<rbacv1::ClusterRoleBinding>().subjects : object->as<rbacv1::RoleBinding>().subjects;
}

const rbacv1::RoleRef& RbacIndex::Binding::roleRef() const {
    return clusterWide ? object->as<rbacv1::ClusterRoleBinding>().roleRef : object->as<rbacv1::RoleBinding>().roleRef;
}

RbacIndex::RbacIndex(const watch::Cache& cache) {
    for (std::size_t kind = 0; kind < kResources.size(); ++kind)
        m_follows.emplace_back(cache, watch::ResourceKey(kResources[kind]),
                               [this, kind](const ObjectRef& previous, const ObjectRef& current) {
                                   apply(static_cast<Kind>(kind), current ? current : previous, !current);
                               });
}

void RbacIndex::takeIn() {
    if (std::ranges::none_of(m_follows, &watch::Follow::pending)) return;
    const std::unique_lock lock(m_mutex);
    for (watch::Follow& follow : m_follows) follow.takeIn();
    if (std::exchange(m_rolesChanged, false)) aggregate();
}

void RbacIndex::apply(Kind kind, const ObjectRef& object, bool gone) {
    std::string key = object->namespace_() + "/" + object->name();
    if (kind == kRoleBinding || kind == kClusterRoleBinding)
        return applyBinding(key, object, kind == kClusterRoleBinding, gone);
    if (kind == kClusterRole) {
        m_rolesChanged = true;
        if (gone)
            m_clusterRoleObjects.erase(object->name());
        else
            m_clusterRoleObjects[object->name()] = object;
        return;
    }
    if (gone) {
        m_roles.erase(key);
        return;
    }
    Role role{{object}, {}};
    for (const auto& rule : object->as<rbacv1::Role>().rules) role.rules.push_back(&rule);
    m_roles[key] = std::move(role);
}

void RbacIndex::applyBinding(const std::string& key, const ObjectRef& object, bool clusterWide, bool gone) {
    if (auto old = m_bindings.find(key); old != m_bindings.end()) {
        const Binding* binding = old->second.get();
        for (const auto& subject : binding->subjects()) {
            auto entries = m_bySubject.find(subjectKey(subject, object->namespace_()));
            if (entries == m_bySubject.end()) continue;
            std::erase_if(entries->second, [&](const Entry& entry) { return entry.binding == binding; });
            if (entries->second.empty()) m_bySubject.erase(entries);
        }
        m_bindings.erase(old);
    }
    if (gone) return;
    auto& binding = m_bindings[key] = std::make_unique<Binding>(Binding{object, clusterWide});
    for (const auto& subject : binding->subjects())
        if (std::string at = subjectKey(subject, object->namespace_()); !at.empty())
            m_bySubject[at].push_back({binding.get(), &subject});
}

void RbacIndex::aggregate() {
    m_clusterRoles.clear();
    for (const auto& [name, object] : m_clusterRoleObjects) {
        const auto& source = object->as<rbacv1::ClusterRole>();
        Role role{{object}, {}};
        for (const auto& rule : source.rules) role.rules.push_back(&rule);
        if (source.aggregationRule)
            for (const auto& wanted : source.aggregationRule->clusterRoleSelectors) {
                auto selector = LabelSelector::from(wanted);
                if (!selector) continue;
                for (const auto& [otherName, other] : m_clusterRoleObjects) {
                    if (other == object || !selector->matches(other->meta().labels)) continue;
                    role.alive.push_back(other);
                    for (const auto& rule : other->as<rbacv1::ClusterRole>().rules) role.rules.push_back(&rule);
                }
            }
        m_clusterRoles.emplace(name, std::move(role));
    }
}

const std::vector<const rbacv1::PolicyRule*>* RbacIndex::rulesOf(const Binding& binding) const {
    const rbacv1::RoleRef& ref = binding.roleRef();
    const auto& roles = ref.kind == "ClusterRole" ? m_clusterRoles : m_roles;
    auto found = roles.find(ref.kind == "ClusterRole" ? ref.name : binding.object->namespace_() + "/" + ref.name);
    return found == roles.end() ? nullptr : &found->second.rules;
}

bool RbacIndex::visitSubject(const std::string& key, const std::function<bool(const RbacGrant&)>& visit) const {
    auto entries = m_bySubject.find(key);
    if (entries == m_bySubject.end()) return true;
    for (const Entry& entry : entries->second) {
        const Object& object = *entry.binding->object;
        RbacGrant grant{entry.binding->roleRef(), *entry.subject, object.name(), object.namespace_(),
                        rulesOf(*entry.binding)};
        if (!visit(grant)) return false;
    }
    return true;
}

void RbacIndex::visit(const User& user, const std::string& namespace_,
                      const std::function<bool(const RbacGrant&)>& visit) {
    takeIn();
    std::shared_lock lock(m_mutex);
    std::string key;
    for (const std::string& scope : {std::string(), namespace_}) {
        key.assign(scope).append("\nu:").append(user.name);
        if (!visitSubject(key, visit)) return;
        for (const std::string& group : user.groups) {
            key.assign(scope).append("\ng:").append(group);
            if (!visitSubject(key, visit)) return;
        }
        if (namespace_.empty()) return;
    }
}

}  // namespace armillary::server
