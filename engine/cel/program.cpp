#include "engine/cel/program.h"

#include <algorithm>

#include "engine/cel/ast.h"
#include "engine/cel/checker.h"
#include "engine/cel/evaluator.h"
#include "engine/cel/parser.h"

namespace armillary::cel {
namespace {

void collectVariables(const Expr& expression, const Environment& environment, std::vector<std::string>& names) {
    const auto slot = static_cast<std::size_t>(expression.slot);
    const bool isName = expression.kind == ExprKind::Ident || expression.kind == ExprKind::Select;
    if (isName && expression.slot >= 0 && slot < environment.variables().size()) {
        const std::string& name = environment.variables()[slot].name;
        if (!std::ranges::contains(names, name)) names.push_back(name);
    }
    for (const ExprPtr& arg : expression.args) collectVariables(*arg, environment, names);
}

}  // namespace

Activation::Activation(const Environment& environment) : m_environment(environment) {
    for (const Environment::Variable& variable : environment.variables())
        m_values.push_back(Value::error("no such attribute(s): " + variable.name));
}

void Activation::set(std::string_view name, Value value) {
    if (const auto place = m_environment.find(name)) m_values[*place] = std::move(value);
}

Program::Program() = default;
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;
Program::~Program() = default;

std::expected<Program, std::string> Program::compile(std::string_view source, const Environment& environment) {
    Issues issues(source);
    ExprPtr expression = parse(source, issues);
    if (!expression) return std::unexpected(issues.text());
    const Checked checked = check(*expression, environment, issues);
    if (!issues.empty()) return std::unexpected(issues.text());
    Program program;
    collectVariables(*expression, environment, program.m_variables);
    program.m_expression = std::move(expression);
    program.m_type = checked.type;
    program.m_slots = checked.slots;
    return program;
}

bool Program::reads(std::string_view variable) const {
    return std::ranges::contains(m_variables, variable);
}

std::uint64_t Program::maxCost(const SizeSource& sizes) const {
    return estimateCost(*m_expression, sizes);
}

Evaluation Program::evaluate(const Activation& activation, std::uint64_t limit) const {
    std::vector<Value> slots = activation.values();
    slots.resize(std::max(slots.size(), m_slots));
    return Evaluator(std::move(slots), limit).run(*m_expression);
}

}  // namespace armillary::cel
