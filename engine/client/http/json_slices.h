#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

/// Cuts a JSON document into its parts without reading them, so that an object inside a list or a watch event keeps its
/// very bytes. Strings, escapes and nesting (at most schema::kMaxDepth) are respected; what lies inside the parts is
/// for their reader to check.
namespace armillary::client {

using JsonMember = std::pair<std::string_view, std::string_view>;  ///< key without quotes, still escaped; value

/// The members of an object; empty when `json` is not one whole object.
std::optional<std::vector<JsonMember>> sliceObject(std::string_view json);
/// The elements of an array; empty when `json` is not one whole array.
std::optional<std::vector<std::string_view>> sliceArray(std::string_view json);
/// The value of a key; "" when there is none.
std::string_view member(const std::vector<JsonMember>& members, std::string_view key);

}  // namespace armillary::client
