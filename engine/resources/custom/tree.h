#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "engine/schema/custom_object.h"
#include "engine/schema/json_codec.h"

/// The members of a custom object as a tree, for what goes by a schema.
namespace armillary::resources::custom {

namespace json = boost::json;

/// `text` must be JSON that a codec has accepted. Throws std::logic_error otherwise.
json::value parseTree(std::string_view text);

/// Compact JSON with the members of every object in the order of their names, as Go writes a map: what is equal is
/// written equally.
void writeTree(std::string& out, const json::value& value);
std::string treeText(const json::value& value);

/// The members beside apiVersion, kind and metadata.
json::object membersOf(const schema::CustomObject& object);
void setMembers(schema::CustomObject& object, const json::object& members);

/// The whole object; metadata only where asked for, since it is rarely looked at.
json::value wholeOf(const schema::CustomObject& object, bool withMetadata);

/// Adds `duplicate field "spec.a"` for every member that `text`, the text of `tree`, has twice.
void findDuplicates(std::string_view text, const json::value& tree, schema::StrictFindings& findings);

inline std::string_view viewOf(const json::string& text) {
    return {text.data(), text.size()};
}

}  // namespace armillary::resources::custom
