#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The text forms that codecs and messages share.
namespace armillary::schema {

/// `text` as a Go string literal, the way %q prints it.
std::string quoted(std::string_view text);

/// RFC 4648 with padding, appended to `out`.
void appendBase64(std::string& out, std::string_view bytes);

/// The bytes, or the offset of the first character that does not belong (as Go's encoding/base64 counts it; line
/// breaks are skipped).
struct Base64 {
    std::string bytes;
    std::optional<std::size_t> wrongAt;
};
Base64 decodeBase64(std::string_view text);

/// The code point that begins at text[at] and how many bytes it takes; U+FFFD and one byte where the text is not UTF-8.
struct CodePoint {
    char32_t value;
    unsigned length;
    bool valid;
};
CodePoint codePointAt(std::string_view text, std::size_t at);

/// A double as Go's encoding/json writes it.
void appendDouble(std::string& out, double value);

}  // namespace armillary::schema
