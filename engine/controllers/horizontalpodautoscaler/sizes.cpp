#include "engine/controllers/horizontalpodautoscaler/sizes.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>

#include "engine/controllers/framework/pods.h"

namespace armillary::controllers::autoscaling {

namespace {

/// A ratio this close to 1 changes nothing.
constexpr double kTolerance = 0.1;
/// What a starting pod burns says little about its load.
constexpr auto kCpuInitialization = std::chrono::minutes(5);
constexpr auto kInitialReadinessDelay = std::chrono::seconds(30);
constexpr std::int32_t kFullUse = 100;

std::int32_t whole(double replicas) {
    constexpr double kMost = std::numeric_limits<std::int32_t>::max();
    if (!(replicas > 0)) return 0;  // which a ratio of nothing to nothing is, too
    return static_cast<std::int32_t>(std::min(std::ceil(replicas), kMost));
}

bool withinTolerance(double ratio) {
    return std::abs(1.0 - ratio) <= kTolerance;
}

/// Whether the sample of a pod that runs is one of its start rather than of its work.
bool isStarting(const corev1::Pod& pod, const PodUse& use, async::SystemTime now) {
    const auto* ready = podCondition(pod, corev1::kPodReady);
    if (!ready || !pod.status.startTime) return true;
    const bool notReady = ready->status == corev1::kConditionFalse;
    const auto started = pod.status.startTime->timePoint(), changed = ready->lastTransitionTime.timePoint();
    if (started + kCpuInitialization > now) return notReady || use.at < changed + use.window;
    return notReady && started + kInitialReadinessDelay > changed;
}

struct Groups {
    std::size_t ready = 0;
    std::set<std::string> unready, missing;
};

/// Takes the uses of pods that do not count out of `uses`.
Groups groupPods(const Scaled& scaled, PodUses& uses, std::string_view resource) {
    Groups groups;
    for (const ObjectRef& object : scaled.pods) {
        const auto& pod = object->as<corev1::Pod>();
        const auto use = uses.find(object->name());
        if (pod.metadata.deletionTimestamp || pod.status.phase == corev1::kPodFailed) {
            uses.erase(object->name());
        } else if (pod.status.phase == corev1::kPodPending) {
            groups.unready.insert(object->name());
            uses.erase(object->name());
        } else if (use == uses.end()) {
            groups.missing.insert(object->name());
        } else if (resource == corev1::kResourceCPU && isStarting(pod, use->second, scaled.now)) {
            groups.unready.insert(object->name());
            uses.erase(use);
        } else {
            ++groups.ready;
        }
    }
    return groups;
}

using Requests = std::map<std::string, std::int64_t, std::less<>>;

std::expected<Requests, std::string> requestsOf(const Scaled& scaled, const UtilizationTarget& target) {
    Requests requests;
    for (const ObjectRef& object : scaled.pods) {
        const auto& pod = object->as<corev1::Pod>();
        std::int64_t& sum = requests[object->name()];
        std::string lacking;
        const auto add = [&](const corev1::Container& container) {
            if (!target.container.empty() && container.name != target.container) return;
            const auto request = container.resources.requests.find(target.resource);
            if (request == container.resources.requests.end())
                lacking = lacking.empty() ? container.name : lacking;
            else
                sum += request->second.milliValue();
        };
        for (const auto& container : pod.spec.containers) add(container);
        for (const auto& container : pod.spec.initContainers)
            if (container.restartPolicy == corev1::kContainerRestartPolicyAlways) add(container);
        if (!lacking.empty())
            return std::unexpected("missing request for " + std::string(target.resource) + " in container " + lacking +
                                   " of Pod " + object->name());
    }
    return requests;
}

struct Ratio {
    double ratio = 0;
    std::int64_t average = 0;
    std::int32_t utilization = 0;
};
using RatioOf = std::function<std::expected<Ratio, std::string>(const PodUses&)>;

/// Requests and uses are of the same pods; none known is an error.
std::expected<Ratio, std::string> utilizationRatio(const PodUses& uses, const Requests& requests,
                                                   std::int32_t percent) {
    std::int64_t used = 0, requested = 0, count = 0;
    for (const auto& [name, use] : uses) {
        const auto request = requests.find(name);
        if (request == requests.end()) continue;
        used += use.milli;
        requested += request->second;
        ++count;
    }
    if (requested == 0) return std::unexpected("no metrics returned matched known pods");
    const long double share = static_cast<long double>(used) * kFullUse / static_cast<long double>(requested);
    const auto utilization =
        static_cast<std::int32_t>(std::min<long double>(share, std::numeric_limits<std::int32_t>::max()));
    return Ratio{static_cast<double>(utilization) / percent, used / count, utilization};
}

Ratio averageRatio(const PodUses& uses, std::int64_t targetMilli) {
    std::int64_t used = 0;
    for (const auto& [name, use] : uses) used += use.milli;
    const std::int64_t average = used / static_cast<std::int64_t>(uses.size());
    return {static_cast<double>(average) / static_cast<double>(targetMilli), average, 0};
}

/// What a pod without metrics is taken to use when that argues against removing pods.
using FullUse = std::function<std::int64_t(const std::string& pod)>;

/// The size for the ratio, with pods that say nothing counted against whichever way the others point.
Proposed propose(const Scaled& scaled, PodUses& uses, const Groups& groups, const RatioOf& ratioOf,
                 const FullUse& fullUse) {
    if (uses.empty()) return std::unexpected("did not receive metrics for any ready pods");
    const auto first = ratioOf(uses);
    if (!first) return std::unexpected(first.error());
    Proposal proposal{scaled.replicas, first->average, first->utilization};
    const bool unreadyCount = !groups.unready.empty() && first->ratio > 1.0;
    if (!unreadyCount && groups.missing.empty()) {
        if (!withinTolerance(first->ratio)) proposal.replicas = whole(first->ratio * static_cast<double>(groups.ready));
        return proposal;
    }
    for (const std::string& name : groups.missing)
        if (first->ratio < 1.0)
            uses[name].milli = fullUse(name);
        else if (first->ratio > 1.0)
            uses[name].milli = 0;
    if (unreadyCount)
        for (const std::string& name : groups.unready) uses[name].milli = 0;
    const auto second = ratioOf(uses);
    if (!second) return std::unexpected(second.error());
    const bool turned = (first->ratio < 1.0 && second->ratio > 1.0) || (first->ratio > 1.0 && second->ratio < 1.0);
    if (withinTolerance(second->ratio) || turned) return proposal;
    const std::int32_t size = whole(second->ratio * static_cast<double>(uses.size()));
    const bool againstItself =
        (second->ratio < 1.0 && size > scaled.replicas) || (second->ratio > 1.0 && size < scaled.replicas);
    if (!againstItself) proposal.replicas = size;
    return proposal;
}

std::unexpected<std::string> noPods() {
    return std::unexpected<std::string>("no pods returned by selector while calculating replica count");
}

}  // namespace

Proposed byUtilization(const Scaled& scaled, PodUses uses, const UtilizationTarget& target) {
    if (scaled.pods.empty()) return noPods();
    const Groups groups = groupPods(scaled, uses, target.resource);
    const auto requests = requestsOf(scaled, target);
    if (!requests) return std::unexpected(requests.error());
    return propose(
        scaled, uses, groups,
        [&](const PodUses& counted) { return utilizationRatio(counted, *requests, target.percent); },
        [&](const std::string& pod) { return requests->at(pod) * std::max(kFullUse, target.percent) / kFullUse; });
}

Proposed byAverage(const Scaled& scaled, PodUses uses, std::string_view resource, std::int64_t targetMilli) {
    if (scaled.pods.empty()) return noPods();
    const Groups groups = groupPods(scaled, uses, resource);
    return propose(
        scaled, uses, groups, [&](const PodUses& counted) { return averageRatio(counted, targetMilli); },
        [&](const std::string&) { return targetMilli; });
}

Proposed byValue(const Scaled& scaled, std::int64_t milli, std::int64_t targetMilli) {
    const double ratio = static_cast<double>(milli) / static_cast<double>(targetMilli);
    if (scaled.replicas == 0) return Proposal{whole(ratio), milli};
    if (withinTolerance(ratio)) return Proposal{scaled.replicas, milli};
    if (scaled.pods.empty()) return std::unexpected("unable to calculate ready pods: " + noPods().error());
    const auto ready = std::ranges::count_if(scaled.pods, [](const ObjectRef& pod) {
        return pod->as<corev1::Pod>().status.phase == corev1::kPodRunning && isReady(pod->as<corev1::Pod>());
    });
    return Proposal{whole(ratio * static_cast<double>(ready)), milli};
}

Proposal byShare(std::int32_t running, std::int64_t milli, std::int64_t targetMilli) {
    const auto value = static_cast<double>(milli), target = static_cast<double>(targetMilli);
    Proposal proposal{running, 0};
    if (running == 0 || !withinTolerance(value / (target * running))) proposal.replicas = whole(value / target);
    if (running > 0) proposal.milli = static_cast<std::int64_t>(std::ceil(value / running));
    return proposal;
}

}  // namespace armillary::controllers::autoscaling
