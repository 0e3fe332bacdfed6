#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "engine/cel/type.h"

namespace armillary::cel {

/// What the checker has found out about type variables.
class Unifier {
public:
    /// A type variable that nothing is known of.
    Type fresh() { return Type::param("_var" + std::to_string(m_next++)); }
    /// `type` with variables of its own in place of a declaration's.
    Type instantiate(const Type& type, std::unordered_map<std::string, Type>& names);

    /// Whether a value of `actual` may stand where `expected` is wanted. What this says of variables is kept on success
    /// and forgotten on failure.
    bool assign(const Type& expected, const Type& actual);
    bool assignAll(const std::vector<Type>& expected, const std::vector<Type>& actual);

    /// With everything that is known put in; variables that nothing is known of become `free`, or stay without one.
    Type resolve(const Type& type, const Type* free = nullptr) const;

private:
    bool unify(const Type& expected, const Type& actual);
    bool bind(const std::string& variable, const Type& type);
    bool occurs(const std::string& variable, const Type& type) const;

    std::unordered_map<std::string, Type> m_known;
    std::size_t m_next = 0;
};

/// `type` with its parameters mapped by `change`.
template <class Change>
Type mapParameters(const Type& type, const Change& change) {
    const auto& parameters = type.parameters();
    switch (type.kind()) {
        case TypeKind::List:
            return Type::list(change(parameters[0]));
        case TypeKind::Map:
            return Type::map(change(parameters[0]), change(parameters[1]));
        case TypeKind::Optional:
            return Type::optional(change(parameters[0]));
        case TypeKind::Type:
            return parameters.empty() ? type : Type::typeOf(change(parameters[0]));
        default:
            return type;
    }
}

}  // namespace armillary::cel
