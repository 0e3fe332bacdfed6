#include "selection.h"

#include <algorithm>

namespace armillary::app {

namespace {

// One gesture over ten thousand lines is still a text that a clipboard holds.
constexpr qsizetype kMostText = 16 << 20;

bool isOfWord(const TerminalCell& cell) {
    if (cell.width == 0) return true;
    const char32_t character = cell.text[0];
    if (character == 0 || character == U' ') return false;
    return QChar::isLetterOrNumber(character) || QStringView(u"-_./~:@%+#?&=").contains(QChar(char16_t(character)));
}

QString textOfPart(const TerminalLine& line, int from, int to) {
    QString text;
    const int end = std::min(to, static_cast<int>(line.size()));
    for (int column = std::max(0, from); column < end; ++column)
        if (line[static_cast<std::size_t>(column)].width > 0) text += textOf(line[static_cast<std::size_t>(column)]);
    return text;
}

void trimEnd(QString& text) {
    while (text.endsWith(u' ')) text.chop(1);
}

}  // namespace

QString textOf(const TerminalCell& cell) {
    if (cell.text[0] == 0) return QStringLiteral(" ");
    const auto end = std::ranges::find(cell.text, char32_t{0});
    return QString::fromUcs4(cell.text.data(), static_cast<qsizetype>(end - cell.text.begin()));
}

QString textOf(const TerminalLine& line) {
    QString text = textOfPart(line, 0, static_cast<int>(line.size()));
    trimEnd(text);
    return text;
}

QString textOf(const TerminalSelection& selection, const TerminalTextSource& source) {
    const TerminalPlace begin = selection.begin(), end = selection.end();
    QString text;
    for (std::uint64_t number = begin.line; number <= end.line && text.size() < kMostText; ++number) {
        if (number == end.line && end.column == 0) break;
        const TerminalLine line = source.line(number);
        QString piece = textOfPart(line, number == begin.line ? begin.column : 0,
                                   number == end.line ? end.column : static_cast<int>(line.size()));
        const bool goesOn = number < end.line && source.continues(number);
        if (!goesOn) trimEnd(piece);
        text += piece;
        if (!goesOn && number < end.line) text += u'\n';
    }
    return text;
}

TerminalSelection wordAt(const TerminalLine& line, TerminalPlace place) {
    const int size = static_cast<int>(line.size());
    const auto isWord = [&](int column) { return isOfWord(line[static_cast<std::size_t>(column)]); };
    if (place.column >= size || !isWord(place.column))
        return {place, {place.line, std::min(place.column + 1, std::max(size, place.column))}};
    int from = place.column, to = place.column;
    while (from > 0 && isWord(from - 1)) --from;
    while (to < size && isWord(to)) ++to;
    return {{place.line, from}, {place.line, to}};
}

}  // namespace armillary::app
