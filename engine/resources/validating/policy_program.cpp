#include "engine/resources/validating/policy_program.h"

#include <algorithm>
#include <map>

#include "engine/cel/text.h"

namespace armillary::resources::validating {
namespace {

using cel::trimmed;
using cel::TypeKind;

/// Longest text that a messageExpression may make.
constexpr std::size_t kMaxMessageBytes = 5 * 1024;

}  // namespace

std::string denialText(const std::string& policy, const std::string& binding, const std::string& message) {
    std::string text = "ValidatingAdmissionPolicy '" + policy + "'";
    if (!binding.empty()) text += " with binding '" + binding + "'";
    return text + " denied request: " + message;
}

/// The variable `variables`: each member is evaluated when it is first read.
class PolicyProgram::Variables final : public cel::Map {
public:
    Variables(const std::vector<Variable>& variables, const cel::Activation& activation)
        : m_variables(variables), m_activation(activation) {}

    std::size_t size() const override { return m_variables.size(); }
    std::optional<cel::Value> find(const cel::Value& key) const override {
        const auto found = std::ranges::find(m_variables, key.text(), &Variable::name);
        if (found == m_variables.end()) return std::nullopt;
        return valueOf(*found);
    }
    void each(const std::function<bool(const cel::Value&, const cel::Value&)>& visit) const override {
        for (const Variable& variable : m_variables)
            if (!visit(cel::Value::borrowed(variable.name), valueOf(variable))) return;
    }
    /// What has been spent since the last call.
    std::uint64_t takeCost() const { return std::exchange(m_cost, 0); }

private:
    cel::Value valueOf(const Variable& variable) const {
        if (const auto known = m_values.find(variable.name); known != m_values.end()) return known->second;
        cel::Value value = compute(variable);
        m_values.emplace(variable.name, value);
        return value;
    }
    cel::Value compute(const Variable& variable) const {
        const std::string prefix = "composited variable \"" + variable.name + "\" fails to ";
        if (!variable.program) return cel::Value::error(prefix + "compile: " + variable.program.error());
        cel::Evaluation evaluation = variable.program->evaluate(m_activation);
        m_cost += evaluation.cost;
        if (!evaluation.value.isError()) return std::move(evaluation.value);
        return cel::Value::error(prefix + "evaluate: " + std::string(evaluation.value.text()));
    }

    const std::vector<Variable>& m_variables;
    const cel::Activation& m_activation;
    mutable std::map<std::string, cel::Value, std::less<>> m_values;
    mutable std::uint64_t m_cost = 0;
};

/// One call being judged.
struct PolicyProgram::Run {
    Run(const PolicyProgram& program, const CallInput& input, const cel::Value& params)
        : activation(program.m_scope.environment()),
          messageActivation(program.m_scope.messageEnvironment()),
          variables(program.m_variables, activation) {
        // The map lives as long as the activations do: nobody owns it.
        const cel::Value map(cel::MapRef(std::shared_ptr<void>(), &variables));
        for (cel::Activation* one : {&activation, &messageActivation}) {
            input.fill(*one);
            one->set("params", params);
            one->set("variables", map);
        }
    }

    std::expected<cel::Value, std::string> evaluate(const Compiled& program, std::string_view expression,
                                                    const cel::Activation& with) {
        if (!program) return std::unexpected("compilation error: " + program.error());
        auto value = budget.evaluate(*program, expression, with);
        budget.spend(variables.takeCost());
        if (budget.exhausted()) return std::unexpected(std::string(ExpressionBudget::kExhausted));
        return value;
    }

    cel::Activation activation, messageActivation;
    Variables variables;
    ExpressionBudget budget{kPolicyBudget};
};

PolicyProgram::PolicyProgram(ObjectRef policy)
    : m_object(std::move(policy)),
      m_spec(m_object->as<admissionregistrationv1::ValidatingAdmissionPolicy>()),
      m_scope(m_spec.spec.paramKind.has_value()),
      m_conditions(m_spec.spec.matchConditions, m_spec.spec.paramKind.has_value()) {
    for (const auto& variable : m_spec.spec.variables)
        m_variables.push_back(
            {variable.name, variable.expression, m_scope.addVariable(variable.name, variable.expression)});
    for (const auto& validation : m_spec.spec.validations) {
        std::optional<Compiled> message;
        if (!trimmed(validation.messageExpression).empty())
            message = m_scope.compileMessage(validation.messageExpression);
        m_validations.push_back(
            {validation, m_scope.compile(validation.expression, {TypeKind::Bool}), std::move(message)});
    }
    for (const auto& annotation : m_spec.spec.auditAnnotations) {
        const std::string expression(trimmed(annotation.valueExpression));
        m_annotations.push_back(
            {annotation, expression, m_scope.compile(expression, {TypeKind::String, TypeKind::Null})});
    }
}

PolicyProgram::Outcome PolicyProgram::evaluate(const CallInput& input, const cel::Value& params) const {
    Outcome outcome;
    const auto matches = m_conditions.match(input, params);
    if (!matches && !ignoresFailure()) outcome.findings.push_back({matches.error(), {}});
    if (!matches || !*matches) return outcome;
    Run run(*this, input, params);
    validate(run, outcome);
    annotate(run, outcome);
    return outcome;
}

void PolicyProgram::validate(Run& run, Outcome& outcome) const {
    const auto fail = [&](std::string message) {
        if (!ignoresFailure()) outcome.findings.push_back({std::move(message), {}});
    };
    for (const Validation& validation : m_validations) {
        const auto value = run.evaluate(validation.program, validation.source.expression, run.activation);
        if (run.budget.exhausted()) {
            outcome.findings.clear();
            return fail(std::string(ExpressionBudget::kExhausted));
        }
        if (!value) {
            fail(value.error());
        } else if (!value->isTrue()) {
            std::string message = messageOf(validation, run);
            if (run.budget.exhausted()) {
                fail("failed messageExpression: " + std::string(ExpressionBudget::kExhausted));
                continue;
            }
            outcome.findings.push_back({std::move(message), validation.source.reason.value_or("")});
        }
    }
}

std::string PolicyProgram::messageOf(const Validation& validation, Run& run) const {
    if (validation.message) {
        const auto value =
            run.evaluate(*validation.message, validation.source.messageExpression, run.messageActivation);
        if (value && value->is<cel::Text>()) {
            const std::string_view text = trimmed(value->text());
            if (!text.empty() && text.size() <= kMaxMessageBytes && !text.contains('\n')) return std::string(text);
        }
    }
    if (const auto text = trimmed(validation.source.message); !text.empty()) return std::string(text);
    return "failed expression: " + std::string(trimmed(validation.source.expression));
}

/// There is no audit log that values could go to; what upstream refuses because of them is refused.
void PolicyProgram::annotate(Run& run, Outcome& outcome) const {
    for (const Annotation& annotation : m_annotations) {
        const auto value = run.evaluate(annotation.program, annotation.expression, run.activation);
        if (!value && !ignoresFailure()) outcome.annotationErrors.push_back(value.error());
        if (run.budget.exhausted()) return;
    }
}

}  // namespace armillary::resources::validating
