#include "engine/plan/impact.h"

#include <algorithm>
#include <array>

#include "engine/plan/rules/rules.h"

namespace armillary::plan {

namespace {

constexpr auto kRules = std::to_array<void (*)(const Change&, Impacts&)>(
    {rules::immutableFields, rules::removedApis, rules::inTheWay, rules::removal, rules::rollouts, rules::services,
     rules::routes, rules::networkPolicies, rules::membership, rules::access, rules::configuration, rules::sizes,
     rules::images});

/// The gravest first.
constexpr auto kGravity = std::to_array<std::string_view>(
    {impact::kImmutable, impact::kRemovedApi, impact::kAdmission, impact::kQuota, impact::kUnschedulable,
     impact::kPrune, impact::kRecreate, impact::kTraffic, impact::kRbac, impact::kRestart, impact::kRollout,
     impact::kScale, impact::kDrain, impact::kSecret, impact::kImage, impact::kNone});

}  // namespace

int gravityOf(std::string_view id) {
    return static_cast<int>(std::ranges::find(kGravity, id) - kGravity.begin());
}

std::vector<Impact> impactOf(const ObjectRef& before, const ObjectRef& after, const relations::World& world) {
    return impactOf(before, after, world, world);
}

std::vector<Impact> impactOf(const ObjectRef& before, const ObjectRef& after, const relations::World& world,
                             const relations::World& planned) {
    Surroundings around(world, planned);
    return impactOf(before, after, around);
}

std::vector<Impact> impactOf(const ObjectRef& before, const ObjectRef& after, Surroundings& around) {
    if (!before && !after) return {{impact::kNone, "Nothing changes."}};
    const Change change = changeBetween(before, after, around);
    Impacts found;
    for (const auto rule : kRules) rule(change, found);
    std::ranges::stable_sort(found, {}, [](const Impact& each) { return gravityOf(each.id); });
    // What is said of nothing counts where nothing else is said.
    if (!found.empty() && found.front().id != impact::kNone)
        std::erase_if(found, [](const Impact& each) { return each.id == impact::kNone; });
    if (found.empty()) found.push_back({impact::kNone, "Nothing that runs notices."});
    return found;
}

}  // namespace armillary::plan
