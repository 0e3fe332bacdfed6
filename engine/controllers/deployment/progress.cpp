#include "engine/controllers/deployment/progress.h"

#include <algorithm>
#include <format>
#include <limits>

namespace armillary::controllers::deployment {

namespace {

constexpr std::string_view kTimedOut = "ProgressDeadlineExceeded";
constexpr std::string_view kNewSetAvailable = "NewReplicaSetAvailable";

bool hasMoved(const appsv1::DeploymentStatus& before, const appsv1::DeploymentStatus& after) {
    return after.updatedReplicas > before.updatedReplicas ||
           after.replicas - after.updatedReplicas < before.replicas - before.updatedReplicas ||
           after.readyReplicas > before.readyReplicas || after.availableReplicas > before.availableReplicas;
}

bool timedOut(const appsv1::Deployment& deployment, const appsv1::DeploymentStatus& status, async::SystemTime now) {
    const auto* progressing = findCondition(status, appsv1::kDeploymentProgressing);
    if (!progressing || progressing->reason == kNewSetAvailable) return false;
    if (progressing->reason == kTimedOut) return true;
    const std::chrono::seconds deadline(*deployment.spec.progressDeadlineSeconds);
    return progressing->lastUpdateTime.timePoint() + deadline < now;
}

/// The first failure that a set reports, the new one's before the others'.
const appsv1::ReplicaSetCondition* setFailure(const appsv1::ReplicaSet* newSet,
                                              const std::vector<const appsv1::ReplicaSet*>& all) {
    const auto find = [](const appsv1::ReplicaSet& set) -> const appsv1::ReplicaSetCondition* {
        for (const auto& condition : set.status.conditions)
            if (condition.type == appsv1::kReplicaSetReplicaFailure) return &condition;
        return nullptr;
    };
    if (newSet)
        if (const auto* condition = find(*newSet)) return condition;
    for (const auto* set : all)
        if (const auto* condition = find(*set)) return condition;
    return nullptr;
}

}  // namespace

const appsv1::DeploymentCondition* findCondition(const appsv1::DeploymentStatus& status, std::string_view type) {
    const auto found = std::ranges::find(status.conditions, type, &appsv1::DeploymentCondition::type);
    return found == status.conditions.end() ? nullptr : &*found;
}

void removeCondition(appsv1::DeploymentStatus& status, std::string_view type) {
    std::erase_if(status.conditions, [&](const auto& condition) { return condition.type == type; });
}

void setCondition(appsv1::DeploymentStatus& status, std::string_view type, std::string_view value,
                  std::string_view reason, std::string message, async::SystemTime now) {
    const auto* known = findCondition(status, type);
    if (known && known->status == value && known->reason == reason) return;
    appsv1::DeploymentCondition condition;
    condition.type = type;
    condition.status = value;
    condition.lastUpdateTime = schema::Time(now);
    condition.lastTransitionTime = known && known->status == value ? known->lastTransitionTime : schema::Time(now);
    condition.reason = reason;
    condition.message = std::move(message);
    removeCondition(status, type);
    status.conditions.push_back(std::move(condition));
}

bool hasProgressDeadline(const appsv1::Deployment& deployment) {
    const auto& seconds = deployment.spec.progressDeadlineSeconds;
    return seconds && *seconds != std::numeric_limits<std::int32_t>::max();
}

appsv1::DeploymentStatus statusOf(const appsv1::Deployment& deployment, const appsv1::DeploymentStatus& conditions,
                                  const appsv1::ReplicaSet* newSet, const std::vector<const appsv1::ReplicaSet*>& all,
                                  async::SystemTime now) {
    appsv1::DeploymentStatus status;
    status.observedGeneration = deployment.metadata.generation;
    status.collisionCount = conditions.collisionCount;
    status.conditions = conditions.conditions;
    std::int32_t specified = 0;
    for (const auto* set : all) {
        specified += set->spec.replicas.value_or(1);
        status.replicas += set->status.replicas;
        status.readyReplicas += set->status.readyReplicas;
        status.availableReplicas += set->status.availableReplicas;
    }
    if (newSet) status.updatedReplicas = newSet->status.replicas;
    status.unavailableReplicas = std::max(0, specified - status.availableReplicas);

    const Limits limits = limitsOf(deployment);
    if (status.availableReplicas >= limits.wanted - limits.maxUnavailable)
        setCondition(status, appsv1::kDeploymentAvailable, corev1::kConditionTrue, "MinimumReplicasAvailable",
                     "Deployment has minimum availability.", now);
    else
        setCondition(status, appsv1::kDeploymentAvailable, corev1::kConditionFalse, "MinimumReplicasUnavailable",
                     "Deployment does not have minimum availability.", now);
    return status;
}

bool isComplete(const appsv1::Deployment& deployment, const appsv1::DeploymentStatus& status) {
    const std::int32_t wanted = deployment.spec.replicas.value_or(1);
    return status.updatedReplicas == wanted && status.replicas == wanted && status.availableReplicas == wanted &&
           status.observedGeneration >= deployment.metadata.generation;
}

void judgeProgress(const appsv1::Deployment& deployment, const appsv1::ReplicaSet* newSet,
                   const std::vector<const appsv1::ReplicaSet*>& all, appsv1::DeploymentStatus& status,
                   async::SystemTime now) {
    constexpr auto kType = appsv1::kDeploymentProgressing;
    const auto* current = findCondition(status, kType);
    const bool settled = status.replicas == status.updatedReplicas && current && current->reason == kNewSetAvailable;
    const std::string subject = newSet ? std::format("ReplicaSet \"{}\"", newSet->metadata.name)
                                       : std::format("Deployment \"{}\"", deployment.metadata.name);
    if (!hasProgressDeadline(deployment)) {
        removeCondition(status, kType);
    } else if (!settled) {
        if (isComplete(deployment, status)) {
            setCondition(status, kType, corev1::kConditionTrue, kNewSetAvailable,
                         subject + " has successfully progressed.", now);
        } else if (hasMoved(deployment.status, status)) {
            // The time of the last movement counts for the deadline even where nothing else of the condition changes.
            const bool wasTrue = current && current->status == corev1::kConditionTrue;
            const schema::Time since = wasTrue ? current->lastTransitionTime : schema::Time(now);
            removeCondition(status, kType);
            setCondition(status, kType, corev1::kConditionTrue, "ReplicaSetUpdated", subject + " is progressing.", now);
            status.conditions.back().lastTransitionTime = since;
        } else if (timedOut(deployment, status, now)) {
            setCondition(status, kType, corev1::kConditionFalse, kTimedOut, subject + " has timed out progressing.",
                         now);
        }
    }
    // A failure's time is the set's, not that of its being heard of.
    if (const auto* failure = setFailure(newSet, all))
        setCondition(status, appsv1::kDeploymentReplicaFailure, failure->status, failure->reason, failure->message,
                     failure->lastTransitionTime.isSet() ? failure->lastTransitionTime.timePoint() : now);
    else
        removeCondition(status, appsv1::kDeploymentReplicaFailure);
}

std::optional<std::chrono::milliseconds> untilDeadline(const appsv1::Deployment& deployment,
                                                       const appsv1::DeploymentStatus& status, async::SystemTime now) {
    const auto* progressing = findCondition(status, appsv1::kDeploymentProgressing);
    if (!hasProgressDeadline(deployment) || !progressing || progressing->reason == kTimedOut ||
        isComplete(deployment, status) || progressing->reason == kNewSetAvailable)
        return std::nullopt;
    const auto deadline =
        progressing->lastUpdateTime.timePoint() + std::chrono::seconds(*deployment.spec.progressDeadlineSeconds);
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - now);
    return std::max(left, std::chrono::milliseconds(0)) + std::chrono::seconds(1);
}

}  // namespace armillary::controllers::deployment
