#include "engine/manifest/file.h"

#include <algorithm>
#include <format>
#include <mutex>

#include "engine/manifest/lines.h"
#include "engine/manifest/syntax.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/text.h"

namespace armillary::manifest {

namespace {

/// What no parser should be asked about. Empty when there is nothing of it.
std::optional<Mistake> unreadable(std::string_view bytes, Span part) {
    if (bytes.size() > schema::kMaxDocumentBytes)
        return Mistake{1, 1,
                       std::format("the file has {} bytes, more than {}", bytes.size(), schema::kMaxDocumentBytes)};
    for (std::size_t at = part.begin; at < part.end;) {
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

bool hasDirectives(std::string_view text) {
    for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1))
        if (at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r' || text.substr(0, at) == kByteOrderMark)
            return true;
    return false;
}

constexpr std::string_view kMark = "---";

/// A line that says "---" begins there: whatever stands before and behind, a document begins with it.
bool startsApart(std::string_view text, std::size_t at) {
    if (at > 0 && text[at - 1] != '\n') return false;
    const auto line = text.substr(at, 4);
    return line.starts_with(kMark) &&
           (line.size() == kMark.size() || std::string_view(" \t\r\n").contains(line.back()));
}

/// The documents that may have changed from one text to another, and the bytes that they are in now.
struct Window {
    std::size_t first, last;  ///< of the documents before, without `last`
    Span part;                ///< of the new text
    std::ptrdiff_t growth;    ///< by so much is what follows moved
};

/// What stands in front of a "---" that both texts have, and behind another one, does not depend on what is between.
Window windowOf(const File& before, std::string_view text) {
    const std::string_view old = before.bytes();
    const auto documents = before.documents();
    const auto same = static_cast<std::size_t>(std::ranges::mismatch(old, text).in1 - old.begin());
    std::size_t sameEnd = 0;
    const std::size_t most = std::min(old.size(), text.size()) - same;
    while (sameEnd < most && old[old.size() - 1 - sameEnd] == text[text.size() - 1 - sameEnd]) ++sameEnd;
    const auto growth = static_cast<std::ptrdiff_t>(text.size()) - static_cast<std::ptrdiff_t>(old.size());
    const auto now = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(at) + growth); };

    std::size_t first = documents.size(), last = 0;
    const std::size_t markEnd = kMark.size() + 1;  // with the blank or line break that makes it one
    do --first;
    while (first > 0 &&
           (documents[first].span.begin + markEnd > same || !startsApart(old, documents[first].span.begin)));
    for (last = first + 1; last < documents.size(); ++last) {
        const std::size_t begin = documents[last].span.begin;
        if (begin + sameEnd >= old.size() && startsApart(old, begin) && startsApart(text, now(begin))) break;
    }
    const std::size_t end = last < documents.size() ? now(documents[last].span.begin) : text.size();
    return {first, last, {first == 0 ? 0 : documents[first].span.begin, end}, growth};
}

Document movedBy(const Document& document, std::ptrdiff_t bytes) {
    const auto now = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(at) + bytes); };
    return {{now(document.span.begin), now(document.span.end)}, now(document.after), document.root.movedBy(bytes)};
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

/// The tree where it was read, and how far from there it is now.
struct Tree::State {
    std::shared_ptr<const Node> origin;
    std::ptrdiff_t bytes = 0;
    mutable std::once_flag isBrought = {};
    mutable std::shared_ptr<const Node> brought = {};
};

Tree::Tree(std::unique_ptr<Node> root) : m_state(std::make_shared<State>(std::move(root))) {}

const Node* Tree::get() const {
    if (m_state->bytes == 0) return m_state->origin.get();
    std::call_once(m_state->isBrought, [&] { m_state->brought = copied(*m_state->origin, m_state->bytes); });
    return m_state->brought.get();
}

Tree Tree::movedBy(std::ptrdiff_t bytes) const {
    return bytes == 0 ? *this : Tree(std::make_shared<State>(m_state->origin, m_state->bytes + bytes));
}

std::expected<File, Mistake> File::parse(std::string bytes) {
    const Span whole{0, bytes.size()};
    if (auto mistake = unreadable(bytes, whole)) return std::unexpected(std::move(*mistake));
    File file;
    file.m_bytes = std::move(bytes);
    auto documents = parseSyntax(file.m_bytes, whole);
    if (!documents) return std::unexpected(std::move(documents.error()));
    file.m_documents = std::move(*documents);
    file.settle();
    return file;
}

std::expected<File, Mistake> File::parse(std::string bytes, const File& before) {
    // Of a mistake the whole text tells more: where it is, and what follows from what stands before.
    if (auto file = parsePart(bytes, before)) return std::move(*file);
    return parse(std::move(bytes));
}

/// Nothing where only the whole text can tell; the bytes are the caller's then.
std::optional<File> File::parsePart(std::string& bytes, const File& before) {
    if (before.m_documents.empty() || before.m_hasDirectives || hasDirectives(bytes)) return std::nullopt;
    const Window window = windowOf(before, bytes);
    const std::size_t behind = before.m_documents.size() - window.last;
    if ((window.first == 0 && behind == 0) || unreadable(bytes, window.part)) return std::nullopt;
    // With the mark of what follows, which begins another document: how one ends is for the parser to say.
    const std::size_t mark = behind > 0 ? kMark.size() : 0;
    auto documents = parseSyntax(bytes, {window.part.begin, window.part.end + mark});
    if (!documents || documents->size() < (behind > 0 ? 2 : 1)) return std::nullopt;
    if (behind > 0) {
        if (documents->back().span.begin != window.part.end) return std::nullopt;
        documents->pop_back();
    }
    if (window.first + documents->size() + behind > kMostDocuments) return std::nullopt;
    File file;
    file.m_bytes = std::move(bytes);
    file.m_documents = std::move(*documents);
    const auto old = std::span(before.m_documents);
    const auto kept = old.first(window.first);
    file.m_documents.insert(file.m_documents.begin(), kept.begin(), kept.end());
    for (const Document& document : old.last(behind)) file.m_documents.push_back(movedBy(document, window.growth));
    file.settle();
    return file;
}

void File::settle() {
    const auto first = m_bytes.find('\n');
    if (first != std::string::npos && first > 0 && m_bytes[first - 1] == '\r') m_lineBreak = "\r\n";
    std::size_t strings = 0;
    bool other = m_documents.size() != 1;
    if (!other) tellJson(*m_documents.front().root, false, strings, other);
    m_isJson = !other && strings > 0;
    m_hasDirectives = hasDirectives(m_bytes);
}

}  // namespace armillary::manifest
