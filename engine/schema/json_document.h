#pragma once

#include <boost/json/value.hpp>
#include <expected>
#include <string>
#include <string_view>

/// JSON text as a tree and back, for patches. Integers stay exact; numbers are written as Go writes them.
namespace armillary::schema {

/// Reads one document within the bounds of json_codec.h. The error says what is wrong and at which byte.
std::expected<boost::json::value, std::string> parseDocument(std::string_view text);

/// Compact text, members in their order.
void writeDocument(std::string& out, const boost::json::value& value);

/// Go's name for what `value` is, as encoding/json's errors use it: "object", "array", "string", "number", "bool".
std::string_view goKind(const boost::json::value& value);

/// As Go's "%v" prints a decoded document: "map[a:1 b:[x y]]". For error sentences.
std::string goText(const boost::json::value& value);

/// Levels of nesting: 0 for a scalar. Adds the number of values visited to `visited`.
std::size_t depthOf(const boost::json::value& value, std::size_t& visited);

}  // namespace armillary::schema
