#include "text_diff.h"

#include <QHash>
#include <algorithm>
#include <ranges>
#include <unordered_map>

namespace armillary::app {

namespace {

constexpr int kDeepest = 32;

/// A part of both texts, as half-open ranges of lines.
struct Part {
    int beforeBegin, beforeEnd, afterBegin, afterEnd;
    bool hasBoth() const { return beforeBegin < beforeEnd && afterBegin < afterEnd; }
};

/// Where a line was seen within a part.
struct Seen {
    int beforeCount = 0, afterCount = 0, before = 0, after = 0;
};

class Differ {
public:
    Differ(const QStringList& before, const QStringList& after) : m_match(static_cast<std::size_t>(before.size()), -1) {
        QHash<QStringView, int> numbers;
        const auto number = [&numbers](const QStringList& lines, std::vector<int>& into) {
            for (const QString& line : lines) {
                auto known = numbers.constFind(line);
                if (known == numbers.constEnd()) known = numbers.insert(line, static_cast<int>(numbers.size()));
                into.push_back(known.value());
            }
        };
        number(before, m_before);
        number(after, m_after);
        split({0, static_cast<int>(m_before.size()), 0, static_cast<int>(m_after.size())}, 0);
    }

    TextDiff take() {
        TextDiff diff{.coarse = m_coarse};
        int after = 0;
        const auto add = [&](int until) {
            while (after < until) diff.steps.push_back({DiffStep::Kind::Added, -1, after++});
        };
        // What is added stands after what is removed, up to the next line that both have.
        for (int before = 0; before < static_cast<int>(m_before.size()); ++before) {
            if (m_match[at(before)] < 0) {
                diff.steps.push_back({DiffStep::Kind::Removed, before, -1});
                continue;
            }
            add(m_match[at(before)]);
            diff.steps.push_back({DiffStep::Kind::Same, before, after++});
        }
        add(static_cast<int>(m_after.size()));
        return diff;
    }

private:
    static std::size_t at(int index) { return static_cast<std::size_t>(index); }
    bool same(int before, int after) const { return m_before[at(before)] == m_after[at(after)]; }

    void split(Part part, int depth) {
        while (part.hasBoth() && same(part.beforeBegin, part.afterBegin))
            m_match[at(part.beforeBegin++)] = part.afterBegin++;
        while (part.hasBoth() && same(part.beforeEnd - 1, part.afterEnd - 1))
            m_match[at(--part.beforeEnd)] = --part.afterEnd;
        if (!part.hasBoth()) return;
        std::unordered_map<int, Seen> seen;
        for (int line = part.beforeBegin; line < part.beforeEnd; ++line) {
            Seen& entry = seen[m_before[at(line)]];
            ++entry.beforeCount, entry.before = line;
        }
        for (int line = part.afterBegin; line < part.afterEnd; ++line) {
            Seen& entry = seen[m_after[at(line)]];
            ++entry.afterCount, entry.after = line;
        }
        const auto anchors = depth < kDeepest ? anchorsOf(seen) : std::vector<std::pair<int, int>>();
        if (anchors.empty()) return shortest(part, seen);
        Part rest = part;
        for (const auto& [before, after] : anchors) {
            m_match[at(before)] = after;
            split({rest.beforeBegin, before, rest.afterBegin, after}, depth + 1);
            rest.beforeBegin = before + 1;
            rest.afterBegin = after + 1;
        }
        split(rest, depth + 1);
    }

    /// The longest run of lines that occur once in both and stand in the same order in both.
    static std::vector<std::pair<int, int>> anchorsOf(const std::unordered_map<int, Seen>& seen) {
        std::vector<std::pair<int, int>> unique;
        for (const auto& [line, where] : seen)
            if (where.beforeCount == 1 && where.afterCount == 1) unique.emplace_back(where.before, where.after);
        std::ranges::sort(unique);
        std::vector<int> ends, previous(unique.size(), -1);  // patience: the piles' tops, and who lay beneath
        for (int card = 0; card < static_cast<int>(unique.size()); ++card) {
            const auto pile = std::ranges::lower_bound(ends, unique[at(card)].second, {},
                                                       [&](int top) { return unique[at(top)].second; });
            if (pile != ends.begin()) previous[at(card)] = *(pile - 1);
            if (pile == ends.end())
                ends.push_back(card);
            else
                *pile = card;
        }
        std::vector<std::pair<int, int>> run;
        for (int card = ends.empty() ? -1 : ends.back(); card >= 0; card = previous[at(card)])
            run.push_back(unique[at(card)]);
        std::ranges::reverse(run);
        return run;
    }

    /// Myers' greedy algorithm over those lines of a part that both sides have at all.
    void shortest(const Part& part, const std::unordered_map<int, Seen>& seen) {
        const auto shared = [&seen](int line) {
            const Seen& where = seen.at(line);
            return where.beforeCount > 0 && where.afterCount > 0;
        };
        std::vector<int> before, after;
        for (int line = part.beforeBegin; line < part.beforeEnd; ++line)
            if (shared(m_before[at(line)])) before.push_back(line);
        for (int line = part.afterBegin; line < part.afterEnd; ++line)
            if (shared(m_after[at(line)])) after.push_back(line);
        const int beforeSize = static_cast<int>(before.size()), afterSize = static_cast<int>(after.size());
        if (beforeSize == 0 || afterSize == 0) return;

        // How far each diagonal has come, by the number of edits; of each round what the way back needs.
        std::vector<std::vector<int>> rounds;
        std::vector<int> reach(2 * at(kMostEdits) + 3, 0);
        const auto diagonal = [](int k) { return at(k + kMostEdits + 1); };
        int edits = 0;
        bool arrived = false;
        for (; edits <= kMostEdits && !arrived; ++edits) {
            for (int k = -edits; k <= edits; k += 2) {
                const bool down = k == -edits || (k != edits && reach[diagonal(k - 1)] < reach[diagonal(k + 1)]);
                int x = down ? reach[diagonal(k + 1)] : reach[diagonal(k - 1)] + 1;
                while (x < beforeSize && x - k < afterSize && same(before[at(x)], after[at(x - k)])) ++x;
                reach[diagonal(k)] = x;
                arrived = arrived || (x >= beforeSize && x - k >= afterSize);
            }
            rounds.emplace_back(reach.begin() + static_cast<std::ptrdiff_t>(diagonal(-edits)),
                                reach.begin() + static_cast<std::ptrdiff_t>(diagonal(edits)) + 1);
        }
        if (!arrived) {
            m_coarse = true;
            return;
        }
        int x = beforeSize, y = afterSize;
        for (int round = edits - 1; round > 0; --round) {
            const auto reached = [&](int k) { return rounds[at(round - 1)][at(k + round - 1)]; };
            const int k = x - y;
            const bool down = k == -round || (k != round && reached(k - 1) < reached(k + 1));
            const int fromX = down ? reached(k + 1) : reached(k - 1), fromY = fromX - (down ? k + 1 : k - 1);
            const int snakeX = down ? fromX : fromX + 1;
            while (x > snakeX) m_match[at(before[at(--x)])] = after[at(--y)];
            x = fromX, y = fromY;
        }
        while (x > 0) m_match[at(before[at(--x)])] = after[at(--y)];
    }

    std::vector<int> m_before, m_after;  ///< equal lines have equal numbers
    std::vector<int> m_match;            ///< of each line before, its place after; -1 when it goes
    bool m_coarse = false;
};

}  // namespace

TextDiff diffLines(const QStringList& before, const QStringList& after) {
    return Differ(before, after).take();
}

}  // namespace armillary::app
