#include "engine/manifest/lines.h"

#include <algorithm>

namespace armillary::manifest {

namespace {

bool isBlankCharacter(char c) {
    return c == ' ' || c == '\t';
}

/// Whether a comment begins at `at`, between tokens.
bool isComment(std::string_view text, std::size_t at) {
    return text[at] == '#' &&
           (at == 0 || isBlankCharacter(text[at - 1]) || text[at - 1] == '\n' || text.substr(0, at) == kByteOrderMark);
}

}  // namespace

std::size_t lineBegin(std::string_view text, std::size_t at) {
    if (at == 0) return 0;
    const auto previous = text.rfind('\n', at - 1);
    return previous == std::string_view::npos ? 0 : previous + 1;
}

std::size_t lineEnd(std::string_view text, std::size_t at) {
    const auto end = text.find('\n', at);
    if (end == std::string_view::npos) return text.size();
    return end > at && text[end - 1] == '\r' ? end - 1 : end;
}

std::size_t nextLine(std::string_view text, std::size_t at) {
    const auto end = text.find('\n', at);
    return end == std::string_view::npos ? text.size() : end + 1;
}

std::size_t columnOf(std::string_view text, std::size_t at) {
    std::size_t begin = lineBegin(text, at);
    if (begin == 0 && text.starts_with(kByteOrderMark)) begin = std::min(at, kByteOrderMark.size());
    return at - begin;
}

bool isFirstInLine(std::string_view text, std::size_t at) {
    const auto before = text.substr(at - columnOf(text, at), columnOf(text, at));
    return std::ranges::all_of(before, isBlankCharacter);
}

std::size_t skipBlank(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const char c = text[at];
        if (isBlankCharacter(c) || c == '\r' || c == '\n')
            ++at;
        else if (isComment(text, at))
            at = lineEnd(text, at);
        else
            return at;
    }
    return at;
}

bool hasComment(std::string_view text, std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end && at < text.size(); ++at)
        if (isComment(text, at)) return true;
    return false;
}

Position positionOf(std::string_view text, std::size_t at) {
    return LineIndex(text.substr(0, at)).at(at);
}

LineIndex::LineIndex(std::string_view text) : m_text(text), m_begins{0} {
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1))
        m_begins.push_back(end + 1);
}

Position LineIndex::at(std::size_t offset) const {
    offset = std::min(offset, m_text.size());
    const auto next = std::ranges::upper_bound(m_begins, offset);
    const std::size_t begin = offset - columnOf(m_text, offset);
    const auto characters =
        std::ranges::count_if(m_text.substr(begin, offset - begin), [](char c) { return (c & 0xc0) != 0x80; });
    return {static_cast<std::size_t>(next - m_begins.begin()), static_cast<std::size_t>(characters) + 1};
}

std::size_t LineIndex::offset(Position position) const {
    if (position.line == 0 || position.line > m_begins.size()) return position.line == 0 ? 0 : m_text.size();
    std::size_t at = m_begins[position.line - 1];
    if (at == 0 && m_text.starts_with(kByteOrderMark)) at = kByteOrderMark.size();
    const std::size_t end = lineEnd(m_text, at);
    for (std::size_t column = 1; column < position.column && at < end; ++column) do
            ++at;
        while (at < end && (m_text[at] & 0xc0) == 0x80);
    return at;
}

std::string_view LineIndex::line(std::size_t number) const {
    if (number == 0 || number > m_begins.size()) return {};
    const std::size_t begin = m_begins[number - 1];
    return m_text.substr(begin, lineEnd(m_text, begin) - begin);
}

}  // namespace armillary::manifest
