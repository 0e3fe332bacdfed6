#include <algorithm>
#include <format>

#include "engine/explain/pod_rules.h"
#include "engine/explain/wording.h"

namespace armillary::explain {

namespace {

/// In the order in which one keeps the next from mattering.
constexpr PodRule kRules[] = {podClaims,      podUnscheduled, podNode, podReferences, podImages,   podRefusals,
                              podOutOfMemory, podCrashes,     podInit, podSetUp,      podReadiness};

/// A pod that has just been made needs a moment for everything.
constexpr std::int64_t kStartingSeconds = 60;

void podDeletion(const PodCase& it) {
    const auto& meta = it.object->meta();
    if (!meta.deletionTimestamp) return;
    explainDeletion(it.object, it.inquiry, it.out);
    // The time of deletion is when the grace period is over.
    const std::int64_t late = it.inquiry.now() - meta.deletionTimestamp->seconds;
    const Citation cited = it.field("metadata.deletionTimestamp", meta.deletionTimestamp->text());
    const bool ended = it.pod.status.phase == corev1::kPodSucceeded || it.pod.status.phase == corev1::kPodFailed;
    if (!it.out.empty() && (ended || it.pod.spec.nodeName.empty())) return;
    if (late <= 10) {
        if (it.out.empty())
            it.out.push_back(
                {"fine",
                 std::format("It is being deleted; its containers have {} left to end by themselves.", age(-late)),
                 {cited},
                 kubectl(*it.object, "get", "--watch")});
        return;
    }
    const std::size_t before = it.out.size();
    podNode(it);
    if (it.out.size() > before) {
        // Nobody but its node can say that its containers have ended.
        std::ranges::rotate(it.out, it.out.begin() + static_cast<std::ptrdiff_t>(before));
        return;
    }
    if (!it.out.empty()) return;
    Statement held{"node",
                   std::format("It was to be gone {} ago; node {} has not said yet that its containers ended.",
                               age(late), it.pod.spec.nodeName),
                   {cited},
                   kubectl(*it.object, "describe") + "; if the node will not come back: " +
                       kubectl(*it.object, "delete", "--grace-period=0 --force")};
    if (const auto* killing = it.inquiry.latest(it.object, "FailedKillPod")) held.evidence.push_back(cite(*killing));
    it.out.push_back(std::move(held));
}

/// What it is waiting for while nothing is wrong.
std::string startingWith(const PodCase& it) {
    if (it.pod.spec.nodeName.empty()) return "it waits for a node";
    for (const auto& container : containersOf(it.pod)) {
        if (container.runs() && !container.status->ready)
            return "container " + container.spec.name + " runs and is not ready yet";
        if (container.waiting()) return "container " + container.spec.name + " is being made ready to start";
    }
    return "node " + it.pod.spec.nodeName + " has not said anything of it yet";
}

void podFine(const PodCase& it) {
    const auto& status = it.pod.status;
    if (status.phase == corev1::kPodSucceeded) {
        it.out.push_back({"fine",
                          "All its containers have ended with success.",
                          {it.field("status.phase", status.phase)},
                          kubectl(*it.object, "logs")});
        return;
    }
    if (isReady(it.pod)) {
        Statement fine{"fine",
                       std::format("It runs on node {} and is ready.", it.pod.spec.nodeName),
                       {it.field("status.conditions[Ready]", "True")},
                       kubectl(*it.object, "logs", "--all-containers")};
        // What crashed a moment ago may well do it again; that it runs just now comes after.
        it.out.push_back(std::move(fine));
        // A policy that lets some through is worth a word, but no fault; one that cuts all is the first suspect.
        for (const auto* direction : {"Egress", "Ingress"})
            if (auto isolation = isolationOf(it.object, direction, it.inquiry))
                it.out.insert(isolation->cutsAll ? it.out.begin() : it.out.end(), std::move(isolation->statement));
        return;
    }
    if (!it.out.empty()) return;
    const auto old = it.inquiry.since(it.object->meta().creationTimestamp);
    const bool young = !old || *old < kStartingSeconds;
    std::vector<Citation> evidence{
        it.field("status.phase", status.phase.empty() ? "not set" : std::string_view(status.phase))};
    // The last thing that anybody said of it is the best there is.
    if (const auto& said = it.inquiry.events(it.object); !said.empty()) evidence.push_back(cite(said.back()));
    std::string text = std::format(
        "{} {}.",
        young ? "It is starting:" : "Nothing says what is wrong, but it does not get ready:", startingWith(it));
    if (old) text += std::format(" It was made {} ago.", age(*old));
    if (!young && it.pod.spec.nodeName.empty() && !it.pod.spec.schedulerName.empty())
        text += std::format(" Its scheduler, {}, has not spoken.", it.pod.spec.schedulerName);
    it.out.push_back({young                          ? "fine"
                      : it.pod.spec.nodeName.empty() ? "unschedulable"
                                                     : "not-ready",
                      std::move(text), std::move(evidence),
                      kubectl(*it.object, young ? "get" : "describe", young ? "--watch" : "")});
}

}  // namespace

const Said* PodCase::latest(std::string_view reason, std::string_view part, std::string_view container) const {
    const auto& said = inquiry.events(object);
    for (auto each = said.rbegin(); each != said.rend(); ++each) {
        if (each->reason != reason || !each->message.contains(part)) continue;
        if (each->fieldPath.empty() || each->fieldPath.contains("{" + std::string(container) + "}")) return &*each;
    }
    return nullptr;
}

bool PodCase::says(std::string_view id) const {
    return std::ranges::contains(out, id, &Statement::id);
}

std::vector<ContainerCase> containersOf(const corev1::Pod& pod) {
    std::vector<ContainerCase> all;
    const auto add = [&](const auto& specs, const auto& statuses, std::string_view name, bool init) {
        for (std::size_t i = 0; i < specs.size(); ++i) {
            const auto& spec = specs[i];
            ContainerCase each{spec,
                               nullptr,
                               std::format("spec.{}s[{}]", name, i),
                               {},
                               init && spec.restartPolicy != std::optional<std::string>("Always")};
            for (std::size_t j = 0; j < statuses.size(); ++j) {
                if (statuses[j].name != spec.name) continue;
                each.status = &statuses[j];
                each.statusPath = std::format("status.{}Statuses[{}]", name, j);
            }
            all.push_back(std::move(each));
        }
    };
    add(pod.spec.initContainers, pod.status.initContainerStatuses, "initContainer", true);
    add(pod.spec.containers, pod.status.containerStatuses, "container", false);
    return all;
}

bool isReady(const corev1::Pod& pod) {
    const auto* ready = conditionOf(pod.status.conditions, corev1::kPodReady);
    return ready && ready->status == corev1::kConditionTrue;
}

void explainPod(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    const auto* pod = typed<corev1::Pod>(object);
    if (!pod) return;
    inquiry.concerns(object);
    const PodCase it{object, *pod, inquiry, out};
    for (const PodRule last : {podDeletion, podEnded}) {
        last(it);
        if (!out.empty()) return;
    }
    for (const PodRule rule : kRules) rule(it);
    podFine(it);
}

}  // namespace armillary::explain
