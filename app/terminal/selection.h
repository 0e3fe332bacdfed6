#pragma once

#include <QString>
#include <compare>
#include <cstdint>
#include <functional>

#include "screen/cell.h"

namespace armillary::app {

/// A place of a terminal's text: between the characters before and at `column`. Lines are counted from the first that
/// ever was, so that places stay what they are while lines scroll.
struct TerminalPlace {
    std::uint64_t line = 0;
    int column = 0;
    auto operator<=>(const TerminalPlace&) const = default;
};

/// What is selected of a terminal: from a place up to another, in whichever direction it was made.
struct TerminalSelection {
    TerminalPlace from, to;

    bool isEmpty() const { return from == to; }
    TerminalPlace begin() const { return std::min(from, to); }
    TerminalPlace end() const { return std::max(from, to); }
    bool contains(std::uint64_t line, int column) const {
        const TerminalPlace place{line, column};
        return begin() <= place && place < end();
    }
    bool operator==(const TerminalSelection&) const = default;
};

struct TerminalTextSource {
    std::function<TerminalLine(std::uint64_t line)> line;
    /// The line goes on in the next one.
    std::function<bool(std::uint64_t line)> continues;
};

/// As text: blanks at the ends of lines are left out, lines that the terminal alone has broken are put together.
QString textOf(const TerminalSelection& selection, const TerminalTextSource& source);
/// One line as text, without blanks at its end.
QString textOf(const TerminalLine& line);
/// The characters of one cell, a blank for none.
QString textOf(const TerminalCell& cell);
/// The word around a place, as a double click selects it: what names, paths and addresses are made of.
TerminalSelection wordAt(const TerminalLine& line, TerminalPlace place);

}  // namespace armillary::app
