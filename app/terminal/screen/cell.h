#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace armillary::app {

/// A colour as a program asks for it: the theme's own, one of the 256 of xterm's palette, or its very value.
struct TerminalColor {
    enum class Kind : std::uint8_t { Default, Indexed, Direct };
    Kind kind = Kind::Default;
    std::uint8_t red = 0, green = 0, blue = 0;  ///< red is the index of an indexed one
    bool operator==(const TerminalColor&) const = default;
};

struct TerminalStyle {
    TerminalColor foreground, background;
    bool bold : 1 = false, italic : 1 = false, underline : 1 = false, strike : 1 = false, reverse : 1 = false,
                conceal : 1 = false;
    bool operator==(const TerminalStyle&) const = default;
};

/// One place of the grid: a character with up to three marks that combine with it. The second half of a wide character
/// has the width 0, and nothing in it.
struct TerminalCell {
    std::array<char32_t, 4> text{};  ///< 0 ends it; nothing at all is a blank
    std::uint8_t width = 1;
    TerminalStyle style;

    bool isBlank() const { return (text[0] == 0 || text[0] == U' ') && width == 1; }
    bool operator==(const TerminalCell&) const = default;
};

/// A row of the screen or of what has scrolled off it; of the latter, blanks of the default style at its end are left
/// out.
using TerminalLine = std::vector<TerminalCell>;

}  // namespace armillary::app
