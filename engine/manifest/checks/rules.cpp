#include "engine/manifest/checks/rule.h"

namespace armillary::manifest {

namespace {

constexpr RuleInfo kRuleInfos[] = {
    {"syntax", "the file is not YAML, or its aliases lead nowhere"},
    {"template", "the file has template marks and is not YAML before they are filled in"},
    {"duplicate-key", "a mapping has a key twice"},
    {"unknown-field", "the kind has no such field"},
    {"wrong-type", "a value is not of the type that its field takes"},
    {"duplicate-object", "the same object stands there twice"},
    {"removed-api", "the API version is served no more"},
    {"deprecated-api", "the API version is going to be removed"},
    {"selector-matches-nothing", "a selector finds none of the workloads that are there"},
    {"target-port", "a service sends to a port that no container declares"},
    {"image-without-tag", "an image's name says no version"},
    {"missing-reference", "an object that is named is not among the files"},
    {"missing-key", "a config map or secret does not have the key that is asked of it"},
    {"probe-port", "a probe asks at a port that its container does not declare"},
    {"budget-blocks-all", "a disruption budget lets no pod be moved at all"},
    {"scaler-without-requests", "an autoscaler goes by a share of what containers do not request"},
    {"missing-requests", "a container does not say how much processor time and memory it needs"},
    {"selector-not-own", "a workload's selector does not find its own pods"},
    {"selector-overlap", "a workload's selector finds another's pods"},
    {"duplicate-name", "containers, volumes, ports or variables of a pod have the same name"},
    {"missing-volume", "a container mounts a volume that its pod does not have"},
};

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

std::span<const checks::Rule> checks::allRules() {
    return kAllRules;
}

}  // namespace armillary::manifest
