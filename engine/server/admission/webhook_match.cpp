#include "engine/server/admission/webhook_match.h"

#include <algorithm>

#include "engine/schema/api/corev1.h"

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

resources::validating::MatchedCall matchedCallOf(const AdmissionCall& call) {
    using resources::validating::labelsOf;
    const bool own = call.object && !call.type;
    const void* namespace_ = own ? call.object : call.old;
    resources::validating::MatchedCall matched{.resource = call.resource,
                                               .operation = nameOf(call.operation),
                                               .subresource = call.subresource,
                                               .namespace_ = call.namespace_,
                                               .name = call.name};
    if (call.object) matched.labels = labelsOf(call.objectType(), call.object);
    if (call.old && call.operation != Operation::Connect) matched.oldLabels = labelsOf(*call.resource.type, call.old);
    if (matched.isNamespace() && namespace_) matched.namespaceLabels = labelsOf(*call.resource.type, namespace_);
    return matched;
}

resources::validating::FindNamespace namespacesOf(const watch::Cache& cache) {
    return [&cache](const std::string& name) {
        return cache.get(resources::resourceOf<corev1::Namespace>().cacheKey(), "", name);
    };
}

const resources::Resource* matchingRow(const Hook& hook, const AdmissionCall& call) {
    const auto matched = matchedCallOf(call);
    return resources::validating::rowThat(matched, hook.exact, [&](const resources::Resource& row) {
        return std::ranges::any_of(
            hook.rules, [&](const auto& rule) { return resources::validating::isAbout(rule, matched, row); });
    });
}

Result<bool> selects(const watch::Cache& cache, const metav1::LabelSelector* namespaceSelector,
                     const metav1::LabelSelector* objectSelector, const AdmissionCall& call) {
    return resources::validating::selects(namespacesOf(cache), namespaceSelector, objectSelector, matchedCallOf(call));
}

bool isExempt(const AdmissionCall& call) {
    return call.resource.group == "admissionregistration.k8s.io";
}

}  // namespace armillary::server::admission
