#include "engine/cel/unifier.h"

#include <algorithm>

namespace armillary::cel {
namespace {

bool mayBeNull(const Type& type) {
    switch (type.kind()) {
        case TypeKind::Null:
        case TypeKind::Object:
        case TypeKind::Opaque:
        case TypeKind::Optional:
        case TypeKind::Duration:
        case TypeKind::Timestamp:
            return true;
        default:
            return false;
    }
}

bool isDynamic(const Type& type) {
    return type.is(TypeKind::Dyn) || type.is(TypeKind::Error);
}

}  // namespace

Type Unifier::instantiate(const Type& type, std::unordered_map<std::string, Type>& names) {
    if (type.is(TypeKind::Param)) {
        const auto found = names.find(type.name());
        return found != names.end() ? found->second : names.emplace(type.name(), fresh()).first->second;
    }
    return mapParameters(type, [&](const Type& parameter) { return instantiate(parameter, names); });
}

Type Unifier::resolve(const Type& type, const Type* free) const {
    if (type.is(TypeKind::Param)) {
        const auto found = m_known.find(type.name());
        if (found != m_known.end()) return resolve(found->second, free);
        return free ? *free : type;
    }
    return mapParameters(type, [&](const Type& parameter) { return resolve(parameter, free); });
}

bool Unifier::assign(const Type& expected, const Type& actual) {
    return assignAll({expected}, {actual});
}

bool Unifier::assignAll(const std::vector<Type>& expected, const std::vector<Type>& actual) {
    if (expected.size() != actual.size()) return false;
    auto before = m_known;
    for (std::size_t i = 0; i < expected.size(); ++i)
        if (!unify(expected[i], actual[i])) return m_known = std::move(before), false;
    return true;
}

bool Unifier::bind(const std::string& variable, const Type& type) {
    if (type.is(TypeKind::Param) && type.name() == variable) return true;
    if (occurs(variable, type)) return false;
    m_known.insert_or_assign(variable, type);
    return true;
}

bool Unifier::occurs(const std::string& variable, const Type& type) const {
    if (type.is(TypeKind::Param)) {
        if (type.name() == variable) return true;
        const auto known = m_known.find(type.name());
        return known != m_known.end() && occurs(variable, known->second);
    }
    return std::ranges::any_of(type.parameters(), [&](const Type& parameter) { return occurs(variable, parameter); });
}

bool Unifier::unify(const Type& expected, const Type& actual) {
    if (expected.is(TypeKind::Param)) {
        const auto known = m_known.find(expected.name());
        if (known == m_known.end()) return bind(expected.name(), actual);
        const Type bound = known->second;
        if (!unify(bound, actual)) return false;
        // What has been taken for one type and turns out to be any is any.
        if (isDynamic(actual)) m_known.insert_or_assign(expected.name(), Type());
        return true;
    }
    if (actual.is(TypeKind::Param)) {
        const auto known = m_known.find(actual.name());
        return known == m_known.end() ? bind(actual.name(), expected) : unify(expected, Type(known->second));
    }
    if (isDynamic(expected) || isDynamic(actual)) return true;
    if (actual.is(TypeKind::Null)) return mayBeNull(expected);
    if (expected.is(TypeKind::Null)) return mayBeNull(actual);
    if (expected.kind() != actual.kind() || expected.name() != actual.name()) return false;
    if (expected.is(TypeKind::Type)) return true;
    for (std::size_t i = 0; i < expected.parameters().size(); ++i)
        if (!unify(expected.parameters()[i], actual.parameters()[i])) return false;
    return true;
}

}  // namespace armillary::cel
