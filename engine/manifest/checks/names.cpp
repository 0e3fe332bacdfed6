#include <format>

#include "engine/manifest/checks/rule.h"
#include "engine/manifest/lines.h"

namespace armillary::manifest::checks {

/// duplicate-object: in one file the later overwrites the earlier; in two they may be variants of one another, and in two
/// folders they usually are.
void checkNames(const Scene& scene, const Subject& subject, Findings& findings) {
    if (!subject.parsed || subject.parsed->name().empty()) return;
    const auto id = relations::idOf(*subject.parsed);
    for (const Subject& other : scene.subjects()) {
        if (&other == &subject) return;
        if (!other.parsed || other.folder != subject.folder || relations::idOf(*other.parsed) != id) continue;
        const bool sameFile = other.index == subject.index;
        const auto line = positionOf(other.file->bytes(), other.object.node->begin()).line;
        findings.addAt(subject, "metadata.name", sameFile ? Severity::Error : Severity::Hint, "duplicate-object",
                       sameFile
                           ? std::format("{} {} is in this file already, at line {}", id.kind.text(), id.name, line)
                           : std::format("{} {} is in another file of this folder as well", id.kind.text(), id.name));
        return;
    }
}

}  // namespace armillary::manifest::checks
