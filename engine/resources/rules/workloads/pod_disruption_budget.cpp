#include "engine/resources/checks/quantities.h"
#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/api/policyv1.h"
#include "engine/schema/json_codec.h"

namespace armillary::resources::rules {

namespace {

class PodDisruptionBudgetRules final : public RulesFor<policyv1::PodDisruptionBudget> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Min Available", "string", "", "The minimum number of pods that must be available.", 0},
            {"Max Unavailable", "string", "", "The maximum number of pods that may be unavailable.", 0},
            {"Allowed Disruptions", "integer", "", "Calculated number of pods that may be disrupted at this time.", 0},
            cells::kAge,
        };
        return kColumns;
    }

protected:
    void check(const policyv1::PodDisruptionBudget& budget, FieldErrors& errors) const override {
        const Path path("spec");
        const auto& spec = budget.spec;
        if (spec.minAvailable && spec.maxUnavailable)
            errors.push_back(
                field::invalidRaw(path, schema::toJson(spec), "minAvailable and maxUnavailable cannot be both set"));
        if (spec.minAvailable) checkIntOrPercent(*spec.minAvailable, true, path.child("minAvailable"), errors);
        if (spec.maxUnavailable) checkIntOrPercent(*spec.maxUnavailable, true, path.child("maxUnavailable"), errors);
        if (spec.selector) checkSelector(*spec.selector, path.child("selector"), errors);
        if (spec.unhealthyPodEvictionPolicy && *spec.unhealthyPodEvictionPolicy != policyv1::kIfHealthyBudget &&
            *spec.unhealthyPodEvictionPolicy != policyv1::kAlwaysAllow)
            errors.push_back(field::notSupported(path.child("unhealthyPodEvictionPolicy"),
                                                 *spec.unhealthyPodEvictionPolicy, {"AlwaysAllow", "IfHealthyBudget"}));
    }

    void checkStatusUpdate(const policyv1::PodDisruptionBudget& budget, const policyv1::PodDisruptionBudget&,
                           FieldErrors& errors) const override {
        const Path path("status");
        checkConditions(budget.status.conditions, path.child("conditions"), errors);
        checkNotNegative(budget.status.disruptionsAllowed, path.child("disruptionsAllowed"), errors);
        checkNotNegative(budget.status.currentHealthy, path.child("currentHealthy"), errors);
        checkNotNegative(budget.status.desiredHealthy, path.child("desiredHealthy"), errors);
        checkNotNegative(budget.status.expectedPods, path.child("expectedPods"), errors);
    }

    Cells row(const policyv1::PodDisruptionBudget& budget, const Context& context) const override {
        const auto shown = [](const std::optional<schema::IntOrString>& value) {
            return cells::text(value ? value->toString() : "N/A");
        };
        return {cells::text(budget.metadata.name), shown(budget.spec.minAvailable), shown(budget.spec.maxUnavailable),
                cells::number(budget.status.disruptionsAllowed), cells::age(budget.metadata, context)};
    }
};

}  // namespace

const Rules& podDisruptionBudget() {
    static const PodDisruptionBudgetRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
