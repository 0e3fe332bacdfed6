#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace armillary::schema {

/// The byte that the escape "%XY" at text[at] stands for (RFC 3986, 2.1); -1 when it is none.
int escapedByte(std::string_view text, std::size_t at);

/// The bytes that a part of a URL stands for; nothing when an escape is none. In queries '+' may stand for a space.
std::optional<std::string> percentDecoded(std::string_view text, bool plusIsSpace);

/// Escapes everything but unreserved characters (RFC 3986, 2.3) and those of `kept`.
std::string percentEncoded(std::string_view text, std::string_view kept = {});

}  // namespace armillary::schema
