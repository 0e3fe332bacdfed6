#include "engine/cel/macros.h"

#include <algorithm>
#include <array>
#include <optional>

namespace armillary::cel {
namespace {

struct FoldMacro {
    std::string_view name;
    FoldKind kind;
    int variables;
    bool mayFilter;
};
// Source: cel-spec, langdef.md "Macros"; two variables as cel-go's TwoVarComprehensions.
constexpr std::array<FoldMacro, 13> kFolds = {{{"all", FoldKind::All, 1, false},
                                               {"all", FoldKind::All, 2, false},
                                               {"exists", FoldKind::Exists, 1, false},
                                               {"exists", FoldKind::Exists, 2, false},
                                               {"exists_one", FoldKind::ExistsOne, 1, false},
                                               {"existsOne", FoldKind::ExistsOne, 1, false},
                                               {"exists_one", FoldKind::ExistsOne, 2, false},
                                               {"existsOne", FoldKind::ExistsOne, 2, false},
                                               {"map", FoldKind::Map, 1, true},
                                               {"filter", FoldKind::Filter, 1, false},
                                               {"transformList", FoldKind::Map, 2, true},
                                               {"transformMap", FoldKind::TransformMap, 2, true},
                                               {"transformMapEntry", FoldKind::TransformMapEntry, 2, true}}};

/// The macro that a call of `arguments` is, and whether it brings a filter.
const FoldMacro* findFold(std::string_view name, std::size_t arguments, bool& filters) {
    for (const FoldMacro& macro : kFolds) {
        if (macro.name != name) continue;
        const std::size_t plain = static_cast<std::size_t>(macro.variables) + 1;
        filters = arguments == plain + 1;
        if (arguments == plain || (macro.mayFilter && filters)) return &macro;
    }
    return nullptr;
}

/// The name of a loop variable.
std::optional<std::string> simpleName(const Expr& expression, Issues& issues, std::string_view message) {
    if (expression.kind == ExprKind::Ident && !expression.name.starts_with('.')) return expression.name;
    issues.add(expression.offset, std::string(message));
    return std::nullopt;
}

ExprPtr expandFold(ExprPtr call, const FoldMacro& macro, bool filters, Issues& issues) {
    static constexpr std::string_view kMessage = "argument must be a simple name";
    auto first = simpleName(*call->args[1], issues, kMessage);
    std::optional<std::string> second;
    if (macro.variables == 2) second = simpleName(*call->args[2], issues, kMessage);
    if (!first || (macro.variables == 2 && !second)) return nullptr;
    if (second && *first == *second) {
        issues.add(call->args[2]->offset, "duplicate variable name: " + *second);
        return nullptr;
    }
    auto& args = call->args;
    args.erase(args.begin() + 1, args.begin() + 1 + macro.variables);
    if (filters) std::swap(args[1], args[2]);  // range, step, filter
    call->kind = ExprKind::Fold;
    call->fold = macro.kind;
    call->variable = std::move(*first);
    if (second) call->secondVariable = std::move(*second);
    return call;
}

ExprPtr expandHas(ExprPtr call, Issues& issues) {
    if (call->args[0]->kind != ExprKind::Select || call->args[0]->optional) {
        issues.add(call->args[0]->offset, "invalid argument to has() macro");
        return nullptr;
    }
    ExprPtr select = std::move(call->args[0]);
    select->test = true;
    return select;
}

/// optMap and optFlatMap: the value bound to a name where there is one.
ExprPtr expandOptional(ExprPtr call, Issues& issues) {
    auto name = simpleName(*call->args[1], issues, call->name + "() variable name must be a simple identifier");
    if (!name) return nullptr;
    call->kind = ExprKind::Bind;
    call->variable = std::move(*name);
    call->args.erase(call->args.begin() + 1);
    return call;
}

}  // namespace

ExprPtr expandMacro(ExprPtr call, Issues& issues) {
    if (!call->member)
        return call->name == "has" && call->args.size() == 1 ? expandHas(std::move(call), issues) : std::move(call);
    const std::size_t arguments = call->args.size() - 1;
    if ((call->name == "optMap" || call->name == "optFlatMap") && arguments == 2)
        return expandOptional(std::move(call), issues);
    bool filters = false;
    if (const FoldMacro* macro = findFold(call->name, arguments, filters))
        return expandFold(std::move(call), *macro, filters, issues);
    return call;
}

}  // namespace armillary::cel
