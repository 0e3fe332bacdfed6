#include "engine/controllers/nodelifecycle/plan.h"

#include <algorithm>
#include <array>

#include "engine/volumes/placement.h"

namespace armillary::controllers::nodelifecycle {

namespace {

struct ConditionTaint {
    std::string_view condition, status, taint;
};
constexpr std::array kConditionTaints{
    ConditionTaint{corev1::kNodeReady, "False", corev1::kTaintNodeNotReady},
    ConditionTaint{corev1::kNodeReady, "Unknown", corev1::kTaintNodeUnreachable},
    ConditionTaint{corev1::kNodeMemoryPressure, "True", corev1::kTaintNodeMemoryPressure},
    ConditionTaint{corev1::kNodeDiskPressure, "True", corev1::kTaintNodeDiskPressure},
    ConditionTaint{corev1::kNodeNetworkUnavailable, "True", corev1::kTaintNodeNetworkUnavailable},
    ConditionTaint{corev1::kNodePIDPressure, "True", corev1::kTaintNodePIDPressure},
};
constexpr std::array kSilenced{corev1::kNodeReady, corev1::kNodeMemoryPressure, corev1::kNodeDiskPressure,
                               corev1::kNodePIDPressure};

constexpr std::string_view kExcludeDisruption = "node.kubernetes.io/exclude-disruption";
// Upstream's nodeEvictionRate, secondaryNodeEvictionRate, largeClusterSizeThreshold and unhealthyZoneThreshold.
constexpr std::chrono::seconds kEvery{10}, kSeldom{100};
constexpr int kLargeZone = 50, kFewestDown = 3;
constexpr double kMostDown = 0.55;

bool drivesOut(const corev1::Taint& taint) {
    return taint.effect == corev1::kTaintEffectNoExecute &&
           (taint.key == corev1::kTaintNodeNotReady || taint.key == corev1::kTaintNodeUnreachable);
}

bool isManaged(const corev1::Taint& taint) {
    if (taint.effect == corev1::kTaintEffectNoExecute) return drivesOut(taint);
    if (taint.effect != corev1::kTaintEffectNoSchedule) return false;
    return taint.key == corev1::kTaintNodeUnschedulable ||
           std::ranges::any_of(kConditionTaints, [&](const auto& entry) { return entry.taint == taint.key; });
}

corev1::Taint make(std::string_view key, std::string_view effect) {
    corev1::Taint taint;
    taint.key = key;
    taint.effect = effect;
    return taint;
}

bool same(const corev1::Taint& a, const corev1::Taint& b) {
    return a.key == b.key && a.effect == b.effect;
}

std::vector<corev1::Taint> wantedTaints(const corev1::Node& node, bool evict) {
    std::vector<corev1::Taint> wanted;
    for (const auto& [type, status, key] : kConditionTaints) {
        const auto* condition = nodeCondition(node, type);
        const std::string value = type == corev1::kNodeReady ? readiness(node)
                                  : condition                ? condition->status
                                                             : std::string();
        if (value == status) wanted.push_back(make(key, corev1::kTaintEffectNoSchedule));
    }
    if (node.spec.unschedulable)
        wanted.push_back(make(corev1::kTaintNodeUnschedulable, corev1::kTaintEffectNoSchedule));
    const std::string ready = readiness(node);
    if (evict && ready == "False") wanted.push_back(make(corev1::kTaintNodeNotReady, corev1::kTaintEffectNoExecute));
    if (evict && ready == "Unknown")
        wanted.push_back(make(corev1::kTaintNodeUnreachable, corev1::kTaintEffectNoExecute));
    return wanted;
}

}  // namespace

const corev1::NodeCondition* nodeCondition(const corev1::Node& node, std::string_view type) {
    const auto found = std::ranges::find(node.status.conditions, type, &corev1::NodeCondition::type);
    return found == node.status.conditions.end() ? nullptr : &*found;
}

std::string readiness(const corev1::Node& node) {
    const auto* ready = nodeCondition(node, corev1::kNodeReady);
    return ready ? ready->status : std::string(corev1::kConditionUnknown);
}

std::optional<std::vector<corev1::NodeCondition>> silencedConditions(const corev1::Node& node, async::SystemTime now) {
    auto conditions = node.status.conditions;
    bool changed = false;
    for (const std::string_view type : kSilenced) {
        auto known = std::ranges::find(conditions, type, &corev1::NodeCondition::type);
        if (known != conditions.end() && known->status == corev1::kConditionUnknown) continue;
        changed = true;
        if (known == conditions.end()) {
            known = conditions.insert(conditions.end(), corev1::NodeCondition());
            known->type = type;
            known->reason = "NodeStatusNeverUpdated";
            known->message = "Kubelet never posted node status.";
            known->lastHeartbeatTime = node.metadata.creationTimestamp;
        } else {
            known->reason = "NodeStatusUnknown";
            known->message = "Kubelet stopped posting node status.";
        }
        known->status = corev1::kConditionUnknown;
        known->lastTransitionTime = schema::Time(now);
    }
    if (!changed) return std::nullopt;
    return conditions;
}

Zone zoneOf(const corev1::Node& node) {
    const auto label = [&](std::string_view key) {
        const auto found = node.metadata.labels.find(key);
        return found == node.metadata.labels.end() ? std::string_view() : std::string_view(found->second);
    };
    return {label(corev1::kLabelTopologyRegion), label(corev1::kLabelTopologyZone)};
}

Pace paceOf(const Zone& zone, const std::vector<ObjectRef>& nodes) {
    int ready = 0, down = 0;
    bool anyReady = false;
    for (const ObjectRef& object : nodes) {
        const auto& node = object->as<corev1::Node>();
        if (node.metadata.labels.contains(kExcludeDisruption)) continue;
        const bool isReady = readiness(node) == corev1::kConditionTrue;
        anyReady |= isReady;
        if (zoneOf(node) == zone) ++(isReady ? ready : down);
    }
    if (!anyReady) return {Eviction::Spare, kEvery};
    const bool partly = ready > 0 && down >= kFewestDown && down >= kMostDown * (ready + down);
    if (!partly) return {Eviction::Go, kEvery};
    return ready + down > kLargeZone ? Pace{Eviction::Go, kSeldom} : Pace{Eviction::Hold, kEvery};
}

bool isEvicting(const corev1::Node& node) {
    return std::ranges::any_of(node.spec.taints, drivesOut);
}

std::optional<std::vector<corev1::Taint>> plannedTaints(const corev1::Node& node, Eviction eviction,
                                                        async::SystemTime now) {
    const bool evict = eviction == Eviction::Go || (eviction == Eviction::Hold && isEvicting(node));
    const auto wanted = wantedTaints(node, evict);
    std::vector<corev1::Taint> taints;
    bool changed = false;
    for (const auto& taint : node.spec.taints) {
        const bool stays =
            !isManaged(taint) || std::ranges::any_of(wanted, [&](const auto& other) { return same(other, taint); });
        if (stays)
            taints.push_back(taint);
        else
            changed = true;
    }
    for (const auto& taint : wanted) {
        if (std::ranges::any_of(taints, [&](const auto& other) { return same(other, taint); })) continue;
        taints.push_back(taint);
        taints.back().timeAdded = schema::Time(now);
        changed = true;
    }
    if (!changed) return std::nullopt;
    return taints;
}

std::optional<schema::StringMap<std::string>> plannedLabels(const schema::StringMap<std::string>& labels) {
    constexpr std::pair<std::string_view, std::string_view> kOldLabels[] = {
        {"kubernetes.io/os", "beta.kubernetes.io/os"}, {"kubernetes.io/arch", "beta.kubernetes.io/arch"}};
    auto wanted = labels;
    for (const auto& [current, old] : kOldLabels)
        if (const auto found = labels.find(current); found != labels.end()) wanted[std::string(old)] = found->second;
    if (wanted == labels) return std::nullopt;
    return wanted;
}

std::optional<async::SystemTime> evictionTime(const std::vector<corev1::Taint>& taints,
                                              const std::vector<corev1::Toleration>& tolerations,
                                              async::SystemTime now) {
    std::optional<async::SystemTime> earliest;
    for (const auto& taint : taints) {
        if (taint.effect != corev1::kTaintEffectNoExecute) continue;
        const auto since = taint.timeAdded && taint.timeAdded->isSet() ? taint.timeAdded->timePoint() : now;
        bool tolerated = false, forever = true;
        std::int64_t seconds = 0;
        for (const auto& toleration : tolerations) {
            if (!volumes::tolerates(toleration, taint)) continue;
            // The shortest of the limits holds.
            if (toleration.tolerationSeconds) {
                const std::int64_t limit =
                    std::clamp<std::int64_t>(*toleration.tolerationSeconds, 0, std::int64_t{1} << 32);
                seconds = forever ? limit : std::min(seconds, limit);
                forever = false;
            }
            tolerated = true;
        }
        if (tolerated && forever) continue;
        const auto at = tolerated ? since + std::chrono::seconds(seconds) : std::min(since, now);
        if (!earliest || at < *earliest) earliest = at;
    }
    return earliest;
}

}  // namespace armillary::controllers::nodelifecycle
