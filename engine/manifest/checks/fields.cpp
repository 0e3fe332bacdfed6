#include <algorithm>
#include <format>
#include <set>

#include "engine/manifest/checks/field_fixes.h"
#include "engine/manifest/checks/rule.h"
#include "engine/manifest/field_type.h"

namespace armillary::manifest::checks {

/// unknown-field, wrong-type and duplicate-key: what a strict server would refuse.
void checkFields(const Scene& scene, const Subject& subject, Findings& findings) {
    const FileObject& object = subject.object;
    const auto type = scene.schemas().ofObject(object.apiVersion, object.kind);
    for (const TypeMistake& mistake : mistakesIn(type, *object.node, {})) {
        const auto add = [&](std::string_view id) -> Finding& {
            return findings.add(subject, mistake.offset, Severity::Error, id, mistake.message);
        };
        switch (mistake.kind) {
            case TypeMistake::Kind::UnknownField:
                offerKnownField(scene, subject, type, mistake, add("unknown-field"));
                break;
            case TypeMistake::Kind::WrongType:
                offerRightType(subject, type, mistake, add("wrong-type"));
                break;
            case TypeMistake::Kind::DuplicateKey:
                offerOneKey(subject, mistake, add("duplicate-key"));
                break;
        }
    }
}

}  // namespace armillary::manifest::checks
