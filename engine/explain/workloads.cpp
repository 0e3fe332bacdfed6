#include <algorithm>
#include <format>
#include <map>

#include "engine/explain/rules.h"
#include "engine/explain/wording.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/batchv1.h"
#include "engine/volumes/placement.h"

/// Workloads: down to their pods, and what ails those, together.
namespace armillary::explain {

namespace {

/// Pods that are explained one by one; the others are counted.
constexpr std::size_t kPodsLookedAt = 20;
constexpr std::int64_t kRecentSeconds = 3600;

std::vector<ObjectRef> ownedBy(const Object& owner, const Kind& kind, Inquiry& inquiry) {
    std::vector<ObjectRef> owned;
    const auto* all = inquiry.list(kind, owner.namespace_());
    if (!all) return owned;
    for (const ObjectRef& object : *all)
        for (const auto& reference : object->meta().ownerReferences)
            if (reference.uid == owner.uid() && reference.kind == owner.kind() && reference.name == owner.name())
                owned.push_back(object);
    return owned;
}

std::int64_t revisionOf(const Object& replicaSet) {
    const auto found = replicaSet.meta().annotations.find("deployment.kubernetes.io/revision");
    return found == replicaSet.meta().annotations.end() ? 0 : std::atoll(found->second.c_str());
}

/// What a kind's status says of its pods.
struct Numbers {
    std::int64_t wanted = 0, made = 0, updated = 0, ready = 0, available = 0;
};

std::optional<Numbers> numbersOf(const ObjectRef& object) {
    if (const auto* it = typed<appsv1::Deployment>(object))
        return Numbers{it->spec.replicas.value_or(1), it->status.replicas, it->status.updatedReplicas,
                       it->status.readyReplicas, it->status.availableReplicas};
    if (const auto* it = typed<appsv1::ReplicaSet>(object))
        return Numbers{it->spec.replicas.value_or(1), it->status.replicas, it->status.replicas,
                       it->status.readyReplicas, it->status.availableReplicas};
    if (const auto* it = typed<corev1::ReplicationController>(object))
        return Numbers{it->spec.replicas.value_or(1), it->status.replicas, it->status.replicas,
                       it->status.readyReplicas, it->status.availableReplicas};
    if (const auto* it = typed<appsv1::StatefulSet>(object))
        return Numbers{it->spec.replicas.value_or(1), it->status.replicas, it->status.updatedReplicas,
                       it->status.readyReplicas, it->status.availableReplicas};
    if (const auto* it = typed<appsv1::DaemonSet>(object))
        return Numbers{it->status.desiredNumberScheduled, it->status.currentNumberScheduled,
                       it->status.updatedNumberScheduled, it->status.numberReady, it->status.numberAvailable};
    return {};
}

/// What kept somebody from making pods: an event of its own, else its condition.
std::optional<Statement> refusedTo(const ObjectRef& maker, Inquiry& inquiry) {
    const auto* said = inquiry.latest(maker, "FailedCreate");
    if (said && inquiry.now() - said->at <= kRecentSeconds) {
        // A success that came later makes it history.
        const auto* made = inquiry.latest(maker, "SuccessfulCreate");
        if (!made || made->at < said->at) return whyRefused(*maker, cite(*said), inquiry);
    }
    const auto from = [&](const auto& conditions) -> std::optional<Statement> {
        const auto* failure = conditionOf(conditions, "ReplicaFailure");
        if (!failure || failure->status != corev1::kConditionTrue || failure->reason != "FailedCreate") return {};
        return whyRefused(*maker, field(*maker, "status.conditions[ReplicaFailure]", failure->message), inquiry);
    };
    if (const auto* it = typed<appsv1::Deployment>(maker)) return from(it->status.conditions);
    if (const auto* it = typed<appsv1::ReplicaSet>(maker)) return from(it->status.conditions);
    if (const auto* it = typed<corev1::ReplicationController>(maker)) return from(it->status.conditions);
    return {};
}

/// Who makes the pods: a deployment's replica sets, the newest first; any other itself.
std::vector<ObjectRef> makersOf(const ObjectRef& object, Inquiry& inquiry) {
    if (object->kind() != "Deployment") return {object};
    auto sets = ownedBy(*object, {"apps", "ReplicaSet"}, inquiry);
    std::ranges::sort(sets, std::greater<>(), [](const ObjectRef& each) { return revisionOf(*each); });
    return sets;
}

void deploymentRollout(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    const auto* it = typed<appsv1::Deployment>(object);
    if (!it) return;
    const auto* progress = conditionOf(it->status.conditions, "Progressing");
    const bool late =
        progress && progress->status == corev1::kConditionFalse && progress->reason == "ProgressDeadlineExceeded";
    if (late)
        out.push_back(
            {"rollout-stuck",
             std::format("The roll-out has not gone on for {}: {} of {} pods are of the new version, {} are available.",
                         age(it->spec.progressDeadlineSeconds.value_or(600)), it->status.updatedReplicas,
                         it->spec.replicas.value_or(1), it->status.availableReplicas),
             {field(*object, "status.conditions[Progressing]", progress->reason + ": " + progress->message)},
             "mend what keeps the new pods from running, or go back: " + kubectl(*object, "rollout undo")});
    if (it->spec.paused && (it->status.updatedReplicas < it->spec.replicas.value_or(1) ||
                            it->status.observedGeneration < it->metadata.generation))
        out.insert(out.begin(), {"rollout-stuck",
                                 "Its roll-out is paused: changes of the pod template wait.",
                                 {field(*object, "spec.paused", "true")},
                                 kubectl(*object, "rollout resume")});
    (void)inquiry;
}

void setRollout(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    const auto* it = typed<appsv1::StatefulSet>(object);
    if (!it || it->status.updateRevision == it->status.currentRevision || it->status.updateRevision.empty()) return;
    const std::string revisions = std::format("{} → {}", it->status.currentRevision, it->status.updateRevision);
    if (it->spec.updateStrategy.type == "OnDelete") {
        out.push_back({"rollout-stuck",
                       "Its pods keep the old version until each is deleted (updateStrategy OnDelete).",
                       {field(*object, "spec.updateStrategy.type", "OnDelete"),
                        field(*object, "status.updateRevision", revisions)},
                       "kubectl -n " + object->namespace_() + " delete pod " + object->name() + "-0"});
        return;
    }
    const auto& rolling = it->spec.updateStrategy.rollingUpdate;
    if (rolling && rolling->partition.value_or(0) > 0)
        out.push_back(
            {"rollout-stuck",
             std::format("Only pods from number {} on get the new version (partition).", *rolling->partition),
             {field(*object, "spec.updateStrategy.rollingUpdate.partition", std::to_string(*rolling->partition))},
             kubectl(*object, "patch", R"(-p '{"spec":{"updateStrategy":{"rollingUpdate":{"partition":0}}}}')")});
    else if (!out.empty())
        out.push_back({"rollout-stuck",
                       "Its roll-out goes on, pod by pod, when the pod that is not ready is.",
                       {field(*object, "status.updateRevision", revisions)},
                       kubectl(*object, "rollout status")});
    (void)inquiry;
}

void noNodes(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    const auto* it = typed<appsv1::DaemonSet>(object);
    if (!it || it->status.desiredNumberScheduled > 0 || it->status.observedGeneration < it->metadata.generation) return;
    const auto* nodes = inquiry.list({"", "Node"}, "");
    std::size_t selected = 0;
    for (const ObjectRef& node : nodes ? *nodes : std::vector<ObjectRef>())
        selected += volumes::isSelected(it->spec.template_.spec, node->meta().labels, node->name());
    std::string wanted;
    for (const auto& [key, value] : it->spec.template_.spec.nodeSelector)
        wanted += (wanted.empty() ? "" : ",") + key + "=" + value;
    out.push_back({"unschedulable",
                   !nodes           ? "No node is to run it."
                   : nodes->empty() ? "There is no node to run it on."
                   : selected == 0  ? std::format("No node has what it asks for{}.",
                                                 wanted.empty() ? std::string() : " (" + wanted + ")")
                                    : "The nodes that it asks for have taints that it does not tolerate.",
                   {field(*object, "status.desiredNumberScheduled", "0"),
                    field(*object, "spec.template.spec.nodeSelector", wanted.empty() ? "none" : wanted)},
                   "kubectl get nodes --show-labels, then correct spec.template.spec.nodeSelector or label a node"});
}

/// Alike but for the names of pods and addresses.
std::string likeness(const Statement& statement, const std::string& pod) {
    // A space on each side, so that every name in it has neighbours.
    std::string text = " " + statement.id + " " + statement.statement + " ";
    if (pod.empty()) return text;
    const auto inName = [](char each) {
        return std::isalnum(static_cast<unsigned char>(each)) || each == '-' || each == '.';
    };
    for (auto at = text.find(pod); at != std::string::npos; at = text.find(pod, at + 1))
        if (!inName(text[at - 1]) && !inName(text[at + pod.size()])) text.erase(at, pod.size());
    std::erase_if(text, [](char each) { return each >= '0' && each <= '9'; });
    return text;
}

std::vector<ObjectRef> podsOf(const std::vector<ObjectRef>& makers, Inquiry& inquiry) {
    std::vector<ObjectRef> pods;
    for (const ObjectRef& maker : makers) {
        auto owned = ownedBy(*maker, {"", "Pod"}, inquiry);
        std::ranges::move(owned, std::back_inserter(pods));
    }
    return pods;
}

void notEnough(const ObjectRef& object, const Numbers& numbers, std::size_t pods, Inquiry& inquiry, Statements& out) {
    const auto old = inquiry.since(object->meta().creationTimestamp);
    const bool young = old && *old < 60;
    const std::string status = std::format("{} of {} ready, {} made", numbers.ready, numbers.wanted, pods);
    if (numbers.ready >= numbers.wanted && numbers.updated >= numbers.wanted) {
        out.push_back({"fine",
                       numbers.wanted == 0
                           ? "It is scaled to none: no pods are wanted."
                           : std::format("All {} are ready.", counted(static_cast<std::size_t>(numbers.wanted), "pod")),
                       {field(*object, numbers.wanted == 0 ? "spec.replicas" : "status.readyReplicas",
                              std::to_string(numbers.wanted == 0 ? 0 : numbers.ready))},
                       numbers.wanted == 0 && object->kind() != "DaemonSet" ? kubectl(*object, "scale", "--replicas=1")
                                                                            : kubectl(*object, "get")});
        return;
    }
    const bool silent = pods == 0 && !young;
    out.push_back(
        {silent ? "rollout-stuck" : "fine",
         silent ? "No pod has been made for it, and nobody says why: its controller may not run."
                : "It is starting or rolling out: " + status + ".",
         {field(*object, "status", status)},
         object->kind() == "ReplicaSet" || silent ? kubectl(*object, "describe") : kubectl(*object, "rollout status")});
}

}  // namespace

bool explainPods(const std::vector<ObjectRef>& pods, Inquiry& inquiry, Statements& out) {
    struct Group {
        Statement statement;
        std::vector<std::string> names;
    };
    std::map<std::string, Group> groups;
    std::size_t looked = 0, rest = 0;
    for (const ObjectRef& object : pods) {
        const auto* pod = typed<corev1::Pod>(object);
        if (!pod || isReady(*pod) || pod->status.phase == corev1::kPodSucceeded) continue;
        if (looked == kPodsLookedAt) {
            ++rest;
            continue;
        }
        ++looked;
        Statements of;
        explainPod(object, inquiry, of);
        if (of.empty() || of.front().id == "fine") continue;
        Group& group = groups[likeness(of.front(), object->name())];
        if (group.names.empty()) group.statement = std::move(of.front());
        group.names.push_back(object->name());
    }
    std::vector<Group*> order;
    for (auto& [key, group] : groups) order.push_back(&group);
    std::ranges::stable_sort(order, std::greater<>(), [](const Group* each) { return each->names.size(); });
    for (Group* group : order) {
        group->statement.statement =
            std::format("{} of {}{} ({}): {}", group->names.size(), counted(pods.size(), "pod"),
                        rest ? std::format(", {} of them not looked at", rest) : std::string(), listed(group->names, 2),
                        group->statement.statement);
        out.push_back(std::move(group->statement));
    }
    return !order.empty();
}

void explainWorkload(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    const auto numbers = numbersOf(object);
    if (!numbers) return;
    const auto makers = makersOf(object, inquiry);
    if (numbers->wanted > 0 || object->kind() == "DaemonSet") {
        std::optional<Statement> refused;
        for (const ObjectRef& maker : makers)
            if (!refused) refused = refusedTo(maker, inquiry);
        if (!refused && object->kind() == "Deployment") refused = refusedTo(object, inquiry);
        // Pods that are all there were let through in the end.
        if (refused && numbers->made < std::max<std::int64_t>(numbers->wanted, 1)) out.push_back(std::move(*refused));
    }
    const auto pods = podsOf(makers, inquiry);
    explainPods(pods, inquiry, out);
    noNodes(object, inquiry, out);
    setRollout(object, inquiry, out);
    deploymentRollout(object, inquiry, out);
    if (out.empty()) notEnough(object, *numbers, pods.size(), inquiry, out);
}

void explainJob(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    const auto* job = typed<batchv1::Job>(object);
    if (!job) return;
    const auto& conditions = job->status.conditions;
    if (job->spec.suspend.value_or(false)) {
        out.push_back({"rollout-stuck",
                       "The job is suspended: no pods are made until it is resumed.",
                       {field(*object, "spec.suspend", "true")},
                       kubectl(*object, "patch", R"(-p '{"spec":{"suspend":false}}')")});
        return;
    }
    if (const auto* complete = conditionOf(conditions, "Complete");
        complete && complete->status == corev1::kConditionTrue) {
        out.push_back({"fine",
                       std::format("It is complete: {} ended with success.",
                                   counted(static_cast<std::size_t>(std::max(job->status.succeeded, 0)), "pod")),
                       {field(*object, "status.conditions[Complete]", "True")},
                       kubectl(*object, "logs")});
        return;
    }
    const auto pods = ownedBy(*object, {"", "Pod"}, inquiry);
    if (auto refused = refusedTo(object, inquiry); refused && job->status.active == 0)
        out.push_back(std::move(*refused));
    explainPods(pods, inquiry, out);
    if (const auto* failed = conditionOf(conditions, "Failed"); failed && failed->status == corev1::kConditionTrue) {
        const bool deadline = failed->reason == "DeadlineExceeded";
        Statement gaveUp{
            "crash",
            std::format("The job has failed for good: {}.",
                        deadline ? "it ran longer than activeDeadlineSeconds allows"
                                 : bounded(failed->message.empty() ? failed->reason : failed->message, 200)),
            {field(*object, "status.conditions[Failed]", failed->reason + ": " + failed->message),
             field(*object, "status.failed", std::to_string(job->status.failed))},
            deadline ? "raise spec.activeDeadlineSeconds, or find what takes so long, and make the job again"
                     : "mend what its pods say, and make the job again: " + kubectl(*object, "logs")};
        out.insert(deadline ? out.begin() : out.end(), std::move(gaveUp));
    }
    if (!out.empty()) return;
    out.push_back({"fine",
                   std::format("It is working: {} active, {} succeeded, {} failed.", job->status.active,
                               job->status.succeeded, job->status.failed),
                   {field(*object, "status.active", std::to_string(job->status.active))},
                   kubectl(*object, "logs", "--follow")});
}

void explainCronJob(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    const auto* cron = typed<batchv1::CronJob>(object);
    if (!cron) return;
    if (cron->spec.suspend.value_or(false))
        out.push_back({"rollout-stuck",
                       "It is suspended: no jobs are made until it is resumed.",
                       {field(*object, "spec.suspend", "true")},
                       kubectl(*object, "patch", R"(-p '{"spec":{"suspend":false}}')")});
    for (const auto* reason : {"UnknownTimeZone", "InvalidSchedule", "UnparseableSchedule", "FailedCreate",
                               "TooManyMissedTimes", "MissSchedule"}) {
        const auto* said = inquiry.latest(object, reason);
        if (!said || inquiry.now() - said->at > kRecentSeconds) continue;
        if (said->reason == "FailedCreate") {
            out.push_back(whyRefused(*object, cite(*said), inquiry));
        } else {
            out.push_back({"rollout-stuck",
                           "Its jobs are not made: " + bounded(said->message, 250),
                           {cite(*said), field(*object, "spec.schedule", cron->spec.schedule)},
                           kubectl(*object, "edit")});
        }
    }
    auto jobs = ownedBy(*object, {"batch", "Job"}, inquiry);
    std::ranges::sort(jobs, std::greater<>(),
                      [](const ObjectRef& each) { return each->meta().creationTimestamp.seconds; });
    if (!jobs.empty()) {
        Statements of;
        explainJob(jobs.front(), inquiry, of);
        for (auto& each : of) {
            if (each.id == "fine") continue;
            each.statement = std::format("Its last job {}: {}", jobs.front()->name(), each.statement);
            out.push_back(std::move(each));
        }
    }
    if (cron->spec.concurrencyPolicy == "Forbid" && !cron->status.active.empty())
        out.push_back({out.empty() ? "fine" : "rollout-stuck",
                       std::format("Job {} still runs, and concurrencyPolicy Forbid allows no other beside it.",
                                   cron->status.active.front().name),
                       {field(*object, "status.active", cron->status.active.front().name)},
                       "kubectl -n " + object->namespace_() + " logs job/" + cron->status.active.front().name});
    if (!out.empty()) return;
    const auto& last = cron->status.lastScheduleTime;
    out.push_back({"fine",
                   last ? std::format("It made its last job {} ago.", age(inquiry.since(*last).value_or(0)))
                        : std::format("Its time ({}) has not come yet.", cron->spec.schedule),
                   {field(*object, "spec.schedule", cron->spec.schedule)},
                   "kubectl -n " + object->namespace_() + " create job --from=cronjob/" + object->name() + " try-" +
                       object->name()});
}

}  // namespace armillary::explain
