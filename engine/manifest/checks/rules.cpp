#include <algorithm>

#include "engine/manifest/checks/rule.h"

namespace armillary::manifest {

namespace {

// clang-format off: to be read as pages
constexpr RuleInfo kRuleInfos[] = {
    {"syntax", "error",
     "the file is not YAML, or its aliases lead nowhere",
     "Nobody can read it: nothing of the file would be applied.",
     "The message says what was expected there. Tabs, a colon without a space behind it and a bracket that is not "
     "closed are what it is most often."},
    {"template", "hint",
     "the file has template marks and is not YAML before they are filled in",
     "A chart's templates say something only once helm has filled them in; so nothing of it was checked.",
     "Check what comes out: helm template CHART, and that."},
    {"duplicate-key", "error",
     "a mapping has a key twice",
     "Readers disagree: some take the last one, others refuse the file, and a strict server does, too.",
     "Keep one. Where both say the same, the second goes; otherwise you choose."},
    {"unknown-field", "error",
     "the kind has no such field",
     "A strict server refuses the object, another one drops the field without a word, and what it was to do does not "
     "happen.",
     "A field that is nearly called so is put in its place. A number or a word that another kind has there, as the "
     "replicas of a DaemonSet, is removed."},
    {"wrong-type", "error",
     "a value is not of the type that its field takes",
     "The server refuses the object.",
     "Quotes are put around a number that has to be text, and taken from a text that has to be a number; an enum's "
     "value that is nearly right is put right; one word becomes a list of it."},
    {"duplicate-object", "error or hint",
     "the same object stands there twice",
     "In one file the later one overwrites the earlier when both are applied. In two files they may be variants of "
     "one another, and mean to.",
     "Remove one, or name it otherwise: which one is right only you know."},
    {"removed-api", "error",
     "the API version is served no more",
     "The server does not know the kind in that version, and refuses the object.",
     "The whole object is written as the version in its place has it: fields that were renamed or moved, selectors "
     "and path types that have to be said now, webhooks' defaults that are others today. A workload's other defaults "
     "are those of the new version: a DaemonSet or StatefulSet that said no updateStrategy is rolled from now on "
     "when it changes. Where something has to be decided first, the message says what."},
    {"deprecated-api", "warning",
     "the API version is going to be removed",
     "It works today, and will not after an update of the cluster.",
     "The message names what to use. It is another kind, so that nothing is written by itself."},
    {"selector-matches-nothing", "warning",
     "a selector finds none of the workloads that are there",
     "A service without pods answers nobody, a budget protects nothing, a policy lets through what it was to stop.",
     "Where it is plain which workload is meant, the selector takes its labels; or its pods get the labels, where "
     "they have none of that name."},
    {"target-port", "warning",
     "a service sends to a port that no container declares",
     "Connections are refused, unless the container listens there without saying so.",
     "The port of the containers is put in: by its name if there is one, and of several the one that you choose."},
    {"image-without-tag", "warning",
     "an image's name says no version",
     "It means latest: what runs depends on when it was pulled, differs between machines, and cannot be rolled back.",
     "Write the version that you have tried, or the digest. Which one that is cannot be told from here."},
    {"missing-reference", "hint",
     "an object that is named is not among the files",
     "It may be in the cluster already, or be made by somebody else. If not, pods wait for it and do not start.",
     "A name that is nearly that of an object of the files becomes that name. Otherwise add the object, or mark the "
     "reference as optional."},
    {"missing-key", "warning",
     "a config map or secret does not have the key that is asked of it",
     "The container does not start: CreateContainerConfigError.",
     "A key that is nearly called so is put in; otherwise add it to the map."},
    {"probe-port", "warning or hint",
     "a probe asks at a port that its container does not declare",
     "By a name that is not declared the probe never succeeds: the pod does not become ready, or is restarted again "
     "and again.",
     "The port that the container declares is put in; of several you choose."},
    {"budget-blocks-all", "warning",
     "a disruption budget lets no pod be moved at all",
     "No machine of these pods can be drained, and a cluster's update waits for ever.",
     "It is written as maxUnavailable: 1, by which one pod at a time may be moved. With one replica that is a short "
     "break; with two there is none."},
    {"scaler-without-requests", "warning",
     "an autoscaler goes by a share of what containers do not request",
     "A share of nothing cannot be told: it never scales.",
     "The container requests 100m of processor time, or 128Mi of memory, to start with. Put in what it really needs."},
    {"missing-requests", "hint",
     "a container does not say how much processor time and memory it needs",
     "Its pods are placed on any machine, however full, and are the first to be evicted when memory is short.",
     "100m of processor time and 128Mi of memory are requested, which is what most small services do with. Put in "
     "what it really needs."},
    {"selector-not-own", "error",
     "a workload's selector does not find its own pods",
     "The server refuses it.",
     "The pods get the labels that are selected, or the selector takes those that they have. The selector of a "
     "workload that is in a cluster already cannot be changed there."},
    {"selector-overlap", "warning",
     "a workload's selector finds another's pods",
     "Two controllers count each other's pods: one removes what the other makes.",
     "Give each a label of its own, in its selector and on its pods."},
    {"duplicate-name", "error or warning",
     "containers, volumes, ports or variables of a pod have the same name",
     "The server refuses it; of variables the last one counts.",
     "Name one otherwise, or remove it: which one is right only you know."},
    {"missing-volume", "error",
     "a container mounts a volume that its pod does not have",
     "The server refuses it.",
     "A volume that is nearly called so is mounted, or an empty one of that name is added to the pod. What is in an "
     "empty volume goes with the pod."},
};
// clang-format on

constexpr checks::Rule kAllRules[] = {
    checks::checkFields,      checks::checkNames,    checks::checkApiVersions, checks::checkSelectors,
    checks::checkTargetPorts, checks::checkImages,   checks::checkReferences,  checks::checkKeys,
    checks::checkProbes,      checks::checkBudgets,  checks::checkScalers,     checks::checkRequests,
    checks::checkOwnPods,     checks::checkPodNames,
};

}  // namespace

std::span<const RuleInfo> rules() {
    return kRuleInfos;
}

const RuleInfo* ruleOf(std::string_view id) {
    const auto found = std::ranges::find(kRuleInfos, id, &RuleInfo::id);
    return found == std::end(kRuleInfos) ? nullptr : &*found;
}

std::span<const checks::Rule> checks::allRules() {
    return kAllRules;
}

}  // namespace armillary::manifest
