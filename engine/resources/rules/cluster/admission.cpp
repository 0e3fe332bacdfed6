#include <algorithm>
#include <set>

#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
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

void checkRule(const admission::RuleWithOperations& rule, const Path& path, FieldErrors& errors) {
    const auto need = [&](const std::vector<std::string>& list, std::string_view name) {
        if (list.empty())
            errors.push_back(field::required(path.child(name), ""));
        else if (list.size() > 1 && std::ranges::contains(list, "*"))
            errors.push_back(field::invalidRaw(path.child(name), "[" + cells::joined(list, " ") + "]",
                                               "if '*' is present, must not specify other " + std::string(name)));
    };
    need(rule.operations, "operations");
    need(rule.apiGroups, "apiGroups");
    need(rule.apiVersions, "apiVersions");
    if (rule.resources.empty()) errors.push_back(field::required(path.child("resources"), ""));
    static const std::vector<std::string_view> kOperations{"*", "CONNECT", "CREATE", "DELETE", "UPDATE"};
    for (std::size_t i = 0; i < rule.operations.size(); ++i)
        if (!std::ranges::contains(kOperations, rule.operations[i]))
            errors.push_back(field::notSupported(path.child("operations").index(i), rule.operations[i], kOperations));
    if (rule.scope && *rule.scope != "*" && *rule.scope != "Cluster" && *rule.scope != "Namespaced")
        errors.push_back(field::notSupported(path.child("scope"), *rule.scope, {"*", "Cluster", "Namespaced"}));
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

/// Both sorts of webhooks have these fields.
template <class Hook>
void checkHook(const Hook& hook, const Path& path, FieldErrors& errors) {
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

void setRuleDefaults(admission::RuleWithOperations& rule) {
    if (!rule.scope) rule.scope = admission::kAllScopes;
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
    void check(const T& configuration, FieldErrors& errors) const override {
        std::set<std::string_view> names;
        for (std::size_t i = 0; i < configuration.webhooks.size(); ++i) {
            const Path at = Path("webhooks").index(i);
            checkHook(configuration.webhooks[i], at, errors);
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

void setMatchDefaults(admission::MatchResources& match) {
    if (!match.matchPolicy) match.matchPolicy = admission::kEquivalent;
    match.namespaceSelector.ensure();
    match.objectSelector.ensure();
    for (auto* rules : {&match.resourceRules, &match.excludeResourceRules})
        for (auto& rule : *rules) setRuleDefaults(rule);
}

class PolicyRules final : public RulesFor<admission::ValidatingAdmissionPolicy> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Validations", "integer", "",
             "Validations indicates the number of validation rules defined in this configuration", 0},
            {"ParamKind", "string", "", "ParamKind specifies the kind of resources used to parameterize this policy",
             0},
            cells::kAge,
        };
        return kColumns;
    }

protected:
    void defaults(admission::ValidatingAdmissionPolicy& policy) const override {
        if (!policy.spec.failurePolicy) policy.spec.failurePolicy = admission::kFail;
        if (policy.spec.matchConstraints) setMatchDefaults(*policy.spec.matchConstraints);
    }
    void check(const admission::ValidatingAdmissionPolicy& policy, FieldErrors& errors) const override {
        const Path path("spec");
        const auto& spec = policy.spec;
        if (spec.validations.empty() && spec.auditAnnotations.empty()) {
            errors.push_back(field::required(path.child("validations"),
                                             "validations or auditAnnotations must contain at least one item"));
            errors.push_back(field::required(path.child("auditAnnotations"),
                                             "validations or auditAnnotations must contain at least one item"));
        }
        for (std::size_t i = 0; i < spec.validations.size(); ++i)
            if (spec.validations[i].expression.empty())
                errors.push_back(field::required(path.child("validations").index(i).child("expression"),
                                                 "expression is not specified"));
        if (!spec.matchConstraints) return errors.push_back(field::required(path.child("matchConstraints"), ""));
        const Path rules = path.child("matchConstraints").child("resourceRules");
        if (spec.matchConstraints->resourceRules.empty()) errors.push_back(field::required(rules, ""));
        for (std::size_t i = 0; i < spec.matchConstraints->resourceRules.size(); ++i)
            checkRule(spec.matchConstraints->resourceRules[i], rules.index(i), errors);
    }
    Cells row(const admission::ValidatingAdmissionPolicy& policy, const Context& context) const override {
        const auto& kind = policy.spec.paramKind;
        return {
            cells::text(policy.metadata.name), cells::number(static_cast<std::int64_t>(policy.spec.validations.size())),
            cells::text(kind ? kind->apiVersion + "/" + kind->kind : "<unset>"), cells::age(policy.metadata, context)};
    }
};

class PolicyBindingRules final : public RulesFor<admission::ValidatingAdmissionPolicyBinding> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"PolicyName", "string", "",
             "PolicyName indicates the policy definition which the policy binding binded to", 0},
            {"ParamRef", "string", "", "ParamRef indicates the param resource which sets the configration param", 0},
            cells::kAge,
        };
        return kColumns;
    }

protected:
    void defaults(admission::ValidatingAdmissionPolicyBinding& binding) const override {
        if (binding.spec.matchResources) setMatchDefaults(*binding.spec.matchResources);
    }
    void check(const admission::ValidatingAdmissionPolicyBinding& binding, FieldErrors& errors) const override {
        const Path path("spec");
        if (binding.spec.policyName.empty())
            errors.push_back(field::required(path.child("policyName"), ""));
        else
            addInvalid(errors, path.child("policyName"), binding.spec.policyName,
                       checkSubdomain(binding.spec.policyName));
        const Path actions = path.child("validationActions");
        const auto& list = binding.spec.validationActions;
        if (list.empty()) errors.push_back(field::required(actions, ""));
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (list[i] != "Deny" && list[i] != "Warn" && list[i] != "Audit")
                errors.push_back(field::notSupported(actions.index(i), list[i], {"Audit", "Deny", "Warn"}));
            if (std::ranges::count(list, list[i]) > 1) errors.push_back(field::duplicate(actions.index(i), list[i]));
        }
        if (std::ranges::contains(list, "Deny") && std::ranges::contains(list, "Warn"))
            errors.push_back(
                field::invalidRaw(actions, "[" + cells::joined(list, " ") + "]",
                                  "must not contain both Deny and Warn (repeating the same validation failure "
                                  "information in the API response and headers serves no purpose)"));
    }
    Cells row(const admission::ValidatingAdmissionPolicyBinding& binding, const Context& context) const override {
        std::string parameter = "<unset>";
        if (const auto& reference = binding.spec.paramRef) {
            if (!reference->namespace_.empty())
                parameter = reference->namespace_ + "/" + reference->name;
            else
                parameter = reference->name.empty() ? "*" : "*/" + reference->name;
        }
        return {cells::text(binding.metadata.name), cells::text(binding.spec.policyName), cells::text(parameter),
                cells::age(binding.metadata, context)};
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

const Rules& validatingAdmissionPolicy() {
    static const PolicyRules rules;
    return rules;
}

const Rules& validatingAdmissionPolicyBinding() {
    static const PolicyBindingRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
