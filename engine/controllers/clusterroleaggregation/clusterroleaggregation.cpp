#include "engine/controllers/clusterroleaggregation/clusterroleaggregation.h"

#include <algorithm>

#include "engine/schema/selector.h"

namespace armillary::controllers {

using rbacv1::ClusterRole;

namespace {

bool sameRules(const std::vector<rbacv1::PolicyRule>& left, const std::vector<rbacv1::PolicyRule>& right) {
    return std::ranges::equal(left, right, [](const auto& a, const auto& b) { return schema::operator==(a, b); });
}

}  // namespace

std::vector<rbacv1::PolicyRule> aggregatedRules(const ClusterRole& role, const std::vector<ObjectRef>& all) {
    std::vector<rbacv1::PolicyRule> rules;
    if (!role.aggregationRule) return rules;
    std::vector<ObjectRef> sorted = all;
    std::ranges::sort(sorted, {}, [](const ObjectRef& object) { return object->name(); });
    for (const auto& chosen : role.aggregationRule->clusterRoleSelectors) {
        const auto selector = LabelSelector::from(chosen);
        if (!selector) continue;
        for (const ObjectRef& object : sorted) {
            if (object->name() == role.metadata.name || !selector->matches(object->meta().labels)) continue;
            for (const auto& rule : object->as<ClusterRole>().rules)
                if (std::ranges::none_of(rules, [&](const auto& known) { return schema::operator==(known, rule); }))
                    rules.push_back(rule);
        }
    }
    return rules;
}

ClusterRoleAggregationController::ClusterRoleAggregationController(const Context& context)
    : QueuedController(context), m_roles(client::informer<ClusterRole>(context.informers)) {
    m_roles.addHandler([this](const ObjectRef&, const ObjectRef&) {
        for (const ObjectRef& role : m_roles.list())
            if (role->as<ClusterRole>().aggregationRule) m_queue.add(role->key());
    });
}

Result<Outcome> ClusterRoleAggregationController::reconcile(const std::string& key) {
    const ObjectRef object = m_roles.getByKey(key);
    if (!object || object->meta().deletionTimestamp) return Outcome();
    const auto& role = object->as<ClusterRole>();
    if (!role.aggregationRule) return Outcome();
    auto rules = aggregatedRules(role, m_roles.list());
    if (sameRules(rules, role.rules)) return Outcome();
    ClusterRole changed = role;
    changed.rules = std::move(rules);
    const auto written = client::update(m_context.client, std::move(changed));
    if (!written && !status::isNotFound(written.error())) return std::unexpected(written.error());
    return Outcome();
}

}  // namespace armillary::controllers
