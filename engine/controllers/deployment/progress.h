#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "engine/async/clock.h"
#include "engine/controllers/deployment/sizes.h"

/// A deployment's status: numbers, conditions, and whether the rollout moves.
namespace armillary::controllers::deployment {

const appsv1::DeploymentCondition* findCondition(const appsv1::DeploymentStatus& status, std::string_view type);
/// Replaces the condition unless status and reason are as before; the transition time changes with the status alone.
void setCondition(appsv1::DeploymentStatus& status, std::string_view type, std::string_view value,
                  std::string_view reason, std::string message, async::SystemTime now);
void removeCondition(appsv1::DeploymentStatus& status, std::string_view type);

/// A deadline that can be missed: the largest int32 means none.
bool hasProgressDeadline(const appsv1::Deployment& deployment);

/// The numbers of the sets, and the Available condition. `newSet` may be null; `conditions` are carried over.
appsv1::DeploymentStatus statusOf(const appsv1::Deployment& deployment, const appsv1::DeploymentStatus& conditions,
                                  const appsv1::ReplicaSet* newSet, const std::vector<const appsv1::ReplicaSet*>& all,
                                  async::SystemTime now);

bool isComplete(const appsv1::Deployment& deployment, const appsv1::DeploymentStatus& status);

/// Adds what a rollout's status says beyond the numbers: the Progressing and ReplicaFailure conditions.
void judgeProgress(const appsv1::Deployment& deployment, const appsv1::ReplicaSet* newSet,
                   const std::vector<const appsv1::ReplicaSet*>& all, appsv1::DeploymentStatus& status,
                   async::SystemTime now);

/// When a rollout that does not move will have missed its deadline; empty when it cannot.
std::optional<std::chrono::milliseconds> untilDeadline(const appsv1::Deployment& deployment,
                                                       const appsv1::DeploymentStatus& status, async::SystemTime now);

}  // namespace armillary::controllers::deployment
