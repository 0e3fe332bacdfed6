#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Fields of an object that may be anything: what is not there, or of another type, is absent.
namespace armillary::gitops {

/// A value by the names of its parents: {"status", "loadBalancer", "ingress"}; null when absent.
template <class... Names>
const boost::json::value* valueAt(const boost::json::object& object, std::string_view name, Names... names) {
    const boost::json::value* const value = object.if_contains(name);
    if constexpr (sizeof...(names) == 0) {
        return value;
    } else {
        return value != nullptr && value->is_object() ? valueAt(value->get_object(), names...) : nullptr;
    }
}

template <class... Names>
std::optional<std::int64_t> numberAt(const boost::json::object& object, std::string_view name, Names... names) {
    const boost::json::value* const value = valueAt(object, name, names...);
    if (value == nullptr) return std::nullopt;
    if (value->is_int64()) return value->get_int64();
    if (value->is_uint64() && value->get_uint64() <= INT64_MAX) return static_cast<std::int64_t>(value->get_uint64());
    return std::nullopt;
}

template <class... Names>
std::string wordAt(const boost::json::object& object, std::string_view name, Names... names) {
    const boost::json::value* const value = valueAt(object, name, names...);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

/// The members of a list that are objects.
template <class Visit, class... Names>
void eachObject(Visit visit, const boost::json::object& object, std::string_view name, Names... names) {
    const boost::json::value* const value = valueAt(object, name, names...);
    if (value == nullptr || !value->is_array()) return;
    for (const boost::json::value& item : value->get_array())
        if (item.is_object()) visit(item.get_object());
}

struct Condition {
    std::string type, status, reason, message;
    bool isTrue() const { return status == "True"; }
};
/// The one of status.conditions that has the type.
std::optional<Condition> conditionOf(const boost::json::object& object, std::string_view type);

}  // namespace armillary::gitops
