#include "engine/server/admission/webhook_match.h"

#include <algorithm>

#include "engine/resources/custom/definition.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/selector.h"

namespace armillary::server::admission {
namespace {

namespace registration = admissionregistrationv1;

template <class Configuration>
std::vector<Hook> hooksOf(const watch::Cache& cache) {
    static const std::string key = resources::resourceOf<Configuration>().cacheKey();
    std::vector<Hook> hooks;
    if (cache.size(key) == 0) return hooks;
    for (const ObjectRef& object : cache.list(key).objects)
        for (const auto& webhook : object->as<Configuration>().webhooks) {
            Hook& hook = hooks.emplace_back(Hook{.configuration = object,
                                                 .name = webhook.name,
                                                 .client = webhook.clientConfig,
                                                 .rules = webhook.rules,
                                                 .versions = webhook.admissionReviewVersions,
                                                 .conditions = webhook.matchConditions});
            hook.namespaceSelector = webhook.namespaceSelector.get();
            hook.objectSelector = webhook.objectSelector.get();
            hook.ignoresFailure = webhook.failurePolicy.value_or("") == registration::kIgnore;
            hook.exact = webhook.matchPolicy.value_or("") == registration::kExact;
            const std::string effects = webhook.sideEffects.value_or("");
            hook.supportsDryRun =
                effects == registration::kSideEffectClassNone || effects == registration::kSideEffectClassNoneOnDryRun;
            hook.timeoutSeconds = std::clamp(webhook.timeoutSeconds.value_or(10), 1, 30);
            if constexpr (requires { webhook.reinvocationPolicy; })
                hook.wantsReinvocation =
                    webhook.reinvocationPolicy.value_or("") == registration::kIfNeededReinvocationPolicy;
        }
    return hooks;
}

bool lists(const std::vector<std::string>& items, std::string_view wanted) {
    return std::ranges::any_of(items, [&](const std::string& item) { return item == "*" || item == wanted; });
}

bool isNamespace(const AdmissionCall& call) {
    return call.resource.plural == "namespaces" && call.resource.group.empty();
}

bool fitsScope(const registration::RuleWithOperations& rule, const AdmissionCall& call) {
    const std::string scope = rule.scope.value_or("*");
    if (scope == "*") return true;
    const bool namespaced = !isNamespace(call) && !call.namespace_.empty();
    return namespaced == (scope == registration::kNamespacedScope);
}

bool listsResource(const std::vector<std::string>& items, const AdmissionCall& call, std::string_view plural) {
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

/// The labels of an object of any type that has metadata; null for one that has none.
const schema::StringMap<std::string>* labelsOf(const schema::TypeInfo& type, const void* object) {
    for (const schema::FieldInfo& field : type.fields)
        if (field.jsonName == "metadata" && field.type == &schema::typeInfo<metav1::ObjectMeta>() &&
            field.shape == schema::Shape::Value)
            return &reinterpret_cast<const metav1::ObjectMeta*>(static_cast<const char*>(object) + field.offset)
                        ->labels;
    return nullptr;
}

bool selectsLabels(const LabelSelector& selector, const schema::StringMap<std::string>* labels) {
    return labels && selector.matches(*labels);
}

Result<bool> selectsNamespace(const watch::Cache& cache, const metav1::LabelSelector* wanted,
                              const AdmissionCall& call) {
    if (isEmpty(wanted)) return true;
    const auto selector = LabelSelector::from(*wanted);
    if (!selector) return std::unexpected(status::internalError(selector.error()));
    if (isNamespace(call)) {
        const void* object = call.object && !call.type ? call.object : call.old;
        return object && selectsLabels(*selector, labelsOf(*call.resource.type, object));
    }
    // What is in no namespace is never exempted by one.
    if (call.namespace_.empty()) return true;
    const ObjectRef found = cache.get(resources::resourceOf<corev1::Namespace>().cacheKey(), "", call.namespace_);
    if (!found) return std::unexpected(status::notFound("namespaces", call.namespace_));
    return selector->matches(found->meta().labels);
}

Result<bool> selectsObject(const metav1::LabelSelector* wanted, const AdmissionCall& call) {
    if (isEmpty(wanted)) return true;
    const auto selector = LabelSelector::from(*wanted);
    if (!selector) return std::unexpected(status::internalError(selector.error()));
    return (call.object && selectsLabels(*selector, labelsOf(call.objectType(), call.object))) ||
           (call.old && call.operation != Operation::Connect &&
            selectsLabels(*selector, labelsOf(*call.resource.type, call.old)));
}

}  // namespace

std::string_view nameOf(Operation operation) {
    switch (operation) {
        case Operation::Create:
            return registration::kCreate;
        case Operation::Update:
            return registration::kUpdate;
        case Operation::Delete:
            return registration::kDelete;
        case Operation::Connect:
            break;
    }
    return registration::kConnect;
}

std::vector<Hook> mutatingHooks(const watch::Cache& cache) {
    return hooksOf<registration::MutatingWebhookConfiguration>(cache);
}

std::vector<Hook> validatingHooks(const watch::Cache& cache) {
    return hooksOf<registration::ValidatingWebhookConfiguration>(cache);
}

Subject subjectOf(const AdmissionCall& call, const resources::Resource& resource) {
    if (call.view) return {call.view->group, call.view->version, call.view->kind};
    if (!call.type || call.type == resource.type) return {resource.group, resource.version, resource.kind};
    if (const resources::Subresource* sub = resource.subresource(call.subresource))
        return {std::string(sub->group), std::string(sub->version), std::string(sub->kind)};
    return {resource.group, resource.version, std::string(call.type->name)};
}

bool isAbout(const registration::RuleWithOperations& rule, const AdmissionCall& call, const resources::Resource& row) {
    return fitsScope(rule, call) && lists(rule.operations, nameOf(call.operation)) &&
           lists(rule.apiGroups, row.group) && lists(rule.apiVersions, row.version) &&
           listsResource(rule.resources, call, row.plural);
}

const resources::Resource* rowThat(const AdmissionCall& call, bool exact,
                                   const std::function<bool(const resources::Resource& row)>& matches) {
    if (matches(call.resource)) return &call.resource;
    if (exact) return nullptr;
    if (const auto* version = resources::custom::versionOf(call.resource)) {
        for (const auto& other : version->definition->versions())
            if (other->served && other.get() != version && matches(other->row)) return &other->row;
        return nullptr;
    }
    const std::string key = call.resource.cacheKey();
    for (const resources::Resource& row : resources::Table::builtIn().rows())
        if (&row != &call.resource && row.type != call.resource.type && row.cacheKey() == key && matches(row))
            return &row;
    return nullptr;
}

const resources::Resource* matchingRow(const Hook& hook, const AdmissionCall& call) {
    return rowThat(call, hook.exact, [&](const resources::Resource& row) {
        return std::ranges::any_of(hook.rules, [&](const auto& rule) { return isAbout(rule, call, row); });
    });
}

Result<bool> selects(const watch::Cache& cache, const metav1::LabelSelector* namespaceSelector,
                     const metav1::LabelSelector* objectSelector, const AdmissionCall& call) {
    auto inside = selectsNamespace(cache, namespaceSelector, call);
    if (!inside || !*inside) return inside;
    return selectsObject(objectSelector, call);
}

bool isExempt(const AdmissionCall& call) {
    return call.resource.group == "admissionregistration.k8s.io";
}

}  // namespace armillary::server::admission
