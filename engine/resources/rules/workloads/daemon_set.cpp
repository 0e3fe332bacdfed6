#include <charconv>

#include "engine/resources/checks/quantities.h"
#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/pod/pod_spec.h"
#include "engine/resources/rules/pod/warnings.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/resources/rules/workloads/workload.h"
#include "engine/schema/api/appsv1.h"

namespace armillary::resources::rules {

namespace {

bool isZero(const schema::IntOrString& value) {
    return value.isString() ? percentOf(value) == 0 : *value.number == 0;
}

void checkRolling(const appsv1::RollingUpdateDaemonSet& rolling, const Path& path, FieldErrors& errors) {
    const schema::IntOrString unavailable = rolling.maxUnavailable.value_or(0), surge = rolling.maxSurge.value_or(0);
    checkIntOrPercent(unavailable, true, path.child("maxUnavailable"), errors);
    checkIntOrPercent(surge, true, path.child("maxSurge"), errors);
    if (!isZero(unavailable) && !isZero(surge))
        errors.push_back(field::invalidRaw(path.child("maxSurge"), goValue(surge),
                                           "may not be set when maxUnavailable is non-zero"));
    if (isZero(unavailable) && isZero(surge))
        errors.push_back(field::required(path.child("maxUnavailable"), "cannot be 0 when maxSurge is 0"));
}

/// How often the template has changed; a field of former versions, which lives on as an annotation.
constexpr std::string_view kTemplateGeneration = "deprecated.daemonset.template.generation";

std::int64_t templateGeneration(const appsv1::DaemonSet& set) {
    std::int64_t number = 0;
    if (const auto found = set.metadata.annotations.find(kTemplateGeneration); found != set.metadata.annotations.end())
        std::from_chars(found->second.data(), found->second.data() + found->second.size(), number);
    return number;
}

void setTemplateGeneration(appsv1::DaemonSet& set, std::int64_t number) {
    set.metadata.annotations[std::string(kTemplateGeneration)] = std::to_string(number);
}

void checkStrategy(const appsv1::DaemonSetUpdateStrategy& strategy, const Path& path, FieldErrors& errors) {
    if (strategy.type == appsv1::kOnDeleteDaemonSetStrategyType) return;
    if (strategy.type != appsv1::kRollingUpdateDaemonSetStrategyType) {
        FieldError unknown = field::notSupported(path, strategy.type, {"RollingUpdate", "OnDelete"});
        unknown.value = "apps.DaemonSetUpdateStrategy{Type:" + goQuoted(strategy.type) +
                        ", RollingUpdate:(*apps.RollingUpdateDaemonSet)(nil)}";
        return errors.push_back(std::move(unknown));
    }
    if (!strategy.rollingUpdate)
        errors.push_back(field::required(path.child("rollingUpdate"), ""));
    else
        checkRolling(*strategy.rollingUpdate, path.child("rollingUpdate"), errors);
}

class DaemonSetRules final : public RulesFor<appsv1::DaemonSet> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Desired", "integer", "", "How many nodes should run the pod.", 0},
            {"Current", "integer", "", "How many nodes that should run the pod do.", 0},
            {"Ready", "integer", "", "How many nodes that should run the pod have it ready.", 0},
            {"Up-to-date", "integer", "", "How many nodes run the pod of the current template.", 0},
            {"Available", "integer", "", "How many nodes have the pod ready for minReadySeconds.", 0},
            {"Node Selector", "string", "", "Labels that a node must have to get the pod.", 0},
            cells::kAge,
            cells::kContainers,
            cells::kImages,
            {"Selector", "string", "", "Which pods are counted: their labels match this.", 1},
        };
        return kColumns;
    }

protected:
    void defaults(appsv1::DaemonSet& set) const override {
        podspec::setDefaults(set.spec.template_.spec);
        auto& strategy = set.spec.updateStrategy;
        if (strategy.type.empty()) strategy.type = appsv1::kRollingUpdateDaemonSetStrategyType;
        if (strategy.type == appsv1::kRollingUpdateDaemonSetStrategyType) {
            auto& rolling = strategy.rollingUpdate.ensure();
            if (!rolling.maxUnavailable) rolling.maxUnavailable = 1;
            if (!rolling.maxSurge) rolling.maxSurge = 0;
        }
        if (!set.spec.revisionHistoryLimit) set.spec.revisionHistoryLimit = 10;
    }

    void beforeCreate(appsv1::DaemonSet& set) const override {
        RulesFor::beforeCreate(set);
        setTemplateGeneration(set, 1);
    }
    void beforeUpdate(appsv1::DaemonSet& set, const appsv1::DaemonSet& old) const override {
        RulesFor::beforeUpdate(set, old);
        const bool isChanged = !(set.spec.template_ == old.spec.template_);
        setTemplateGeneration(set, templateGeneration(old) + (isChanged ? 1 : 0));
    }

    void check(const appsv1::DaemonSet& set, FieldErrors& errors) const override {
        const Path path("spec");
        const auto& spec = set.spec;
        workload::checkSelector(spec.selector, "daemonset", path.child("selector"), errors);
        workload::checkTemplate(spec.template_, spec.selector, "DaemonSet", path.child("template"), errors);
        checkNotNegative(spec.minReadySeconds, path.child("minReadySeconds"), errors);
        checkStrategy(spec.updateStrategy, path.child("updateStrategy"), errors);
        if (spec.revisionHistoryLimit)
            checkNotNegative(*spec.revisionHistoryLimit, path.child("revisionHistoryLimit"), errors);
    }

    void checkUpdate(const appsv1::DaemonSet& set, const appsv1::DaemonSet& old, FieldErrors& errors) const override {
        check(set, errors);
        workload::checkSelectorUnchanged(set.spec.selector, old.spec.selector, errors);
    }

    void warn(const appsv1::DaemonSet& set, const appsv1::DaemonSet* old, Warnings& warnings) const override {
        podspec::warnOfTemplate(set, old, set.spec.template_, Path("spec.template"), warnings);
    }

    Cells row(const appsv1::DaemonSet& set, const Context& context) const override {
        const auto& pod = set.spec.template_.spec;
        return {cells::text(set.metadata.name),
                cells::number(set.status.desiredNumberScheduled),
                cells::number(set.status.currentNumberScheduled),
                cells::number(set.status.numberReady),
                cells::number(set.status.updatedNumberScheduled),
                cells::number(set.status.numberAvailable),
                cells::text(cells::labels(pod.nodeSelector)),
                cells::age(set.metadata, context),
                cells::text(cells::containerNames(pod.containers)),
                cells::text(cells::containerImages(pod.containers)),
                cells::text(cells::selector(set.spec.selector))};
    }
};

}  // namespace

const Rules& daemonSet() {
    static const DaemonSetRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
