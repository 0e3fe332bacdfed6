#pragma once

#include <boost/json/object.hpp>
#include <string_view>

#include "engine/schema/json_document.h"
#include "engine/schema/object.h"

/// Objects as documents. For the sources of this folder.
namespace armillary::controllers::applications {

inline boost::json::object documentOf(const Object& object) {
    auto document = schema::parseDocument(object.json());
    return document && document->is_object() ? std::move(document->get_object()) : boost::json::object();
}

/// The member as an object, made when it is none.
inline boost::json::object& objectIn(boost::json::object& parent, std::string_view name) {
    boost::json::value& value = parent[name];
    if (!value.is_object()) value = boost::json::object();
    return value.get_object();
}

inline std::string versionOf(const Object& object) {
    const auto slash = object.apiVersion().find('/');
    return slash == std::string::npos ? object.apiVersion() : object.apiVersion().substr(slash + 1);
}

}  // namespace armillary::controllers::applications
