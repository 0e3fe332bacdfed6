#pragma once

#include "engine/cel/ast.h"
#include "engine/cel/issues.h"

namespace armillary::cel {

/// A call as the parser has read it, expanded when it is a macro (has, all, exists, exists_one, map, filter, their
/// forms with two variables, transformList, transformMap, transformMapEntry, optMap, optFlatMap).
ExprPtr expandMacro(ExprPtr call, Issues& issues);

}  // namespace armillary::cel
