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

/// Without white space at both ends.
std::string_view trimmed(std::string_view text);

/// As Go prints a double: "1", "0.5", "+Inf", "NaN"; from 10^`exponent` on as "1e+21". "%v" begins with 21, "%g"
/// with 6.
std::string goDouble(double value, int exponent = 21);

}  // namespace armillary::cel
