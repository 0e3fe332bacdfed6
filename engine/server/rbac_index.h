#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/schema/api/rbacv1.h"
#include "engine/server/request.h"
#include "engine/watch/follow.h"

namespace armillary::server {

/// One way in which a user holds rules.
struct RbacGrant {
    const rbacv1::RoleRef& roleRef;
    const rbacv1::Subject& subject;
    const std::string& bindingName;
    const std::string& bindingNamespace;  ///< "" for a ClusterRoleBinding
    /// Null when the role does not exist.
    const std::vector<const rbacv1::PolicyRule*>* rules;
};

/// Roles, and bindings by subject, kept current from the cache: what has been written counts in the next question.
/// Aggregated cluster roles hold their own rules and those of all roles that they select. Thread-safe.
class RbacIndex {
public:
    explicit RbacIndex(const watch::Cache& cache);
    RbacIndex(const RbacIndex&) = delete;
    RbacIndex& operator=(const RbacIndex&) = delete;

    /// Calls `visit` for every grant that the user has in the cluster and, when `namespace_` is not "", in it; stops
    /// when it returns false. References in a grant hold during the call.
    void visit(const User& user, const std::string& namespace_, const std::function<bool(const RbacGrant&)>& visit);

private:
    enum Kind { kRole, kClusterRole, kRoleBinding, kClusterRoleBinding };

    struct Role {
        std::vector<ObjectRef> alive;  ///< the objects that `rules` point into
        std::vector<const rbacv1::PolicyRule*> rules;
    };
    struct Binding {
        ObjectRef object;
        bool clusterWide;
        const std::vector<rbacv1::Subject>& subjects() const;
        const rbacv1::RoleRef& roleRef() const;
    };
    struct Entry {
        const Binding* binding;
        const rbacv1::Subject* subject;
    };

    void takeIn();
    void apply(Kind kind, const ObjectRef& object, bool gone);
    void applyBinding(const std::string& key, const ObjectRef& object, bool clusterWide, bool gone);
    void aggregate();
    const std::vector<const rbacv1::PolicyRule*>* rulesOf(const Binding& binding) const;
    bool visitSubject(const std::string& key, const std::function<bool(const RbacGrant&)>& visit) const;

    std::shared_mutex m_mutex;
    std::unordered_map<std::string, Role> m_roles;         ///< by "NAMESPACE/NAME"
    std::unordered_map<std::string, Role> m_clusterRoles;  ///< by name
    std::unordered_map<std::string, ObjectRef> m_clusterRoleObjects;
    bool m_rolesChanged = false;                                           ///< m_clusterRoles lags behind
    std::unordered_map<std::string, std::unique_ptr<Binding>> m_bindings;  ///< by "NAMESPACE/NAME" or "/NAME"
    /// By namespace ("" for the cluster), a newline, "u:" or "g:", and the name.
    std::unordered_map<std::string, std::vector<Entry>> m_bySubject;

    std::deque<watch::Follow> m_follows;  ///< one of each kind; they take in under m_mutex
};

}  // namespace armillary::server
