#pragma once

#include <expected>
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

/// One document of a stream.
struct Document {
    Span span;                   ///< with the comments around it: documents' spans together are the file
    std::size_t after = 0;       ///< just past `---`, or where the document's first byte may stand
    std::unique_ptr<Node> root;  ///< never null
};

/// Documents that one file may have.
inline constexpr std::size_t kMostDocuments = 100'000;

/// A file's bytes and their syntax. Immutable but for being replaced as a whole.
class File {
public:
    /// Any YAML stream or JSON text in UTF-8, with or without a byte-order mark. Bounded by schema::kMaxDocumentBytes,
    /// schema::kMaxDepth and kMostDocuments.
    static std::expected<File, Mistake> parse(std::string bytes);

    const std::string& bytes() const { return m_bytes; }
    std::span<const Document> documents() const { return m_documents; }
    /// Line end of the file: "\r\n" where its first line has one.
    std::string_view lineBreak() const { return m_lineBreak; }
    /// JSON, whose keys and strings are in double quotes whatever an edit says.
    bool isJson() const { return m_isJson; }
    /// The tree of the first document alone, to be written elsewhere; its spans mean nothing any more.
    std::unique_ptr<Node> takeRoot() && { return std::move(m_documents.front().root); }

private:
    std::string m_bytes;
    std::vector<Document> m_documents;
    std::string_view m_lineBreak = "\n";
    bool m_isJson = false;
};

}  // namespace armillary::manifest
