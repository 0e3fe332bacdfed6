#include "engine/manifest/file.h"

#include <format>

#include "engine/manifest/lines.h"
#include "engine/manifest/syntax.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/text.h"

namespace armillary::manifest {

namespace {

/// What no parser should be asked about. Empty when there is nothing of it.
std::optional<Mistake> unreadable(std::string_view bytes) {
    if (bytes.size() > schema::kMaxDocumentBytes)
        return Mistake{1, 1,
                       std::format("the file has {} bytes, more than {}", bytes.size(), schema::kMaxDocumentBytes)};
    for (std::size_t at = 0; at < bytes.size();) {
        const auto character = schema::codePointAt(bytes, at);
        const bool control = character.value < 0x20 && !std::string_view("\t\r\n").contains(bytes[at]);
        if (!character.valid || control) {
            const auto [line, column] = positionOf(bytes, at);
            return Mistake{line, column, "the file is not text in UTF-8"};
        }
        at += character.length;
    }
    return std::nullopt;
}

/// Strings and keys in double quotes, collections in brackets: counts what is, and what is not, as JSON has it.
void tellJson(const Node& node, bool isKey, std::size_t& strings, bool& other) {
    if (node.form == Form::Alias || !node.properties.empty() || (node.isCollection() && !node.flow)) other = true;
    if (node.form == Form::Scalar) {
        const bool bare = node.style == Style::Plain && !isKey;
        if (node.style == Style::DoubleQuoted)
            ++strings;
        else if (!bare || scalarJson(node).starts_with('"'))
            other = true;
    }
    for (const Entry& entry : node.entries) {
        if (other) return;
        if (entry.key) tellJson(*entry.key, true, strings, other);
        tellJson(*entry.value, false, strings, other);
    }
}

}  // namespace

std::expected<File, Mistake> File::parse(std::string bytes) {
    if (auto mistake = unreadable(bytes)) return std::unexpected(std::move(*mistake));
    File file;
    file.m_bytes = std::move(bytes);
    auto documents = parseSyntax(file.m_bytes);
    if (!documents) return std::unexpected(std::move(documents.error()));
    file.m_documents = std::move(*documents);
    const auto first = file.m_bytes.find('\n');
    if (first != std::string::npos && first > 0 && file.m_bytes[first - 1] == '\r') file.m_lineBreak = "\r\n";
    std::size_t strings = 0;
    bool other = file.m_documents.size() != 1;
    if (!other) tellJson(*file.m_documents.front().root, false, strings, other);
    file.m_isJson = !other && strings > 0;
    return file;
}

}  // namespace armillary::manifest
