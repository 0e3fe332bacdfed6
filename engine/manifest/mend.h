#pragma once

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "engine/manifest/check.h"

namespace armillary::manifest {

/// Has exactly one fix, so that nobody has to choose.
inline bool isPlain(const Finding& finding) {
    return finding.fixes.size() == 1;
}

/// What mends all plain findings at once, in the order in which it can be made: a fix that several findings share once.
/// Any of it can still be refused by the Workspace.
std::vector<Fix> plainFixes(std::span<const Finding> findings);

/// Files after their plain findings were mended.
struct Mended {
    std::vector<Source> sources;
    std::vector<Finding> left;       ///< what a check of `sources` finds
    std::vector<std::string> notes;  ///< what else had to be written
    std::size_t made = 0;            ///< fixes
};

/// Checks, mends, and checks again: what one fix brings to light is mended, too, in at most kMostRounds rounds. A fix
/// that is refused stays among what is left.
inline constexpr int kMostRounds = 5;
Mended mend(std::vector<Source> sources, const Schemas& schemas = Schemas::builtIn());

}  // namespace armillary::manifest
