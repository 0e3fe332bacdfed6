#include <algorithm>
#include <format>
#include <optional>

#include "engine/plan/rules/rules.h"
#include "engine/plan/wanted.h"
#include "engine/plan/wording.h"
#include "engine/scheduler/placeable.h"
#include "engine/schema/api/storagev1.h"

/// Whether the scheduler finds a place for what is wanted.
namespace armillary::plan::rules {

namespace {

/// One of the scheduler's reasons as a person says it of one node, and of several.
struct Reason {
    std::string_view upstream, one, many;
    std::string_view field;  ///< of the pods' specification; "resources" of a container
};
constexpr Reason kReasons[] = {
    {"node(s) didn't match Pod's node affinity/selector", "has not the labels that it asks for",
     "have not the labels that it asks for", "nodeSelector"},
    {"node(s) didn't have free ports for the requested pod ports", "has its host ports in use",
     "have its host ports in use", "containers"},
    {"node(s) were unschedulable", "is cordoned", "are cordoned", {}},
    {"node(s) didn't match the requested node name", "is not the node that it names", "are not the node that it names",
     "nodeName"},
    {"node(s) didn't match pod affinity rules", "has no pods that it wants to be with",
     "have no pods that it wants to be with", "affinity"},
    {"node(s) didn't match pod anti-affinity rules", "has pods that it does not want to be with",
     "have pods that it does not want to be with", "affinity"},
    {"node(s) didn't satisfy existing pods anti-affinity rules",
     "has pods that do not want to be with it",
     "have pods that do not want to be with it",
     {}},
    {"node(s) didn't match pod topology spread constraints", "would have too many of them",
     "would have too many of them", "topologySpreadConstraints"},
    {"node(s) didn't match pod topology spread constraints (missing required label)",
     "has not the label that they are spread by", "have not the label that they are spread by",
     "topologySpreadConstraints"},
    {"node(s) had volume node affinity conflict", "cannot reach its volume", "cannot reach its volume", "volumes"},
    {"Too many pods", "has as many pods as it takes", "have as many pods as they take", {}},
};

constexpr std::string_view kInsufficient = "Insufficient ", kTaint = "node(s) had untolerated taint {";

struct Said {
    std::string text, field;
};

/// "key: value" as people write a taint.
std::string taintIn(std::string_view braces) {
    const auto colon = braces.find(": ");
    const std::string_view value = colon == std::string_view::npos ? std::string_view() : braces.substr(colon + 2);
    return std::string(braces.substr(0, colon)) + (value.empty() ? "" : "=") + std::string(value);
}

/// `count`: "1", "2"; or "" of the only node.
Said inWords(const std::string& reason, int nodes, const std::string& count) {
    const std::string_view has = nodes == 1 ? "has" : "have";
    if (reason.starts_with(kInsufficient))
        return {std::format("{}{} too little {}", count, has, reason.substr(kInsufficient.size())), "resources"};
    if (reason.starts_with(kTaint))
        return {std::format("{}{} the taint {}", count, has,
                            taintIn(reason.substr(kTaint.size(), reason.size() - kTaint.size() - 1))),
                "tolerations"};
    const auto known = std::ranges::find(kReasons, reason, &Reason::upstream);
    if (known == std::end(kReasons)) return {count + reason, {}};
    return {std::format("{}{}", count, nodes == 1 ? known->one : known->many), std::string(known->field)};
}

/// "of 3 nodes, 2 have too little memory, 1 has the taint a", and the field that most of them are about.
Said inWords(const scheduler::Placeable::Outcome& outcome) {
    std::vector<std::pair<std::string, int>> reasons(outcome.reasons.begin(), outcome.reasons.end());
    std::ranges::stable_sort(reasons, std::greater(), &std::pair<std::string, int>::second);
    const bool only = outcome.nodes == 1;
    Said said;
    for (const auto& [reason, nodes] : reasons) {
        Said one = inWords(reason, nodes, only ? std::string() : std::format("{} ", nodes));
        said.text += (said.text.empty() ? "" : only ? " and " : ", ") + one.text;
        if (said.field.empty()) said.field = std::move(one.field);
    }
    if (said.text.empty()) return {outcome.message, {}};
    said.text.insert(0, only ? "the only node " : std::format("of {} nodes, ", outcome.nodes));
    said.text += ".";
    return said;
}

/// The pods' own tolerations and those that their controller adds.
/// Source: https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations.
void tolerateAsDaemon(corev1::PodSpec& spec) {
    std::vector<std::string_view> taints{"not-ready",       "unreachable",  "disk-pressure",
                                         "memory-pressure", "pid-pressure", "unschedulable"};
    if (spec.hostNetwork) taints.push_back("network-unavailable");
    for (const std::string_view taint : taints) {
        corev1::Toleration toleration;
        toleration.key = "node.kubernetes.io/" + std::string(taint);
        toleration.operator_ = std::string(corev1::kTolerationOpExists);
        spec.tolerations.push_back(std::move(toleration));
    }
}

/// A claim that has no volume yet gets one where the pod goes, or is waited for: it says nothing of nodes.
void dropUnboundClaims(corev1::Pod& pod, const relations::World& world) {
    std::erase_if(pod.spec.volumes, [&](const corev1::Volume& volume) {
        if (volume.ephemeral) return true;
        if (!volume.persistentVolumeClaim) return false;
        const ObjectRef claim =
            world.find({"", "PersistentVolumeClaim"}, pod.metadata.namespace_, volume.persistentVolumeClaim->claimName);
        const auto* it = typed<corev1::PersistentVolumeClaim>(claim);
        return !it || it->spec.volumeName.empty() || !world.find({"", "PersistentVolume"}, "", it->spec.volumeName);
    });
}

std::string fieldOf(const std::string& field, const Wanted& wanted) {
    const auto& containers = wanted.pod.spec.containers;
    if (field == "resources" && !containers.empty()) return wanted.inContainer(containers.front().name, field);
    if (field == "nodeSelector" && wanted.pod.spec.nodeSelector.empty()) return wanted.at("affinity");
    return wanted.at(field);
}

}  // namespace

void placement(const Change& change, Obstacles& out) {
    auto wanted = newlyWanted(change);
    if (!wanted || !wanted->pod.spec.nodeName.empty()) return;
    if (wanted->itself && !change.isMade()) return;
    auto* scheduler = change.around.placeable();
    if (!scheduler) return;
    const bool daemon = change.is("apps", "DaemonSet");
    if (daemon) tolerateAsDaemon(wanted->pod.spec);
    dropUnboundClaims(wanted->pod, change.world);
    const ObjectRef pod = wanted->object();
    const std::int64_t count = daemon || change.is("batch", "CronJob") ? 1 : wanted->count;
    if (!pod || count <= 0) return;
    const auto& own = change.before ? change.around.podsOf(*change.before) : std::vector<std::string>();
    const auto outcome =
        scheduler->place(pod, static_cast<int>(std::min<std::int64_t>(count, scheduler::Placeable::kMostPods)), own);
    if (outcome.placed == outcome.wanted) return;
    const Said said = inWords(outcome);
    const std::string who = wanted->itself        ? "It finds no place"
                            : outcome.placed == 0 ? "Its pods find no place"
                            : outcome.placed == 1
                                ? std::format("Only 1 of its {} pods finds a place", outcome.wanted)
                                : std::format("Only {} of its {} pods find a place", outcome.placed, outcome.wanted);
    out.push_back({obstacle::kNoNode, std::format("{}: {}", who, said.text), fieldOf(said.field, *wanted)});
}

}  // namespace armillary::plan::rules
