#include <algorithm>
#include <set>

#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/cluster/admission_checks.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/api/admissionregistrationv1.h"

namespace armillary::resources::rules {

namespace {

namespace admission = admissionregistrationv1;

/// A domain name of at least three parts.
void checkQualifiedHookName(const std::string& name, const Path& path, FieldErrors& errors) {
    if (name.empty()) return errors.push_back(field::required(path, ""));
    if (const Messages wrong = checkSubdomain(name); !wrong.empty()) return addInvalid(errors, path, name, wrong);
    if (std::ranges::count(name, '.') < 2)
        errors.push_back(
            field::invalid(path, name, "should be a domain with at least three segments separated by dots"));
}

void checkClient(const admission::WebhookClientConfig& client, const Path& path, FieldErrors& errors) {
    if (client.url.has_value() == client.service.has_value())
        return errors.push_back(field::required(path, "exactly one of url or service is required"));
    if (client.url && !client.url->starts_with("https://"))
        errors.push_back(field::invalid(path.child("url"), *client.url,
                                        "'https' is the only allowed URL scheme; desired format: https://host[/path]"));
    if (!client.service) return;
    const Path service = path.child("service");
    if (client.service->name.empty())
        errors.push_back(field::required(service.child("name"), "service name is required"));
    if (client.service->namespace_.empty())
        errors.push_back(field::required(service.child("namespace"), "service namespace is required"));
    const std::int32_t port = client.service->port.value_or(443);
    for (const auto& message : checkPortNumber(port))
        errors.push_back(
            field::invalidRaw(service.child("port"), std::to_string(port), "port is not valid: " + message));
}

/// Both sorts of webhooks have these fields. `withConditions`: whether the match conditions are looked at.
template <class Hook>
void checkHook(const Hook& hook, bool withConditions, const Path& path, FieldErrors& errors) {
    checkQualifiedHookName(hook.name, path.child("name"), errors);
    for (std::size_t i = 0; i < hook.rules.size(); ++i) checkRule(hook.rules[i], path.child("rules").index(i), errors);
    const auto oneOf = [&](const std::optional<std::string>& value, std::vector<std::string_view> allowed,
                           std::string_view name) {
        if (value && !std::ranges::contains(allowed, *value))
            errors.push_back(field::notSupported(path.child(name), *value, allowed));
    };
    oneOf(hook.failurePolicy, {"Fail", "Ignore"}, "failurePolicy");
    oneOf(hook.matchPolicy, {"Equivalent", "Exact"}, "matchPolicy");
    if (!hook.sideEffects)
        errors.push_back(field::required(path.child("sideEffects"), "must specify one of None, NoneOnDryRun"));
    oneOf(hook.sideEffects, {"None", "NoneOnDryRun"}, "sideEffects");
    if (hook.timeoutSeconds && (*hook.timeoutSeconds < 1 || *hook.timeoutSeconds > 30))
        errors.push_back(field::invalidRaw(path.child("timeoutSeconds"), std::to_string(*hook.timeoutSeconds),
                                           "the timeout value must be between 1 and 30 seconds"));
    if (withConditions) checkMatchConditions(hook.matchConditions, false, path.child("matchConditions"), errors);
    if (hook.namespaceSelector) checkSelector(*hook.namespaceSelector, path.child("namespaceSelector"), errors);
    if (hook.objectSelector) checkSelector(*hook.objectSelector, path.child("objectSelector"), errors);
    checkClient(hook.clientConfig, path.child("clientConfig"), errors);
    const Path versions = path.child("admissionReviewVersions");
    if (hook.admissionReviewVersions.empty())
        errors.push_back(field::required(versions, "must specify one of v1, v1beta1"));
    else if (!std::ranges::contains(hook.admissionReviewVersions, "v1") &&
             !std::ranges::contains(hook.admissionReviewVersions, "v1beta1"))
        errors.push_back(field::invalidRaw(versions, "[" + cells::joined(hook.admissionReviewVersions, " ") + "]",
                                           "must include at least one of v1, v1beta1"));
}

template <class Hook>
void setHookDefaults(Hook& hook) {
    if (!hook.failurePolicy) hook.failurePolicy = admission::kFail;
    if (!hook.matchPolicy) hook.matchPolicy = admission::kEquivalent;
    hook.namespaceSelector.ensure();
    hook.objectSelector.ensure();
    if (!hook.timeoutSeconds) hook.timeoutSeconds = 10;
    if (hook.clientConfig.service && !hook.clientConfig.service->port) hook.clientConfig.service->port = 443;
    for (auto& rule : hook.rules) setRuleDefaults(rule);
    if constexpr (requires { hook.reinvocationPolicy; })
        if (!hook.reinvocationPolicy) hook.reinvocationPolicy = admission::kNeverReinvocationPolicy;
}

template <class T>
class WebhookRules final : public RulesFor<T> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Webhooks", "integer", "", "Webhooks indicates the number of webhooks registered in this configuration",
             0},
            cells::kAge,
        };
        return kColumns;
    }

protected:
    void defaults(T& configuration) const override {
        for (auto& hook : configuration.webhooks) setHookDefaults(hook);
    }
    void check(const T& configuration, FieldErrors& errors) const override { checkHooks(configuration, true, errors); }
    /// Conditions that have been let through stay valid as long as none changes.
    void checkUpdate(const T& configuration, const T& old, FieldErrors& errors) const override {
        const bool same =
            std::ranges::equal(configuration.webhooks, old.webhooks, [](const auto& one, const auto& other) {
                return std::ranges::equal(one.matchConditions, other.matchConditions,
                                          [](const auto& a, const auto& b) { return schema::operator==(a, b); });
            });
        checkHooks(configuration, !same, errors);
    }
    static void checkHooks(const T& configuration, bool withConditions, FieldErrors& errors) {
        std::set<std::string_view> names;
        for (std::size_t i = 0; i < configuration.webhooks.size(); ++i) {
            const Path at = Path("webhooks").index(i);
            checkHook(configuration.webhooks[i], withConditions, at, errors);
            const std::string& name = configuration.webhooks[i].name;
            if (!name.empty() && !names.insert(name).second) errors.push_back(field::duplicate(at.child("name"), name));
        }
    }
    Cells row(const T& configuration, const Context& context) const override {
        return {cells::text(configuration.metadata.name),
                cells::number(static_cast<std::int64_t>(configuration.webhooks.size())),
                cells::age(configuration.metadata, context)};
    }
};

}  // namespace

const Rules& mutatingWebhookConfiguration() {
    static const WebhookRules<admission::MutatingWebhookConfiguration> rules;
    return rules;
}

const Rules& validatingWebhookConfiguration() {
    static const WebhookRules<admission::ValidatingWebhookConfiguration> rules;
    return rules;
}

}  // namespace armillary::resources::rules
