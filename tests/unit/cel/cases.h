#pragma once

#include <string>
#include <string_view>

#include "engine/cel/environment.h"
#include "engine/cel/program.h"

namespace armillary::cel::tests {

/// What an expression makes, as text: "int 3", "string a", "list [1, 2]", "error no such key: x"; what the compiler
/// says when it refuses it.
std::string result(std::string_view expression);
/// What an evaluation costs.
std::uint64_t cost(std::string_view expression);
/// The variables that the two above know: object (dyn), xs (list(int)), m (map(string, int)).
const Environment& environment();
Activation activation();
/// A value as text.
std::string text(const Value& value);

}  // namespace armillary::cel::tests
