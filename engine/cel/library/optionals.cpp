#include "engine/cel/function.h"

// Optional values. Source: cel-go, OptionalTypes.
namespace armillary::cel {
namespace {

using Args = std::span<const Value>;

bool isZero(const Value& value) {
    switch (value.kind()) {
        case TypeKind::Null:
            return true;
        case TypeKind::Bool:
            return !value.as<bool>();
        case TypeKind::Int:
            return value.as<std::int64_t>() == 0;
        case TypeKind::Uint:
            return value.as<std::uint64_t>() == 0;
        case TypeKind::Double:
            return value.as<double>() == 0;
        case TypeKind::Duration:
            return value.as<Duration>().nanoseconds == 0;
        case TypeKind::Timestamp:
            return value.as<Timestamp>() == Timestamp{};
        case TypeKind::Optional:
            return !value.as<OptionalValue>().value;
        case TypeKind::String:
        case TypeKind::Bytes:
        case TypeKind::List:
        case TypeKind::Map:
            return sizeOf(value) == 0;
        default:
            return false;
    }
}

}  // namespace

void addOptionals(Functions& functions) {
    const Type element = Type::param("V"), optional = Type::optional(element), boolean(TypeKind::Bool);
    functions.global("optional.of", {element}, optional, [](Args args) { return Value::some(args[0]); });
    functions.global("optional.ofNonZeroValue", {element}, optional,
                     [](Args args) { return isZero(args[0]) ? Value::none() : Value::some(args[0]); });
    functions.global("optional.none", {}, optional, [](Args) { return Value::none(); });
    functions.member("value", {optional}, element, [](Args args) {
        const auto& held = args[0].as<OptionalValue>().value;
        return held ? *held : Value::error("optional.none() dereference");
    });
    functions.member("hasValue", {optional}, boolean,
                     [](Args args) { return Value(args[0].as<OptionalValue>().value != nullptr); });
    functions.member(
        "or", {optional, optional}, optional,
        [](Args args) { return args[0].as<OptionalValue>().value ? args[0] : args[1]; }, noCost);
    functions.member(
        "orValue", {optional, element}, element,
        [](Args args) {
            const auto& held = args[0].as<OptionalValue>().value;
            return held ? *held : args[1];
        },
        noCost);
}

}  // namespace armillary::cel
