#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Text by code points, which is how the language counts, and numbers as Go writes them.
namespace armillary::cel {

/// How many code points; a byte that is not UTF-8 counts as one.
std::size_t codePoints(std::string_view text);
/// Bytes of the code point at the beginning; 1 for what is not UTF-8. `text` is not empty.
std::size_t codePointLength(std::string_view text);
/// The byte at which the index-th code point begins; the size when there are fewer.
std::size_t offsetOf(std::string_view text, std::size_t index);
bool isUtf8(std::string_view text);
/// Appends the code point; what is none becomes U+FFFD.
void appendCodePoint(std::string& out, std::uint32_t codePoint);

/// As Go's "%g": "1", "0.5", "1e+21", "+Inf", "NaN".
std::string goDouble(double value);

}  // namespace armillary::cel
