#pragma once

#include <string>
#include <string_view>

namespace armillary::manifest {

/// What becomes of a file, as `diff -u` says it, with three lines around; "" when nothing does.
std::string unifiedDiff(std::string_view name, std::string_view before, std::string_view after);

}  // namespace armillary::manifest
