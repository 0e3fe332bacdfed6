#pragma once

#include <string>
#include <vector>

#include "engine/schema/object.h"

namespace armillary::gitops {

/// A Secret that stands in for one that is not in the repository.
struct Placeholder {
    ObjectRef secret;
    std::vector<std::string> keys;
};

/// For every Secret that `objects` refer to, cannot do without, and do not hold; by namespace and name.
std::vector<Placeholder> placeholdersFor(const std::vector<ObjectRef>& objects);

}  // namespace armillary::gitops
