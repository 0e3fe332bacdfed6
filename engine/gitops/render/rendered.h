#pragma once

#include <string>
#include <vector>

#include "engine/plan/item.h"

namespace armillary::gitops {

struct RenderedObject {
    plan::Item item;
    std::string origin;  ///< the file that it comes from: the repository's, or a chart's template; "" when nobody knows
};

/// What an application comes to.
struct Rendered {
    std::vector<RenderedObject> objects;  ///< in the renderer's order
    std::vector<std::string> notes;       ///< what was left out, and warnings: a sentence each
};

}  // namespace armillary::gitops
