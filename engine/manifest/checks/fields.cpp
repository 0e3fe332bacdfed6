#include "engine/manifest/checks/rule.h"
#include "engine/manifest/field_type.h"

namespace armillary::manifest::checks {

/// unknown-field, wrong-type and duplicate-key: what a strict server would refuse.
void checkFields(const Scene& scene, const Subject& subject, Findings& findings) {
    const FileObject& object = subject.object;
    const auto type = scene.schemas().ofObject(object.apiVersion, object.kind);
    for (const TypeMistake& mistake : mistakesIn(type, *object.node, {})) {
        const std::string_view id = mistake.kind == TypeMistake::Kind::UnknownField ? "unknown-field"
                                    : mistake.kind == TypeMistake::Kind::WrongType  ? "wrong-type"
                                                                                    : "duplicate-key";
        findings.add(subject, mistake.offset, Severity::Error, id, mistake.message);
    }
}

}  // namespace armillary::manifest::checks
