#pragma once

#include <boost/json/object.hpp>
#include <string_view>

#include "engine/gitops/sync/names.h"
#include "engine/relations/relations.h"
#include "engine/schema/json_document.h"
#include "engine/schema/object.h"
#include "engine/schema/status.h"

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

/// Why the server refuses an object, for people. Messages may quote what a field has, which is nobody's to read of a
/// Secret.
inline std::string refusalOf(const Status& status, const relations::ObjectId& id) {
    const bool isSecret = id.kind.group.empty() && id.kind.name == "Secret";
    if (!isSecret) return status.message;
    return "the server refuses it (" + (status.reason.empty() ? std::to_string(status.code) : status.reason) + ")";
}

using gitops::versionOf;

}  // namespace armillary::controllers::applications
