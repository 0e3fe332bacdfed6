#include "engine/resources/validating/match.h"

#include <algorithm>

#include "engine/resources/custom/definition.h"
#include "engine/schema/selector.h"

namespace armillary::resources::validating {
namespace {

namespace registration = admissionregistrationv1;

bool lists(const std::vector<std::string>& items, std::string_view wanted) {
    return std::ranges::any_of(items, [&](const std::string& item) { return item == "*" || item == wanted; });
}

bool fitsScope(const registration::RuleWithOperations& rule, const MatchedCall& call) {
    const std::string scope = rule.scope.value_or("*");
    if (scope == "*") return true;
    const bool namespaced = !call.isNamespace() && !call.namespace_.empty();
    return namespaced == (scope == registration::kNamespacedScope);
}

bool listsResource(const std::vector<std::string>& items, const MatchedCall& call, std::string_view plural) {
    return std::ranges::any_of(items, [&](std::string_view item) {
        const std::size_t slash = item.find('/');
        const std::string_view resource = item.substr(0, slash);
        const std::string_view sub = slash == std::string_view::npos ? std::string_view() : item.substr(slash + 1);
        return (resource == "*" || resource == plural) && (sub == "*" || sub == call.subresource);
    });
}

bool isEmpty(const metav1::LabelSelector* selector) {
    return !selector || (selector->matchLabels.empty() && selector->matchExpressions.empty());
}

Result<bool> selectsNamespace(const FindNamespace& findNamespace, const metav1::LabelSelector* wanted,
                              const MatchedCall& call) {
    if (isEmpty(wanted)) return true;
    const auto selector = LabelSelector::from(*wanted);
    if (!selector) return std::unexpected(status::internalError(selector.error()));
    if (call.isNamespace()) return call.namespaceLabels && selector->matches(*call.namespaceLabels);
    // What is in no namespace is never exempted by one.
    if (call.namespace_.empty()) return true;
    const std::string name(call.namespace_);
    const ObjectRef found = findNamespace(name);
    if (!found) return std::unexpected(status::notFound("namespaces", name));
    return selector->matches(found->meta().labels);
}

Result<bool> selectsObject(const metav1::LabelSelector* wanted, const MatchedCall& call) {
    if (isEmpty(wanted)) return true;
    const auto selector = LabelSelector::from(*wanted);
    if (!selector) return std::unexpected(status::internalError(selector.error()));
    return (call.labels && selector->matches(*call.labels)) || (call.oldLabels && selector->matches(*call.oldLabels));
}

/// The row as which one of the rules is about the call.
const Resource* rowFor(const std::vector<registration::NamedRuleWithOperations>& rules, bool exact,
                       const MatchedCall& call) {
    return rowThat(call, exact, [&](const Resource& row) {
        return std::ranges::any_of(rules, [&](const registration::NamedRuleWithOperations& rule) {
            return isAbout(rule, call, row) &&
                   (rule.resourceNames.empty() || std::ranges::contains(rule.resourceNames, call.name));
        });
    });
}

}  // namespace

const MatchedCall::Labels* labelsOf(const schema::TypeInfo& type, const void* object) {
    for (const schema::FieldInfo& field : type.fields)
        if (field.jsonName == "metadata" && field.type == &schema::typeInfo<metav1::ObjectMeta>() &&
            field.shape == schema::Shape::Value)
            return &reinterpret_cast<const metav1::ObjectMeta*>(static_cast<const char*>(object) + field.offset)
                        ->labels;
    return nullptr;
}

bool isAbout(const registration::RuleWithOperations& rule, const MatchedCall& call, const Resource& row) {
    return fitsScope(rule, call) && lists(rule.operations, call.operation) && lists(rule.apiGroups, row.group) &&
           lists(rule.apiVersions, row.version) && listsResource(rule.resources, call, row.plural);
}

const Resource* rowThat(const MatchedCall& call, bool exact, const std::function<bool(const Resource& row)>& matches) {
    if (matches(call.resource)) return &call.resource;
    if (exact) return nullptr;
    if (const auto* version = custom::versionOf(call.resource)) {
        for (const auto& other : version->definition->versions())
            if (other->served && other.get() != version && matches(other->row)) return &other->row;
        return nullptr;
    }
    const std::string key = call.resource.cacheKey();
    for (const Resource& row : Table::builtIn().rows())
        if (&row != &call.resource && row.type != call.resource.type && row.cacheKey() == key && matches(row))
            return &row;
    return nullptr;
}

Result<bool> selects(const FindNamespace& findNamespace, const metav1::LabelSelector* namespaceSelector,
                     const metav1::LabelSelector* objectSelector, const MatchedCall& call) {
    auto inside = selectsNamespace(findNamespace, namespaceSelector, call);
    if (!inside || !*inside) return inside;
    return selectsObject(objectSelector, call);
}

std::expected<const Resource*, std::string> matchedRow(const registration::MatchResources& match,
                                                       const MatchedCall& call, const FindNamespace& findNamespace) {
    const bool exact = match.matchPolicy == registration::kExact;
    // What no rule is about is no reason to complain of a selector.
    const Resource* row = match.resourceRules.empty() ? &call.resource : rowFor(match.resourceRules, exact, call);
    if (!row || rowFor(match.excludeResourceRules, exact, call)) return nullptr;
    const auto selected = selects(findNamespace, match.namespaceSelector.get(), match.objectSelector.get(), call);
    if (!selected) return std::unexpected(selected.error().message);
    return *selected ? row : nullptr;
}

}  // namespace armillary::resources::validating
