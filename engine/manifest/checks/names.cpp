#include <format>

#include "engine/manifest/checks/rule.h"

namespace armillary::manifest::checks {

/// duplicate-object: in one file the later overwrites the earlier; in two they may be variants of one another, and in
/// two folders they usually are.
void checkNames(const Scene& scene, const Subject& subject, Findings& findings) {
    if (!subject.parsed || subject.parsed->name().empty()) return;
    const auto id = relations::idOf(*subject.parsed);
    for (const Subject* other : scene.named(id)) {
        if (other == &subject) return;
        if (other->in->folder != subject.in->folder) continue;
        const auto line = other->in->lines.at(other->object.node->begin()).line;
        if (other->in == subject.in)
            findings.addAt(subject, "metadata.name", Severity::Error, "duplicate-object",
                           std::format("{} {} is in this file already, at line {}", id.kind.text(), id.name, line));
        else
            findings.addAt(subject, "metadata.name", Severity::Hint, "duplicate-object",
                           std::format("{} {} is in another file of this folder as well", id.kind.text(), id.name));
        return;
    }
}

}  // namespace armillary::manifest::checks
