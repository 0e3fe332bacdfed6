#include <format>
#include <set>

#include "engine/manifest/checks/fixing.h"
#include "engine/manifest/checks/rule.h"
#include "engine/relations/field_view.h"

namespace armillary::manifest::checks {

namespace {

/// Says of each name that the pattern leads to a second time.
void eachOnce(const Subject& subject, Findings& findings, const relations::FieldView& root, const std::string& prefix,
              std::string_view pattern, Severity severity, std::string_view what) {
    std::set<std::string> seen;
    relations::visit(root, pattern, [&](const auto& name, const auto&, const std::string& path) {
        if (name.text().empty() || seen.insert(name.text()).second) return;
        findings.addAt(subject, prefix + path, severity, "duplicate-name",
                       std::format("there is {} {} already", what, name.text()));
    });
}

/// The mount of another volume that is called nearly so, or an empty volume of that name.
void offerVolume(const Subject& subject, const std::string& spec, const std::string& mount, const std::string& name,
                 const std::set<std::string>& volumes, Finding& finding) {
    if (const auto meant = nearest(name, std::vector<std::string>(volumes.begin(), volumes.end())))
        Edits(subject).set(mount, yamlOf(*meant)).offer(finding, std::format("Mount {}", *meant));
    Edits(subject)
        .insert(spec + ".volumes", std::format("{{name: {}, emptyDir: {{}}}}", yamlOf(name)))
        .offer(finding, std::format("Add an empty volume {}", name));
}

}  // namespace

/// duplicate-name and missing-volume: what the server refuses in a pod; of variables the last one counts.
void checkPodNames(const Scene&, const Subject& subject, Findings& findings) {
    const auto where = podSpecOf(subject);
    if (where.empty()) return;
    const std::string spec(where);
    const relations::Document document(subject.parsed);
    const auto& root = document.root();
    eachOnce(subject, findings, root, "", spec + ".initContainers|containers[].name", Severity::Error, "a container");
    eachOnce(subject, findings, root, "", spec + ".volumes[].name", Severity::Error, "a volume");

    std::set<std::string> volumes;
    const auto note = [&](const auto& name, const auto&, const auto&) { volumes.insert(name.text()); };
    relations::visit(root, spec + ".volumes[].name", note);
    relations::visit(root, "spec.volumeClaimTemplates[].metadata.name", note);
    relations::visit(
        root, spec + ".initContainers|containers[]", [&](const auto& container, const auto&, const std::string& path) {
            eachOnce(subject, findings, container, path + ".", "ports[].name", Severity::Error, "a port");
            eachOnce(subject, findings, container, path + ".", "env[].name", Severity::Warning, "a variable");
            // Without an image it adds to one that is elsewhere, and so are the volumes perhaps.
            if (container.member("image").text().empty()) return;
            relations::visit(container, "volumeMounts[].name", [&](const auto& name, const auto&, const auto& mount) {
                if (name.text().empty() || volumes.contains(name.text())) return;
                Finding& finding = findings.addAt(subject, path + "." + mount, Severity::Error, "missing-volume",
                                                  std::format("there is no volume {}", name.text()));
                offerVolume(subject, spec, path + "." + mount, name.text(), volumes, finding);
            });
        });
}

}  // namespace armillary::manifest::checks
