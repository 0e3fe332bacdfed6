#pragma once

#include <QString>
#include <expected>
#include <map>
#include <string>

#include "engine/editor/project.h"

/// New objects for a project: text that fits into it.
namespace armillary::app {

/// `yaml` with names that no object of the project has; what in it refers to what has been renamed follows, and so do
/// the labels that tell one workload's pods from another's. The error is a sentence: it is not YAML, or has no object.
std::expected<QString, QString> withFreshNames(const QString& yaml, const editor::Project& project);

/// How many objects there are in a text; the error is withFreshNames()'s.
std::expected<int, QString> objectsIn(const QString& yaml);

/// A new object that is connected from the beginning: what is to be done in one step.
struct Graft {
    std::string yaml;                             ///< to be added
    std::vector<relations::FieldChange> changes;  ///< of the object that was there before
};
/// `yaml` is one object. `refers`: the new one refers to `other`; otherwise it is referred to. The usual way is taken,
/// with the answers that are suggested. The error is a sentence.
std::expected<Graft, QString> graft(const std::string& yaml, const ObjectRef& other, bool refers,
                                    const std::string& homeNamespace);

/// A field's change as an edit of its object.
std::expected<manifest::Edit, QString> editOf(const relations::FieldChange& change);

}  // namespace armillary::app
