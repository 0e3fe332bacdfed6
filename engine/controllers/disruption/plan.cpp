#include "engine/controllers/disruption/plan.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <format>

#include "engine/controllers/framework/pods.h"

namespace armillary::controllers::disruption {

namespace {

/// An eviction that was granted but has not shown within this time did not happen.
constexpr auto kEvictionTimeout = std::chrono::minutes(2);

std::int32_t scaled(const schema::IntOrString& value, std::int32_t total) {
    if (value.number) return *value.number;
    std::int32_t percent = 0;
    std::from_chars(value.text.data(), value.text.data() + value.text.size(), percent);
    return static_cast<std::int32_t>(std::ceil(static_cast<double>(percent) * total / 100));
}

void setAllowed(policyv1::PodDisruptionBudgetStatus& status, std::string_view reason, std::string message,
                async::SystemTime now) {
    const bool allowed = status.disruptionsAllowed > 0;
    const std::string_view value = allowed ? metav1::kConditionTrue : metav1::kConditionFalse;
    auto known = std::ranges::find(status.conditions, policyv1::kDisruptionAllowedCondition, &metav1::Condition::type);
    if (known == status.conditions.end()) known = status.conditions.insert(known, metav1::Condition());
    if (known->status != value) known->lastTransitionTime = schema::Time(now);
    known->type = policyv1::kDisruptionAllowedCondition;
    known->status = value;
    known->reason = reason;
    known->message = std::move(message);
    known->observedGeneration = status.observedGeneration;
}

}  // namespace

Plan planBudget(const policyv1::PodDisruptionBudget& budget, const std::vector<ObjectRef>& pods, std::int32_t scale,
                async::SystemTime now) {
    Plan plan;
    auto& status = plan.status;
    status.conditions = budget.status.conditions;
    status.observedGeneration = budget.metadata.generation;
    status.expectedPods = static_cast<std::int32_t>(pods.size());
    if (budget.spec.maxUnavailable) {
        status.expectedPods = scale;
        status.desiredHealthy = std::max(0, scale - scaled(*budget.spec.maxUnavailable, scale));
    } else if (budget.spec.minAvailable) {
        if (budget.spec.minAvailable->isString()) status.expectedPods = scale;
        status.desiredHealthy = scaled(*budget.spec.minAvailable, status.expectedPods);
    }
    for (const ObjectRef& object : pods) {
        const auto& pod = object->as<corev1::Pod>();
        if (pod.metadata.deletionTimestamp) continue;
        const auto granted = budget.status.disruptedPods.find(object->name());
        if (granted != budget.status.disruptedPods.end()) {
            const auto left = granted->second.timePoint() + kEvictionTimeout - now;
            if (left > left.zero()) {
                status.disruptedPods.insert(*granted);
                const auto wait = std::chrono::ceil<std::chrono::milliseconds>(left);
                plan.again = plan.again ? std::min(*plan.again, wait) : wait;
                continue;
            }
            plan.overdue.push_back(object);
        }
        status.currentHealthy += isReady(pod);
    }
    if (status.expectedPods > 0) status.disruptionsAllowed = std::max(0, status.currentHealthy - status.desiredHealthy);
    setAllowed(status,
               status.disruptionsAllowed > 0 ? policyv1::kSufficientPodsReason : policyv1::kInsufficientPodsReason, {},
               now);
    return plan;
}

policyv1::PodDisruptionBudgetStatus failedStatus(const policyv1::PodDisruptionBudget& budget, std::string why,
                                                 async::SystemTime now) {
    auto status = budget.status;
    status.disruptionsAllowed = 0;
    setAllowed(status, policyv1::kSyncFailedReason, std::move(why), now);
    return status;
}

std::optional<async::SystemTime::duration> targetHolds(const corev1::Pod& pod, async::SystemTime now) {
    const auto* target = podCondition(pod, corev1::kDisruptionTarget);
    if (!target || target->status != corev1::kConditionTrue || !isActive(pod) ||
        target->reason == corev1::kPodReasonTerminationByKubelet)
        return std::nullopt;
    return target->lastTransitionTime.timePoint() + kEvictionTimeout - now;
}

std::string unmanagedPodsMessage(const policyv1::PodDisruptionBudget& budget) {
    std::string labels, expressions;
    if (budget.spec.selector) {
        for (const auto& [key, value] : budget.spec.selector->matchLabels) labels += std::format("{}: {},", key, value);
        for (const auto& requirement : budget.spec.selector->matchExpressions) {
            std::string values;
            for (const auto& value : requirement.values) values += (values.empty() ? "" : " ") + value;
            expressions += std::format("LabelSelectorRequirement{{Key:{},Operator:{},Values:[{}],}},", requirement.key,
                                       requirement.operator_, values);
        }
    }
    return std::format(
        "Pods selected by this PodDisruptionBudget (selector: &LabelSelector{{MatchLabels:map[string]string{{{}}},"
        "MatchExpressions:[]LabelSelectorRequirement{{{}}},}}) were found to be unmanaged. As a result, the status of "
        "the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods "
        "please set \".spec.minAvailable\" field of the PDB to an integer value.",
        labels, expressions);
}

}  // namespace armillary::controllers::disruption
