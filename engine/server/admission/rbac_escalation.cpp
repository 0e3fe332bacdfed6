#include "engine/server/admission/plugins.h"
#include "engine/server/authn.h"
#include "engine/server/rbac_rules.h"

namespace armillary::server::admission {
namespace {

constexpr std::string_view kGroup = "rbac.authorization.k8s.io";
using Rules = std::vector<rbacv1::PolicyRule>;

template <class T>
bool same(const std::vector<T>& left, const std::vector<T>& right) {
    if (left.size() != right.size()) return false;
    for (std::size_t i = 0; i < left.size(); ++i)
        if (!schema::equal(schema::typeInfo<T>(), &left[i], &right[i])) return false;
    return true;
}

/// Nobody gives away rights that he does not hold, unless he may "escalate" roles or "bind" the role in question.
/// Source:
/// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping.
class RbacEscalation final : public AdmissionPlugin {
public:
    RbacEscalation(const watch::Cache& cache, Authorizer& authorizer) : m_cache(cache), m_authorizer(authorizer) {}
    std::string_view name() const override { return "RBACEscalation"; }

    Result<void> validate(const AdmissionCall& call) override {
        if (call.resource.group != kGroup || !call.object || !call.subresource.empty()) return {};
        if (inGroup(call.user, kMastersGroup)) return {};
        if (call.resource.plural == "roles") return role(call);
        if (call.resource.plural == "clusterroles") return clusterRole(call);
        if (call.resource.plural == "rolebindings") return binding<rbacv1::RoleBinding>(call);
        if (call.resource.plural == "clusterrolebindings") return binding<rbacv1::ClusterRoleBinding>(call);
        return {};
    }

private:
    Result<void> role(const AdmissionCall& call) {
        const auto& role = objectOf<rbacv1::Role>(call);
        if (call.old && same(role.rules, oldOf<rbacv1::Role>(call).rules)) return {};
        if (may(call, "escalate", call.resource.plural, call.name)) return {};
        return holds(call, role.rules);
    }

    Result<void> clusterRole(const AdmissionCall& call) {
        const auto& role = objectOf<rbacv1::ClusterRole>(call);
        bool aggregates = role.aggregationRule.has_value();
        if (call.old) {
            const auto& old = oldOf<rbacv1::ClusterRole>(call);
            bool sameRule = aggregates == old.aggregationRule.has_value() &&
                            (!aggregates || schema::equal(schema::typeInfo<rbacv1::AggregationRule>(),
                                                          role.aggregationRule.get(), old.aggregationRule.get()));
            if (same(role.rules, old.rules) && sameRule) return {};
        }
        if (may(call, "escalate", call.resource.plural, call.name)) return {};
        if (auto done = holds(call, role.rules); !done) return done;
        if (aggregates && escalation(call.user, m_authorizer.rulesFor(call.user, {}), everything()))
            return std::unexpected(refusal(call, "must have cluster-admin privileges to use the aggregationRule"));
        return {};
    }

    template <class T>
    Result<void> binding(const AdmissionCall& call) {
        const auto& binding = objectOf<T>(call);
        if (call.old) {
            const auto& old = oldOf<T>(call);
            if (same(binding.subjects, old.subjects) &&
                schema::equal(schema::typeInfo<rbacv1::RoleRef>(), &binding.roleRef, &old.roleRef))
                return {};
        }
        bool cluster = binding.roleRef.kind == "ClusterRole";
        if (may(call, "bind", cluster ? "clusterroles" : "roles", binding.roleRef.name)) return {};
        auto rules = rulesOf(binding.roleRef, call.namespace_);
        if (!rules) return std::unexpected(rules.error());
        return holds(call, *rules);
    }

    Result<Rules> rulesOf(const rbacv1::RoleRef& ref, const std::string& namespace_) const {
        bool cluster = ref.kind == "ClusterRole";
        std::string resource = cluster ? "clusterroles" : "roles";
        ObjectRef object =
            m_cache.get(std::string(kGroup) + "/" + resource, cluster ? std::string() : namespace_, ref.name);
        if (!object) return std::unexpected(status::notFound(resource + "." + std::string(kGroup), ref.name));
        return cluster ? object->as<rbacv1::ClusterRole>().rules : object->as<rbacv1::Role>().rules;
    }

    bool may(const AdmissionCall& call, std::string_view verb, std::string_view resource, const std::string& name) {
        Attributes attributes;
        attributes.user = call.user;
        attributes.verb = verb;
        attributes.group = kGroup;
        attributes.version = "v1";
        attributes.resource = resource;
        attributes.namespace_ = call.namespace_;
        attributes.name = name;
        return m_authorizer.authorize(attributes).allowed;
    }

    Result<void> holds(const AdmissionCall& call, const Rules& wanted) {
        auto missing = escalation(call.user, m_authorizer.rulesFor(call.user, call.namespace_), wanted);
        if (!missing) return {};
        return std::unexpected(refusal(call, *missing));
    }

    const watch::Cache& m_cache;
    Authorizer& m_authorizer;
};

}  // namespace

Plugin rbacEscalation(const AdmissionConfig& config, Authorizer& authorizer) {
    return std::make_unique<RbacEscalation>(config.cache, authorizer);
}

}  // namespace armillary::server::admission
