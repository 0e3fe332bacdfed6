#include <algorithm>
#include <format>

#include "engine/plan/rules/rules.h"
#include "engine/plan/wording.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/autoscalingv2.h"
#include "engine/schema/api/batchv1.h"
#include "engine/schema/api/policyv1.h"
#include "engine/schema/selector.h"

namespace armillary::plan::rules {

namespace {

struct Bounds {
    std::int64_t least = 1, most = 1;
};

std::optional<Bounds> boundsOf(const ObjectRef& autoscaler) {
    const auto* it = typed<autoscalingv2::HorizontalPodAutoscaler>(autoscaler);
    return it ? std::optional(Bounds{it->spec.minReplicas.value_or(1), it->spec.maxReplicas}) : std::nullopt;
}

bool hasReplicas(const Change& change) {
    return change.is("apps", "Deployment") || change.is("apps", "StatefulSet") || change.is("apps", "ReplicaSet") ||
           change.is("", "ReplicationController");
}

void replicas(const Change& change, Impacts& out) {
    if (change.isRemoved()) return;
    const std::int64_t now = replicasOf(change.after);
    if (change.isMade()) {
        if (now > 0) out.push_back({impact::kScale, std::format("Starts {}.", counted(now, "pod")), now});
        return;
    }
    const std::int64_t old = replicasOf(change.before);
    if (old == now) return;
    std::string text = std::format("Goes from {} to {}.", counted(old, "pod"), now);
    for (const ObjectRef& autoscaler : autoscalersOf(*change.after, change.world))
        if (const auto bounds = boundsOf(autoscaler))
            text += std::format(" HorizontalPodAutoscaler {} keeps it between {} and {}, and sets it again.",
                                autoscaler->name(), bounds->least, bounds->most);
    if (now < old && change.is("apps", "StatefulSet")) {
        const auto& retention = typed<appsv1::StatefulSet>(change.after)->spec.persistentVolumeClaimRetentionPolicy;
        const bool deletes =
            retention && retention->whenScaled == appsv1::kDeletePersistentVolumeClaimRetentionPolicyType;
        if (!typed<appsv1::StatefulSet>(change.after)->spec.volumeClaimTemplates.empty())
            text += deletes ? " The claims of the pods that go are deleted, with their data."
                            : " The claims of the pods that go are kept.";
    }
    out.push_back({impact::kScale, std::move(text), now > old ? now - old : old - now});
}

void jobs(const Change& change, Impacts& out) {
    const auto *old = typed<batchv1::Job>(change.before), *now = typed<batchv1::Job>(change.after);
    if (now && !old && change.isMade() && replicasOf(change.after) > 0)
        out.push_back({impact::kScale, std::format("Starts {}.", counted(replicasOf(change.after), "pod"))});
    if (old && now && replicasOf(change.before) != replicasOf(change.after)) {
        const bool stopped = now->spec.suspend.value_or(false);
        out.push_back({impact::kScale,
                       stopped ? std::string("Ends its pods: the job is suspended.")
                               : std::format("Runs {} at a time instead of {}.",
                                             counted(replicasOf(change.after), "pod"), replicasOf(change.before))});
    }
    const auto *before = typed<batchv1::CronJob>(change.before), *after = typed<batchv1::CronJob>(change.after);
    if (!after) return;
    const bool suspended = after->spec.suspend.value_or(false);
    if (!before)
        out.push_back({impact::kNone, suspended ? std::string("It is suspended: it starts no job.")
                                                : std::format("Starts a job at \"{}\".", after->spec.schedule)});
    else if (suspended != before->spec.suspend.value_or(false))
        out.push_back(
            {impact::kScale, suspended ? "Starts no more jobs; those that run go on." : "Starts jobs again."});
    else if (before->spec.schedule != after->spec.schedule || before->spec.timeZone != after->spec.timeZone)
        out.push_back({impact::kNone, std::format("Starts its jobs at \"{}\" instead of \"{}\".", after->spec.schedule,
                                                  before->spec.schedule)});
}

void autoscaler(const Change& change, Impacts& out) {
    const auto old = boundsOf(change.before), now = boundsOf(change.after);
    if (!old && !now) return;
    const auto& target = typed<autoscalingv2::HorizontalPodAutoscaler>(change.object())->spec.scaleTargetRef;
    const std::string title = target.kind + " " + target.name;
    if (!now) {
        out.push_back({impact::kScale, std::format("{} keeps the number of pods that it has now.", title)});
        return;
    }
    const auto group = target.apiVersion.substr(0, std::max<std::size_t>(target.apiVersion.find('/'), 0));
    const ObjectRef workload = change.world.find({target.apiVersion.contains('/') ? group : "", target.kind},
                                                 change.namespace_(), target.name);
    std::string text;
    if (!old)
        text = std::format("{} has between {} and {} pods from now on.", title, now->least, now->most);
    else if (old->least != now->least || old->most != now->most)
        text = std::format("{} has between {} and {} pods instead of {} to {}.", title, now->least, now->most,
                           old->least, old->most);
    else if (!change.changedAt("spec").empty())
        text = std::format("{} is scaled by other measures.", title);
    if (text.empty()) return;
    if (const std::int64_t pods = replicasOf(workload); workload && (pods < now->least || pods > now->most) && pods > 0)
        text += std::format(" It goes from {} to {} at once.", counted(pods, "pod"),
                            std::clamp(pods, now->least, now->most));
    out.push_back({impact::kScale, std::move(text)});
}

/// Budgets stop evictions, and nothing that runs.
void budget(const Change& change, Impacts& out) {
    const auto* it = typed<policyv1::PodDisruptionBudget>(change.object());
    if (!it || (!change.isMade() && !change.isRemoved() && change.changedAt("spec").empty())) return;
    const auto selector = it->spec.selector ? LabelSelector::from(*it->spec.selector)
                                            : std::expected<LabelSelector, std::string>(LabelSelector::nothing());
    std::vector<std::string> whom;
    if (selector)
        whom = titlesOf(workloadsWhere(change.world, change.namespace_(),
                                       [&](const auto& labels, const Object&) { return selector->matches(labels); }));
    const std::string pods = listed(whom, "no pod that is there");
    if (change.isRemoved()) {
        out.push_back({impact::kNone, std::format("Drains may evict any number of pods of {} at once.", pods)});
        return;
    }
    const std::string rule = it->spec.minAvailable ? std::format("{} stay", it->spec.minAvailable->toString())
                             : it->spec.maxUnavailable
                                 ? std::format("no more than {} are away", it->spec.maxUnavailable->toString())
                                 : std::string("none is away");
    const bool none = it->spec.maxUnavailable &&
                      (it->spec.maxUnavailable->toString() == "0" || it->spec.maxUnavailable->toString() == "0%");
    out.push_back({impact::kNone, std::format("Drains evict pods of {} only while {}.{}", pods, rule,
                                              none ? " No drain of their nodes ends." : "")});
}

}  // namespace

void sizes(const Change& change, Impacts& out) {
    if (hasReplicas(change)) replicas(change, out);
    if (change.kind.group == "batch") jobs(change, out);
    autoscaler(change, out);
    budget(change, out);
    if (!change.isMade()) return;
    if (change.is("", "Pod")) out.push_back({impact::kScale, "Starts a pod."});
    if (change.is("apps", "DaemonSet")) out.push_back({impact::kScale, "Starts a pod on every node that fits."});
}

}  // namespace armillary::plan::rules
