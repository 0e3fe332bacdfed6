#include <algorithm>

#include "engine/editor/cluster_check.h"
#include "engine/plan/obstacle.h"

namespace armillary::editor {

namespace {

namespace obstacle = plan::obstacle;

// clang-format off: to be read as pages
constexpr manifest::RuleInfo kClusterRules[] = {
    {obstacle::kImmutable, "error",
     "a field of an object that is there already never changes",
     "The server refuses the change, and all of the object stays as it is.",
     "Take the change back, or give the object another name; or delete the one that is there, which ends what it runs."},
    {obstacle::kNotServed, "error",
     "the cluster does not serve that version of the kind",
     "The server does not know the kind in that version, and refuses the object.",
     "Write a version that the message names, or bring the definition that has this one."},
    {obstacle::kPodSecurity, "error or warning",
     "the namespace's Pod Security standard forbids the pods",
     "Pods are refused. A workload is taken, and stays without any: its own status is the only place that says so.",
     "Give the pods what the standard asks for, as the message names it, or ask who looks after the namespace for "
     "another level."},
    {obstacle::kPolicy, "error or warning",
     "an admission policy of the cluster denies it",
     "The server refuses the object, or, where the policy is about pods, those that a workload makes.",
     "The message is the policy's own. It was worked out here, by the expressions that the cluster has."},
    {obstacle::kLimitRange, "error or warning",
     "a container, a pod or a claim is beyond the namespace's limits",
     "The server refuses what is beyond: a pod, or a claim. A workload is taken, and stays without pods.",
     "Stay within what the LimitRange permits. What a container does not say it is given by the same LimitRange."},
    {obstacle::kQuota, "error or warning",
     "the namespace's quota has no room for it",
     "The server refuses what would be too much; of a workload's pods as many run as there is room for.",
     "Ask for less, remove something else, or have the quota raised. Under a quota for requests every container has "
     "to say its own."},
    {obstacle::kNoNode, "warning",
     "the scheduler finds no node for the pods",
     "The pods are made and stay Pending until a node has room, or another taint or label.",
     "The message counts why the nodes refuse. Ask for less, change selectors or tolerations, or add a machine."},
    {obstacle::kNoEviction, "warning",
     "disruption budgets stop every drain of the nodes",
     "Nobody can empty the machine that such a pod is on: drains wait, and so do updates of machines.",
     "Let the budget spare one pod: a replica more, or maxUnavailable: 1."},
    {obstacle::kDefinition, "warning",
     "objects that are there do not meet the definition any more",
     "They stay as they are, and whoever changes one of them next is refused.",
     "Permit in the schema what there is, or change the objects before."},
    {kServerRefuses, "error",
     "the server has been asked, and refuses it",
     "Nothing was written: it was a dry run. Applying it would be refused in the same words.",
     "The message is the server's, or that of a webhook that it asks."},
};
// clang-format on

}  // namespace

std::span<const manifest::RuleInfo> clusterRules() {
    return kClusterRules;
}

const manifest::RuleInfo* ruleOf(std::string_view id) {
    const auto found = std::ranges::find(kClusterRules, id, &manifest::RuleInfo::id);
    return found == std::end(kClusterRules) ? manifest::ruleOf(id) : found;
}

}  // namespace armillary::editor
