#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/manifest/node.h"

/// Manifests as what they are: bytes. What is parsed from them says where everything stands, so that an edit can
/// replace those bytes alone that it is about (ADR 32).
namespace armillary::manifest {

/// Why a text is not YAML, and where (both counted from 1).
struct Mistake {
    std::size_t line = 1, column = 1;
    std::string message;
};

/// A document's tree. Files that follow one another share those of the documents that did not change: where only bytes
/// in front came or went, the tree is brought to its new place when somebody looks at it.
class Tree {
public:
    explicit Tree(std::unique_ptr<Node> root);
    const Node& operator*() const { return *get(); }
    const Node* operator->() const { return get(); }
    const Node* get() const;
    Tree movedBy(std::ptrdiff_t bytes) const;

private:
    struct State;
    explicit Tree(std::shared_ptr<const State> state) : m_state(std::move(state)) {}

    std::shared_ptr<const State> m_state;
};

/// One document of a stream.
struct Document {
    Span span;              ///< with the comments around it: documents' spans together are the file
    std::size_t after = 0;  ///< just past `---`, or where the document's first byte may stand
    Tree root;              ///< never null
};

/// Documents that one file may have.
inline constexpr std::size_t kMostDocuments = 100'000;

/// A file's bytes and their syntax. Immutable but for being replaced as a whole.
class File {
public:
    /// Any YAML stream or JSON text in UTF-8, with or without a byte-order mark. Bounded by schema::kMaxDocumentBytes,
    /// schema::kMaxDepth and kMostDocuments.
    static std::expected<File, Mistake> parse(std::string bytes);
    /// The same, at the cost of those documents alone that are not in `before` as they are here: a key that is pressed,
    /// an edit, an undo.
    static std::expected<File, Mistake> parse(std::string bytes, const File& before);

    const std::string& bytes() const { return m_bytes; }
    std::span<const Document> documents() const { return m_documents; }
    /// Line end of the file: "\r\n" where its first line has one.
    std::string_view lineBreak() const { return m_lineBreak; }
    /// JSON, whose keys and strings are in double quotes whatever an edit says.
    bool isJson() const { return m_isJson; }

private:
    static std::optional<File> parsePart(std::string& bytes, const File& before);
    void settle();

    std::string m_bytes;
    std::vector<Document> m_documents;
    std::string_view m_lineBreak = "\n";
    bool m_isJson = false;
    bool m_hasDirectives = false;  ///< lines that begin with '%', whose word may go for what follows
};

}  // namespace armillary::manifest
