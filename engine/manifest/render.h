#pragma once

#include <expected>
#include <optional>
#include <string>

#include "engine/manifest/file.h"
#include "engine/manifest/value_comments.h"

/// New text in the style of what stands around it.
namespace armillary::manifest {

/// How a document is written.
struct Layout {
    std::string lineBreak = "\n";
    std::size_t step = 2;         ///< columns by which a mapping stands deeper than the one that holds it
    bool dashesIndented = false;  ///< a list's dashes stand deeper than its key
    bool json = false;
};
/// What most of the document's nodes do; where it says nothing, what the file's first ones do.
Layout layoutOf(const File& file, const Document& document);

/// Text that goes behind "key:" or "-": on that line, and below it. Lines below are indented; no line break at the end.
struct Rendered {
    std::string line, below;
};

class Renderer {
public:
    /// Comments are written where lines have room for them, and left out in brackets. They outlive this.
    explicit Renderer(Layout layout, const ValueComments* comments = nullptr)
        : m_layout(std::move(layout)), m_comments(comments ? *comments : kNoComments) {}

    /// In one line, as inside brackets.
    std::string flow(const Node& node) const;
    /// A value behind a key that stands in `column`; the block of a collection begins in `blockColumn` when given.
    Rendered underKey(const Node& node, std::size_t column, std::optional<Style> preferred = {},
                      std::optional<std::size_t> blockColumn = {}) const;
    /// A value behind a dash, its own text beginning in `column`.
    Rendered asItem(const Node& node, std::size_t column, std::optional<Style> preferred = {}) const;
    /// A collection in lines; the first without its indentation, the others begin in `column`.
    std::string block(const Node& collection, std::size_t column) const;
    /// Of a mapping whose entries begin in `column`: "key: value", below the comments above it.
    std::string entry(const std::string& key, const Node& value, std::size_t column) const;
    /// Of a list whose dashes stand in `column`: "- value", below the comments above it; the value that many columns
    /// further on.
    std::string item(const Node& value, std::size_t column, std::size_t offset = 2) const;

    /// A scalar in one line; `preferred` is used if it can say the value.
    std::string scalar(const Node& node, bool inFlow, std::optional<Style> preferred = {}) const;
    std::string key(const std::string& text, Style preferred, bool inFlow) const;
    std::size_t blockColumn(const Node& collection, std::size_t keyColumn) const;
    const Layout& layout() const { return m_layout; }
    const ValueComments& comments() const { return m_comments; }

private:
    static const ValueComments kNoComments;

    std::string newLine(std::size_t column) const { return m_layout.lineBreak + std::string(column, ' '); }
    std::string above(const Node& value, std::size_t column) const;
    std::string behind(const Node& value) const;
    bool isInline(const Node& node) const;
    std::optional<std::string> blockScalar(const Node& node, std::size_t column, std::string& header) const;

    Layout m_layout;
    const ValueComments& m_comments;
};

/// A node as a YAML document of its own, aliases and merge keys followed, with a line break at the end. Of scalars the
/// bare value: web, 3, "3", or a block of lines. The error is valueOf()'s, as of aliases that multiply.
std::expected<std::string, std::string> toYaml(const Node& node);
/// JSON as people write YAML: what needs no quotes has none, and lines are lines. It means the same. The error says
/// what is no JSON.
std::expected<std::string, std::string> jsonToYaml(std::string_view json);

}  // namespace armillary::manifest
