#include "engine/manifest/checks/port_fixes.h"

#include <algorithm>
#include <format>

#include "engine/manifest/checks/fixing.h"

namespace armillary::manifest::checks {

void noteDeclared(const relations::FieldView& port, std::vector<DeclaredPort>& ports) {
    DeclaredPort declared{port.member("name").text(), port.member("containerPort").text()};
    if (declared != DeclaredPort{} && !std::ranges::contains(ports, declared)) ports.push_back(std::move(declared));
}

bool isDeclared(const std::vector<DeclaredPort>& ports, const std::string& wanted) {
    return std::ranges::any_of(ports,
                               [&](const DeclaredPort& port) { return port.name == wanted || port.number == wanted; });
}

void offerPorts(const Subject& subject, const std::string& path, const std::vector<DeclaredPort>& ports,
                const std::string& wanted, bool byNumber, Finding& finding) {
    std::vector<std::string> names, offered;
    for (const DeclaredPort& port : ports) {
        names.push_back(port.name);
        const std::string& said = byNumber || port.name.empty() ? port.number : port.name;
        if (!said.empty() && !std::ranges::contains(offered, said)) offered.push_back(said);
    }
    if (const auto meant = byNumber ? std::nullopt : nearest(wanted, names)) offered = {*meant};
    if (offered.size() > kMostOfferedPorts) return;
    for (const std::string& port : offered)
        Edits(subject)
            .set(path, yamlOf(port).starts_with('"') ? port : yamlOf(port))
            .offer(finding, std::format("Write {}", port));
}

}  // namespace armillary::manifest::checks
