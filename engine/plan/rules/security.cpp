#include <format>

#include "engine/plan/rules/rules.h"
#include "engine/plan/wanted.h"
#include "engine/plan/wording.h"
#include "engine/resources/security/pod_security_policy.h"

namespace armillary::plan::rules {

namespace {

/// What a finding is about, as far as its detail names a container.
std::string fieldOf(const resources::security::SecurityFinding& finding, const Wanted& wanted) {
    for (const auto* containers : {&wanted.pod.spec.containers, &wanted.pod.spec.initContainers})
        for (const auto& container : *containers)
            if (finding.detail.contains("container") && finding.detail.contains("\"" + container.name + "\""))
                return wanted.inContainer(container.name, "securityContext");
    return wanted.at("securityContext");
}

}  // namespace

void podSecurity(const Change& change, Obstacles& out) {
    const auto wanted = newlyWanted(change);
    const ObjectRef home = wanted ? change.world.find({"", "Namespace"}, "", change.namespace_()) : nullptr;
    if (!home) return;
    const auto policy = resources::security::securityPolicyOf(home->meta().labels);
    std::vector<std::string> reasons;
    std::string path;
    for (const auto& finding : policy.enforce.findings(wanted->pod)) {
        reasons.push_back(finding.reason + (finding.detail.empty() ? "" : " (" + shortened(finding.detail) + ")"));
        if (path.empty()) path = fieldOf(finding, *wanted);
    }
    if (!reasons.empty())
        out.push_back({obstacle::kPodSecurity,
                       std::format("Namespace {} refuses {}: {} forbids {}.", change.namespace_(),
                                   wanted->itself ? "it" : "its pods", policy.enforce.text(), listed(reasons)),
                       path, wanted->itself});
}

}  // namespace armillary::plan::rules
