#include <algorithm>

#include "engine/plan/rules/rules.h"

namespace armillary::plan::rules {

namespace {

struct Meaning {
    std::string_view obstacle, impact;
};
constexpr Meaning kMeanings[] = {
    {obstacle::kNotServed, impact::kRemovedApi}, {obstacle::kPodSecurity, impact::kAdmission},
    {obstacle::kPolicy, impact::kAdmission},     {obstacle::kLimitRange, impact::kAdmission},
    {obstacle::kDefinition, impact::kAdmission}, {obstacle::kQuota, impact::kQuota},
    {obstacle::kNoNode, impact::kUnschedulable}, {obstacle::kNoEviction, impact::kDrain},
};

}  // namespace

void inTheWay(const Change& change, Impacts& out) {
    Obstacles found;
    for (const auto rule :
         {versions, definitions, podSecurity, admissionPolicies, limitRanges, quotas, placement, budgets})
        rule(change, found);
    for (Obstacle& each : found)
        out.push_back({std::ranges::find(kMeanings, each.id, &Meaning::obstacle)->impact, std::move(each.message)});
}

}  // namespace armillary::plan::rules
