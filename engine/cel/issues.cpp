#include "engine/cel/issues.h"

#include <algorithm>

#include "engine/cel/text.h"

namespace armillary::cel {
namespace {

constexpr std::size_t kMaxIssues = 100;
constexpr std::size_t kMaxSnippet = 16384;
// Fullwidth forms, which stand below wide characters.
constexpr std::string_view kWideDot = "\uff0e", kWideMark = "\uff3e";

}  // namespace

void Issues::add(std::size_t offset, std::string message) {
    if (++m_count <= kMaxIssues) m_issues.push_back({std::min(offset, m_source.size()), std::move(message)});
}

std::string Issues::text() const {
    std::vector<Issue> sorted = m_issues;
    std::ranges::stable_sort(sorted, {}, &Issue::offset);
    std::string text;
    for (const Issue& issue : sorted) text += (text.empty() ? "" : "\n") + textOf(issue);
    if (m_count > kMaxIssues) text += "\n" + std::to_string(m_count - kMaxIssues) + " more errors were truncated";
    return text;
}

std::string Issues::textOf(const Issue& issue) const {
    const std::string_view source = m_source;
    const std::string_view before = source.substr(0, issue.offset);
    const std::size_t begin = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    std::string line(source.substr(begin, std::min(source.find('\n', issue.offset), source.size()) - begin));
    const auto number = 1 + std::ranges::count(before, '\n');
    const std::size_t column = codePoints(before.substr(begin));
    std::string text =
        "ERROR: <input>:" + std::to_string(number) + ":" + std::to_string(column + 1) + ": " + issue.message;
    if (line.size() > kMaxSnippet) return text;
    std::ranges::replace(line, '\t', ' ');
    text += "\n | " + line + "\n | ";
    const std::size_t mark = issue.offset - begin;
    std::string_view rest = line;
    while (line.size() - rest.size() < mark) {
        const std::size_t length = codePointLength(rest);
        text += length > 1 ? kWideDot : ".";
        rest.remove_prefix(length);
    }
    text += !rest.empty() && codePointLength(rest) > 1 ? kWideMark : "^";
    return text;
}

}  // namespace armillary::cel
