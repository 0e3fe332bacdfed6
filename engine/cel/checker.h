#pragma once

#include "engine/cel/ast.h"
#include "engine/cel/environment.h"
#include "engine/cel/issues.h"

namespace armillary::cel {

struct Checked {
    Type type;              ///< of the whole expression
    std::size_t slots = 0;  ///< places for variables: the environment's, then those of macros
};

/// Gives every node its type and every name its place; what does not fit together is reported.
Checked check(Expr& expression, const Environment& environment, Issues& issues);

}  // namespace armillary::cel
