#include <algorithm>

#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/resources/rules/workloads/hpa.h"
#include "engine/schema/api/autoscalingv1.h"

namespace armillary::resources::rules {

namespace {

constexpr Column kColumns[] = {
    cells::kName,
    {"Reference", "string", "", "What is scaled.", 0},
    {"Targets", "string", "", "The metrics and what they should be.", 0},
    {"MinPods", "string", "", "The smallest number of replicas that may be asked for.", 0},
    {"MaxPods", "string", "", "The largest number of replicas that may be asked for.", 0},
    {"Replicas", "string", "", "The number of replicas when last seen.", 0},
    cells::kAge,
};
constexpr std::string_view kUnknown = "<unknown>";

using Target = autoscalingv2::MetricTarget;
using Current = autoscalingv2::MetricValueStatus;

std::string percent(std::int32_t value) {
    return std::to_string(value) + "%";
}

/// "10%/80%", "200m/1 (avg)", with "<unknown>" for what has not been measured.
std::string ratio(const Target& target, const Current* current) {
    if (target.averageUtilization)
        return (current && current->averageUtilization ? percent(*current->averageUtilization)
                                                       : std::string(kUnknown)) +
               "/" + percent(*target.averageUtilization);
    if (target.averageValue)
        return (current && current->averageValue ? std::string(current->averageValue->text()) : std::string(kUnknown)) +
               "/" + std::string(target.averageValue->text());
    const std::string wanted = target.value ? std::string(target.value->text()) : "<auto>";
    return (current && current->value ? std::string(current->value->text()) : std::string(kUnknown)) + "/" + wanted;
}

std::string describe(const autoscalingv2::MetricSpec& spec, const autoscalingv2::MetricStatus* status) {
    if (spec.resource)
        return spec.resource->name + ": " +
               ratio(spec.resource->target, status && status->resource ? &status->resource->current : nullptr);
    if (spec.containerResource)
        return spec.containerResource->name + ": " +
               ratio(spec.containerResource->target,
                     status && status->containerResource ? &status->containerResource->current : nullptr);
    if (spec.pods) return ratio(spec.pods->target, status && status->pods ? &status->pods->current : nullptr);
    const auto averaged = [](std::string text, const Target& target) {
        return target.averageValue ? text + " (avg)" : text;
    };
    if (spec.object)
        return averaged(ratio(spec.object->target, status && status->object ? &status->object->current : nullptr),
                        spec.object->target);
    if (spec.external)
        return averaged(ratio(spec.external->target, status && status->external ? &status->external->current : nullptr),
                        spec.external->target);
    return "<unknown type>";
}

std::string targets(const autoscalingv2::HorizontalPodAutoscaler& hpa) {
    constexpr std::size_t kShown = 2;
    const auto& metrics = hpa.spec.metrics;
    if (metrics.empty()) return "<none>";
    std::string out;
    for (std::size_t i = 0; i < std::min(metrics.size(), kShown); ++i) {
        const auto* status = i < hpa.status.currentMetrics.size() ? &hpa.status.currentMetrics[i] : nullptr;
        out += (i ? ", " : "") + describe(metrics[i], status);
    }
    if (metrics.size() > kShown) out += " + " + std::to_string(metrics.size() - kShown) + " more...";
    return out;
}

void addPolicy(autoscalingv2::HPAScalingRules& rules, std::string_view type, std::int32_t value) {
    auto& policy = rules.policies.emplace_back();
    policy.type = type;
    policy.value = value;
    policy.periodSeconds = 15;
}

void setBehaviorDefaults(autoscalingv2::HorizontalPodAutoscalerBehavior& behavior) {
    auto& up = behavior.scaleUp.ensure();
    if (!up.stabilizationWindowSeconds) up.stabilizationWindowSeconds = 0;
    if (!up.selectPolicy) up.selectPolicy = autoscalingv2::kMaxChangePolicySelect;
    if (up.policies.empty())
        addPolicy(up, autoscalingv2::kPodsScalingPolicy, 4), addPolicy(up, autoscalingv2::kPercentScalingPolicy, 100);
    auto& down = behavior.scaleDown.ensure();
    if (!down.selectPolicy) down.selectPolicy = autoscalingv2::kMaxChangePolicySelect;
    if (down.policies.empty()) addPolicy(down, autoscalingv2::kPercentScalingPolicy, 100);
}

class HpaRules final : public RulesFor<autoscalingv2::HorizontalPodAutoscaler> {
public:
    std::span<const Column> columns() const override { return kColumns; }

protected:
    void defaults(autoscalingv2::HorizontalPodAutoscaler& hpa) const override {
        if (!hpa.spec.minReplicas) hpa.spec.minReplicas = 1;
        if (hpa.spec.metrics.empty()) {
            auto& metric = hpa.spec.metrics.emplace_back();
            metric.type = autoscalingv2::kResourceMetricSourceType;
            auto& resource = metric.resource.emplace();
            resource.name = "cpu";
            resource.target.type = autoscalingv2::kUtilizationMetricType;
            resource.target.averageUtilization = 80;
        }
        if (hpa.spec.behavior) setBehaviorDefaults(*hpa.spec.behavior);
    }

