#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/cel/type.h"
#include "engine/cel/value.h"

namespace armillary::cel {

struct Overload;

enum class ExprKind : std::uint8_t {
    Literal,
    Ident,
    Select,  ///< args[0].name; has() when `test`
    Call,    ///< name(args…), or args[0].name(args[1]…) when `member`
    And,     ///< args, two or more
    Or,
    Conditional,  ///< args[0] ? args[1] : args[2]
    List,
    Map,  ///< key, value, key, value …
    Struct,
    Fold,  ///< a macro that goes over a list or a map
    Bind,  ///< variable = args[0], in args[1]: optMap and optFlatMap
};

/// What a Fold makes of its range.
enum class FoldKind : std::uint8_t { All, Exists, ExistsOne, Map, Filter, TransformMap, TransformMapEntry };

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

/// One node, made by the parser; the checker fills in the members at the end.
struct Expr {
    ExprKind kind = ExprKind::Literal;
    std::size_t offset = 0;  ///< byte of the source that an error about it names
    std::uint16_t depth = 1;
    bool member = false;
    bool test = false;      ///< has(…)
    bool optional = false;  ///< a Select by `.?`
    Value literal;
    std::string name;  ///< identifier, field, function or message type
    std::vector<ExprPtr> args;
    std::vector<std::size_t> offsets;  ///< of a List's or Map's: where each element stands
    std::vector<bool> optionals;       ///< of a List's elements or a Map's entries: written with `?`

    // Fold: args are the range, the step and perhaps the filter, in this order.
    FoldKind fold = FoldKind::All;
    std::string variable, secondVariable;

    // From the checker.
    bool constant = false;  ///< made of literals alone, and so for nothing, since upstream does it once
    Type type;
    std::vector<const Overload*> overloads;  ///< of a Call: what it can be
    int slot = -1;  ///< of an Ident (or a Select that is a dotted name): the variable; of Fold and Bind: its first one
};

}  // namespace armillary::cel
