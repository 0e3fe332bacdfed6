#include <algorithm>
#include <array>
#include <format>

#include "engine/explain/pod_rules.h"
#include "engine/explain/wording.h"

/// What the node does to its pods: gone, under pressure, cannot set them up, ended them.
namespace armillary::explain {

namespace {

/// A warning from before is history.
constexpr std::int64_t kRecentSeconds = 600;

}  // namespace

void podEnded(const PodCase& it) {
    const auto& status = it.pod.status;
    if (status.phase != corev1::kPodFailed || status.reason.empty()) return;
    const std::string message = status.message.empty() ? status.reason : status.message;
    std::vector<Citation> evidence{it.field("status.reason", status.reason + ": " + message)};
    if (status.reason == "Evicted") {
        // What it used beyond a limit of its own is no fault of the node's.
        const bool own = message.contains("exceeds the");
        it.out.push_back(
            {"node", std::format("Node {} evicted it: {}", it.pod.spec.nodeName, bounded(message, 250)),
             std::move(evidence),
             own ? "let it write less, or raise the limit that the message names: " + kubectl(*it.object, "describe")
                 : "relieve the node, or give the pod requests that fit: kubectl describe node " +
                       it.pod.spec.nodeName});
    } else if (status.reason == "DeadlineExceeded") {
        it.out.push_back(
            {"crash", "It ran longer than activeDeadlineSeconds allows, and was ended.", std::move(evidence),
             "raise spec.activeDeadlineSeconds, or find what takes so long: " + kubectl(*it.object, "logs")});
    } else if (status.reason == "NodeLost" || status.reason == "Terminated" || status.reason == "NodeShutdown" ||
               status.reason == "Shutdown") {
        it.out.push_back({"node",
                          std::format("Node {} went down with it: {}", it.pod.spec.nodeName, bounded(message, 250)),
                          std::move(evidence), "kubectl describe node " + it.pod.spec.nodeName});
    } else {
        it.out.push_back({"admission",
                          std::format("Node {} did not take it ({}): {}", it.pod.spec.nodeName, status.reason,
                                      bounded(message, 250)),
                          std::move(evidence),
                          "delete it, so that it is placed anew: " + kubectl(*it.object, "delete")});
    }
}

void podNode(const PodCase& it) {
    const std::string& name = it.pod.spec.nodeName;
    if (name.empty() || isReady(it.pod) || it.pod.status.phase == corev1::kPodSucceeded ||
        it.pod.status.phase == corev1::kPodFailed)
        return;
    const Found found = it.inquiry.find({"", "Node"}, "", name);
    if (found.absent) {
        it.out.push_back({"node",
                          std::format("Its node {} is not there any more.", name),
                          {it.field("spec.nodeName", name)},
                          kubectl(*it.object, "delete", "--grace-period=0 --force")});
        return;
    }
    Statements ofNode;
    if (found.object) explainNode(found.object, it.inquiry, ofNode);
    for (auto& statement : ofNode) {
        // A cordon or pressure does not keep a pod that is there from running.
        if (statement.id != "node" || !statement.statement.contains("not ready")) continue;
        statement.statement = std::format("Its node {} is the trouble: {}", name, statement.statement);
        it.out.push_back(std::move(statement));
        return;
    }
}

void podSetUp(const PodCase& it) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kReasons{{
        {"FailedCreatePodSandBox", "cannot make its sandbox (network and name spaces)"},
        {"FailedCreatePodContainer", "cannot make its control group"},
        {"FailedAttachVolume", "cannot attach a volume"},
        {"FailedMount", "cannot mount a volume"},
        {"FailedMapVolume", "cannot map a volume"},
        {"NetworkNotReady", "has no pod network yet"},
    }};
    const auto containers = containersOf(it.pod);
    const bool started =
        std::ranges::any_of(containers, [](const auto& each) { return each.runs() || each.terminated(); });
    if (it.pod.spec.nodeName.empty() || started || it.says("missing-reference") || it.says("image-pull")) return;
    for (const auto& [reason, what] : kReasons) {
        const auto* said = it.inquiry.latest(it.object, reason);
        if (!said || it.inquiry.now() - said->at > kRecentSeconds) continue;
        it.out.push_back({"node",
                          std::format("Node {} {}: {}", it.pod.spec.nodeName, what, bounded(said->message, 250)),
                          {cite(*said)},
                          reason.ends_with("Volume") || reason == "FailedMount"
                              ? "check the volume that the message names: " + kubectl(*it.object, "describe")
                              : "look at the node's agent and its log: kubectl describe node " + it.pod.spec.nodeName});
        return;
    }
}

