#include <algorithm>

#include "engine/cel/evaluator.h"
#include "engine/cel/function.h"
#include "engine/cel/times.h"

// Operators and size(). Source: cel-spec, langdef.md "Standard Definitions".
namespace armillary::cel {
namespace {

using Args = std::span<const Value>;
using Int = std::int64_t;
using Uint = std::uint64_t;

const Type kBool(TypeKind::Bool), kInt(TypeKind::Int), kUint(TypeKind::Uint), kDouble(TypeKind::Double),
    kString(TypeKind::String), kBytes(TypeKind::Bytes), kDuration(TypeKind::Duration), kTimestamp(TypeKind::Timestamp);
const Type kA = Type::param("A"), kB = Type::param("B");

Value overflow() {
    return Value::error("integer overflow");
}
Value unsignedOverflow() {
    return Value::error("unsigned integer overflow");
}

template <class T>
Value checked(bool overflows, T result) {
    if (!overflows) return Value(result);
    return std::is_signed_v<T> ? overflow() : unsignedOverflow();
}

template <class T>
Value add(Args args) {
    T result{};
    const bool overflows = __builtin_add_overflow(args[0].as<T>(), args[1].as<T>(), &result);
    return checked(overflows, result);
}
template <class T>
Value subtract(Args args) {
    T result{};
    const bool overflows = __builtin_sub_overflow(args[0].as<T>(), args[1].as<T>(), &result);
    return checked(overflows, result);
}
template <class T>
Value multiply(Args args) {
    T result{};
    const bool overflows = __builtin_mul_overflow(args[0].as<T>(), args[1].as<T>(), &result);
    return checked(overflows, result);
}
template <class T>
Value divide(Args args) {
    const T left = args[0].as<T>(), right = args[1].as<T>();
    if (right == 0) return Value::error("division by zero");
    if constexpr (std::is_signed_v<T>)
        if (left == INT64_MIN && right == -1) return overflow();
    return Value(static_cast<T>(left / right));
}
template <class T>
Value remainder(Args args) {
    const T left = args[0].as<T>(), right = args[1].as<T>();
    if (right == 0) return Value::error("modulus by zero");
    if constexpr (std::is_signed_v<T>)
        if (left == INT64_MIN && right == -1) return overflow();
    return Value(static_cast<T>(left % right));
}

Value joinedText(Args args) {
    return Value::string(std::string(args[0].text()).append(args[1].text()));
}
Value joinedBytes(Args args) {
    return Value::bytes(std::string(args[0].text()).append(args[1].text()));
}

/// Lists of custom resources that are sets, or maps by key, add up as such: an element of the right-hand side that is
/// there already takes the place of the left-hand one. Source: k8s.io/apiserver/pkg/cel/common, valuesunstructured.go.
Value joinedLists(Args args) {
    const ListRef &left = args[0].as<ListRef>(), &right = args[1].as<ListRef>();
    if (left->semantics() == List::Semantics::Atomic) return concatenated(left, right);
    std::vector<Value> elements;
    for (std::size_t i = 0; i < left->size(); ++i) elements.push_back(left->at(i));
    for (std::size_t i = 0; i < right->size(); ++i) {
        const Value element = right->at(i);
        const auto same = [&](const Value& one) {
            return left->semantics() == List::Semantics::Set ? equal(one, element) : left->sameKey(one, element);
        };
        const auto found = std::ranges::find_if(elements, same);
        if (found == elements.end())
            elements.push_back(element);
        else
            *found = element;
    }
    return Value::list(std::move(elements));
}
std::uint64_t joinedListsCost(Args args) {
    const List& left = *args[0].as<ListRef>();
    return left.semantics() == List::Semantics::Atomic ? 1 : 1 + traversal(left.size() * args[1].as<ListRef>()->size());
}

/// Charged before joining, as what is joined is copied.
std::uint64_t joinedTextCost(Args args) {
    return traversal(costSize(args[0]) + costSize(args[1]));
}

void addArithmetic(Functions& functions) {
    functions.global("_+_", {kBytes, kBytes}, kBytes, joinedBytes, joinedTextCost);
    functions.global("_+_", {kDouble, kDouble}, kDouble,
                     [](Args args) { return Value(args[0].as<double>() + args[1].as<double>()); });
    functions.global("_+_", {kInt, kInt}, kInt, add<Int>);
    functions.global("_+_", {Type::list(kA), Type::list(kA)}, Type::list(kA), joinedLists, joinedListsCost);
    functions.global("_+_", {kString, kString}, kString, joinedText, joinedTextCost);
    functions.global("_+_", {kUint, kUint}, kUint, add<Uint>);
    functions.global("_-_", {kDouble, kDouble}, kDouble,
                     [](Args args) { return Value(args[0].as<double>() - args[1].as<double>()); });
    functions.global("_-_", {kInt, kInt}, kInt, subtract<Int>);
    functions.global("_-_", {kUint, kUint}, kUint, subtract<Uint>);
    functions.global("_*_", {kDouble, kDouble}, kDouble,
                     [](Args args) { return Value(args[0].as<double>() * args[1].as<double>()); });
    functions.global("_*_", {kInt, kInt}, kInt, multiply<Int>);
    functions.global("_*_", {kUint, kUint}, kUint, multiply<Uint>);
    functions.global("_/_", {kDouble, kDouble}, kDouble,
                     [](Args args) { return Value(args[0].as<double>() / args[1].as<double>()); });
    functions.global("_/_", {kInt, kInt}, kInt, divide<Int>);
    functions.global("_/_", {kUint, kUint}, kUint, divide<Uint>);
    functions.global("_%_", {kInt, kInt}, kInt, remainder<Int>);
    functions.global("_%_", {kUint, kUint}, kUint, remainder<Uint>);
    functions.global("-_", {kDouble}, kDouble, [](Args args) { return Value(-args[0].as<double>()); });
    functions.global("-_", {kInt}, kInt, [](Args args) {
        const Int value = args[0].as<Int>();
        return value == INT64_MIN ? overflow() : Value(-value);
    });
    functions.global("!_", {kBool}, kBool, [](Args args) { return Value(!args[0].as<bool>()); });
}

void addTimeArithmetic(Functions& functions) {
    functions.global("_+_", {kDuration, kDuration}, kDuration, addDurations);
    functions.global("_+_", {kDuration, kTimestamp}, kTimestamp,
                     [](Args args) { return shifted(args[1].as<Timestamp>(), args[0].as<Duration>().nanoseconds); });
    functions.global("_+_", {kTimestamp, kDuration}, kTimestamp,
                     [](Args args) { return shifted(args[0].as<Timestamp>(), args[1].as<Duration>().nanoseconds); });
    functions.global("_-_", {kDuration, kDuration}, kDuration, subtractDurations);
    functions.global("_-_", {kTimestamp, kDuration}, kTimestamp, [](Args args) {
        const std::int64_t nanoseconds = args[1].as<Duration>().nanoseconds;
        if (nanoseconds == INT64_MIN) return overflow();
        return shifted(args[0].as<Timestamp>(), -nanoseconds);
    });
    functions.global("_-_", {kTimestamp, kTimestamp}, kDuration, timeBetween);
}

template <class Accept>
Value compared(Args args, const Accept& accept) {
    const auto order = compare(args[0], args[1]);
    return order ? Value(accept(*order)) : noSuchOverload();
}

std::uint64_t comparisonCost(Args args) {
    return traversal(std::min(costSize(args[0]), costSize(args[1])));
}
std::uint64_t orderCost(Args args) {
    const TypeKind kind = args[0].kind();
    return kind == TypeKind::String || kind == TypeKind::Bytes ? comparisonCost(args) : 1;
}
std::uint64_t equalityCost(Args args) {
    return args[0].is<OpaqueRef>() ? 1 : comparisonCost(args);
}

void addComparisons(Functions& functions) {
    functions.global("_==_", {kA, kA}, kBool, [](Args args) { return Value(equal(args[0], args[1])); }, equalityCost);
    functions.global("_!=_", {kA, kA}, kBool, [](Args args) { return Value(!equal(args[0], args[1])); }, equalityCost);
    struct Order {
        std::string_view name;
        Implementation implementation;
    };
    static constexpr Order kOrders[] = {
        {"_<_", [](Args args) { return compared(args, [](std::partial_ordering order) { return order < 0; }); }},
        {"_<=_", [](Args args) { return compared(args, [](std::partial_ordering order) { return order <= 0; }); }},
        {"_>_", [](Args args) { return compared(args, [](std::partial_ordering order) { return order > 0; }); }},
        {"_>=_", [](Args args) { return compared(args, [](std::partial_ordering order) { return order >= 0; }); }}};
    const std::pair<Type, Type> pairs[] = {
        {kBool, kBool},     {kInt, kInt},     {kInt, kDouble},          {kInt, kUint},         {kUint, kUint},
        {kUint, kDouble},   {kUint, kInt},    {kDouble, kDouble},       {kDouble, kInt},       {kDouble, kUint},
        {kString, kString}, {kBytes, kBytes}, {kTimestamp, kTimestamp}, {kDuration, kDuration}};
    for (const Order& order : kOrders)
        for (const auto& [left, right] : pairs)
            functions.global(order.name, {left, right}, kBool, order.implementation, orderCost);
}

Value isIn(Args args) {
    if (const auto* map = args[1].tryAs<MapRef>()) return Value(lookUp(**map, args[0]).has_value());
    const List& list = *args[1].as<ListRef>();
    for (std::size_t i = 0; i < list.size(); ++i)
        if (equal(args[0], list.at(i))) return Value(true);
    return Value(false);
}

/// container[?key]: an optional, none where there is no such element.
Value optionalIndex(Args args) {
    const auto* optional = args[0].tryAs<OptionalValue>();
    if (optional && !optional->value) return Value::none();
    Value found = indexInto(optional ? *optional->value : args[0], args[1]);
    if (found.isError()) return found.text() == "no such overload" ? std::move(found) : Value::none();
    return found.is<OptionalValue>() ? std::move(found) : Value::some(std::move(found));
}

void addContainers(Functions& functions) {
    const Type list = Type::list(kA), map = Type::map(kA, kB);
    functions.global("@in", {kA, list}, kBool, isIn, [](Args args) { return costSize(args[1]); });
    functions.global("@in", {kA, map}, kBool, isIn);
    const Implementation index = [](Args args) { return indexInto(args[0], args[1]); };
    functions.global("_[_]", {list, kInt}, kA, index);
    functions.global("_[_]", {map, kA}, kB, index);
    functions.global("_[_]", {Type::optional(list), kInt}, Type::optional(kA), optionalIndex);
    functions.global("_[_]", {Type::optional(map), kA}, Type::optional(kB), optionalIndex);
    functions.global("_[?_]", {list, kInt}, Type::optional(kA), optionalIndex);
    functions.global("_[?_]", {map, kA}, Type::optional(kB), optionalIndex);
    functions.global("_[?_]", {Type::optional(list), kInt}, Type::optional(kA), optionalIndex);
    functions.global("_[?_]", {Type::optional(map), kA}, Type::optional(kB), optionalIndex);
    const Implementation size = [](Args args) { return Value(static_cast<Int>(*sizeOf(args[0]))); };
    for (const Type& type : {kBytes, list, map, kString}) {
        functions.global("size", {type}, kInt, size);
        functions.member("size", {type}, kInt, size);
    }
}

}  // namespace

void addOperators(Functions& functions) {
    addArithmetic(functions);
    addTimeArithmetic(functions);
    addComparisons(functions);
    addContainers(functions);
}

}  // namespace armillary::cel
