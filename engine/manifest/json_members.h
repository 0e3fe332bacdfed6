#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "engine/schema/json_document.h"

/// Members of a JSON object that are there in the form asked for. For the sources of this folder.
namespace armillary::manifest {

/// Null for any other form, and in nothing.
inline const boost::json::object* objectAt(const boost::json::object* object, std::string_view name) {
    const boost::json::value* value = object ? object->if_contains(name) : nullptr;
    return value ? value->if_object() : nullptr;
}

inline const boost::json::array* arrayAt(const boost::json::object* object, std::string_view name) {
    const boost::json::value* value = object ? object->if_contains(name) : nullptr;
    return value ? value->if_array() : nullptr;
}

/// "" for what is no string.
inline std::string_view stringIn(const boost::json::value* value) {
    return value && value->is_string() ? std::string_view(value->get_string().data(), value->get_string().size())
                                       : std::string_view();
}

inline std::string_view stringAt(const boost::json::object& object, std::string_view name) {
    return stringIn(object.if_contains(name));
}

inline std::string jsonOf(const boost::json::value& value) {
    std::string out;
    schema::writeDocument(out, value);
    return out;
}

}  // namespace armillary::manifest
