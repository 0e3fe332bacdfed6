#pragma once

#include "engine/controllers/framework/controller.h"
#include "engine/schema/api/rbacv1.h"

namespace armillary::controllers {

/// The rules of an aggregated role: those of all others that its selectors choose, by name, each once.
std::vector<rbacv1::PolicyRule> aggregatedRules(const rbacv1::ClusterRole& role, const std::vector<ObjectRef>& all);

/// Fills the rules of cluster roles that have an aggregationRule.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles.
class ClusterRoleAggregationController final : public QueuedController {
public:
    explicit ClusterRoleAggregationController(const Context& context);
    std::string_view name() const override { return "clusterrole-aggregation-controller"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    client::Informer& m_roles;
};

}  // namespace armillary::controllers
