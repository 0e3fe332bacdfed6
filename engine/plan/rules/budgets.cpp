#include <algorithm>
#include <charconv>
#include <format>

#include "engine/plan/rules/rules.h"
#include "engine/plan/wanted.h"
#include "engine/plan/wording.h"
#include "engine/schema/api/policyv1.h"
#include "engine/schema/selector.h"

/// Whether nodes can still be emptied.
namespace armillary::plan::rules {

namespace {

/// A number, or a share of the pods rounded up. Source: upstream's GetScaledValueFromIntOrPercent.
std::optional<std::int64_t> shareOf(const schema::IntOrString& value, std::int64_t pods) {
    if (value.number) return *value.number;
    std::int64_t percent = 0;
    const char* end = value.text.data() + value.text.size();
    const auto [stop, error] = std::from_chars(value.text.data(), end, percent);
    if (error != std::errc() || stop + 1 != end || *stop != '%' || percent < 0 || percent > 100) return std::nullopt;
    return (percent * pods + 99) / 100;
}

/// How many of so many pods may be away.
std::optional<std::int64_t> maySpare(const policyv1::PodDisruptionBudgetSpec& spec, std::int64_t pods) {
    if (spec.maxUnavailable) return shareOf(*spec.maxUnavailable, pods);
    if (!spec.minAvailable) return std::nullopt;
    const auto stay = shareOf(*spec.minAvailable, pods);
    return stay ? std::optional(pods - *stay) : std::nullopt;
}

bool isAbout(const policyv1::PodDisruptionBudget& budget, const ObjectRef& workload) {
    const auto labels = relations::podLabels(workload);
    if (!labels || !budget.spec.selector) return false;
    const auto selector = LabelSelector::from(*budget.spec.selector);
    return selector && selector->matches(*labels);
}

/// Whether it runs already, and stays as it is: what comes along is held against each other by those who read it.
bool runs(const ObjectRef& object, const Change& change) {
    return change.was.find(relations::kindOf(*object), object->namespace_(), object->name()) == object;
}

void ofWorkload(const Change& change, Obstacles& out) {
    const std::int64_t pods = replicasOf(change.after);
    if (pods <= 0 || change.is("", "Pod") || !podsOf(change.after)) return;
    std::vector<std::string> names;
    bool all = true;
    for (const ObjectRef& object : change.around.list({"policy", "PodDisruptionBudget"}, change.namespace_())) {
        const auto* budget = typed<policyv1::PodDisruptionBudget>(object);
        if (!budget || !isAbout(*budget, change.after)) continue;
        names.push_back(object->name());
        if (!runs(object, change)) continue;
        all = false;
        if (const auto spare = maySpare(budget->spec, pods); spare && *spare <= 0)
            out.push_back({obstacle::kNoEviction,
                           std::format("PodDisruptionBudget {} lets none of its {} be evicted: no drain of their nodes "
                                       "ends.",
                                       object->name(), counted(pods, "pod")),
                           "spec.replicas"});
    }
    if (names.size() > 1 && !all)
        out.push_back({obstacle::kNoEviction,
                       std::format("PodDisruptionBudgets {} are about the same pods, which the server evicts none of "
                                   "then: no drain of their nodes ends.",
                                   listed(names)),
                       "metadata.name"});
}

void ofBudget(const Change& change, const policyv1::PodDisruptionBudget& budget, Obstacles& out) {
    for (const ObjectRef& workload : workloadsIn(change.world, change.namespace_())) {
        const std::int64_t pods = replicasOf(workload);
        if (pods <= 0 || !isAbout(budget, workload) || !runs(workload, change)) continue;
        const auto spare = maySpare(budget.spec, pods);
        if (!spare || *spare > 0) continue;
        out.push_back({obstacle::kNoEviction,
                       std::format("It lets none of the {} of {} be evicted: no drain of their nodes ends.",
                                   counted(pods, "pod"), titleOf(*workload)),
                       budget.spec.minAvailable ? "spec.minAvailable" : "spec.maxUnavailable"});
    }
}

}  // namespace

void budgets(const Change& change, Obstacles& out) {
    if (change.isRemoved()) return;
    if (const auto* budget = typed<policyv1::PodDisruptionBudget>(change.after)) {
        if (change.isMade() || !change.changedAt("spec").empty()) ofBudget(change, *budget, out);
        return;
    }
    if (newlyWanted(change)) ofWorkload(change, out);
}

}  // namespace armillary::plan::rules
