#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

/// Where lines begin and end in a text. Line ends are "\n" or "\r\n".
namespace armillary::manifest {

inline constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

/// The first byte of the line that holds `at`.
std::size_t lineBegin(std::string_view text, std::size_t at);
/// The line break that ends the line of `at`, or the end of the text.
std::size_t lineEnd(std::string_view text, std::size_t at);
/// The first byte of the line after.
std::size_t nextLine(std::string_view text, std::size_t at);
/// Bytes from the line's begin, a byte-order mark not counted.
std::size_t columnOf(std::string_view text, std::size_t at);
/// Nothing but blanks stands before `at` in its line.
bool isFirstInLine(std::string_view text, std::size_t at);
/// The first byte from `at` on that is neither blank, nor line break, nor part of a comment.
std::size_t skipBlank(std::string_view text, std::size_t at);
/// Whether [begin, end), which begins and ends between tokens, has a comment.
bool hasComment(std::string_view text, std::size_t begin, std::size_t end);

/// Line and column from 1, in characters of UTF-8.
struct Position {
    std::size_t line = 1, column = 1;
};
Position positionOf(std::string_view text, std::size_t at);

/// The same for who asks often. `text` outlives it.
class LineIndex {
public:
    explicit LineIndex(std::string_view text);
    Position at(std::size_t offset) const;
    /// The byte at a position, or where its line or the text ends.
    std::size_t offset(Position position) const;
    /// From 1, without its line break; "" for a line that is not there.
    std::string_view line(std::size_t number) const;

private:
    std::string_view m_text;
    std::vector<std::size_t> m_begins;
};

}  // namespace armillary::manifest
