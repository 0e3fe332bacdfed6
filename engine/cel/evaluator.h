#pragma once

#include <cstdint>
#include <vector>

#include "engine/cel/ast.h"
#include "engine/cel/program.h"

namespace armillary::cel {

/// One evaluation of a checked expression. Costs are upstream's (cel-go's runtime cost model with Kubernetes' rules for
/// its libraries): 1 for a name, a selection or a call, 10 for a list, 30 for a map, a tenth for each character read.
class Evaluator {
public:
    /// `slots`: the values of the environment's variables, and room for those of macros.
    Evaluator(std::vector<Value> slots, std::uint64_t limit) : m_slots(std::move(slots)), m_limit(limit) {}

    Evaluation run(const Expr& expression);

private:
    Value eval(const Expr& expression);
    Value ident(const Expr& expression);
    Value select(const Expr& expression);
    Value call(const Expr& expression);
    Value logical(const Expr& expression);
    Value conditional(const Expr& expression);
    Value list(const Expr& expression);
    Value map(const Expr& expression);
    Value bind(const Expr& expression);
    Value fold(const Expr& expression);
    Value quantified(const Expr& expression, const Value& range);
    Value existsOne(const Expr& expression, const Value& range);
    Value collected(const Expr& expression, const Value& range);
    Value transformed(const Expr& expression, const Value& range);
    /// Calls `body` with the loop's variables set, until it returns false. Says whether the range was one.
    template <class Body>
    bool each(const Expr& expression, const Value& range, const Body& body);
    /// Charges; false when the limit is reached, and with it the evaluation.
    bool charge(std::uint64_t cost);
    Value exceeded() const;

    std::vector<Value> m_slots;
    std::uint64_t m_limit;
    std::uint64_t m_cost = 0;
    bool m_overLimit = false;
};

/// container.field of a value that is no optional: the entry of a map, else an error.
Value selectFrom(const Value& container, std::string_view field);
/// container[key] of a list or a map; an error when there is none.
Value indexInto(const Value& container, const Value& key);

}  // namespace armillary::cel
