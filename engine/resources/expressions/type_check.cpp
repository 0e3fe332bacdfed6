#include "engine/resources/expressions/type_check.h"

#include <algorithm>

#include "engine/cel/object_types.h"
#include "engine/resources/expressions/admission.h"
#include "engine/resources/resource.h"

namespace armillary::resources::expressions {

namespace {

namespace registration = admissionregistrationv1;

constexpr std::size_t kMaxTypes = 10;

std::vector<std::string> sorted(std::vector<std::string> list) {
    std::ranges::sort(list);
    return list;
}

bool hasWildcard(const std::vector<std::string>& list) {
    return std::ranges::any_of(list, [](const std::string& one) { return one.contains('*'); });
}

/// The rows that one rule names.
void addRows(const registration::NamedRuleWithOperations& rule, std::vector<const Resource*>& rows) {
    if (hasWildcard(rule.apiGroups) || hasWildcard(rule.apiVersions)) return;
    std::size_t count = 0;
    for (const std::string& group : sorted(rule.apiGroups))
        for (const std::string& version : sorted(rule.apiVersions))
            for (const std::string& plural : sorted(rule.resources)) {
                if (plural.contains('*') || plural.contains('/') || count == kMaxTypes) continue;
                const Resource* row = Table::builtIn().find(group, version, plural);
                if (!row) continue;
                ++count;
                if (!std::ranges::contains(rows, row)) rows.push_back(row);
            }
}

/// "apps/v1, Kind=Deployment"
std::string kindText(const Resource& row) {
    return (row.group.empty() ? "/" + row.version : row.group + "/" + row.version) + ", Kind=" + row.kind;
}

cel::Type paramsType(const registration::ValidatingAdmissionPolicySpec& spec) {
    if (!spec.paramKind) return {};
    const auto slash = spec.paramKind->apiVersion.find('/');
    const std::string group = slash == std::string::npos ? std::string() : spec.paramKind->apiVersion.substr(0, slash);
    const std::string version = spec.paramKind->apiVersion.substr(slash == std::string::npos ? 0 : slash + 1);
    const Resource* row = Table::builtIn().findKind(group, version, spec.paramKind->kind);
    return row ? cel::typeOf(*row->type) : cel::Type();
}

}  // namespace

std::vector<registration::ExpressionWarning> typeCheck(const registration::ValidatingAdmissionPolicy& policy) {
    std::vector<registration::ExpressionWarning> warnings;
    std::vector<const Resource*> rows;
    if (policy.spec.matchConstraints)
        for (const auto& rule : policy.spec.matchConstraints->resourceRules) addRows(rule, rows);
    std::ranges::sort(rows, {}, [](const Resource* row) { return std::tie(row->group, row->version, row->kind); });
    const auto check = [&](const std::string& expression, const std::string& fieldRef) {
        std::string text;
        for (const Resource* row : rows) {
            AdmissionScope scope(policy.spec.paramKind.has_value(), cel::typeOf(*row->type), paramsType(policy.spec));
            for (const auto& variable : policy.spec.variables)
                static_cast<void>(scope.addVariable(variable.name, variable.expression));
            if (const auto program = scope.compile(expression, {}); !program)
                text += (text.empty() ? "" : "\n") + kindText(*row) + ": " + program.error() + "\n";
        }
        if (text.empty()) return;
        registration::ExpressionWarning warning;
        warning.fieldRef = fieldRef;
        warning.warning = text;
        warnings.push_back(std::move(warning));
    };
    for (std::size_t i = 0; i < policy.spec.validations.size(); ++i) {
        const auto& validation = policy.spec.validations[i];
        const std::string path = "spec.validations[" + std::to_string(i) + "]";
        check(validation.expression, path + ".expression");
        if (!validation.messageExpression.empty()) check(validation.messageExpression, path + ".messageExpression");
    }
    return warnings;
}

}  // namespace armillary::resources::expressions
