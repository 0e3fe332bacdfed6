#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/gitops/problem.h"
#include "engine/manifest/edit.h"

/// Where what a renderer has made comes from, and where it is changed.
namespace armillary::gitops {

/// A place in a file of the tree that a field comes from.
struct Origin {
    enum class Kind {
        Manifest,       ///< it stands there as it is rendered
        Kustomization,  ///< one of its fields made it: images, labels, a prefix
        Patch,
        Generator,
        Value,     ///< of a chart
        Decides,   ///< a value of a chart, which decides whether it is there, or how
        Template,  ///< of a chart
        Renderer,  ///< the kustomization, which does not say how
    };
    Kind kind = Kind::Manifest;
    std::string file;
    std::size_t line = 0;  ///< from 1; 0 where nobody knows
    std::string what;      ///< the place within the file: "images[0].newTag"; "" for all of it
};

/// An edit of a file's document, and a file that is not there yet.
struct SourceEdit {
    std::string file;
    std::size_t document = 0;
    manifest::Edit edit;
};
struct NewSource {
    std::string file, text;
};
/// What a change of a rendered field comes to: all of it, or nothing.
struct Rewrite {
    std::vector<NewSource> files;
    std::vector<SourceEdit> edits;
};

/// A file's bytes as they are now, which may be later than what was rendered; nothing where there is none.
using SourceText = std::function<std::optional<std::string>(const std::string& path)>;

/// What a kustomization or a chart comes to: a manifest, and where each of its fields is from. Immutable.
class View {
public:
    virtual ~View() = default;
    /// YAML, a document for each object, in the renderer's order.
    const std::string& text() const { return m_text; }
    /// Of a scalar of the document with that index; the path by keys and positions. What counts most is first; none
    /// where the field is not there.
    virtual std::vector<Origin> originsOf(std::size_t document, const manifest::Path& path) const = 0;
    /// What somebody has to write so that the field becomes that. The problem says why that cannot be written, and
    /// `next` where it can be done.
    virtual Expected<Rewrite> rewrite(std::size_t document, const manifest::Edit& edit,
                                      const SourceText& now) const = 0;

protected:
    explicit View(std::string text) : m_text(std::move(text)) {}
    std::string m_text;
};

}  // namespace armillary::gitops
