#include "engine/cel/function.h"

// Lists taken as sets. Source: cel-go, ext/sets.
namespace armillary::cel {
namespace {

using Args = std::span<const Value>;

bool contains(const List& list, const Value& wanted) {
    for (std::size_t i = 0; i < list.size(); ++i)
        if (equal(list.at(i), wanted)) return true;
    return false;
}

bool containsAll(const List& list, const List& wanted) {
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if (!contains(list, wanted.at(i))) return false;
    return true;
}

bool containsAny(const List& list, const List& wanted) {
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if (contains(list, wanted.at(i))) return true;
    return false;
}

/// Every element is compared with every other one.
std::uint64_t pairsCost(Args args) {
    std::uint64_t pairs;
    if (__builtin_mul_overflow(costSize(args[0]), costSize(args[1]), &pairs)) return UINT64_MAX / 2;
    return pairs;
}

}  // namespace

void addSets(Functions& functions) {
    const Type list = Type::list(Type::param("T")), boolean(TypeKind::Bool);
    functions.global(
        "sets.contains", {list, list}, boolean,
        [](Args args) { return Value(containsAll(*args[0].as<ListRef>(), *args[1].as<ListRef>())); }, pairsCost);
    functions.global(
        "sets.equivalent", {list, list}, boolean,
        [](Args args) {
            const List &left = *args[0].as<ListRef>(), &right = *args[1].as<ListRef>();
            return Value(containsAll(left, right) && containsAll(right, left));
        },
        pairsCost);
    functions.global(
        "sets.intersects", {list, list}, boolean,
        [](Args args) { return Value(containsAny(*args[0].as<ListRef>(), *args[1].as<ListRef>())); }, pairsCost);
}

}  // namespace armillary::cel
