#pragma once

#include <QString>
#include <compare>

namespace armillary::app {

/// What a cell sorts by: its number where it has one ("3/4", "12 (5m ago)", "10Mi", "2d4h", "42%"), else its text.
/// Numbers stand before text, and what is empty or unknown ("<none>", "<unknown>") at the end.
struct CellOrder {
    enum Class { Number, Text, Nothing } kind = Nothing;
    double number = 0;
    QString text;  ///< folded to lower case

    static CellOrder of(const QString& cell);
    /// Text in natural order: node-2 before node-10.
    std::weak_ordering operator<=>(const CellOrder& other) const;
    bool operator==(const CellOrder& other) const { return (*this <=> other) == 0; }
};

/// -1, 0 or 1: digits compare as numbers, everything else by code point.
int compareNaturally(QStringView left, QStringView right);

}  // namespace armillary::app
