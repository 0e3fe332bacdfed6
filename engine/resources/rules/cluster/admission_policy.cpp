#include <algorithm>
#include <set>

#include "engine/cel/text.h"
#include "engine/resources/expressions/admission.h"
#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/cluster/admission_checks.h"
#include "engine/resources/rules/rules_for.h"

namespace armillary::resources::rules {

namespace {

namespace admission = admissionregistrationv1;
using cel::trimmed;

void setMatchDefaults(admission::MatchResources& match) {
    if (!match.matchPolicy) match.matchPolicy = admission::kEquivalent;
    match.namespaceSelector.ensure();
    match.objectSelector.ensure();
    for (auto* rules : {&match.resourceRules, &match.excludeResourceRules})
        for (auto& rule : *rules) setRuleDefaults(rule);
}

void checkNamedRules(const std::vector<admission::NamedRuleWithOperations>& rules, const Path& path,
                     FieldErrors& errors) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
        std::set<std::string_view> seen;
        const Path names = path.index(i).child("resourceNames");
        for (std::size_t j = 0; j < rules[i].resourceNames.size(); ++j) {
            const std::string& name = rules[i].resourceNames[j];
            addInvalid(errors, names.index(j), name, checkPathSegment(name));
            if (!seen.insert(name).second) errors.push_back(field::duplicate(names.index(j), name));
        }
        checkRule(rules[i], path.index(i), errors);
    }
}

void checkMatchResources(const admission::MatchResources& match, const Path& path, FieldErrors& errors) {
    if (match.matchPolicy && *match.matchPolicy != "Exact" && *match.matchPolicy != "Equivalent")
        errors.push_back(field::notSupported(path.child("matchPolicy"), *match.matchPolicy, {"Equivalent", "Exact"}));
    if (match.namespaceSelector) checkSelector(*match.namespaceSelector, path.child("namespaceSelector"), errors);
    if (match.objectSelector) checkSelector(*match.objectSelector, path.child("objectSelector"), errors);
    checkNamedRules(match.resourceRules, path.child("resourceRules"), errors);
    checkNamedRules(match.excludeResourceRules, path.child("excludeResourceRules"), errors);
}

void checkParamKind(const admission::ParamKind& kind, const Path& path, FieldErrors& errors) {
    const Path apiVersion = path.child("apiVersion");
    if (kind.apiVersion.empty()) {
        errors.push_back(field::required(apiVersion, ""));
    } else if (std::ranges::count(kind.apiVersion, '/') > 1) {
        errors.push_back(
            field::invalid(apiVersion, kind.apiVersion, "unexpected GroupVersion string: " + kind.apiVersion));
    } else {
        const auto slash = kind.apiVersion.find('/');
        const std::string group = slash == std::string::npos ? std::string() : kind.apiVersion.substr(0, slash);
        const std::string version = slash == std::string::npos ? kind.apiVersion : kind.apiVersion.substr(slash + 1);
        if (!group.empty())
            if (const Messages wrong = checkSubdomain(group); !wrong.empty())
                errors.push_back(field::invalid(apiVersion, group, cells::joined(wrong)));
        if (version.empty())
            errors.push_back(field::invalid(apiVersion, kind.apiVersion, "version must be specified"));
        else if (const Messages wrong = checkLabel1035(version); !wrong.empty())
            errors.push_back(field::invalid(apiVersion, version, cells::joined(wrong)));
    }
    std::string lower = kind.kind;
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    if (kind.kind.empty())
        errors.push_back(field::required(path.child("kind"), ""));
    else if (const Messages wrong = checkLabel1035(lower); !wrong.empty())
        errors.push_back(field::invalid(path.child("kind"), kind.kind,
                                        "may have mixed case, but should otherwise match: " + cells::joined(wrong)));
}

void checkParamRef(const admission::ParamRef& reference, const Path& path, FieldErrors& errors) {
    static constexpr std::string_view kExclusive = "name and selector are mutually exclusive";
    if (!reference.name.empty()) {
        addInvalid(errors, path.child("name"), reference.name, checkPathSegment(reference.name));
        if (reference.selector) errors.push_back(field::forbidden(path.child("name"), std::string(kExclusive)));
    }
    if (reference.selector) {
        checkSelector(*reference.selector, path.child("selector"), errors);
        if (!reference.name.empty())
            errors.push_back(field::forbidden(path.child("selector"), std::string(kExclusive)));
    }
    if (reference.name.empty() && !reference.selector)
        errors.push_back(field::required(path, "one of name or selector must be specified"));
    const Path action = path.child("parameterNotFoundAction");
    if (!reference.parameterNotFoundAction || reference.parameterNotFoundAction->empty())
        errors.push_back(field::required(action, ""));
    else if (*reference.parameterNotFoundAction != "Deny" && *reference.parameterNotFoundAction != "Allow")
        errors.push_back(field::notSupported(action, *reference.parameterNotFoundAction, {"Deny", "Allow"}));
}

