#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "engine/manifest/file.h"
#include "engine/manifest/path.h"
#include "engine/schema/object.h"

namespace armillary::manifest {

/// An API object in a file: a document, or an item of a document that is a List.
struct FileObject {
    std::size_t document = 0;
    Path path;  ///< in the document; empty where the document is the object
    const Node* node = nullptr;
    std::string apiVersion, kind, namespace_, name;  ///< "" where the text has none
};

/// Everything in the file that says apiVersion and kind.
std::vector<FileObject> objectsIn(const File& file);
/// The same of one of its documents.
std::vector<FileObject> objectsIn(const File& file, std::size_t document);

/// What it says, in `homeNamespace` if its kind is namespaced and it names none. Null where its metadata cannot be
/// read.
ObjectRef readObject(const FileObject& object, std::string_view homeNamespace);

/// The object that KIND/NAME means; KIND as kubectl takes it (deploy, deployments.apps, Deployment). Only in that
/// namespace when one is given, "default" being that of objects without. The error is a sentence: none, or more than
/// one.
std::expected<FileObject, std::string> findObject(const File& file, std::string_view kindAndName,
                                                  std::string_view namespace_);

}  // namespace armillary::manifest
