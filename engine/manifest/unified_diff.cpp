#include "engine/manifest/unified_diff.h"

#include <algorithm>
#include <format>
#include <span>
#include <unordered_map>
#include <vector>

#include "engine/manifest/line_diff.h"
#include "engine/manifest/lines.h"

namespace armillary::manifest {

namespace {

constexpr std::size_t kContext = 3;

/// With their line breaks.
std::vector<std::string_view> linesIn(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t next = nextLine(text, at);
        lines.push_back(text.substr(at, next - at));
        at = next;
    }
    return lines;
}

void append(std::string& out, char sign, std::string_view line) {
    out += sign;
    out += line;
    if (!line.ends_with('\n')) out += "\n\\ No newline at end of file\n";
}

std::string range(std::size_t first, std::size_t count) {
    const std::size_t shown = count == 0 ? first : first + 1;
    return count == 1 ? std::format("{}", shown) : std::format("{},{}", shown, count);
}

/// Each line as the number of the first one that says the same, in either text.
std::vector<std::size_t> numbered(const std::vector<std::string_view>& lines,
                                  std::unordered_map<std::string_view, std::size_t>& numbers) {
    std::vector<std::size_t> found;
    for (const std::string_view line : lines) found.push_back(numbers.try_emplace(line, numbers.size()).first->second);
    return found;
}

using Lines = std::vector<std::string_view>;

/// Differences that share lines of context, as one part of the output.
void appendPart(std::string& out, std::span<const Hunk> hunks, const Lines& old, const Lines& now) {
    const std::size_t before = std::min(hunks.front().begin, kContext);
    const std::size_t behind = std::min(old.size() - hunks.back().end, kContext);
    const std::size_t first = hunks.front().begin - before, firstNow = hunks.front().otherBegin - before;
    out += std::format("@@ -{} +{} @@\n", range(first, hunks.back().end + behind - first),
                       range(firstNow, hunks.back().otherEnd + behind - firstNow));
    std::size_t at = first;
    for (const Hunk& hunk : hunks) {
        for (; at < hunk.begin; ++at) append(out, ' ', old[at]);
        for (; at < hunk.end; ++at) append(out, '-', old[at]);
        for (std::size_t i = hunk.otherBegin; i < hunk.otherEnd; ++i) append(out, '+', now[i]);
    }
    for (const std::size_t end = at + behind; at < end; ++at) append(out, ' ', old[at]);
}

}  // namespace

std::string unifiedDiff(std::string_view name, std::string_view before, std::string_view after) {
    const Lines old = linesIn(before), now = linesIn(after);
    std::unordered_map<std::string_view, std::size_t> numbers;
    const auto oldNumbers = numbered(old, numbers);
    const auto hunks = differences(oldNumbers, numbered(now, numbers));
    if (hunks.empty()) return {};
    std::string out = std::format("--- {}\n+++ {}\n", name, name);
    for (std::size_t begin = 0; begin < hunks.size();) {
        std::size_t end = begin + 1;
        while (end < hunks.size() && hunks[end].begin - hunks[end - 1].end <= 2 * kContext) ++end;
        appendPart(out, std::span(hunks).subspan(begin, end - begin), old, now);
        begin = end;
    }
    return out;
}

}  // namespace armillary::manifest
