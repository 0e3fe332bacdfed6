#pragma once

#include <cstddef>
#include <vector>

/// What was done to a list of lines, each of which is a number. For the sources of this folder.
namespace armillary::manifest {

/// Lines of one text that others take the place of; either may be none.
struct Hunk {
    std::size_t begin, end;            ///< in the text before
    std::size_t otherBegin, otherEnd;  ///< in the one after
};

/// Lines removed and added that are told apart; beyond that all between the first and the last is one hunk.
inline constexpr std::size_t kMostDifferences = 2000;

/// In order; none touches the next.
std::vector<Hunk> differences(const std::vector<std::size_t>& before, const std::vector<std::size_t>& after);

}  // namespace armillary::manifest
