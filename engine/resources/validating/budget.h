#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "engine/cel/program.h"

namespace armillary::resources::validating {

/// What all expressions of one policy, and all match conditions of one webhook, may cost together for one call.
/// Source: k8s.io/apiserver/pkg/apis/cel.
inline constexpr std::uint64_t kPolicyBudget = 10'000'000, kMatchConditionsBudget = 2'500'000;

/// Evaluates expressions until the budget is used up; then every further one fails.
class ExpressionBudget {
public:
    explicit ExpressionBudget(std::uint64_t remaining) : m_remaining(remaining) {}

    /// The value, or upstream's sentence: `expression 'E' resulted in error: …`.
    std::expected<cel::Value, std::string> evaluate(const cel::Program& program, std::string_view expression,
                                                    const cel::Activation& activation);
    /// Takes what was spent elsewhere (by variables).
    void spend(std::uint64_t cost);
    bool exhausted() const { return m_exhausted; }
    std::uint64_t remaining() const { return m_remaining; }

    static constexpr std::string_view kExhausted =
        "validation failed due to running out of cost budget, no further validation rules will be run";

private:
    std::uint64_t m_remaining;
    bool m_exhausted = false;
};

}  // namespace armillary::resources::validating
