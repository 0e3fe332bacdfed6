#include <algorithm>
#include <format>

#include "engine/manifest/checks/fixing.h"
#include "engine/manifest/checks/rule.h"

namespace armillary::manifest::checks {

namespace {

/// Kinds that usually come with those who name them. Classes, nodes and cluster roles are a
/// cluster's.
constexpr std::string_view kExpectedKinds[] = {"ConfigMap", "Secret", "PersistentVolumeClaim", "ServiceAccount",
                                               "Service"};

bool isExpected(const relations::Kind& kind) {
    return kind == relations::Kind{"rbac.authorization.k8s.io", "Role"} ||
           (kind.group.empty() && std::ranges::contains(kExpectedKinds, kind.name));
}

/// What every namespace has from the start.
bool isGiven(const relations::ObjectId& object) {
    return (object.kind.name == "ServiceAccount" && object.name == "default") ||
           (object.kind.name == "ConfigMap" && object.name == "kube-root-ca.crt");
}

/// The name that was meant, where an object of the kind is called nearly so.
void offerName(const Scene& scene, const Subject& subject, const relations::Edge& edge, Finding& finding) {
    const Node* said = nodeAt(subject, edge.path);
    if (!said || said->form != Form::Scalar || said->text != edge.to.name) return;
    std::vector<std::string> names;
    for (const ObjectRef& each : scene.list(edge.to.kind, edge.to.namespace_)) {
        if (names.size() > kMostWords) return;
        names.emplace_back(each->name());
    }
    if (const auto meant = nearest(edge.to.name, names))
        Edits(subject).set(edge.path, yamlOf(*meant)).offer(finding, std::format("Write {}", *meant));
}

}  // namespace

/// missing-reference: it may be in the cluster, or be made by somebody else; so this is a hint.
void checkReferences(const Scene& scene, const Subject& subject, Findings& findings) {
    if (!subject.parsed) return;
    for (const auto& edge : relations::namedReferences(subject.parsed)) {
        if (edge.optional || !isExpected(edge.to.kind)) continue;
        if (edge.relation == relations::relation::kClaims || edge.relation == relations::relation::kOwned ||
            isGiven(edge.to))
            continue;
        if (scene.find(edge.to.kind, edge.to.namespace_, edge.to.name)) continue;
        Finding& finding =
            findings.addAt(subject, edge.path, Severity::Hint, "missing-reference",
                           std::format("{} {} is not among these files", edge.to.kind.text(), edge.to.name));
        offerName(scene, subject, edge, finding);
    }
}

}  // namespace armillary::manifest::checks
