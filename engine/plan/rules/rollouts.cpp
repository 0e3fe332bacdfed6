#include <algorithm>
#include <charconv>
#include <format>

#include "engine/plan/rules/rules.h"
#include "engine/plan/wording.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/batchv1.h"
#include "engine/schema/api/corev1.h"

/// Source: https://kubernetes.io/docs/concepts/workloads/controllers/, the pages of each kind.
namespace armillary::plan::rules {

namespace {

std::string because(const Change& change, std::string_view template_) {
    const auto paths = change.changedAt(template_);
    if (paths.empty()) return "the order within its template changes";
    return listed(paths) + (paths.size() == 1 ? " changes" : " change");
}

/// Percentages of `total`, rounded up or down.
std::int64_t resolved(const schema::IntOrString& value, std::int64_t total, bool up) {
    if (value.number) return *value.number;
    std::int64_t percent = 0;
    std::from_chars(value.text.data(), value.text.data() + value.text.size(), percent);
    percent = std::clamp<std::int64_t>(percent, 0, 100);
    return (percent * total + (up ? 99 : 0)) / 100;
}

/// "at most 1 of them away and 1 more at a time"
std::string pace(std::int64_t away, std::int64_t more) {
    if (more == 0) return std::format("at most {} at a time", away);
    if (away == 0) return std::format("each new one before an old one goes, at most {} more at a time", more);
    return std::format("at most {} away and {} more at a time", away, more);
}

/// Pods that run now; the cluster's own word counts more than a file's.
std::int64_t running(const Change& change) {
    if (!change.before->meta().resourceVersion.empty()) return replicasOf(change.before);
    const ObjectRef live = change.was.find(change.kind, change.namespace_(), change.object()->name());
    return replicasOf(live && replicasOf(live) > 0 ? live : change.before);
}

void rolled(const Change& change, std::int64_t pods, std::int64_t all, const std::string& how, Impacts& out) {
    const std::string why = because(change, "spec.template");
    if (all == 0)
        out.push_back({impact::kNone, "No pod of it runs; those to come have the new template."});
    else
        out.push_back({impact::kRollout,
                       std::format("Rolls {} of {}, {}, because {}.", pods, counted(all, "pod"), how, why), pods});
}

void deployment(const Change& change, const appsv1::Deployment& old, const appsv1::Deployment& now, Impacts& out) {
    if (old.spec.template_ == now.spec.template_) {
        if (old.spec.paused && !now.spec.paused)
            out.push_back({impact::kRollout, "Its roll-out goes on: what has been held back is rolled now."});
        return;
    }
    const std::int64_t pods = running(change);
    if (now.spec.paused) {
        out.push_back({impact::kNone, "Its roll-out is paused: pods are replaced once it is resumed."});
    } else if (now.spec.strategy.type == appsv1::kRecreateDeploymentStrategyType && pods > 0) {
        out.push_back(
            {impact::kRecreate,
             std::format("Ends {} before the first new one starts (strategy Recreate), because {}.",
                         pods == 1 ? "its pod" : std::format("all {} pods", pods), because(change, "spec.template")),
             pods});
    } else {
        const auto& rolling = now.spec.strategy.rollingUpdate;
        const std::int64_t wanted = now.spec.replicas.value_or(1);
        std::int64_t more = rolling && rolling->maxSurge ? resolved(*rolling->maxSurge, wanted, true) : 0;
        std::int64_t away = rolling && rolling->maxUnavailable ? resolved(*rolling->maxUnavailable, wanted, false) : 0;
        if (more == 0 && away == 0) away = 1;
        rolled(change, pods, pods, pace(std::min(away, std::max<std::int64_t>(wanted, 1)), more), out);
    }
}

void byHand(const Change& change, std::int64_t pods, Impacts& out) {
    if (pods == 0) return rolled(change, 0, 0, {}, out);
    out.push_back({impact::kRestart,
                   std::format("{} until each is deleted by hand (updateStrategy OnDelete): {}.",
                               pods == 1 ? "Its pod stays as it is" : std::format("Its {} pods stay as they are", pods),
                               because(change, "spec.template")),
                   pods});
}

void statefulSet(const Change& change, const appsv1::StatefulSet& old, const appsv1::StatefulSet& now, Impacts& out) {
    if (old.spec.template_ == now.spec.template_) return;
    const std::int64_t pods = running(change);
    const auto& strategy = now.spec.updateStrategy;
    if (strategy.type == appsv1::kOnDeleteStatefulSetStrategyType) return byHand(change, pods, out);
    std::int64_t partition = 0, away = 1;
    if (strategy.rollingUpdate) {
        partition = strategy.rollingUpdate->partition.value_or(0);
        if (strategy.rollingUpdate->maxUnavailable)
            away = std::max<std::int64_t>(resolved(*strategy.rollingUpdate->maxUnavailable, pods, true), 1);
    }
    const std::int64_t first = now.spec.ordinals ? now.spec.ordinals->start : 0;
    const std::int64_t kept = std::clamp<std::int64_t>(partition - first, 0, pods);
    const std::string how = pace(away, 0) + ", the last first";
    if (kept == 0) return rolled(change, pods, pods, how, out);
    if (kept == pods && pods > 0) {
        out.push_back({impact::kNone, std::format("Its partition {} holds back all {}: none has the new template.",
                                                  partition, counted(pods, "pod"))});
        return;
    }
    rolled(change, pods - kept, pods, std::format("{} (its partition keeps back those below {})", how, partition), out);
}

void daemonSet(const Change& change, const appsv1::DaemonSet& old, const appsv1::DaemonSet& now, Impacts& out) {
    if (old.spec.template_ == now.spec.template_) return;
    const std::int64_t pods = running(change);
    const auto& strategy = now.spec.updateStrategy;
    if (strategy.type == appsv1::kOnDeleteDaemonSetStrategyType) return byHand(change, pods, out);
    const auto& rolling = strategy.rollingUpdate;
    const std::int64_t more = rolling && rolling->maxSurge ? resolved(*rolling->maxSurge, pods, true) : 0;
    std::int64_t away = rolling && rolling->maxUnavailable ? resolved(*rolling->maxUnavailable, pods, true) : 1;
    if (more == 0) away = std::max<std::int64_t>(away, 1);
    if (pods > 0) return rolled(change, pods, pods, pace(away, more), out);
    // Nobody has counted them: the status is the cluster's, and there may be none.
    out.push_back({impact::kRollout, std::format("Rolls its pod on every node, {}, because {}.", pace(away, more),
                                                 because(change, "spec.template"))});
}

/// Containers whose image alone may change in a pod that runs.
void pod(const corev1::Pod& old, const corev1::Pod& now, Impacts& out) {
    std::vector<std::string> restarted;
    for (const auto& container : now.spec.containers)
        for (const auto& before : old.spec.containers)
            if (before.name == container.name && before.image != container.image) restarted.push_back(container.name);
    if (restarted.empty()) return;
    out.push_back(
        {impact::kRestart, std::format("Restarts {} {} in the pod that runs.",
                                       restarted.size() == 1 ? "container" : "containers", listed(restarted))});
}

/// Of who makes pods and replaces none: ReplicaSet, ReplicationController.
bool makesOthers(const Change& change) {
    if (!change.is("apps", "ReplicaSet") && !change.is("", "ReplicationController")) return false;
    const Pods old = podsOf(change.before), now = podsOf(change.after);
    return old && now && !(*old.meta == *now.meta && *old.spec == *now.spec);
}

}  // namespace

void rollouts(const Change& change, Impacts& out) {
    if (change.isMade() || change.isRemoved()) return;
    const auto both = [&]<class T>(std::type_identity<T>, auto rule) {
        const auto *old = typed<T>(change.before), *now = typed<T>(change.after);
        if (old && now) rule(*old, *now);
    };
    both(std::type_identity<appsv1::Deployment>(),
         [&](const auto& old, const auto& now) { deployment(change, old, now, out); });
    both(std::type_identity<appsv1::StatefulSet>(),
         [&](const auto& old, const auto& now) { statefulSet(change, old, now, out); });
    both(std::type_identity<appsv1::DaemonSet>(),
         [&](const auto& old, const auto& now) { daemonSet(change, old, now, out); });
    both(std::type_identity<corev1::Pod>(), [&](const auto& old, const auto& now) { pod(old, now, out); });
    if (makesOthers(change))
        out.push_back({impact::kNone, "Pods that run stay as they are; those made from now on have the new template."});
    both(std::type_identity<batchv1::CronJob>(), [&](const auto& old, const auto& now) {
        if (!(old.spec.jobTemplate == now.spec.jobTemplate))
            out.push_back({impact::kNone, "Jobs that run stay as they are; the next one has the new template."});
    });
}

void images(const Change& change, Impacts& out) {
    const Pods old = podsOf(change.before), now = podsOf(change.after);
    if (!old || !now) return;
    const auto compare = [&](const auto& before, const auto& after) {
        for (const auto& container : after)
            for (const auto& was : before)
                if (was.name == container.name && was.image != container.image)
                    out.push_back({impact::kImage, std::format("Container {} runs {} instead of {}.", container.name,
                                                               shortened(container.image), shortened(was.image))});
    };
    compare(old.spec->initContainers, now.spec->initContainers);
    compare(old.spec->containers, now.spec->containers);
}

}  // namespace armillary::plan::rules
