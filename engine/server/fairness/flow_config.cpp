#include "engine/server/fairness/flow_config.h"

#include <algorithm>
#include <functional>

#include "engine/resources/flow_control.h"
#include "engine/schema/json_codec.h"
#include "engine/server/authn.h"

namespace armillary::server::fairness {
namespace {

using namespace flowcontrolv1;

/// A list that has the wildcard has nothing else.
bool contains(const std::vector<std::string>& list, std::string_view value, std::string_view wildcard) {
    if (list.size() == 1 && list.front() == wildcard) return true;
    return std::ranges::find(list, value) != list.end();
}

bool matchesAccount(const ServiceAccountSubject& account, std::string_view user) {
    if (!user.starts_with(kServiceAccountUserPrefix)) return false;
    user.remove_prefix(kServiceAccountUserPrefix.size());
    if (!user.starts_with(account.namespace_)) return false;
    user.remove_prefix(account.namespace_.size());
    if (!user.starts_with(':')) return false;
    return account.name == kNameAll || user.substr(1) == account.name;
}

bool matches(const Subject& subject, const User& user) {
    if (subject.kind == kSubjectKindUser)
        return subject.user && (subject.user->name == kNameAll || subject.user->name == user.name);
    if (subject.kind == kSubjectKindGroup)
        return subject.group && (subject.group->name == kNameAll ||
                                 std::ranges::find(user.groups, subject.group->name) != user.groups.end());
    return subject.kind == kSubjectKindServiceAccount && subject.serviceAccount &&
           matchesAccount(*subject.serviceAccount, user.name);
}

bool matches(const ResourcePolicyRule& rule, const Attributes& attributes) {
    if (!contains(rule.verbs, attributes.verb, kVerbAll) || !contains(rule.apiGroups, attributes.group, kAPIGroupAll))
        return false;
    const bool sub = !attributes.subresource.empty();
    if (!contains(rule.resources, sub ? attributes.resource + "/" + attributes.subresource : attributes.resource,
                  kResourceAll))
        return false;
    if (attributes.namespace_.empty()) return rule.clusterScope;
    return contains(rule.namespaces, attributes.namespace_, kNamespaceEvery);
}

bool matches(const NonResourcePolicyRule& rule, const Attributes& attributes) {
    if (!contains(rule.verbs, attributes.verb, kVerbAll)) return false;
    return std::ranges::any_of(rule.nonResourceURLs, [&](std::string_view url) {
        if (url == kNonResourceAll || url == attributes.path) return true;
        if (url.ends_with('*')) url.remove_suffix(1);
        if (!attributes.path.starts_with(url)) return false;
        return url.ends_with('/') || attributes.path.substr(url.size()).starts_with('/');
    });
}

bool matches(const FlowSchemaSpec& spec, const Attributes& attributes) {
    return std::ranges::any_of(spec.rules, [&](const PolicyRulesWithSubjects& rules) {
        if (std::ranges::none_of(rules.subjects, [&](const Subject& one) { return matches(one, attributes.user); }))
            return false;
        const auto fits = [&](const auto& rule) { return matches(rule, attributes); };
        return attributes.path.empty() ? std::ranges::any_of(rules.resourceRules, fits)
                                       : std::ranges::any_of(rules.nonResourceRules, fits);
    });
}

/// Adds those of the mandatory `defaults` that are not there.
template <class T>
void fillIn(std::vector<ObjectRef>& objects, const std::vector<T>& defaults) {
    for (const T& object : defaults) {
        const std::string& name = object.metadata.name;
        if (!resources::flowcontrol::isMandatory(name)) continue;
        if (std::ranges::none_of(objects, [&](const ObjectRef& one) { return one->name() == name; }))
            objects.push_back(Object::parse(schema::toJson(object)).value());
    }
}

}  // namespace

FlowConfig::FlowConfig(std::vector<ObjectRef> schemas, std::vector<ObjectRef> levels) : m_levels(std::move(levels)) {
    fillIn(m_levels, resources::flowcontrol::defaultPriorityLevels());
    fillIn(schemas, resources::flowcontrol::defaultFlowSchemas());
    for (ObjectRef& schema : schemas) {
        const std::string& wanted = schema->as<FlowSchema>().spec.priorityLevelConfiguration.name;
        const auto level = std::ranges::find_if(m_levels, [&](const ObjectRef& one) { return one->name() == wanted; });
        if (level != m_levels.end()) m_schemas.push_back({std::move(schema), *level});
    }
    std::ranges::sort(m_schemas, {}, [](const Schema& schema) {
        return std::pair(schema.object->as<FlowSchema>().spec.matchingPrecedence, schema.object->name());
    });
}

Classification FlowConfig::classify(const Attributes& attributes) const {
    for (const Schema& schema : m_schemas) {
        const FlowSchemaSpec& spec = schema.object->as<FlowSchema>().spec;
        if (!matches(spec, attributes)) continue;
        const bool exempt = schema.level->as<PriorityLevelConfiguration>().spec.type == kPriorityLevelEnablementExempt;
        Classification found{schema.object->uid(), schema.level->uid(), schema.level->name(), exempt, 0};
        if (exempt) return found;
        std::string flow = schema.object->name() + "\n";
        if (spec.distinguisherMethod)
            flow += spec.distinguisherMethod->type == kFlowDistinguisherMethodByUserType ? attributes.user.name
                                                                                         : attributes.namespace_;
        found.flow = std::hash<std::string>()(flow);
        return found;
    }
    // Everybody is in one of the groups that the catch-all schema names; whoever is not is served like them.
    return {.level = std::string(kPriorityLevelConfigurationNameCatchAll)};
}

std::vector<LevelLimits> FlowConfig::limits() const {
    const auto positive = [](std::int32_t number) { return static_cast<std::uint32_t>(std::max(number, 0)); };
    std::vector<LevelLimits> all;
    for (const ObjectRef& object : m_levels) {
        const auto& spec = object->as<PriorityLevelConfiguration>().spec;
        if (spec.type == kPriorityLevelEnablementExempt || !spec.limited) continue;
        LevelLimits& limits = all.emplace_back();
        limits.name = object->name();
        limits.shares = positive(spec.limited->nominalConcurrencyShares.value_or(30));
        limits.lendablePercent = positive(spec.limited->lendablePercent.value_or(0));
        if (spec.limited->borrowingLimitPercent)
            limits.borrowingPercent = positive(*spec.limited->borrowingLimitPercent);
        if (const auto& queuing = spec.limited->limitResponse.queuing) {
            limits.queues = positive(queuing->queues);
            limits.handSize = positive(queuing->handSize);
            limits.queueLength = positive(queuing->queueLengthLimit);
        }
    }
    return all;
}

}  // namespace armillary::server::fairness
