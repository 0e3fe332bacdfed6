#pragma once

#include <QString>
#include <span>

#include "engine/editor/project.h"

namespace armillary::app {

class EditorDocument;

/// Where a document comes from that shows what other files come to: it takes the document's edits, and knows where its
/// fields are from.
class ViewSource {
public:
    virtual ~ViewSource() = default;
    /// The document whose files are changed.
    virtual EditorDocument* files() const = 0;
    /// Changes the files so that the view becomes that, as one step of their undo. False when it cannot, which is said.
    virtual bool rewrite(const QString& title, std::span<const editor::ItemEdit> edits, const QString& merge) = 0;
    /// Where a scalar is from, in a few words; "" where nobody knows.
    virtual QString originOf(const editor::Item& item, const manifest::Path& path) const = 0;
};

}  // namespace armillary::app