    void check(const autoscalingv2::HorizontalPodAutoscaler& hpa, FieldErrors& errors) const override {
        resources::hpa::check(hpa.spec, errors);
    }
    void checkStatusUpdate(const autoscalingv2::HorizontalPodAutoscaler& hpa,
                           const autoscalingv2::HorizontalPodAutoscaler&, FieldErrors& errors) const override {
        const Path path("status");
        checkNotNegative(hpa.status.currentReplicas, path.child("currentReplicas"), errors);
        checkNotNegative(hpa.status.desiredReplicas, path.child("desiredReplicas"), errors);
    }

    Cells row(const autoscalingv2::HorizontalPodAutoscaler& hpa, const Context& context) const override {
        const auto& spec = hpa.spec;
        return {cells::text(hpa.metadata.name),
                cells::text(spec.scaleTargetRef.kind + "/" + spec.scaleTargetRef.name),
                cells::text(targets(hpa)),
                cells::text(spec.minReplicas ? std::to_string(*spec.minReplicas) : "<unset>"),
                cells::number(spec.maxReplicas),
                cells::number(hpa.status.currentReplicas),
                cells::age(hpa.metadata, context)};
    }
};

/// The older version: what it says is checked and shown as the newer one.
class HpaV1Rules final : public RulesFor<autoscalingv1::HorizontalPodAutoscaler> {
public:
    std::span<const Column> columns() const override { return kColumns; }

protected:
    void defaults(autoscalingv1::HorizontalPodAutoscaler& hpa) const override {
        if (!hpa.spec.minReplicas) hpa.spec.minReplicas = 1;
    }
    void check(const autoscalingv1::HorizontalPodAutoscaler& hpa, FieldErrors& errors) const override {
        const auto converted = newer(hpa);
        const auto found = horizontalPodAutoscaler().validate(&converted);
        errors.insert(errors.end(), found.begin(), found.end());
    }
    Cells row(const autoscalingv1::HorizontalPodAutoscaler& hpa, const Context& context) const override {
        const auto converted = newer(hpa);
        return horizontalPodAutoscaler().cells(&converted, context);
    }

private:
    static autoscalingv2::HorizontalPodAutoscaler newer(const autoscalingv1::HorizontalPodAutoscaler& hpa) {
        autoscalingv2::HorizontalPodAutoscaler converted;
        hpaV1ToV2(&hpa, &converted);
        return converted;
    }
};

}  // namespace

const Rules& horizontalPodAutoscaler() {
    static const HpaRules rules;
    return rules;
}

const Rules& horizontalPodAutoscalerV1() {
    static const HpaV1Rules rules;
    return rules;
}

}  // namespace armillary::resources::rules
