#include "engine/resources/rules/catalog.h"
#include "engine/schema/api/autoscalingv1.h"
#include "engine/schema/api/autoscalingv2.h"
#include "engine/schema/json_codec.h"

/// autoscaling/v1 says only a CPU target; what else v2 says travels in annotations, as upstream's conversion has it.
namespace armillary::resources::rules {

namespace {

constexpr std::string_view kMetrics = "autoscaling.alpha.kubernetes.io/metrics";
constexpr std::string_view kBehavior = "autoscaling.alpha.kubernetes.io/behavior";
constexpr std::string_view kConditions = "autoscaling.alpha.kubernetes.io/conditions";

bool isCpuTarget(const autoscalingv2::MetricSpec& metric) {
    return metric.resource && metric.resource->name == "cpu" && metric.resource->target.averageUtilization;
}

template <class T>
std::string jsonList(const std::vector<T>& items) {
    std::string out = "[";
    for (const auto& item : items) {
        if (out.size() > 1) out += ',';
        schema::encodeJson(schema::typeInfo<T>(), &item, out);
    }
    return out + "]";
}

/// Takes an annotation away and returns what it said.
std::string take(metav1::ObjectMeta& meta, std::string_view name) {
    const auto found = meta.annotations.find(name);
    if (found == meta.annotations.end()) return "";
    std::string text = std::move(found->second);
    meta.annotations.erase(found);
    return text;
}

template <class From, class To>
void copyTarget(const From& from, To& to) {
    to.kind = from.kind;
    to.name = from.name;
    to.apiVersion = from.apiVersion;
}

}  // namespace

void hpaV1ToV2(const void* v1, void* v2) {
    const auto& from = *static_cast<const autoscalingv1::HorizontalPodAutoscaler*>(v1);
    auto& to = *static_cast<autoscalingv2::HorizontalPodAutoscaler*>(v2);
    to = {};
    to.apiVersion = "autoscaling/v2";
    to.kind = "HorizontalPodAutoscaler";
    to.metadata = from.metadata;
    copyTarget(from.spec.scaleTargetRef, to.spec.scaleTargetRef);
    to.spec.minReplicas = from.spec.minReplicas;
    to.spec.maxReplicas = from.spec.maxReplicas;
    if (from.spec.targetCPUUtilizationPercentage) {
        auto& metric = to.spec.metrics.emplace_back();
        metric.type = autoscalingv2::kResourceMetricSourceType;
        auto& resource = metric.resource.emplace();
        resource.name = "cpu";
        resource.target.type = autoscalingv2::kUtilizationMetricType;
        resource.target.averageUtilization = from.spec.targetCPUUtilizationPercentage;
    }
    // A damaged annotation is dropped, as upstream drops it.
    if (const std::string text = take(to.metadata, kMetrics); !text.empty())
        if (auto others = schema::fromJson<autoscalingv2::HorizontalPodAutoscalerSpec>("{\"metrics\":" + text + "}"))
            to.spec.metrics.insert(to.spec.metrics.end(), others->metrics.begin(), others->metrics.end());
    if (const std::string text = take(to.metadata, kBehavior); !text.empty())
        if (auto behavior = schema::fromJson<autoscalingv2::HorizontalPodAutoscalerBehavior>(text))
            to.spec.behavior = *behavior;
    if (const std::string text = take(to.metadata, kConditions); !text.empty())
        if (auto status =
                schema::fromJson<autoscalingv2::HorizontalPodAutoscalerStatus>("{\"conditions\":" + text + "}"))
            to.status.conditions = status->conditions;
    to.status.observedGeneration = from.status.observedGeneration;
    to.status.lastScaleTime = from.status.lastScaleTime;
    to.status.currentReplicas = from.status.currentReplicas;
    to.status.desiredReplicas = from.status.desiredReplicas;
    if (from.status.currentCPUUtilizationPercentage) {
        auto& metric = to.status.currentMetrics.emplace_back();
        metric.type = autoscalingv2::kResourceMetricSourceType;
        auto& resource = metric.resource.emplace();
        resource.name = "cpu";
        resource.current.averageUtilization = from.status.currentCPUUtilizationPercentage;
    }
}

void hpaV2ToV1(const void* v2, void* v1) {
    const auto& from = *static_cast<const autoscalingv2::HorizontalPodAutoscaler*>(v2);
    auto& to = *static_cast<autoscalingv1::HorizontalPodAutoscaler*>(v1);
    to = {};
    to.apiVersion = "autoscaling/v1";
    to.kind = "HorizontalPodAutoscaler";
    to.metadata = from.metadata;
    copyTarget(from.spec.scaleTargetRef, to.spec.scaleTargetRef);
    to.spec.minReplicas = from.spec.minReplicas;
    to.spec.maxReplicas = from.spec.maxReplicas;
    std::vector<autoscalingv2::MetricSpec> others;
    for (const auto& metric : from.spec.metrics) {
        if (isCpuTarget(metric) && !to.spec.targetCPUUtilizationPercentage)
            to.spec.targetCPUUtilizationPercentage = metric.resource->target.averageUtilization;
        else
            others.push_back(metric);
    }
    if (!others.empty()) to.metadata.annotations[std::string(kMetrics)] = jsonList(others);
    if (from.spec.behavior) to.metadata.annotations[std::string(kBehavior)] = schema::toJson(*from.spec.behavior);
    if (!from.status.conditions.empty())
        to.metadata.annotations[std::string(kConditions)] = jsonList(from.status.conditions);
    to.status.observedGeneration = from.status.observedGeneration;
    to.status.lastScaleTime = from.status.lastScaleTime;
    to.status.currentReplicas = from.status.currentReplicas;
    to.status.desiredReplicas = from.status.desiredReplicas;
    for (const auto& metric : from.status.currentMetrics)
        if (metric.resource && metric.resource->name == "cpu")
            to.status.currentCPUUtilizationPercentage = metric.resource->current.averageUtilization;
}

}  // namespace armillary::resources::rules
