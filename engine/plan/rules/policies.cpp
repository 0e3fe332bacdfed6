#include "engine/plan/policies.h"
#include "engine/plan/rules/rules.h"
#include "engine/plan/wanted.h"

namespace armillary::plan::rules {

void admissionPolicies(const Change& change, Obstacles& out) {
    if (change.isRemoved()) return;
    const Policies& policies = change.around.policies();
    if (policies.empty()) return;
    for (auto& verdict : policies.judge(change.before, change.after))
        out.push_back({obstacle::kPolicy, std::move(verdict.text), {}, verdict.denies});
    const auto wanted = newlyWanted(change);
    if (!wanted || wanted->itself) return;
    for (const auto& verdict : policies.judge(nullptr, wanted->object()))
        if (verdict.denies) out.push_back({obstacle::kPolicy, wanted->refusal(verdict.text), wanted->at({}), false});
}

}  // namespace armillary::plan::rules
