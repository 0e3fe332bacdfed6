#pragma once

#include "engine/cel/ast.h"
#include "engine/cel/issues.h"

namespace armillary::cel {

/// Reports literal arguments that can never do: duration('x'), timestamp('x'), 'a'.matches('(').
void checkLiterals(const Expr& call, Issues& issues);

}  // namespace armillary::cel