void checkActions(const std::vector<std::string>& actions, const Path& path, FieldErrors& errors) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < actions.size(); ++i) {
        if (actions[i] != "Deny" && actions[i] != "Warn" && actions[i] != "Audit")
            errors.push_back(field::notSupported(path.index(i), actions[i], {"Audit", "Deny", "Warn"}));
        if (!seen.insert(actions[i]).second) errors.push_back(field::duplicate(path.index(i), actions[i]));
    }
    if (seen.contains("Deny") && seen.contains("Warn"))
        errors.push_back(field::invalidRaw(path, "[" + cells::joined(actions, " ") + "]",
                                           "must not contain both Deny and Warn (repeating the same validation failure "
                                           "information in the API response and headers serves no purpose)"));
    if (actions.empty()) errors.push_back(field::required(path, "at least one validation action is required"));
}

bool isIdentifier(std::string_view name) {
    static const std::set<std::string_view> kReserved{
        "true", "false",  "null", "in",   "as",      "break",     "const",  "continue", "else", "for",  "function",
        "if",   "import", "let",  "loop", "package", "namespace", "return", "var",      "void", "while"};
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !name.empty() && isLetter(name.front()) && !kReserved.contains(name) &&
           std::ranges::all_of(name, [&](char c) { return isLetter(c) || (c >= '0' && c <= '9'); });
}

/// One policy being checked; expressions are compiled in the order in which they see each other.
class PolicyCheck {
public:
    PolicyCheck(const admission::ValidatingAdmissionPolicy& policy, FieldErrors& errors)
        : m_policy(policy), m_spec(policy.spec), m_errors(errors), m_scope(policy.spec.paramKind.has_value()) {}

    void run(bool withConditions) {
        if (m_spec.failurePolicy && *m_spec.failurePolicy != "Fail" && *m_spec.failurePolicy != "Ignore")
            add(field::notSupported(m_path.child("failurePolicy"), *m_spec.failurePolicy, {"Fail", "Ignore"}));
        if (m_spec.paramKind) checkParamKind(*m_spec.paramKind, m_path.child("paramKind"), m_errors);
        const Path match = m_path.child("matchConstraints");
        if (!m_spec.matchConstraints) {
            add(field::required(match, ""));
        } else {
            checkMatchResources(*m_spec.matchConstraints, match, m_errors);
            if (m_spec.matchConstraints->resourceRules.empty()) add(field::required(match.child("resourceRules"), ""));
        }
        if (withConditions)
            checkMatchConditions(m_spec.matchConditions, m_spec.paramKind.has_value(), m_path.child("matchConditions"),
                                 m_errors);
        for (std::size_t i = 0; i < m_spec.variables.size(); ++i)
            checkVariable(m_spec.variables[i], m_path.child("variables").index(i));
        checkExpressions();
    }

private:
    void add(FieldError error) { m_errors.push_back(std::move(error)); }

    void checkExpressions() {
        if (m_spec.validations.empty() && m_spec.auditAnnotations.empty()) {
            static constexpr const char* kEmpty = "validations or auditAnnotations must contain at least one item";
            add(field::required(m_path.child("validations"), kEmpty));
            return add(field::required(m_path.child("auditAnnotations"), kEmpty));
        }
        for (std::size_t i = 0; i < m_spec.validations.size(); ++i)
            checkValidation(m_spec.validations[i], m_path.child("validations").index(i));
        const Path annotations = m_path.child("auditAnnotations");
        if (m_spec.auditAnnotations.size() > kMaxAuditAnnotations)
            add(field::invalidRaw(
                annotations, "[]",
                "must not have more than " + std::to_string(kMaxAuditAnnotations) + " auditAnnotations"));
        std::set<std::string_view> keys;
        for (std::size_t i = 0; i < m_spec.auditAnnotations.size(); ++i) {
            checkAnnotation(m_spec.auditAnnotations[i], annotations.index(i));
            if (!keys.insert(m_spec.auditAnnotations[i].key).second)
                add(field::duplicate(annotations.index(i).child("key"), m_spec.auditAnnotations[i].key));
        }
    }

