#include <format>

#include "engine/manifest/checks/rule.h"
#include "engine/relations/field_view.h"

namespace armillary::manifest::checks {

/// image-without-tag: what runs then depends on when it was pulled. A digest says it exactly.
void checkImages(const Scene&, const Subject& subject, Findings& findings) {
    if (!subject.parsed) return;
    const auto where = relations::podTemplateOf(relations::kindOf(*subject.parsed)).spec;
    if (where.empty()) return;
    const relations::Document document(subject.parsed);
    relations::visit(document.root(), std::string(where) + ".containers|initContainers[].image",
                     [&](const auto& image, const auto&, const std::string& path) {
                         const std::string name = image.text();
                         const auto last = name.substr(name.rfind('/') + 1);
                         if (name.empty() || last.contains(':') || last.contains('@') || name.contains('$')) return;
                         findings.addAt(
                             subject, path, Severity::Warning, "image-without-tag",
                             std::format("{} says no version: what runs depends on when it was pulled", name));
                     });
}

}  // namespace armillary::manifest::checks
