#include "engine/server/rbac_index.h"

#include <algorithm>
#include <stdexcept>

#include "engine/schema/selector.h"
#include "engine/server/authn.h"

namespace armillary::server {
namespace {

constexpr std::array<std::string_view, 4> kResources = {
    "rbac.authorization.k8s.io/roles", "rbac.authorization.k8s.io/clusterroles",
    "rbac.authorization.k8s.io/rolebindings", "rbac.authorization.k8s.io/clusterrolebindings"};
constexpr int kListAttempts = 10;

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

struct RbacIndex::Feed final : watch::Watcher {
    Feed(RbacIndex& owner, Kind kind) : owner(owner), kind(kind) {}
    bool deliver(const watch::EventRef& event) override {
        std::lock_guard lock(owner.m_pendingMutex);
        if (owner.m_overflow) return true;
        owner.m_pending.push_back({kind, event});
        if (owner.m_pending.size() > kMaxPending) {
            owner.m_pending.clear();
            owner.m_overflow = true;
        }
        owner.m_hasPending.store(true, std::memory_order_release);
        return true;
    }
    void progress(watch::Revision) override {}

    RbacIndex& owner;
    Kind kind;
};

const std::vector<rbacv1::Subject>& RbacIndex::Binding::subjects() const {
    return clusterWide ? object->as<rbacv1::ClusterRoleBinding>().subjects : object->as<rbacv1::RoleBinding>().subjects;
}

const rbacv1::RoleRef& RbacIndex::Binding::roleRef() const {
    return clusterWide ? object->as<rbacv1::ClusterRoleBinding>().roleRef : object->as<rbacv1::RoleBinding>().roleRef;
}

RbacIndex::RbacIndex(const watch::Cache& cache) : m_cache(cache) {
    for (std::size_t kind = 0; kind < kKinds; ++kind) follow(static_cast<Kind>(kind));
    rebuild();
}

RbacIndex::~RbacIndex() {
    for (auto& registration : m_registrations) registration.reset();
}

void RbacIndex::follow(Kind kind) {
    watch::ResourceKey resource(kResources[kind]);
    m_feeds[kind] = std::make_unique<Feed>(*this, kind);
    // The revision may be overtaken by more writes than the cache's ring holds; then a newer one is taken.
    for (int attempt = 0; attempt < kListAttempts; ++attempt) {
        watch::Revision revision = m_cache.list(resource).revision;
        // Registering a watcher leaves the cache's content as it is, and only the cache's owner has it non-const.
        auto registration = const_cast<watch::Cache&>(m_cache).watch(resource, revision, *m_feeds[kind]);
        if (!registration) continue;
        m_registrations[kind] = std::move(*registration);
        return;
    }
    throw std::runtime_error("the watch cache does not let " + resource + " be followed");
}

void RbacIndex::takeIn() {
    if (!m_hasPending.load(std::memory_order_acquire)) return;
    std::unique_lock lock(m_mutex);
    std::vector<Change> changes;
    bool overflow = false;
    {
        std::lock_guard pendingLock(m_pendingMutex);
        changes.swap(m_pending);
        overflow = std::exchange(m_overflow, false);
        m_hasPending.store(false, std::memory_order_release);
    }
    if (overflow) return rebuild();
    bool rolesChanged = false;
    for (const Change& change : changes) {
        apply(change.kind, change.event->object(), change.event->type() == watch::EventType::Deleted);
        rolesChanged |= change.kind == kClusterRole;
    }
    if (rolesChanged) aggregate();
}

/// What is queued meanwhile is taken in afterwards, in order, and so does no harm.
void RbacIndex::rebuild() {
    m_roles.clear();
    m_clusterRoleObjects.clear();
    m_bySubject.clear();
    m_bindings.clear();
    for (std::size_t kind = 0; kind < kKinds; ++kind)
        for (const ObjectRef& object : m_cache.list(watch::ResourceKey(kResources[kind])).objects)
            apply(static_cast<Kind>(kind), object, false);
    aggregate();
}

void RbacIndex::apply(Kind kind, const ObjectRef& object, bool gone) {
    std::string key = object->namespace_() + "/" + object->name();
    if (kind == kRoleBinding || kind == kClusterRoleBinding)
        return applyBinding(key, object, kind == kClusterRoleBinding, gone);
    if (kind == kClusterRole) {
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
