#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Slices of JSON text, found without decoding. For documents that our own encoder wrote: the text must be valid JSON
/// and its top-level names free of escapes.
namespace armillary::server {

struct Member {
    std::string_view name, value;
};

/// The members of an object, in order; empty for anything else.
std::vector<Member> membersOf(std::string_view object);

/// The value of one member, "" when absent.
std::string_view memberOf(std::string_view object, std::string_view name);

}  // namespace armillary::server
