#include <algorithm>
#include <format>
#include <vector>

#include "engine/manifest/checks/port_fixes.h"
#include "engine/manifest/checks/rule.h"
#include "engine/relations/field_view.h"

namespace armillary::manifest::checks {

/// probe-port: a name has to be declared by the container itself, or the probe never succeeds; a number need not, but
/// is worth a look where the container declares others.
void checkProbes(const Scene&, const Subject& subject, Findings& findings) {
    if (!subject.parsed) return;
    const auto spec = relations::podTemplateOf(relations::kindOf(*subject.parsed)).spec;
    if (spec.empty()) return;
    using relations::FieldView;
    const relations::Document document(subject.parsed);
    relations::visit(
        document.root(), std::string(spec) + ".containers|initContainers[]",
        [&](const FieldView& container, const FieldView&, const std::string& path) {
            std::vector<DeclaredPort> declared;
            relations::visit(container, "ports[]", [&](const FieldView& port, const FieldView&, const std::string&) {
                noteDeclared(port, declared);
            });
            relations::visit(container, "livenessProbe|readinessProbe|startupProbe.httpGet|tcpSocket|grpc.port",
                             [&](const FieldView& port, const FieldView&, const std::string& where) {
                                 const std::string wanted = port.text();
                                 const bool isName = wanted.find_first_not_of("0123456789") != std::string::npos;
                                 if (wanted.empty() || isDeclared(declared, wanted) || (!isName && declared.empty()))
                                     return;
                                 Finding& finding = findings.addAt(
                                     subject, path + "." + where, isName ? Severity::Warning : Severity::Hint,
                                     "probe-port",
                                     std::format("the container declares no port {} for this probe", wanted));
                                 offerPorts(subject, path + "." + where, declared, wanted,
                                            !isName || where.contains("grpc"), finding);
                             });
        });
}

}  // namespace armillary::manifest::checks
