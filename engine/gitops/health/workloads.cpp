#include <format>

#include "engine/gitops/health/fields.h"
#include "engine/gitops/health/kinds.h"

/// Source: gitops-engine/pkg/health, whose words these are.
namespace armillary::gitops::health {

namespace json = boost::json;

namespace {

std::int64_t countAt(const json::object& live, std::string_view field) {
    return numberAt(live, "status", field).value_or(0);
}
std::int64_t wantedOf(const json::object& live) {
    return numberAt(live, "spec", "replicas").value_or(1);
}
bool isObserved(const json::object& live) {
    return numberAt(live, "metadata", "generation").value_or(0) <= countAt(live, "observedGeneration");
}
HealthState unobserved(std::string_view what) {
    return {Health::Progressing,
            std::format("Waiting for rollout to finish: observed {} generation less than desired generation", what)};
}
HealthState progressing(std::string message) {
    return {Health::Progressing, std::move(message)};
}

bool isFailure(std::string_view reason) {
    return reason.starts_with("Err") || reason.ends_with("Error") || reason.ends_with("BackOff");
}

std::string endOf(const json::object& status) {
    if (std::string message = wordAt(status, "state", "terminated", "message"); !message.empty()) return message;
    if (std::string reason = wordAt(status, "state", "terminated", "reason"); reason == "OOMKilled") return reason;
    const auto code = numberAt(status, "state", "terminated", "exitCode").value_or(0);
    return code == 0 ? "" : std::format("container \"{}\" failed with exit code {}", wordAt(status, "name"), code);
}

/// What containers that are to run for good wait for.
std::string complaintsOf(const json::object& live) {
    std::string complaints;
    eachObject(
        [&](const json::object& status) {
            const std::string reason = wordAt(status, "state", "waiting", "reason");
            if (!isFailure(reason)) return;
            const std::string message = wordAt(status, "state", "waiting", "message");
            complaints += (complaints.empty() ? "" : ", ") + (message.empty() ? reason : message);
        },
        live, "status", "containerStatuses");
    return complaints;
}

HealthState failedPod(const json::object& live, std::string message) {
    for (const char* list : {"initContainerStatuses", "containerStatuses"})
        eachObject(
            [&](const json::object& status) {
                if (message.empty()) message = endOf(status);
            },
            live, "status", list);
    return {Health::Degraded, std::move(message)};
}

}  // namespace

HealthState deployment(const json::object& live) {
    if (const json::value* const paused = valueAt(live, "spec", "paused");
        paused != nullptr && paused->is_bool() && paused->get_bool())
        return {Health::Suspended, "Deployment is paused"};
    if (!isObserved(live)) return unobserved("deployment");
    if (const auto progress = conditionOf(live, "Progressing");
        progress && progress->reason == "ProgressDeadlineExceeded")
        return {Health::Degraded,
                std::format("Deployment \"{}\" exceeded its progress deadline", wordAt(live, "metadata", "name"))};
    const std::int64_t wanted = wantedOf(live), updated = countAt(live, "updatedReplicas"),
                       all = countAt(live, "replicas"), available = countAt(live, "availableReplicas");
    if (updated < wanted)
        return progressing(std::format("Waiting for rollout to finish: {} out of {} new replicas have been updated...",
                                       updated, wanted));
    if (all > updated)
        return progressing(
            std::format("Waiting for rollout to finish: {} old replicas are pending termination...", all - updated));
    if (available < updated)
        return progressing(std::format("Waiting for rollout to finish: {} of {} updated replicas are available...",
                                       available, updated));
    return {};
}

HealthState statefulSet(const json::object& live) {
    if (countAt(live, "observedGeneration") == 0 || !isObserved(live))
        return progressing("Waiting for statefulset spec update to be observed...");
    const std::int64_t wanted = wantedOf(live), ready = countAt(live, "readyReplicas"),
                       updated = countAt(live, "updatedReplicas");
    if (ready < wanted) return progressing(std::format("Waiting for {} pods to be ready...", wanted - ready));
    const std::string strategy = wordAt(live, "spec", "updateStrategy", "type");
    if (strategy == "OnDelete") return {Health::Healthy, std::format("statefulset has {} ready pods", ready)};
    // The server's default is a partition of 0, which holds nothing back.
    const std::int64_t partition = numberAt(live, "spec", "updateStrategy", "rollingUpdate", "partition").value_or(0);
    if (partition > 0) {
        if (updated < wanted - partition)
            return progressing(
                std::format("Waiting for partitioned roll out to finish: {} out of {} new pods have been updated...",
                            updated, wanted - partition));
        return {Health::Healthy,
                std::format("partitioned roll out complete: {} new pods have been updated...", updated)};
    }
    const std::string revision = wordAt(live, "status", "updateRevision");
    if (revision != wordAt(live, "status", "currentRevision"))
        return progressing(std::format("waiting for statefulset rolling update to complete {} pods at revision {}...",
                                       updated, revision));
    return {Health::Healthy, std::format("statefulset rolling update complete {} pods at revision {}...",
                                         countAt(live, "currentReplicas"), revision)};
}

HealthState daemonSet(const json::object& live) {
    if (!isObserved(live)) return unobserved("daemon set");
    const std::int64_t wanted = countAt(live, "desiredNumberScheduled"),
                       updated = countAt(live, "updatedNumberScheduled"), available = countAt(live, "numberAvailable");
    const std::string name = wordAt(live, "metadata", "name");
    if (wordAt(live, "spec", "updateStrategy", "type") == "OnDelete")
        return {Health::Healthy, std::format("daemon set {} out of {} new pods have been updated", updated, wanted)};
    if (updated < wanted)
        return progressing(
            std::format("Waiting for daemon set \"{}\" rollout to finish: {} out of {} new pods have been updated...",
                        name, updated, wanted));
    if (available < wanted)
        return progressing(
            std::format("Waiting for daemon set \"{}\" rollout to finish: {} of {} updated pods are available...", name,
                        available, wanted));
    return {};
}

HealthState replicaSet(const json::object& live) {
    if (!isObserved(live)) return unobserved("replica set");
    if (const auto failure = conditionOf(live, "ReplicaFailure"); failure && failure->isTrue())
        return {Health::Degraded, failure->message};
    const std::int64_t wanted = wantedOf(live), available = countAt(live, "availableReplicas");
    if (available < wanted)
        return progressing(std::format("Waiting for rollout to finish: {} out of {} new replicas are available...",
                                       available, wanted));
    return {};
}

HealthState pod(const json::object& live) {
    // A pod that is to end may well wait for another try.
    const std::string policy = wordAt(live, "spec", "restartPolicy");
    const bool endless = policy.empty() || policy == "Always";
    if (endless)
        if (std::string complaints = complaintsOf(live); !complaints.empty())
            return {Health::Degraded, std::move(complaints)};
    std::string message = wordAt(live, "status", "message");
    const std::string phase = wordAt(live, "status", "phase");
    if (phase.empty() || phase == "Pending") return progressing(std::move(message));
    if (phase == "Succeeded") return {Health::Healthy, std::move(message)};
    if (phase == "Failed") return failedPod(live, std::move(message));
    if (phase != "Running") return {Health::Unknown, std::move(message)};
    if (!endless) return progressing(std::move(message));
    if (const auto ready = conditionOf(live, "Ready"); ready && ready->isTrue())
        return {Health::Healthy, std::move(message)};
    bool hasEnded = false;
    eachObject([&](const json::object& status) { hasEnded |= valueAt(status, "lastState", "terminated") != nullptr; },
               live, "status", "containerStatuses");
    return {hasEnded ? Health::Degraded : Health::Progressing, std::move(message)};
}

HealthState job(const json::object& live) {
    if (const auto failed = conditionOf(live, "Failed"); failed && failed->isTrue())
        return {Health::Degraded, failed->message};
    if (const auto complete = conditionOf(live, "Complete"); complete && complete->isTrue())
        return {Health::Healthy, complete->message};
    if (const auto suspended = conditionOf(live, "Suspended"); suspended && suspended->isTrue())
        return {Health::Suspended, suspended->message};
    return progressing("");
}

}  // namespace armillary::gitops::health
