#pragma once

#include <functional>
#include <string>
#include <vector>

#include "nodes/cri/runtime.h"

namespace armillary::agent {

struct ImageLimits {
    double collectAbove = 0.85, collectTo = 0.80;  ///< shares of the disk in use
};

/// Removes images that no container uses, the largest first, while the disk is fuller than it should be. `diskShare`
/// tells how full it is, `kept` are names that stay. Returns what was removed.
std::vector<std::string> collectImages(cri::Runtime& runtime, const std::function<double()>& diskShare,
                                       const std::vector<std::string>& kept, const ImageLimits& limits = {});

}  // namespace armillary::agent
