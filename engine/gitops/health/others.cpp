#include <algorithm>
#include <format>

#include "engine/gitops/health/fields.h"
#include "engine/gitops/health/kinds.h"

namespace armillary::gitops::health {

namespace json = boost::json;

namespace {

HealthState claim(const json::object& live) {
    const std::string phase = wordAt(live, "status", "phase");
    if (phase == "Lost") return {Health::Degraded, {}};
    if (phase.empty() || phase == "Pending") return {Health::Progressing, {}};
    return {phase == "Bound" ? Health::Healthy : Health::Unknown, {}};
}

bool hasAddress(const json::object& live) {
    const json::value* const addresses = valueAt(live, "status", "loadBalancer", "ingress");
    return addresses != nullptr && addresses->is_array() && !addresses->get_array().empty();
}

HealthState service(const json::object& live) {
    const bool waits = wordAt(live, "spec", "type") == "LoadBalancer" && !hasAddress(live);
    return {waits ? Health::Progressing : Health::Healthy, {}};
}

HealthState ingress(const json::object& live) {
    return {hasAddress(live) ? Health::Healthy : Health::Progressing, {}};
}

HealthState autoscaler(const json::object& live) {
    constexpr std::pair<std::string_view, std::string_view> kBad[] = {{"AbleToScale", "FailedGetScale"},
                                                                      {"AbleToScale", "FailedUpdateScale"},
                                                                      {"ScalingActive", "FailedGetResourceMetric"},
                                                                      {"ScalingActive", "InvalidSelector"}};
    constexpr std::pair<std::string_view, std::string_view> kGood[] = {{"AbleToScale", "SucceededRescale"},
                                                                       {"ScalingLimited", "DesiredWithinRange"},
                                                                       {"ScalingLimited", "TooFewReplicas"},
                                                                       {"ScalingLimited", "TooManyReplicas"}};
    HealthState state{Health::Progressing, "Waiting to Autoscale"};
    bool decided = false;
    eachObject(
        [&](const json::object& condition) {
            if (decided) return;
            const std::string type = wordAt(condition, "type"), reason = wordAt(condition, "reason");
            const std::pair<std::string_view, std::string_view> both{type, reason};
            if (std::ranges::contains(kBad, both)) {
                state = {Health::Degraded, wordAt(condition, "message")};
            } else if (std::ranges::contains(kGood, both)) {
                state = {Health::Healthy, wordAt(condition, "message")};
            } else {
                return;
            }
            decided = true;
        },
        live, "status", "conditions");
    return state;
}

HealthState apiService(const json::object& live) {
    const auto available = conditionOf(live, "Available");
    if (!available) return {Health::Progressing, "Waiting to be processed"};
    return {available->isTrue() ? Health::Healthy : Health::Progressing,
            std::format("{}: {}", available->reason, available->message)};
}

HealthState definition(const json::object& live) {
    for (const char* type : {"NonStructuralSchema", "Terminating"})
        if (const auto condition = conditionOf(live, type); condition && condition->isTrue())
            return {type == std::string_view("Terminating") ? Health::Progressing : Health::Degraded,
                    condition->message};
    if (const auto accepted = conditionOf(live, "NamesAccepted"); accepted && accepted->status == "False")
        return {Health::Degraded, accepted->message};
    const auto established = conditionOf(live, "Established");
    return {established && established->isTrue() ? Health::Healthy : Health::Progressing,
            established ? established->message : "Status conditions not found"};
}

HealthState cronJob(const json::object& live) {
    const json::value* const suspended = valueAt(live, "spec", "suspend");
    if (suspended != nullptr && suspended->is_bool() && suspended->get_bool())
        return {Health::Suspended, "CronJob is Suspended"};
    return {};
}

struct Row {
    std::string_view group, kind;
    Rule rule;
};
constexpr Row kRules[] = {
    {"apps", "Deployment", deployment},
    {"apps", "StatefulSet", statefulSet},
    {"apps", "DaemonSet", daemonSet},
    {"apps", "ReplicaSet", replicaSet},
    {"", "Pod", pod},
    {"batch", "Job", job},
    {"batch", "CronJob", cronJob},
    {"", "PersistentVolumeClaim", claim},
    {"", "Service", service},
    {"networking.k8s.io", "Ingress", ingress},
    {"autoscaling", "HorizontalPodAutoscaler", autoscaler},
    {"apiregistration.k8s.io", "APIService", apiService},
    {"apiextensions.k8s.io", "CustomResourceDefinition", definition},
};

}  // namespace

Rule ruleOf(std::string_view group, std::string_view kind) {
    const auto row =
        std::ranges::find_if(kRules, [&](const Row& each) { return each.group == group && each.kind == kind; });
    return row == std::end(kRules) ? nullptr : row->rule;
}

}  // namespace armillary::gitops::health
