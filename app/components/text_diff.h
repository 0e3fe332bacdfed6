#pragma once

#include <QStringList>
#include <vector>

namespace armillary::app {

/// One line of two texts laid beside each other.
struct DiffStep {
    enum class Kind { Same, Removed, Added };
    Kind kind = Kind::Same;
    int before = -1, after = -1;  ///< indices into the two texts; -1 where it is not in that one
    bool operator==(const DiffStep&) const = default;
};

struct TextDiff {
    std::vector<DiffStep> steps;
    /// Somewhere the two differ too much for the shortest answer within the bound: there, everything is removed and
    /// added.
    bool coarse = false;
};

/// What turns one list of lines into the other: around lines that occur once in both (patience), the shortest edit
/// between those (Myers, "An O(ND) difference algorithm", 1986). Time and memory are bounded for any input: about
/// 32 passes over the lines, and kMostEdits squared.
inline constexpr int kMostEdits = 1000;
TextDiff diffLines(const QStringList& before, const QStringList& after);

}  // namespace armillary::app
