#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/cel/value.h"

namespace armillary::cel {

/// matches(): whether the second text, a pattern in RE2's syntax, is found in the first.
Value matchesRegex(std::span<const Value> args);
/// What is wrong with a pattern.
std::optional<std::string> patternError(std::string_view pattern);

}  // namespace armillary::cel
