#pragma once

#include <string_view>

#include "engine/cel/ast.h"
#include "engine/cel/issues.h"

namespace armillary::cel {

/// Longest expression, in code points.
inline constexpr std::size_t kMaxExpressionSize = 100'000;
/// Deepest nesting of one in another.
inline constexpr int kMaxNesting = 250;

/// Reads one expression, macros expanded. Null when it is refused; `issues` says why.
ExprPtr parse(std::string_view source, Issues& issues);

}  // namespace armillary::cel