void explainNode(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    const auto* node = typed<corev1::Node>(object);
    if (!node) return;
    const auto& conditions = node->status.conditions;
    const auto* ready = conditionOf(conditions, corev1::kNodeReady);
    if (!ready || ready->status != corev1::kConditionTrue) {
        const bool unknown = ready && ready->status == corev1::kConditionUnknown;
        std::string text = !ready    ? "The node is not ready: its agent has not said anything yet."
                           : unknown ? "The node is not ready: its agent does not answer any more"
                                     : "The node is not ready: " + bounded(ready->message, 250);
        if (unknown) {
            // When somebody noticed says more than the last heartbeat, which comes minutes apart.
            const auto noticed = inquiry.since(ready->lastTransitionTime),
                       heard = inquiry.since(ready->lastHeartbeatTime);
            text += noticed ? std::format(" (noticed {} ago).", age(*noticed))
                    : heard ? std::format(" (last heard of {} ago).", age(*heard))
                            : ".";
        }
        Statement down{"node",
                       std::move(text),
                       {},
                       unknown || !ready
                           ? "see on the machine whether it runs and reaches the control plane, and its agent's log"
                           : "see the node's agent and its container runtime: " + kubectl(*object, "describe")};
        down.evidence.push_back(
            field(*object, "status.conditions[Ready]",
                  ready ? ready->status + " " + ready->reason + ": " + ready->message : "not there"));
        out.push_back(std::move(down));
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kPressures{
        {{corev1::kNodeMemoryPressure, "memory"},
         {corev1::kNodeDiskPressure, "room on its disk"},
         {corev1::kNodePIDPressure, "process numbers"}}};
    for (const auto& [type, what] : kPressures) {
        const auto* pressure = conditionOf(conditions, type);
        if (!pressure || pressure->status != corev1::kConditionTrue) continue;
        out.push_back(
            {"node",
             std::format("The node is short of {} ({}): it takes no pods, and evicts some.", what, type),
             {field(*object, std::format("status.conditions[{}]", type), pressure->reason + ": " + pressure->message)},
             std::format("free some {} on the node: {}", what, kubectl(*object, "describe"))});
    }
    if (const auto* network = conditionOf(conditions, corev1::kNodeNetworkUnavailable);
        network && network->status == corev1::kConditionTrue)
        out.push_back({"node",
                       "The node's network is not set up: " + bounded(network->message, 250),
                       {field(*object, "status.conditions[NetworkUnavailable]", network->reason)},
                       kubectl(*object, "describe")});
    if (node->spec.unschedulable)
        out.push_back({"node",
                       "The node is cordoned: no new pods come to it; those that are there stay.",
                       {field(*object, "spec.unschedulable", "true")},
                       "kubectl uncordon " + object->name()});
    if (!out.empty()) return;
    Statement fine{"fine",
                   "The node is ready and takes pods.",
                   {field(*object, "status.conditions[Ready]", "True")},
                   kubectl(*object, "describe")};
    for (const auto& taint : node->spec.taints) {
        const std::string text = taint.key + (taint.value.empty() ? "" : "=" + taint.value) + ":" + taint.effect;
        fine.evidence.push_back(field(*object, "spec.taints", text));
        if (taint.effect != corev1::kTaintEffectPreferNoSchedule)
            fine.statement = "The node is ready, and takes only pods that tolerate its taints.";
    }
    out.push_back(std::move(fine));
}

}  // namespace armillary::explain
