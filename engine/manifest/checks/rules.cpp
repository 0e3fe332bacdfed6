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
};

constexpr checks::Rule kAllRules[] = {
    checks::checkFields,      checks::checkNames,  checks::checkApiVersions, checks::checkSelectors,
    checks::checkTargetPorts, checks::checkImages, checks::checkReferences,
};

}  // namespace

std::span<const RuleInfo> rules() {
    return kRuleInfos;
}

std::span<const checks::Rule> checks::allRules() {
    return kAllRules;
}

}  // namespace armillary::manifest
