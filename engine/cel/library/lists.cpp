#include "engine/cel/function.h"

// Kubernetes' list library. Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-list-library.
namespace armillary::cel {
namespace {

using Args = std::span<const Value>;

const Type kBool(TypeKind::Bool), kInt(TypeKind::Int), kUint(TypeKind::Uint), kDouble(TypeKind::Double),
    kString(TypeKind::String), kBytes(TypeKind::Bytes), kDuration(TypeKind::Duration), kTimestamp(TypeKind::Timestamp);

const List& listOf(Args args) {
    return *args[0].as<ListRef>();
}

Value isSorted(Args args) {
    const List& list = listOf(args);
    for (std::size_t i = 1; i < list.size(); ++i) {
        const auto order = compare(list.at(i - 1), list.at(i));
        if (!order) return noSuchOverload();
        if (*order > 0) return Value(false);
    }
    return Value(true);
}

/// The sum, `zero` for an empty list; each step is the language's own addition.
Value sumFrom(Value sum, Args args) {
    const List& list = listOf(args);
    const auto overloads = Functions::kubernetes().find("_+_");
    for (std::size_t i = 0; i < list.size(); ++i) {
        const Value pair[] = {std::move(sum), list.at(i)};
        sum = noSuchOverload();
        for (const Overload& overload : overloads)
            if (fits(overload.parameters[0], pair[0]) && fits(overload.parameters[1], pair[1])) {
                sum = overload.implementation(std::span<const Value>(pair));
                break;
            }
        if (sum.isError()) return sum;
    }
    return sum;
}

/// The smallest (`wanted` being less) or the largest element.
Value extreme(Args args, std::partial_ordering wanted, const char* name) {
    const List& list = listOf(args);
    if (list.size() == 0) return Value::error(std::string(name) + " called on empty list");
    Value best = list.at(0);
    for (std::size_t i = 1; i < list.size(); ++i) {
        Value next = list.at(i);
        const auto order = compare(next, best);
        if (!order) return noSuchOverload();
        if (*order == wanted) best = std::move(next);
    }
    return best;
}

Value indexOf(Args args) {
    const List& list = listOf(args);
    for (std::size_t i = 0; i < list.size(); ++i)
        if (equal(list.at(i), args[1])) return Value(static_cast<std::int64_t>(i));
    return Value(std::int64_t{-1});
}

Value lastIndexOf(Args args) {
    const List& list = listOf(args);
    for (std::size_t i = list.size(); i-- > 0;)
        if (equal(list.at(i), args[1])) return Value(static_cast<std::int64_t>(i));
    return Value(std::int64_t{-1});
}

}  // namespace

void addLists(Functions& functions) {
    for (const Type& type : {kInt, kUint, kDouble, kBool, kDuration, kTimestamp, kString, kBytes}) {
        const Type list = Type::list(type);
        functions.member("isSorted", {list}, kBool, isSorted, traversalCost);
        functions.member(
            "max", {list}, type, [](Args args) { return extreme(args, std::partial_ordering::greater, "max"); },
            traversalCost);
        functions.member(
            "min", {list}, type, [](Args args) { return extreme(args, std::partial_ordering::less, "min"); },
            traversalCost);
    }
    const auto sum = [&](const Type& type, Implementation implementation) {
        functions.member("sum", {Type::list(type)}, type, implementation, traversalCost);
    };
    sum(kInt, [](Args args) {
        // At run time nothing tells an empty list of durations from one of numbers.
        const List& list = listOf(args);
        const Value first = list.size() > 0 ? list.at(0) : Value(std::int64_t{0});
        switch (first.kind()) {
            case TypeKind::Uint:
                return sumFrom(Value(std::uint64_t{0}), args);
            case TypeKind::Double:
                return sumFrom(Value(0.0), args);
            case TypeKind::Duration:
                return sumFrom(Value(Duration{}), args);
            default:
                return sumFrom(Value(std::int64_t{0}), args);
        }
    });
    sum(kUint, [](Args args) { return sumFrom(Value(std::uint64_t{0}), args); });
    sum(kDouble, [](Args args) { return sumFrom(Value(0.0), args); });
    sum(kDuration, [](Args args) { return sumFrom(Value(Duration{}), args); });
    const Type element = Type::param("A");
    functions.member("indexOf", {Type::list(element), element}, kInt, indexOf, traversalCost);
    functions.member("lastIndexOf", {Type::list(element), element}, kInt, lastIndexOf, traversalCost);
}

}  // namespace armillary::cel
