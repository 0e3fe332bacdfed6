#include "engine/resources/validating/match_conditions.h"

#include "engine/resources/expressions/admission.h"
#include "engine/resources/validating/budget.h"

namespace armillary::resources::validating {

namespace {

/// Several failures as upstream's aggregate says them.
std::string aggregate(const std::vector<std::string>& failures) {
    if (failures.size() == 1) return failures.front();
    std::string text = "[";
    for (const std::string& failure : failures) text += (&failure == &failures.front() ? "" : ", ") + failure;
    return text + "]";
}

}  // namespace

struct MatchConditions::Scope {
    explicit Scope(bool hasParams) : scope(hasParams) {}
    expressions::AdmissionScope scope;
};

struct MatchConditions::Condition {
    std::string expression;
    std::expected<cel::Program, std::string> program;
};

MatchConditions::MatchConditions(const std::vector<admissionregistrationv1::MatchCondition>& conditions,
                                 bool hasParams) {
    if (conditions.empty()) return;
    auto scope = std::make_unique<Scope>(hasParams);
    for (const auto& condition : conditions)
        m_conditions.push_back(
            {condition.expression, scope->scope.compile(condition.expression, {cel::TypeKind::Bool})});
    m_scope = std::move(scope);
}

MatchConditions::MatchConditions(MatchConditions&&) noexcept = default;
MatchConditions::~MatchConditions() = default;

std::expected<bool, std::string> MatchConditions::match(const CallInput& input, const cel::Value& params) const {
    if (m_conditions.empty()) return true;
    cel::Activation activation(m_scope->scope.environment());
    input.fill(activation);
    activation.set("params", params);
    ExpressionBudget budget(kMatchConditionsBudget);
    std::vector<std::string> failures;
    for (const Condition& condition : m_conditions) {
        if (!condition.program) {
            failures.push_back("compilation error: " + condition.program.error());
            continue;
        }
        const auto value = budget.evaluate(*condition.program, condition.expression, activation);
        if (budget.exhausted()) return std::unexpected(value.error());
        if (!value)
            failures.push_back(value.error());
        else if (value->isFalse())
            return false;
    }
    if (failures.empty()) return true;
    return std::unexpected(aggregate(failures));
}

}  // namespace armillary::resources::validating
