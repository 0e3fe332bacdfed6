#include <algorithm>
#include <format>
#include <vector>

#include "engine/manifest/checks/port_fixes.h"
#include "engine/manifest/checks/rule.h"
#include "engine/relations/field_view.h"

namespace armillary::manifest::checks {

namespace {

/// Names and numbers of the ports that the containers of the selected workloads declare.
std::vector<DeclaredPort> declaredPorts(const Scene& scene, const ObjectRef& service) {
    std::vector<DeclaredPort> ports;
    for (const auto& edge : relations::references(service, scene)) {
        if (edge.relation != relations::relation::kSelects) continue;
        const auto target = scene.find(edge.to.kind, edge.to.namespace_, edge.to.name);
        const auto where = relations::podTemplateOf(edge.to.kind).spec;
        if (!target || where.empty()) continue;
        const relations::Document document(target);
        relations::visit(document.root(), std::string(where) + ".containers|initContainers[].ports[]",
                         [&](const auto& port, const auto&, const auto&) { noteDeclared(port, ports); });
    }
    return ports;
}

}  // namespace

/// target-port: a name has to be declared; a number need not, but is suspicious where others are.
void checkTargetPorts(const Scene& scene, const Subject& subject, Findings& findings) {
    if (!subject.parsed || relations::kindOf(*subject.parsed) != relations::Kind{"", "Service"}) return;
    const auto edges = relations::references(subject.parsed, scene);
    const bool selects =
        std::ranges::any_of(edges, [](const auto& edge) { return edge.relation == relations::relation::kSelects; });
    if (!selects) return;
    const auto declared = declaredPorts(scene, subject.parsed);
    const relations::Document document(subject.parsed);
    relations::visit(document.root(), "spec.ports[]", [&](const auto& port, const auto&, const std::string& path) {
        const std::string target = port.member("targetPort").text();
        const bool isSaid = !target.empty() && target != "0";
        const std::string wanted = isSaid ? target : port.member("port").text();
        const bool isName = wanted.find_first_not_of("0123456789") != std::string::npos;
        if (wanted.empty() || isDeclared(declared, wanted) || (!isName && declared.empty())) return;
        Finding& finding =
            findings.addAt(subject, path + (target.empty() ? ".port" : ".targetPort"), Severity::Warning, "target-port",
                           std::format("no container of the selected workloads declares port {}", wanted));
        offerPorts(subject, path + ".targetPort", declared, wanted, isSaid && !isName, finding);
    });
}

}  // namespace armillary::manifest::checks
