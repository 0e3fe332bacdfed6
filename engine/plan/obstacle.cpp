#include "engine/plan/obstacle.h"

#include <array>

#include "engine/plan/rules/rules.h"

namespace armillary::plan {

std::optional<std::vector<Obstacle>> obstaclesOf(const ObjectRef& before, const ObjectRef& after,
                                                 Surroundings& around) {
    constexpr auto kRules = std::to_array<void (*)(const Change&, Obstacles&)>(
        {rules::fixedFields, rules::versions, rules::definitions, rules::podSecurity, rules::admissionPolicies,
         rules::limitRanges, rules::quotas, rules::placement, rules::budgets});
    if (!before && !after) return std::nullopt;
    const Change change = changeBetween(before, after, around);
    if (!change.isMade() && !change.isRemoved() && change.differences.empty()) return std::nullopt;
    Obstacles found;
    for (const auto rule : kRules) rule(change, found);
    return found;
}

}  // namespace armillary::plan
