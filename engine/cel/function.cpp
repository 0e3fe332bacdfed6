#include "engine/cel/function.h"

namespace armillary::cel {

const Functions& Functions::kubernetes() {
    static const Functions functions = [] {
        Functions made;
        for (auto add : {addOperators, addConversions, addStrings, addFormatting, addTimes, addOptionals, addLists,
                         addSets, addRegex, addUrls, addQuantities, addAddresses, addNetworks, addAuthorizer})
            add(made);
        return made;
    }();
    return functions;
}

std::span<const Overload> Functions::find(std::string_view name) const {
    const auto found = m_functions.find(name);
    if (found == m_functions.end()) return {};
    return found->second;
}

bool fits(const Type& parameter, const Value& value) {
    switch (parameter.kind()) {
        case TypeKind::Dyn:
        case TypeKind::Param:
            return true;
        case TypeKind::Object:
            return value.kind() == TypeKind::Map;
        case TypeKind::Opaque:
            return value.kind() == TypeKind::Opaque && value.typeName() == parameter.name();
        default:
            return value.kind() == parameter.kind();
    }
}

std::uint64_t costSize(const Value& value) {
    return sizeOf(value).value_or(1);
}

std::uint64_t traversal(std::uint64_t size, std::uint64_t times) {
    return (size * times + 9) / 10;
}

std::uint64_t noCost(std::span<const Value>) {
    return 0;
}

std::uint64_t traversalCost(std::span<const Value> args) {
    return traversal(costSize(args[0]));
}

std::uint64_t doubleTraversalCost(std::span<const Value> args) {
    return traversal(costSize(args[0]), 2);
}

std::uint64_t regexCost(std::span<const Value> args) {
    return traversal(1 + costSize(args[0])) * ((costSize(args[1]) + 3) / 4);
}

}  // namespace armillary::cel