    void checkVariable(const admission::Variable& variable, const Path& path) {
        if (trimmed(variable.name).empty())
            add(field::required(path.child("name"), "name is not specified"));
        else if (!isIdentifier(variable.name))
            add(field::invalid(path.child("name"), variable.name, "name is not a valid CEL identifier"));
        const Path expression = path.child("expression");
        if (trimmed(variable.expression).empty())
            return add(field::required(expression, "expression is not specified"));
        if (auto program = m_scope.addVariable(variable.name, variable.expression); !program)
            add(field::invalid(expression, variable.expression, program.error()));
    }

    void checkValidation(const admission::Validation& validation, const Path& path) {
        const Path expression = path.child("expression"), message = path.child("message"),
                   messageExpression = path.child("messageExpression");
        if (trimmed(validation.expression).empty())
            add(field::required(expression, "expression is not specified"));
        else if (auto program = m_scope.compile(validation.expression, {cel::TypeKind::Bool}); !program)
            add(field::invalid(expression, validation.expression, program.error()));
        if (!validation.messageExpression.empty()) {
            if (trimmed(validation.messageExpression).empty())
                add(field::invalid(messageExpression, validation.messageExpression, "must be non-empty if specified"));
            else if (auto program = m_scope.compileMessage(validation.messageExpression); !program)
                add(field::invalid(messageExpression, validation.messageExpression, program.error()));
        }
        const std::string_view text = trimmed(validation.message);
        if (!validation.message.empty() && text.empty())
            add(field::invalid(message, validation.message, "message must be non-empty if specified"));
        else if (text.find_first_of("\n\r") != std::string_view::npos)
            add(field::invalid(message, validation.message, "message must not contain line breaks"));
        static const std::vector<std::string_view> kReasons{"Forbidden", "Invalid", "RequestEntityTooLarge",
                                                            "Unauthorized"};
        if (validation.reason && !std::ranges::contains(kReasons, *validation.reason))
            add(field::notSupported(path.child("reason"), *validation.reason, kReasons));
    }

    void checkAnnotation(const admission::AuditAnnotation& annotation, const Path& path) {
        const std::string& name = m_policy.metadata.name;
        if (name.empty())
            add(field::invalid(path.child("key"), annotation.key, "requires metadata.name be non-empty"));
        else
            addInvalid(m_errors, path.child("key"), name + "/" + annotation.key,
                       checkQualifiedName(name + "/" + annotation.key));
        const Path value = path.child("valueExpression");
        const std::string_view expression = trimmed(annotation.valueExpression);
        if (expression.empty()) return add(field::required(value, "valueExpression is not specified"));
        if (expression.size() > kMaxAnnotationExpression)
            return add(field::required(
                value, "must not exceed " + std::to_string(kMaxAnnotationExpression) + " bytes in length"));
        if (auto program = m_scope.compile(expression, {cel::TypeKind::String, cel::TypeKind::Null}); !program)
            add(field::invalid(value, annotation.valueExpression, program.error()));
    }

    static constexpr std::size_t kMaxAuditAnnotations = 20, kMaxAnnotationExpression = 5 * 1024;

    const admission::ValidatingAdmissionPolicy& m_policy;
    const admission::ValidatingAdmissionPolicySpec& m_spec;
    FieldErrors& m_errors;
    const Path m_path = Path("spec");
    expressions::AdmissionScope m_scope;
};

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
        PolicyCheck(policy, errors).run(true);
    }
    /// A status is written by the server; the specification stays.
    void checkUpdate(const admission::ValidatingAdmissionPolicy& policy,
                     const admission::ValidatingAdmissionPolicy& old, FieldErrors& errors) const override {
        const bool sameKind =
            policy.spec.paramKind.has_value() == old.spec.paramKind.has_value() &&
            (!policy.spec.paramKind || schema::operator==(*policy.spec.paramKind, *old.spec.paramKind));
        const bool same =
            sameKind && std::ranges::equal(policy.spec.matchConditions, old.spec.matchConditions,
                                           [](const auto& a, const auto& b) { return schema::operator==(a, b); });
        PolicyCheck(policy, errors).run(!same);
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
        if (binding.spec.paramRef) checkParamRef(*binding.spec.paramRef, path.child("paramRef"), errors);
        // The path is upstream's, misspelt there.
        if (binding.spec.matchResources)
            checkMatchResources(*binding.spec.matchResources, path.child("matchResouces"), errors);
        checkActions(binding.spec.validationActions, path.child("validationActions"), errors);
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

const Rules& validatingAdmissionPolicy() {
    static const PolicyRules rules;
    return rules;
}

const Rules& validatingAdmissionPolicyBinding() {
    static const PolicyBindingRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
