#pragma once

#include <string>
#include <string_view>

#include "engine/manifest/edit.h"

namespace armillary::manifest {

/// What a splice does to a file, as `diff -u` says it, with three lines around; "" when it does nothing.
std::string unifiedDiff(std::string_view name, std::string_view before, const Splice& splice);

}  // namespace armillary::manifest
