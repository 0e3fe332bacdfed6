#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/manifest/node.h"

/// A text read as far as its lines, their indentation and its brackets say: while somebody types it seldom is YAML. For
/// the sources of this folder; what is to be edited or applied is read by File.
namespace armillary::manifest {

struct SketchEntry;

/// A value.
struct Sketch {
    enum class Form { Absent, Scalar, Mapping, Sequence };
    Form form = Form::Absent;
    bool flow = false;
    Span span;  ///< a scalar as it is written; a collection up to the end of its last entry, or with its brackets
    std::vector<SketchEntry> entries;

    const SketchEntry* entry(std::string_view key) const;
};

struct SketchEntry {
    std::string key;         ///< of a mapping's
    Span keySpan;            ///< as it is written; where it could begin, when it is not there yet
    std::size_t begin = 0;   ///< the key, or the item's dash; in a flow sequence the item itself
    std::size_t after = 0;   ///< just past the colon or dash
    std::size_t column = 0;  ///< of `begin` in its line, from 0; 0 inside brackets
    bool marked = true;      ///< the colon or dash is there
    Sketch value;

    std::size_t end() const;
};

/// Of the documents, with the comments around them, as many as File would find. The last ends with the text.
std::vector<Span> documentSpans(std::string_view text);

/// One document. A line that is blank but for `cursor`, where somebody types, counts as an entry that begins there.
/// What is nested deeper than schema::kMaxDepth is left out.
Sketch sketchOf(std::string_view text, Span document, std::optional<std::size_t> cursor = {});

/// What a scalar of a sketch says.
std::string sketchText(std::string_view text, Span scalar);
/// What the scalar of that key says; "" where the mapping has none.
std::string sketchTextAt(std::string_view text, const Sketch& mapping, std::string_view key);

}  // namespace armillary::manifest
