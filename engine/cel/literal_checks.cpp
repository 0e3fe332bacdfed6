#include "engine/cel/literal_checks.h"

#include "engine/cel/library/regex.h"
#include "engine/cel/times.h"

namespace armillary::cel {

void checkLiterals(const Expr& call, Issues& issues) {
    const auto literalAt = [&](std::size_t index) -> const Expr* {
        if (call.args.size() != index + 1) return nullptr;
        const Expr& arg = *call.args[index];
        return arg.kind == ExprKind::Literal && arg.literal.is<Text>() ? &arg : nullptr;
    };
    const auto refuse = [&](const Expr& literal) { issues.add(literal.offset, "invalid " + call.name + " argument"); };
    const Expr* literal = nullptr;
    if (call.name == "duration") {
        const bool isNumber = call.args.size() == 1 && call.args[0]->kind == ExprKind::Literal &&
                              call.args[0]->literal.is<std::int64_t>();
        if (isNumber) refuse(*call.args[0]);
        if ((literal = literalAt(0)) && !parseDuration(literal->literal.text())) refuse(*literal);
    } else if (call.name == "timestamp") {
        if ((literal = literalAt(0)) && !parseTimestamp(literal->literal.text())) refuse(*literal);
    } else if (call.name == "matches") {
        if ((literal = literalAt(1)) && patternError(literal->literal.text())) refuse(*literal);
    }
}

}  // namespace armillary::cel
