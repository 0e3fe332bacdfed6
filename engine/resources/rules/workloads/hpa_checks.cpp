#include <algorithm>
#include <format>

#include "engine/resources/checks/meta.h"
#include "engine/resources/checks/names.h"
#include "engine/resources/rules/pod/pod_spec.h"
#include "engine/resources/rules/workloads/hpa.h"

namespace armillary::resources::hpa {

namespace {

using autoscalingv2::MetricSpec;
using autoscalingv2::MetricTarget;

constexpr std::int32_t kLongestWindow = 3600, kLongestPeriod = 1800;  // seconds
constexpr std::string_view kTwoTargets = "may not set both a target raw value and a target utilization";

void checkReference(const autoscalingv2::CrossVersionObjectReference& reference, const Path& path,
                    FieldErrors& errors) {
    const auto checkPart = [&](std::string_view name, const std::string& value) {
        if (value.empty())
            errors.push_back(field::required(path.child(name), ""));
        else
            addInvalid(errors, path.child(name), value, checkPathSegment(value));
    };
    checkPart("kind", reference.kind);
    checkPart("name", reference.name);
}

void checkTarget(const MetricTarget& target, const Path& path, FieldErrors& errors) {
    if (target.type.empty()) errors.push_back(field::required(path.child("type"), "must specify a metric target type"));
    if (target.type != autoscalingv2::kUtilizationMetricType && target.type != autoscalingv2::kValueMetricType &&
        target.type != autoscalingv2::kAverageValueMetricType)
        errors.push_back(
            field::invalid(path.child("type"), target.type, "must be either Utilization, Value, or AverageValue"));
    const auto positive = [&](std::string_view name, const std::optional<schema::Quantity>& value) {
        if (value && value->sign() != 1)
            errors.push_back(field::invalid(path.child(name), value->text(), "must be positive"));
    };
    positive("value", target.value);
    positive("averageValue", target.averageValue);
    if (target.averageUtilization && *target.averageUtilization < 1)
        errors.push_back(field::invalidRaw(path.child("averageUtilization"), std::to_string(*target.averageUtilization),
                                           "must be greater than 0"));
}

void checkIdentifier(const autoscalingv2::MetricIdentifier& metric, const Path& path, FieldErrors& errors) {
    if (metric.name.empty())
        errors.push_back(field::required(path.child("name"), "must specify a metric name"));
    else
        addInvalid(errors, path.child("name"), metric.name, checkPathSegment(metric.name));
}

void checkSource(const autoscalingv2::ObjectMetricSource& source, const Path& path, FieldErrors& errors) {
    const Path target = path.child("target");
    checkReference(source.describedObject, path.child("describedObject"), errors);
    checkIdentifier(source.metric, path.child("metric"), errors);
    checkTarget(source.target, target, errors);
    if (!source.target.value && !source.target.averageValue)
        errors.push_back(
            field::required(target.child("averageValue"), "must set either a target value or averageValue"));
}

void checkSource(const autoscalingv2::ExternalMetricSource& source, const Path& path, FieldErrors& errors) {
    const Path target = path.child("target");
    checkIdentifier(source.metric, path.child("metric"), errors);
    checkTarget(source.target, target, errors);
    if (!source.target.value && !source.target.averageValue)
        errors.push_back(field::required(target.child("averageValue"),
                                         "must set either a target value for metric or a per-pod target"));
    if (source.target.value && source.target.averageValue)
        errors.push_back(
            field::forbidden(target.child("value"), "may not set both a target value for metric and a per-pod target"));
}

void checkSource(const autoscalingv2::PodsMetricSource& source, const Path& path, FieldErrors& errors) {
    const Path target = path.child("target");
    checkIdentifier(source.metric, path.child("metric"), errors);
    checkTarget(source.target, target, errors);
    if (!source.target.averageValue)
        errors.push_back(field::required(target.child("averageValue"), "must specify a positive target averageValue"));
}

/// The target of a resource, of whole pods or of one container in each.
void checkResourceTarget(const MetricTarget& target, const Path& path, FieldErrors& errors) {
    checkTarget(target, path, errors);
    if (!target.averageUtilization && !target.averageValue)
        errors.push_back(field::required(path.child("averageUtilization"),
                                         "must set either a target raw value or a target utilization"));
    if (target.averageUtilization && target.averageValue)
        errors.push_back(field::forbidden(path.child("averageValue"), std::string(kTwoTargets)));
}

void checkSource(const autoscalingv2::ResourceMetricSource& source, const Path& path, FieldErrors& errors) {
    if (source.name.empty()) errors.push_back(field::required(path.child("name"), "must specify a resource name"));
    checkResourceTarget(source.target, path.child("target"), errors);
}

void checkSource(const autoscalingv2::ContainerResourceMetricSource& source, const Path& path, FieldErrors& errors) {
    if (source.name.empty())
        errors.push_back(field::required(path.child("name"), "must specify a resource name"));
    else
        podspec::checkResourceName(source.name, path.child("name"), errors);
    if (source.container.empty())
        errors.push_back(field::required(path.child("container"), "must specify a container"));
    else
        addInvalid(errors, path.child("container"), source.container, checkLabel(source.container));
    checkResourceTarget(source.target, path.child("target"), errors);
}

/// One metric: its type is known, the source of that type is there, and no other. Only the first source is looked into.
void checkMetric(const MetricSpec& metric, const Path& path, FieldErrors& errors) {
    static const std::vector<std::string_view> kTypes{"ContainerResource", "External", "Object", "Pods", "Resource"};
    if (metric.type.empty()) errors.push_back(field::required(path.child("type"), "must specify a metric source type"));
    const bool known = std::ranges::contains(kTypes, metric.type);
    if (!known) errors.push_back(field::notSupported(path.child("type"), metric.type, kTypes));

    std::vector<std::string_view> present;
    std::string_view expected;
    const auto look = [&](std::string_view type, std::string_view name, const auto& source) {
        if (metric.type == type) expected = name;
        if (!source) return;
        present.push_back(name);
        if (present.size() == 1) checkSource(*source, path.child(name), errors);
    };
    look(autoscalingv2::kObjectMetricSourceType, "object", metric.object);
    look(autoscalingv2::kExternalMetricSourceType, "external", metric.external);
    look(autoscalingv2::kPodsMetricSourceType, "pods", metric.pods);
    look(autoscalingv2::kResourceMetricSourceType, "resource", metric.resource);
    look(autoscalingv2::kContainerResourceMetricSourceType, "containerResource", metric.containerResource);

    if (!known)
        errors.push_back(field::notSupported(path.child("type"), metric.type, kTypes));
    else if (!std::ranges::contains(present, expected))
        errors.push_back(
            field::required(path.child(expected), "must populate information for the given metric source"));
    if (present.size() == 1) return;
    for (const std::string_view name : present)
        if (name != expected)
            errors.push_back(field::forbidden(path.child(name), "must populate the given metric source only"));
}

void checkMetrics(const autoscalingv2::HorizontalPodAutoscalerSpec& spec, const Path& path, FieldErrors& errors) {
    for (std::size_t i = 0; i < spec.metrics.size(); ++i) checkMetric(spec.metrics[i], path.index(i), errors);
    const bool seesNoPods = std::ranges::any_of(spec.metrics, [](const MetricSpec& metric) {
        return metric.type == autoscalingv2::kObjectMetricSourceType ||
               metric.type == autoscalingv2::kExternalMetricSourceType;
    });
    if (spec.minReplicas == 0 && !seesNoPods)
        errors.push_back(field::forbidden(
            path, "must specify at least one Object or External metric to support scaling to zero replicas"));
}

void checkPolicy(const autoscalingv2::HPAScalingPolicy& policy, const Path& path, FieldErrors& errors) {
    static const std::vector<std::string_view> kTypes{"Percent", "Pods"};
    if (!std::ranges::contains(kTypes, policy.type))
        errors.push_back(field::notSupported(path.child("type"), policy.type, kTypes));
    const auto invalid = [&](std::string_view name, std::int32_t value, std::string detail) {
        errors.push_back(field::invalidRaw(path.child(name), std::to_string(value), std::move(detail)));
    };
    if (policy.value <= 0) invalid("value", policy.value, "must be greater than zero");
    if (policy.periodSeconds <= 0) invalid("periodSeconds", policy.periodSeconds, "must be greater than zero");
    if (policy.periodSeconds > kLongestPeriod)
        invalid("periodSeconds", policy.periodSeconds, std::format("must be less than or equal to {}", kLongestPeriod));
}

void checkScaling(const autoscalingv2::HPAScalingRules& rules, const Path& path, FieldErrors& errors) {
    static const std::vector<std::string_view> kSelections{"Disabled", "Max", "Min"};
    if (rules.stabilizationWindowSeconds) {
        const std::int32_t seconds = *rules.stabilizationWindowSeconds;
        const auto invalid = [&](std::string detail) {
            errors.push_back(field::invalidRaw(path.child("stabilizationWindowSeconds"), std::to_string(seconds),
                                               std::move(detail)));
        };
        if (seconds < 0) invalid("must be greater than or equal to zero");
        if (seconds > kLongestWindow) invalid(std::format("must be less than or equal to {}", kLongestWindow));
    }
    if (rules.selectPolicy && !std::ranges::contains(kSelections, *rules.selectPolicy))
        errors.push_back(field::notSupported(path.child("selectPolicy"), *rules.selectPolicy, kSelections));
    const Path policies = path.child("policies");
    if (rules.policies.empty()) errors.push_back(field::required(policies, "must specify at least one Policy"));
    for (std::size_t i = 0; i < rules.policies.size(); ++i) checkPolicy(rules.policies[i], policies.index(i), errors);
}

}  // namespace

void check(const autoscalingv2::HorizontalPodAutoscalerSpec& spec, FieldErrors& errors) {
    const Path path("spec");
    const auto invalid = [&](std::string_view name, std::int32_t value, std::string detail) {
        errors.push_back(field::invalidRaw(path.child(name), std::to_string(value), std::move(detail)));
    };
    if (spec.minReplicas && *spec.minReplicas < 1)
        invalid("minReplicas", *spec.minReplicas, "must be greater than or equal to 1");
    if (spec.maxReplicas < 1) invalid("maxReplicas", spec.maxReplicas, "must be greater than 0");
    if (spec.minReplicas && spec.maxReplicas < *spec.minReplicas)
        invalid("maxReplicas", spec.maxReplicas, "must be greater than or equal to `minReplicas`");
    checkReference(spec.scaleTargetRef, path.child("scaleTargetRef"), errors);
    checkMetrics(spec, path.child("metrics"), errors);
    if (!spec.behavior) return;
    const Path behavior = path.child("behavior");
    if (spec.behavior->scaleUp) checkScaling(*spec.behavior->scaleUp, behavior.child("scaleUp"), errors);
    if (spec.behavior->scaleDown) checkScaling(*spec.behavior->scaleDown, behavior.child("scaleDown"), errors);
}

}  // namespace armillary::resources::hpa
