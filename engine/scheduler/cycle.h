#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/async/identifiers.h"
#include "engine/scheduler/plugin.h"

namespace armillary::scheduler {

/// What one scheduling cycle came to.
struct Decision {
    std::string node;  ///< "" when none fits
    std::size_t nodesAvailable = 0;
    std::map<std::string, int> refusals;  ///< reason to the number of nodes that gave it

    /// "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable."; upstream's sentence.
    std::string message() const;
};

/// Once so many nodes fit, the best of them is taken without looking at the rest; where the search begins moves on
/// from cycle to cycle, so that all nodes get their turn. Upstream's floor (minFeasibleNodesToFind).
inline constexpr std::size_t kEnoughNodes = 100;

/// Filters, scores and selects. `searchFrom` is the rotating start of the search.
Decision decide(const Cycle& cycle, const std::vector<std::unique_ptr<Plugin>>& plugins,
                async::Identifiers& identifiers, std::size_t& searchFrom);

}  // namespace armillary::scheduler
