#include <algorithm>
#include <array>
#include <format>

#include "engine/explain/rules.h"
#include "engine/explain/wording.h"
#include "engine/schema/api/autoscalingv2.h"
#include "engine/schema/api/policyv1.h"
#include "engine/schema/selector.h"

/// Autoscalers, disruption budgets, quotas: what sets numbers.
namespace armillary::explain {

namespace {

void ofConditions(const ObjectRef& object, const autoscalingv2::HorizontalPodAutoscaler& scaler, Statements& out) {
    for (const auto* type : {"AbleToScale", "ScalingActive"}) {
        const auto* condition = conditionOf(scaler.status.conditions, type);
        if (!condition || condition->status != corev1::kConditionFalse) continue;
        const Citation cited =
            field(*object, std::format("status.conditions[{}]", type), condition->reason + ": " + condition->message);
        if (condition->reason == "ScalingDisabled") {
            out.push_back({"fine",
                           "It rests: its target is scaled to none.",
                           {cited},
                           "give the target a replica, and it goes on"});
        } else if (mentions(condition->message, "missing request for")) {
            const auto at = condition->message.find("missing request for");
            out.push_back(
                {"missing-reference",
                 std::format("It cannot work out how busy the pods are: {}.",
                             bounded(condition->message.substr(at), 200)),
                 {cited},
                 "set resources.requests in the target's containers: a utilization is a part of what is requested"});
        } else if (condition->reason == "FailedGetScale") {
            out.push_back({"missing-reference",
                           "It cannot read its target's scale: " + bounded(condition->message, 250),
                           {cited},
                           std::format("correct spec.scaleTargetRef ({}/{})", scaler.spec.scaleTargetRef.kind,
                                       scaler.spec.scaleTargetRef.name)});
        } else if (condition->reason.contains("Metric")) {
            out.push_back({"missing-reference",
                           "It gets no metrics: " + bounded(condition->message, 250),
                           {cited},
                           "see that the target has running pods, and that somebody serves the metrics: kubectl get "
                           "apiservices | grep metrics"});
        } else {
            out.push_back({"not-ready",
                           std::format("Its condition {} is False: {}", type, bounded(condition->message, 250)),
                           {cited},
                           kubectl(*object, "describe")});
        }
    }
}

}  // namespace

void explainAutoscaler(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    explainReferences(object, inquiry, out);
    const auto* scaler = typed<autoscalingv2::HorizontalPodAutoscaler>(object);
    if (!scaler) return;
    if (out.empty()) ofConditions(object, *scaler, out);
    if (!out.empty()) return;
    const auto* limited = conditionOf(scaler->status.conditions, "ScalingLimited");
    const std::string now =
        std::format("{} of {} to {} replicas, {} wanted", scaler->status.currentReplicas,
                    scaler->spec.minReplicas.value_or(1), scaler->spec.maxReplicas, scaler->status.desiredReplicas);
    Statement fine{
        "fine",
        std::format("It scales {}/{}: {}.", scaler->spec.scaleTargetRef.kind, scaler->spec.scaleTargetRef.name, now),
        {field(*object, "status.currentReplicas", now)},
        kubectl(*object, "describe")};
    if (limited && limited->status == corev1::kConditionTrue) {
        fine.statement += limited->reason == "TooManyReplicas" ? " It would have more if spec.maxReplicas allowed."
                                                               : " It would have fewer if spec.minReplicas allowed.";
        fine.evidence.push_back(
            field(*object, "status.conditions[ScalingLimited]", limited->reason + ": " + limited->message));
    }
    if (scaler->status.conditions.empty()) fine.statement = "Nobody has looked at it yet.";
    out.push_back(std::move(fine));
}

void explainBudget(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    const auto* budget = typed<policyv1::PodDisruptionBudget>(object);
    if (!budget) return;
    const auto& status = budget->status;
    const auto selector =
        budget->spec.selector ? LabelSelector::from(*budget->spec.selector) : std::unexpected(std::string());
    const std::string selected =
        selector ? (selector->matchesEverything() ? "every pod" : selector->text()) : "nothing";
    std::vector<ObjectRef> pods;
    if (const auto* all = inquiry.list({"", "Pod"}, object->namespace_()); all && selector)
        for (const ObjectRef& pod : *all)
            if (selector->matches(pod->meta().labels)) pods.push_back(pod);
    if (const auto* allowed = conditionOf(status.conditions, "DisruptionAllowed");
        allowed && allowed->reason == "SyncFailed")
        out.push_back({"policy",
                       "The budget cannot be worked out: " + bounded(allowed->message, 250),
                       {field(*object, "status.conditions[DisruptionAllowed]", allowed->message)},
                       kubectl(*object, "describe")});
    const std::string minimum = budget->spec.minAvailable ? budget->spec.minAvailable->toString() : std::string();
    const std::string maximum = budget->spec.maxUnavailable ? budget->spec.maxUnavailable->toString() : std::string();
    const bool never = maximum == "0" || maximum == "0%" || minimum == "100%" ||
                       (budget->spec.minAvailable && budget->spec.minAvailable->number &&
                        *budget->spec.minAvailable->number >= status.expectedPods && status.expectedPods > 0);
    const Citation said =
        maximum.empty() ? field(*object, "spec.minAvailable", minimum) : field(*object, "spec.maxUnavailable", maximum);
    const std::string next =
        maximum.empty() ? "lower spec.minAvailable, or run more pods" : "raise spec.maxUnavailable to 1 or more";
    const std::string counts =
        std::format("{} healthy of {}, {} needed", status.currentHealthy, status.expectedPods, status.desiredHealthy);
    const bool none = pods.empty() && status.expectedPods == 0;
    if (none && out.empty())
        out.push_back(
            {"policy",
             std::format("The budget protects nothing: no pod in namespace {} matches {}.", object->namespace_(),
                         selected),
             {field(*object, "spec.selector", selected)},
             std::format("correct spec.selector: kubectl -n {} get pods --show-labels", object->namespace_())});
    if (never && !none)
        out.push_back({"policy",
                       std::format("The budget can never be met: it allows no pod of {} to be evicted ({} {}), so that "
                                   "draining a node waits for ever.",
                                   status.expectedPods, maximum.empty() ? "minAvailable" : "maxUnavailable",
                                   maximum.empty() ? minimum : maximum),
                       {said, field(*object, "status.disruptionsAllowed", std::to_string(status.disruptionsAllowed))},
                       next});
    if (status.currentHealthy < status.desiredHealthy && !none) {
        out.push_back({never ? "policy" : "not-ready",
                       "Too few pods are healthy for any to be evicted: " + counts + ".",
                       {field(*object, "status.currentHealthy", counts)},
                       kubectl(*object, "describe")});
        explainPods(pods, inquiry, out);
    }
    if (!out.empty()) return;
    out.push_back({status.disruptionsAllowed > 0 ? "fine" : "policy",
                   status.disruptionsAllowed > 0
                       ? std::format("It allows {} to be evicted now: {}.",
                                     counted(static_cast<std::size_t>(status.disruptionsAllowed), "pod"), counts)
                       : "It allows no eviction now: " + counts + ".",
                   {field(*object, "status.disruptionsAllowed", std::to_string(status.disruptionsAllowed)), said},
                   status.disruptionsAllowed > 0 ? kubectl(*object, "get") : next});
}

void explainQuota(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    const auto* quota = typed<corev1::ResourceQuota>(object);
    if (!quota) return;
    std::vector<std::string> full;
    std::vector<Citation> evidence;
    for (const auto& [resource, most] : quota->status.hard) {
        const auto used = quota->status.used.find(resource);
        if (used == quota->status.used.end()) continue;
        if (used->second >= most) {
            full.push_back(resource);
            evidence.push_back(
                field(*object, "status.used." + resource, std::format("{} of {}", used->second.text(), most.text())));
        }
    }
    if (full.empty())
        out.push_back({"fine",
                       "It has room left for everything that it counts.",
                       {field(*object, "status.hard", counted(quota->status.hard.size(), "limit"))},
                       kubectl(*object, "describe")});
    else
        out.push_back({"quota", std::format("It has no room left for {}.", listed(full)), std::move(evidence),
                       "raise spec.hard, or free what uses it: " + kubectl(*object, "describe")});
    (void)inquiry;
}

}  // namespace armillary::explain
