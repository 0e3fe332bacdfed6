#pragma once

#include <QString>
#include <cstddef>
#include <string>
#include <string_view>

/// A file's bytes as a text area shows them, and where a place in the one is in the other. Line ends are "\n" there, a
/// byte-order mark is left out, and a byte that is no UTF-8 is one replacement character.
namespace armillary::app {

QString shownText(std::string_view bytes);
/// The position, in UTF-16 units, of the character that holds the byte.
qsizetype shownPosition(std::string_view bytes, std::size_t offset);
/// The byte at which the character of a position begins.
std::size_t byteOffset(std::string_view bytes, qsizetype position);
/// What somebody typed, in a file with such line ends.
std::string bytesOf(const QString& typed, std::string_view lineBreak);

/// Characters of a text that others take the place of.
struct TextChange {
    qsizetype position = 0, removed = 0;
    QString inserted;
    bool isEmpty() const { return removed == 0 && inserted.isEmpty(); }
};
/// The fewest that make `after` of `before`, no surrogate pair torn. Where they could be at several places ("aa" of
/// "a"), at `near` or before.
TextChange changeBetween(QStringView before, QStringView after, qsizetype near);

}  // namespace armillary::app
