#include "engine/controllers/replicaset/plan.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <utility>

#include "engine/controllers/framework/pods.h"

namespace armillary::controllers::replicaset {

namespace {

constexpr std::size_t kBurst = 500;

int phaseRank(const corev1::Pod& pod) {
    if (pod.status.phase == corev1::kPodPending) return 0;
    if (pod.status.phase == corev1::kPodUnknown) return 1;
    return 2;
}

std::int32_t deletionCost(const corev1::Pod& pod) {
    const auto found = pod.metadata.annotations.find(corev1::kPodDeletionCost);
    std::int32_t cost = 0;
    if (found == pod.metadata.annotations.end()) return 0;
    const std::string& text = found->second;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), cost);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() ? cost : 0;
}

/// The most restarts of a container, and of a sidecar.
std::pair<int, int> restarts(const corev1::Pod& pod) {
    std::pair<int, int> most;
    for (const auto& container : pod.status.containerStatuses)
        most.first = std::max(most.first, container.restartCount);
    for (const auto& container : pod.spec.initContainers) {
        if (container.restartPolicy != corev1::kContainerRestartPolicyAlways) continue;
        const auto status =
            std::ranges::find(pod.status.initContainerStatuses, container.name, &corev1::ContainerStatus::name);
        if (status != pod.status.initContainerStatuses.end()) most.second = std::max(most.second, status->restartCount);
    }
    return most;
}

schema::Time readySince(const corev1::Pod& pod) {
    const auto* ready = podCondition(pod, corev1::kPodReady);
    return ready && ready->status == corev1::kConditionTrue ? ready->lastTransitionTime : schema::Time();
}

/// The younger goes first, ages compared by their order of magnitude only, so that deletions do not always hit the pods
/// of one hour; -1 when `left` goes first.
int compareAges(schema::Time left, schema::Time right, async::SystemTime now) {
    if (left == right) return 0;
    if (!left.isSet() || !right.isSet()) return left.isSet() ? 1 : -1;
    const auto magnitude = [&](schema::Time at) {
        const auto age = std::chrono::duration_cast<std::chrono::nanoseconds>(now - at.timePoint()).count();
        return age > 0 ? static_cast<int>(std::bit_width(static_cast<std::uint64_t>(age))) - 1 : -1;
    };
    return magnitude(left) - magnitude(right);
}

bool goesBefore(const Candidate& left, const Candidate& right, async::SystemTime now) {
    const auto &a = left.pod->as<corev1::Pod>(), &b = right.pod->as<corev1::Pod>();
    if (a.spec.nodeName.empty() != b.spec.nodeName.empty()) return a.spec.nodeName.empty();
    if (phaseRank(a) != phaseRank(b)) return phaseRank(a) < phaseRank(b);
    if (isReady(a) != isReady(b)) return !isReady(a);
    if (deletionCost(a) != deletionCost(b)) return deletionCost(a) < deletionCost(b);
    if (left.neighbours != right.neighbours) return left.neighbours > right.neighbours;
    if (isReady(a) && readySince(a) != readySince(b)) {
        const int order = compareAges(readySince(a), readySince(b), now);
        return order != 0 ? order < 0 : a.metadata.uid < b.metadata.uid;
    }
    if (restarts(a) != restarts(b)) return restarts(a) > restarts(b);
    if (const int order = compareAges(a.metadata.creationTimestamp, b.metadata.creationTimestamp, now))
        return order < 0;
    return a.metadata.uid < b.metadata.uid;
}

bool hasLabels(const corev1::Pod& pod, const schema::StringMap<std::string>& labels) {
    return std::ranges::all_of(labels, [&](const auto& label) {
        const auto found = pod.metadata.labels.find(label.first);
        return found != pod.metadata.labels.end() && found->second == label.second;
    });
}

/// The failure's condition: set with its first time kept, or removed.
std::vector<appsv1::ReplicaSetCondition> conditionsOf(const appsv1::ReplicaSet& set, const Failure& failure,
                                                      async::SystemTime now) {
    auto conditions = set.status.conditions;
    const auto known =
        std::ranges::find(conditions, appsv1::kReplicaSetReplicaFailure, &appsv1::ReplicaSetCondition::type);
    if (failure.reason.empty()) {
        if (known != conditions.end()) conditions.erase(known);
        return conditions;
    }
    if (known != conditions.end()) return conditions;
    appsv1::ReplicaSetCondition condition;
    condition.type = appsv1::kReplicaSetReplicaFailure;
    condition.status = corev1::kConditionTrue;
    condition.lastTransitionTime = schema::Time(now);
    condition.reason = failure.reason;
    condition.message = failure.message;
    conditions.push_back(std::move(condition));
    return conditions;
}

}  // namespace

std::vector<ObjectRef> podsToDelete(std::vector<Candidate> candidates, std::size_t count, async::SystemTime now) {
    count = std::min(count, candidates.size());
    std::ranges::sort(candidates,
                      [&](const Candidate& left, const Candidate& right) { return goesBefore(left, right, now); });
    std::vector<ObjectRef> pods;
    for (std::size_t i = 0; i < count; ++i) pods.push_back(std::move(candidates[i].pod));
    return pods;
}

Plan planReplicas(std::int32_t wanted, std::size_t active) {
    const auto target = static_cast<std::size_t>(std::max(wanted, 0));
    if (active < target) return {std::min(target - active, kBurst), 0};
    return {0, std::min(active - target, kBurst)};
}

appsv1::ReplicaSetStatus statusOf(const appsv1::ReplicaSet& set, const std::vector<ObjectRef>& active,
                                  const Failure& failure, async::SystemTime now) {
    appsv1::ReplicaSetStatus status;
    status.replicas = static_cast<std::int32_t>(active.size());
    for (const ObjectRef& object : active) {
        const auto& pod = object->as<corev1::Pod>();
        status.fullyLabeledReplicas += hasLabels(pod, set.spec.template_.metadata.labels);
        status.readyReplicas += isReady(pod);
        status.availableReplicas += isAvailable(pod, set.spec.minReadySeconds, now);
    }
    status.observedGeneration = set.metadata.generation;
    status.conditions = conditionsOf(set, failure, now);
    return status;
}

}  // namespace armillary::controllers::replicaset
