#include "engine/cel/evaluator.h"

#include <array>
#include <cmath>

#include "engine/cel/function.h"
#include "engine/cel/text.h"

namespace armillary::cel {
namespace {

constexpr std::uint64_t kListCost = 10, kMapCost = 30;

/// As Go's "%v" prints a key.
std::string keyText(const Value& key) {
    if (const auto* number = key.tryAs<std::int64_t>()) return std::to_string(*number);
    if (const auto* number = key.tryAs<std::uint64_t>()) return std::to_string(*number);
    if (const auto* number = key.tryAs<double>()) return goDouble(*number);
    if (const auto* flag = key.tryAs<bool>()) return *flag ? "true" : "false";
    return std::string(key.text());
}

Value noSuchKey(const Value& key) {
    return Value::error("no such key: " + keyText(key));
}

bool mayBeKey(const Value& value) {
    switch (value.kind()) {
        case TypeKind::Bool:
        case TypeKind::Int:
        case TypeKind::Uint:
        case TypeKind::Double:
        case TypeKind::String:
            return true;
        default:
            return false;
    }
}

std::optional<std::int64_t> asIndex(const Value& key) {
    if (const auto* number = key.tryAs<std::int64_t>()) return *number;
    if (const auto* number = key.tryAs<std::uint64_t>())
        return *number > INT64_MAX ? std::optional<std::int64_t>() : static_cast<std::int64_t>(*number);
    const auto* number = key.tryAs<double>();
    if (number && *number == std::trunc(*number) && std::abs(*number) < 9007199254740992.0)
        return static_cast<std::int64_t>(*number);
    return std::nullopt;
}

/// The value inside, when `value` is an optional that has one; `none` says that it is one without.
const Value* inside(const Value& value, bool& none) {
    const auto* optional = value.tryAs<OptionalValue>();
    none = optional && !optional->value;
    return optional ? optional->value.get() : nullptr;
}

/// Whether an optional's value makes the other argument of or() and orValue() unimportant, even if it is an error.
bool settlesAlone(const Expr& call, const Value& receiver) {
    const auto* optional = receiver.tryAs<OptionalValue>();
    return optional && optional->value && call.member && (call.name == "or" || call.name == "orValue");
}
Value finished(const Expr& call, const Value& receiver) {
    return call.name == "or" ? receiver : *receiver.as<OptionalValue>().value;
}

}  // namespace

Value selectFrom(const Value& container, std::string_view field) {
    const Value key = Value::borrowed(field);
    if (const auto* map = container.tryAs<MapRef>())
        if (auto found = (*map)->find(key)) return std::move(*found);
    return noSuchKey(key);
}

Value indexInto(const Value& container, const Value& key) {
    if (const auto* map = container.tryAs<MapRef>()) {
        if (!mayBeKey(key)) return noSuchOverload();
        auto found = lookUp(**map, key);
        return found ? std::move(*found) : noSuchKey(key);
    }
    const auto* list = container.tryAs<ListRef>();
    if (!list) return noSuchOverload();
    const auto index = asIndex(key);
    if (!index) return Value::error("unsupported index type '" + std::string(key.typeName()) + "' in list");
    if (*index < 0 || static_cast<std::uint64_t>(*index) >= (*list)->size())
        return Value::error("index out of bounds: " + std::to_string(*index));
    return (*list)->at(static_cast<std::size_t>(*index));
}

Evaluation Evaluator::run(const Expr& expression) {
    Value value = eval(expression);
    return {m_overLimit ? exceeded() : std::move(value), m_cost, m_overLimit};
}

Value Evaluator::exceeded() const {
    return Value::error("operation cancelled: actual cost limit exceeded");
}

bool Evaluator::charge(std::uint64_t cost) {
    m_cost = m_cost + cost < m_cost ? UINT64_MAX : m_cost + cost;
    if (m_cost > m_limit) m_overLimit = true;
    return !m_overLimit;
}

Value Evaluator::eval(const Expr& expression) {
    if (m_overLimit) return exceeded();
    switch (expression.kind) {
        case ExprKind::Literal:
            return expression.literal;
        case ExprKind::Ident:
            return ident(expression);
        case ExprKind::Select:
            return select(expression);
        case ExprKind::Call:
            return call(expression);
        case ExprKind::And:
        case ExprKind::Or:
            return logical(expression);
        case ExprKind::Conditional:
            return conditional(expression);
        case ExprKind::List:
            return list(expression);
        case ExprKind::Map:
            return map(expression);
        case ExprKind::Struct:
            break;
        case ExprKind::Fold:
            return fold(expression);
        case ExprKind::Bind:
            return bind(expression);
    }
    return noSuchOverload();
}

Value Evaluator::ident(const Expr& expression) {
    charge(1);
    return m_slots[static_cast<std::size_t>(expression.slot)];
}

Value Evaluator::select(const Expr& expression) {
    if (expression.slot >= 0) return ident(expression);  // a dotted name
    Value operand = eval(*expression.args[0]);
    if (operand.isError()) return operand;
    if (!expression.test) charge(1);
    bool none = false;
    const Value* held = inside(operand, none);
    const Value& container = held ? *held : operand;
    if (expression.test) {
        const auto* map = container.tryAs<MapRef>();
        return Value(map && (*map)->find(Value::borrowed(expression.name)).has_value());
    }
    if (none) return operand;
    if (!held && !expression.optional) return selectFrom(container, expression.name);
    const auto* map = container.tryAs<MapRef>();
    if (!map) return selectFrom(container, expression.name);
    auto found = (*map)->find(Value::borrowed(expression.name));
    if (!found) return Value::none();
    return found->is<OptionalValue>() ? std::move(*found) : Value::some(std::move(*found));
}

Value Evaluator::call(const Expr& expression) {
    std::vector<Value> args;
    args.reserve(expression.args.size());
    for (const ExprPtr& arg : expression.args) {
        args.push_back(eval(*arg));
        if (args.back().isError()) return charge(1), std::move(args.back());
        if (args.size() == 1 && settlesAlone(expression, args.front())) return finished(expression, args.front());
    }
    for (const Overload* overload : expression.overloads) {
        bool matches = true;
        for (std::size_t i = 0; i < args.size() && matches; ++i) matches = fits(overload->parameters[i], args[i]);
        if (!matches) continue;
        const std::uint64_t cost = overload->cost ? overload->cost(args) : 1;
        if (!charge(expression.constant ? 0 : cost)) return exceeded();
        return overload->implementation(args);
    }
    charge(1);
    // Lists have dynamic indexes of other types, too, and a word of their own about wrong ones.
    return expression.name == "_[_]" ? indexInto(args[0], args[1]) : noSuchOverload();
}

/// && and ||: one operand that decides makes the others' errors unimportant.
Value Evaluator::logical(const Expr& expression) {
    const bool deciding = expression.kind == ExprKind::Or;
    std::optional<Value> failure;
    for (const ExprPtr& arg : expression.args) {
        Value value = eval(*arg);
        if (m_overLimit) return exceeded();
        if (const auto* flag = value.tryAs<bool>()) {
            if (*flag == deciding) return value;
        } else if (!failure) {
            failure = value.isError() ? std::move(value) : noSuchOverload();
        }
    }
    return failure ? std::move(*failure) : Value(!deciding);
}

Value Evaluator::conditional(const Expr& expression) {
    Value condition = eval(*expression.args[0]);
    if (condition.isError()) return condition;
    if (!condition.is<bool>()) return noSuchOverload();
    return eval(*expression.args[condition.as<bool>() ? 1 : 2]);
}

Value Evaluator::list(const Expr& expression) {
    std::vector<Value> elements;
    std::optional<Value> failure;
    for (std::size_t i = 0; i < expression.args.size() && !failure; ++i) {
        Value element = eval(*expression.args[i]);
        if (element.isError()) {
            failure = std::move(element);
        } else if (!expression.optionals[i]) {
            elements.push_back(std::move(element));
        } else if (const auto* optional = element.tryAs<OptionalValue>(); !optional) {
            failure = noSuchOverload();
        } else if (optional->value) {
            elements.push_back(*optional->value);
        }
    }
    if (!expression.constant) charge(kListCost);
    return failure ? std::move(*failure) : Value::list(std::move(elements));
}

Value Evaluator::map(const Expr& expression) {
    std::vector<std::pair<Value, Value>> entries;
    for (std::size_t i = 0; i < expression.args.size(); i += 2) {
        Value key = eval(*expression.args[i]);
        if (key.isError()) return key;
        if (!mayBeKey(key)) return Value::error("unsupported key type");
        Value value = eval(*expression.args[i + 1]);
        if (value.isError()) return value;
        for (const auto& entry : entries)
            if (equal(entry.first, key)) return Value::error("Failed with repeated key: " + keyText(key));
        if (expression.optionals[i / 2]) {
            const auto* optional = value.tryAs<OptionalValue>();
            if (!optional) return noSuchOverload();
            if (!optional->value) continue;
            value = Value(*optional->value);
        }
        entries.emplace_back(std::move(key), std::move(value));
    }
    if (!expression.constant) charge(kMapCost);
    return Value::map(std::move(entries));
}

Value Evaluator::bind(const Expr& expression) {
    Value operand = eval(*expression.args[0]);
    if (operand.isError()) return operand;
    bool none = false;
    const Value* held = inside(operand, none);
    if (none) return operand;
    if (!held) return noSuchOverload();
    m_slots[static_cast<std::size_t>(expression.slot)] = *held;
    Value result = eval(*expression.args[1]);
    if (result.isError() || expression.name == "optFlatMap") return result;
    return Value::some(std::move(result));
}

template <class Body>
bool Evaluator::each(const Expr& expression, const Value& range, const Body& body) {
    const auto first = static_cast<std::size_t>(expression.slot);
    const bool two = !expression.secondVariable.empty();
    const auto visit = [&](const Value& key, const Value& value) {
        m_slots[first] = key;
        if (two) m_slots[first + 1] = value;
        return body(key) && !m_overLimit;
    };
    if (const auto* map = range.tryAs<MapRef>()) return (*map)->each(visit), true;
    const auto* list = range.tryAs<ListRef>();
    if (!list) return false;
    for (std::size_t i = 0; i < (*list)->size(); ++i) {
        const Value element = (*list)->at(i);
        if (!visit(two ? Value(static_cast<std::int64_t>(i)) : element, element)) break;
    }
    return true;
}

Value Evaluator::fold(const Expr& expression) {
    const Value range = eval(*expression.args[0]);
    if (range.isError()) return range;
    switch (expression.fold) {
        case FoldKind::All:
        case FoldKind::Exists:
            return quantified(expression, range);
        case FoldKind::ExistsOne:
            return existsOne(expression, range);
        case FoldKind::Map:
        case FoldKind::Filter:
            return collected(expression, range);
        case FoldKind::TransformMap:
        case FoldKind::TransformMapEntry:
            return transformed(expression, range);
    }
    return noSuchOverload();
}

Value Evaluator::quantified(const Expr& expression, const Value& range) {
    const bool deciding = expression.fold == FoldKind::Exists;
    // What the loop's condition and the accumulation cost in the expansion that cel-spec gives.
    const std::uint64_t step = deciding ? 4 : 3;
    std::optional<Value> failure;
    bool decided = false;
    const bool isRange = each(expression, range, [&](const Value&) {
        charge(step);
        Value value = eval(*expression.args[1]);
        if (const auto* flag = value.tryAs<bool>())
            decided = *flag == deciding;
        else if (!failure)
            failure = value.isError() ? std::move(value) : noSuchOverload();
        return !decided;
    });
    if (!isRange) return noSuchOverload();
    charge(1);
    if (decided) return Value(deciding);
    return failure ? std::move(*failure) : Value(!deciding);
}

Value Evaluator::existsOne(const Expr& expression, const Value& range) {
    std::size_t count = 0;
    std::optional<Value> failure;
    const bool isRange = each(expression, range, [&](const Value&) {
        Value value = eval(*expression.args[1]);
        if (value.isTrue()) {
            ++count;
            charge(2);
        } else if (!value.isFalse()) {
            failure = value.isError() ? std::move(value) : noSuchOverload();
        }
        return !failure;
    });
    if (!isRange) return noSuchOverload();
    charge(2);
    return failure ? std::move(*failure) : Value(count == 1);
}

/// map, filter and transformList.
Value Evaluator::collected(const Expr& expression, const Value& range) {
    constexpr std::uint64_t kAppendCost = 2 + kListCost;
    const bool filters = expression.fold == FoldKind::Filter;
    const Expr* filter = filters                      ? expression.args[1].get()
                         : expression.args.size() > 2 ? expression.args[2].get()
                                                      : nullptr;
    std::vector<Value> elements;
    std::optional<Value> failure;
    const bool isRange = each(expression, range, [&](const Value& element) {
        if (filter) {
            Value wanted = eval(*filter);
            if (wanted.isFalse()) return true;
            if (!wanted.isTrue()) {
                failure = wanted.isError() ? std::move(wanted) : noSuchOverload();
                return false;
            }
        }
        charge(kAppendCost + (filters ? 1 : 0));
        Value value = filters ? element : eval(*expression.args[1]);
        if (value.isError())
            failure = std::move(value);
        else
            elements.push_back(std::move(value));
        return !failure;
    });
    if (!isRange) return noSuchOverload();
    charge(1);
    return failure ? std::move(*failure) : Value::list(std::move(elements));
}

Value Evaluator::transformed(const Expr& expression, const Value& range) {
    std::vector<std::pair<Value, Value>> entries;
    std::optional<Value> failure;
    const auto insert = [&](const Value& key, Value value) {
        for (const auto& entry : entries)
            if (charge(1) && equal(entry.first, key))
                failure = Value::error("insert failed: key '" + keyText(key) + "' already exists");
        if (!failure) entries.emplace_back(key, std::move(value));
        return !failure;
    };
    const bool isRange = each(expression, range, [&](const Value& key) {
        if (expression.args.size() > 2) {
            Value wanted = eval(*expression.args[2]);
            if (wanted.isFalse()) return true;
            if (!wanted.isTrue()) {
                failure = wanted.isError() ? std::move(wanted) : noSuchOverload();
                return false;
            }
        }
        charge(2);
        Value value = eval(*expression.args[1]);
        if (value.isError()) {
            failure = std::move(value);
        } else if (expression.fold == FoldKind::TransformMap) {
            // Keys of one map, or indexes: there are no two alike.
            entries.emplace_back(key, std::move(value));
        } else if (const auto* made = value.tryAs<MapRef>()) {
            (*made)->each([&](const Value& name, const Value& one) { return insert(name, one); });
        } else {
            failure = noSuchOverload();
        }
        return !failure;
    });
    if (!isRange) return noSuchOverload();
    charge(1);
    return failure ? std::move(*failure) : Value::map(std::move(entries));
}

}  // namespace armillary::cel
