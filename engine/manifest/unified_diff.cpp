#include "engine/manifest/unified_diff.h"

#include <algorithm>
#include <format>
#include <vector>

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

}  // namespace

std::string unifiedDiff(std::string_view name, std::string_view before, const Splice& splice) {
    if (splice.removed == splice.inserted) return {};
    const std::string after = splice.applied(before);
    const auto old = linesIn(before), now = linesIn(after);
    const std::size_t shorter = std::min(old.size(), now.size());
    std::size_t head = 0, tail = 0;
    while (head < shorter && old[head] == now[head]) ++head;
    while (tail < shorter - head && old[old.size() - 1 - tail] == now[now.size() - 1 - tail]) ++tail;
    const std::size_t first = head - std::min(head, kContext), context = std::min(tail, kContext);
    const std::size_t oldEnd = old.size() - tail, nowEnd = now.size() - tail;
    std::string out = std::format("--- {}\n+++ {}\n@@ -{} +{} @@\n", name, name, range(first, oldEnd + context - first),
                                  range(first, nowEnd + context - first));
    for (std::size_t i = first; i < head; ++i) append(out, ' ', old[i]);
    for (std::size_t i = head; i < oldEnd; ++i) append(out, '-', old[i]);
    for (std::size_t i = head; i < nowEnd; ++i) append(out, '+', now[i]);
    for (std::size_t i = oldEnd; i < oldEnd + context; ++i) append(out, ' ', old[i]);
    return out;
}

}  // namespace armillary::manifest
