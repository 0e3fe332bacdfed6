#include "engine/resources/validating/budget.h"

#include <algorithm>

namespace armillary::resources::validating {

std::expected<cel::Value, std::string> ExpressionBudget::evaluate(const cel::Program& program,
                                                                  std::string_view expression,
                                                                  const cel::Activation& activation) {
    if (m_exhausted) return std::unexpected(std::string(kExhausted));
    cel::Evaluation evaluation = program.evaluate(activation);
    spend(evaluation.cost);
    if (m_exhausted) return std::unexpected(std::string(kExhausted));
    if (evaluation.value.isError())
        return std::unexpected("expression '" + std::string(expression) +
                               "' resulted in error: " + std::string(evaluation.value.text()));
    return std::move(evaluation.value);
}

void ExpressionBudget::spend(std::uint64_t cost) {
    if (cost > m_remaining) m_exhausted = true;
    m_remaining -= std::min(cost, m_remaining);
}

}  // namespace armillary::resources::validating
