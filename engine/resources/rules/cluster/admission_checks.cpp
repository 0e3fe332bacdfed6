#include "engine/resources/rules/cluster/admission_checks.h"

#include <algorithm>
#include <set>

#include "engine/cel/text.h"
#include "engine/resources/expressions/admission.h"
#include "engine/resources/rules/cells.h"

namespace armillary::resources::rules {

namespace {

namespace admission = admissionregistrationv1;

constexpr std::size_t kMaxMatchConditions = 64;

void checkMatchCondition(const admission::MatchCondition& condition, const expressions::AdmissionScope& scope,
                         const Path& path, FieldErrors& errors) {
    const std::string expression(cel::trimmed(condition.expression));
    const Path at = path.child("expression");
    if (expression.empty()) {
        errors.push_back(field::required(at, ""));
    } else if (const auto program = scope.compile(expression, {cel::TypeKind::Bool}); !program) {
        errors.push_back(field::invalid(at, expression, program.error()));
    }
    if (condition.name.empty())
        errors.push_back(field::required(path.child("name"), ""));
    else
        addInvalid(errors, path.child("name"), condition.name, checkQualifiedName(condition.name));
}

}  // namespace

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

void setRuleDefaults(admission::RuleWithOperations& rule) {
    if (!rule.scope) rule.scope = admission::kAllScopes;
}

void checkMatchConditions(const std::vector<admission::MatchCondition>& conditions, bool hasParams, const Path& path,
                          FieldErrors& errors) {
    if (conditions.size() > kMaxMatchConditions)
        errors.push_back(field::tooMany(path, conditions.size(), kMaxMatchConditions));
    if (conditions.empty()) return;
    const expressions::AdmissionScope scope(hasParams);
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        checkMatchCondition(conditions[i], scope, path.index(i), errors);
        const std::string& name = conditions[i].name;
        if (!name.empty() && !names.insert(name).second)
            errors.push_back(field::duplicate(path.index(i).child("name"), name));
    }
}

}  // namespace armillary::resources::rules
