#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace armillary::manifest {

/// Bytes of a file, from `begin` up to `end`.
struct Span {
    std::size_t begin = 0, end = 0;
    bool empty() const { return begin == end; }
};

enum class Form { Scalar, Mapping, Sequence, Alias };
/// How a scalar is written.
enum class Style { Plain, SingleQuoted, DoubleQuoted, Literal, Folded };

struct Entry;

/// One node of a document's syntax, with the bytes that it stands in. Nothing is resolved here: an alias is an alias, a
/// merge key an entry of that name.
struct Node {
    Form form = Form::Scalar;
    Style style = Style::Plain;  ///< of a scalar
    bool flow = false;           ///< of a collection: written in brackets
    /// The value's own bytes: quotes, brackets and a block scalar's header included; anchor, tag, comments and the line
    /// break at the end not. An absent value is empty, and lies where it would stand.
    Span span;
    Span properties;               ///< anchor and tag, in front of the value
    std::string anchor, tag;       ///< "" without; a tag as it resolves ("tag:yaml.org,2002:str")
    std::string text;              ///< a scalar's content; an alias' anchor
    const Node* target = nullptr;  ///< what an alias stands for; it comes before the alias
    std::vector<Entry> entries;    ///< of a mapping, or of a sequence, which has no keys

    std::size_t begin() const { return properties.empty() ? span.begin : properties.begin; }
    bool isCollection() const { return form == Form::Mapping || form == Form::Sequence; }
    bool isBlockScalar() const { return form == Form::Scalar && (style == Style::Literal || style == Style::Folded); }
    /// Written without any byte: what stands behind "key:" at the end of a line.
    bool isAbsent() const { return form == Form::Scalar && style == Style::Plain && span.empty(); }
};

struct Entry {
    std::size_t begin = 0;  ///< the key, its '?', or the item's dash; in a flow sequence the item itself
    std::size_t after = 0;  ///< just past the colon or dash, where the value may begin
    std::unique_ptr<Node> key;
    std::unique_ptr<Node> value;  ///< never null

    std::size_t end() const { return value->span.end > after ? value->span.end : after; }
    /// `<<`, whose value's entries count as this mapping's own where it has none of their name.
    bool isMerge() const { return key && key->form == Form::Scalar && key->style == Style::Plain && key->text == "<<"; }
};

/// What an alias stands for; any other node itself.
const Node& resolved(const Node& node);

/// The same tree that many bytes further on, or back.
std::unique_ptr<Node> copied(const Node& root, std::ptrdiff_t bytes);

}  // namespace armillary::manifest
