#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/gitops/origin/origin.h"
#include "engine/gitops/origin/source_files.h"

/// Which place of a kustomization explains a field. For the sources of this folder.
namespace armillary::gitops {

/// An object that kustomize has made, and what it has made it from.
struct KustomizedObject {
    std::string apiVersion, kind, name, namespace_;  ///< as they are rendered
    std::string origin;  ///< the file that it stands in, or the kustomization that generates it
    bool generated = false;
    /// Where it stands in that file; nothing where it could not be found there.
    std::optional<std::size_t> document;
    manifest::Path place;
    std::string baseName;             ///< its name there
    std::vector<std::string> layers;  ///< kustomizations that it came through, the outermost first: files
};

/// A field of such an object.
struct KustomizedField {
    const KustomizedObject& object;
    manifest::Path concrete;          ///< by keys and positions
    manifest::Path path;              ///< items of lists by their keys where they have some
    std::string value;                ///< of the scalar
    std::optional<std::string> base;  ///< what it is where the object stands
};

/// A place that made a field, and how something else is said there.
struct Spot {
    enum class How {
        Whole,    ///< the scalar is the field's value
        Image,    ///< an item of `images`
        Literal,  ///< KEY=value
        Prefix,   ///< of a name, whose rest is `rest`
        Suffix,
        Nowhere,  ///< it cannot be said there
    };
    Origin origin;
    How how = How::Whole;
    std::size_t document = 0;
    manifest::Path path;                       ///< in that document
    std::optional<manifest::Path> inner = {};  ///< in the patch that the string at `path` is
    std::string rest = {};
};

/// Those of one kustomization, the one that counts most first; none when it has nothing to do with the field.
std::vector<Spot> spotsIn(const std::string& kustomization, const KustomizedField& field, const SourceFiles& files);
/// By a patch of it.
std::vector<Spot> patchSpotsIn(const std::string& kustomization, const KustomizedField& field,
                               const SourceFiles& files);

/// A patch that stands in a kustomization, or in a file of its own.
struct PatchPlace {
    std::string file;  ///< where it stands
    std::size_t document = 0;
    std::optional<manifest::Path> string;  ///< the path of the string that it is; nothing where it is a document
    std::string what;                      ///< "patches[0]"
    const manifest::Node* target = nullptr;
};
std::vector<PatchPlace> patchesOf(const std::string& kustomization, const manifest::Node* root);
/// Whether a strategic merge patch is for that object, by what it says itself or what its target says.
bool isFor(const manifest::Node* patch, const manifest::Node* target, const KustomizedObject& object);

/// What says which object it is, and which a patch only repeats: kind, apiVersion, its name and namespace.
bool isIdentity(const manifest::Path& path);

/// "nginx:1.27@sha256:…" in its parts; "" where there is none.
struct ImageParts {
    std::string name, tag, digest;
};
ImageParts imageParts(std::string_view image);

/// Of a document, `what` being the path as people write it.
Origin originAt(Origin::Kind kind, const std::string& file, const manifest::File& in, std::size_t document,
                const manifest::Path& path);

}  // namespace armillary::gitops
