#pragma once

#include <QStringList>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "editor_document.h"

namespace armillary::app {

/// What a field at a path of an item can name: objects that the project or the cluster has, their keys, volumes of the
/// same pod, and for an image those that the nodes report. Sorted, without doubles; bounded.
QStringList namesFor(const EditorDocument& document, const editor::Item& item, const manifest::Path& path);

/// The names of the objects of a kind that there are; `namespace_` is "" for the home namespace.
std::vector<std::string> objectNames(const EditorDocument& document, const relations::Kind& kind,
                                     std::string_view namespace_);
/// The keys of a ConfigMap or Secret; of no value anything.
std::vector<std::string> keysOf(const EditorDocument& document, const relations::ObjectId& object);
/// What the cluster has of a kind, as far as it is known by now; nothing of kinds that are not built in.
std::vector<ObjectRef> objectsInCluster(const EditorDocument& document, const relations::Kind& kind);

/// The kind that a field refers to by name, by the table of edges. Of a field that leaves the kind to another one, what
/// that says. Nothing where it refers to nothing.
std::optional<relations::Kind> kindReferredTo(const editor::Item& item, const manifest::Node* object,
                                              const manifest::Path& path);

}  // namespace armillary::app
