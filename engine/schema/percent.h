#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace armillary::schema {

/// The bytes that a part of a URL stands for (RFC 3986, 2.1); nothing when an escape is none. In queries '+' may stand
/// for a space.
std::optional<std::string> percentDecoded(std::string_view text, bool plusIsSpace);

}  // namespace armillary::schema
