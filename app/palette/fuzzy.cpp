#include "fuzzy.h"

#include <algorithm>

namespace armillary::app {

namespace {
constexpr int kLetter = 10, kWordStart = 30, kNeighbour = 25, kWhole = 200, kPrefix = 100;
}  // namespace

int fuzzyScore(const QString& typed, const QString& text) {
    const QString wanted = typed.toLower(), found = text.toLower();
    if (wanted.isEmpty()) return 1;
    int score = 0;
    qsizetype at = -1;
    for (const QChar letter : wanted) {
        if (letter.isSpace()) continue;
        // A word's start is a better place than the next letter that happens to be there.
        qsizetype next = found.indexOf(letter, at + 1);
        if (next < 0) return 0;
        if (next != at + 1)
            for (qsizetype start = next; start >= 0; start = found.indexOf(letter, start + 1))
                if (start == 0 || !found[start - 1].isLetterOrNumber()) {
                    next = start;
                    break;
                }
        score += kLetter;
        if (next == 0 || !found[next - 1].isLetterOrNumber()) score += kWordStart;
        if (next == at + 1 && at >= 0) score += kNeighbour;
        at = next;
    }
    if (found == wanted) score += kWhole;
    if (found.startsWith(wanted)) score += kPrefix;
    return std::max(1, score - static_cast<int>(std::min<qsizetype>(found.size(), 60)) / 4);
}

}  // namespace armillary::app
