#include "engine/manifest/line_diff.h"

#include <algorithm>
#include <cstdint>
#include <span>

namespace armillary::manifest {

namespace {

using Lines = std::span<const std::size_t>;

/// The shortest way from one list to another, after Myers: how far one comes along each diagonal with so many steps.
class Search {
public:
    Search(Lines before, Lines after)
        : m_before(before), m_after(after), m_most(std::min(kMostDifferences, before.size() + after.size())) {}

    /// False when there are more differences than are told apart.
    bool run() {
        std::vector<std::int64_t> reach(2 * m_most + 3, 0);
        for (std::size_t steps = 0; steps <= m_most; ++steps) {
            const auto count = static_cast<std::int64_t>(steps);
            m_reached.emplace_back(reach.begin() + middle() - count - 1, reach.begin() + middle() + count + 2);
            for (std::int64_t diagonal = -count; diagonal <= count; diagonal += 2) {
                auto& far = reach[index(diagonal)];
                const auto below = reach[index(diagonal + 1)], left = reach[index(diagonal - 1)] + 1;
                const bool down = diagonal == -count || (diagonal != count && left <= below);
                far = steps == 0 ? 0 : down ? below : left;
                far = slide(far, diagonal);
                if (far >= size(m_before) && far - diagonal >= size(m_after)) return true;
            }
        }
        return false;
    }

    /// The way back, as hunks of one line each, last first.
    std::vector<Hunk> hunks() const {
        std::vector<Hunk> found;
        std::int64_t x = size(m_before), y = size(m_after);
        for (std::size_t steps = m_reached.size() - 1; steps > 0; --steps) {
            const auto count = static_cast<std::int64_t>(steps), diagonal = x - y;
            const auto at = [&](std::int64_t d) { return m_reached[steps][static_cast<std::size_t>(d + count + 1)]; };
            const bool down = diagonal == -count || (diagonal != count && at(diagonal - 1) + 1 <= at(diagonal + 1));
            x = down ? at(diagonal + 1) : at(diagonal - 1);
            y = x - (down ? diagonal + 1 : diagonal - 1);
            const auto line = static_cast<std::size_t>(x), other = static_cast<std::size_t>(y);
            found.push_back({line, line + (down ? 0 : 1), other, other + (down ? 1 : 0)});
        }
        return found;
    }

private:
    static std::int64_t size(Lines lines) { return static_cast<std::int64_t>(lines.size()); }
    std::int64_t middle() const { return static_cast<std::int64_t>(m_most) + 1; }
    std::size_t index(std::int64_t diagonal) const { return static_cast<std::size_t>(middle() + diagonal); }

    std::int64_t slide(std::int64_t x, std::int64_t diagonal) const {
        while (x < size(m_before) && x - diagonal < size(m_after) && x >= diagonal &&
               m_before[static_cast<std::size_t>(x)] == m_after[static_cast<std::size_t>(x - diagonal)])
            ++x;
        return x;
    }

    const Lines m_before, m_after;
    const std::size_t m_most;
    std::vector<std::vector<std::int64_t>> m_reached;  ///< before each step, on the diagonals that it looks at
};

}  // namespace

std::vector<Hunk> differences(const std::vector<std::size_t>& before, const std::vector<std::size_t>& after) {
    const auto begin = static_cast<std::size_t>(std::ranges::mismatch(before, after).in1 - before.begin());
    std::size_t end = 0;
    const std::size_t most = std::min(before.size(), after.size()) - begin;
    while (end < most && before[before.size() - 1 - end] == after[after.size() - 1 - end]) ++end;
    const std::size_t beforeEnd = before.size() - end, afterEnd = after.size() - end;
    if (begin == beforeEnd && begin == afterEnd) return {};
    Search search(Lines(before).subspan(begin, beforeEnd - begin), Lines(after).subspan(begin, afterEnd - begin));
    if (!search.run()) return {{begin, beforeEnd, begin, afterEnd}};
    auto single = search.hunks();
    std::vector<Hunk> joined;
    for (auto each = single.rbegin(); each != single.rend(); ++each) {
        const Hunk hunk{each->begin + begin, each->end + begin, each->otherBegin + begin, each->otherEnd + begin};
        if (!joined.empty() && joined.back().end == hunk.begin && joined.back().otherEnd == hunk.otherBegin) {
            joined.back().end = hunk.end;
            joined.back().otherEnd = hunk.otherEnd;
        } else {
            joined.push_back(hunk);
        }
    }
    return joined;
}

}  // namespace armillary::manifest
