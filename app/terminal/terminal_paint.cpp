// How a terminal looks.
#include <QPainter>
#include <cmath>

#include "terminal_view.h"

namespace armillary::app {

namespace {

/// xterm's cube of 6 by 6 by 6 colours, and its greys.
QColor cubeColor(int index) {
    if (index >= 232) {
        const int grey = 8 + 10 * (index - 232);
        return {grey, grey, grey};
    }
    const auto level = [](int step) { return step == 0 ? 0 : 55 + 40 * step; };
    const int place = index - 16;
    return {level(place / 36), level(place / 6 % 6), level(place % 6)};
}

/// Drawn together with its neighbours: a letter of the font itself, which is as wide as a cell.
bool isPlain(const TerminalCell& cell) {
    return cell.width == 1 && cell.text[1] == 0 && cell.text[0] < 0x250;
}

}  // namespace

QColor TerminalView::colorOf(const TerminalColor& color, const QColor& otherwise, bool bright) const {
    switch (color.kind) {
        case TerminalColor::Kind::Direct:
            return {color.red, color.green, color.blue};
        case TerminalColor::Kind::Indexed: {
            // Bold has always been the brighter one of the first eight.
            const int index = bright && color.red < 8 ? color.red + 8 : color.red;
            return index < 16 ? m_colors.value(index, otherwise) : cubeColor(index);
        }
        case TerminalColor::Kind::Default:
            break;
    }
    return otherwise;
}

/// Of the letters, and behind them.
std::pair<QColor, QColor> TerminalView::colorsOf(const TerminalStyle& style) const {
    QColor front = colorOf(style.foreground, m_foreground, style.bold);
    QColor back = colorOf(style.background, m_background, false);
    if (style.reverse != m_session->screen().isReverse()) std::swap(front, back);
    if (style.conceal) front = back;
    return {front, back};
}

void TerminalView::paint(QPainter* painter) {
    const QRectF clip = painter->hasClipping() ? painter->clipBoundingRect() : boundingRect();
    painter->fillRect(clip, m_background);
    if (!m_session) return;
    const int first = std::max(0, static_cast<int>(std::floor(clip.top() / m_cellHeight)));
    const int last = std::min(rows() - 1, static_cast<int>(std::ceil(clip.bottom() / m_cellHeight)));
    for (int row = first; row <= last; ++row) paintRow(*painter, row);
    paintCursor(*painter);
}

void TerminalView::paintRow(QPainter& painter, int row) {
    const std::uint64_t number = firstVisible() + static_cast<std::uint64_t>(row);
    const TerminalLine line = lineAt(number);
    const qreal top = row * m_cellHeight;
    const auto selected = [&](int column) { return !m_selection.isEmpty() && m_selection.contains(number, column); };
    const auto backOf = [&](int column) {
        if (selected(column)) return m_selectionColor;
        return column < static_cast<int>(line.size()) ? colorsOf(line[static_cast<std::size_t>(column)].style).second
                                                      : m_background;
    };
    for (int column = 0; column < columns();) {
        const QColor back = backOf(column);
        int end = column + 1;
        while (end < columns() && backOf(end) == back) ++end;
        if (back != m_background)
            painter.fillRect(QRectF(column * m_cellWidth, top, (end - column) * m_cellWidth, m_cellHeight), back);
        column = end;
    }
    paintText(painter, line, row, top);
}

void TerminalView::paintText(QPainter& painter, const TerminalLine& line, int, qreal top) {
    const int size = static_cast<int>(line.size());
    for (int column = 0; column < size;) {
        const TerminalCell& cell = line[static_cast<std::size_t>(column)];
        const TerminalStyle style = cell.style;
        const bool lines = style.underline || style.strike;
        if (cell.width == 0 || (cell.isBlank() && !lines)) {
            ++column;
            continue;
        }
        QString text = textOf(cell);
        int end = column + std::max<int>(1, cell.width);
        if (isPlain(cell))
            for (; end < size; ++end) {
                const TerminalCell& next = line[static_cast<std::size_t>(end)];
                if (!isPlain(next) || next.style != style) break;
                text += textOf(next);
            }
        QFont font = style.bold ? m_bold : m_font;
        font.setItalic(style.italic);
        painter.setFont(font);
        const QColor front = colorsOf(style).first;
        painter.setPen(front);
        const qreal left = column * m_cellWidth, right = end * m_cellWidth;
        painter.drawText(QPointF(left, top + m_ascent), text);
        if (style.underline) painter.fillRect(QRectF(left, top + m_ascent + 1, right - left, 1), front);
        if (style.strike) painter.fillRect(QRectF(left, top + std::round(m_ascent * 0.65), right - left, 1), front);
        column = end;
    }
}

void TerminalView::paintCursor(QPainter& painter) {
    const TerminalCursor cursor = m_session->screen().cursor();
    const int row = cursor.row + m_offset;
    if (row >= rows()) return;
    const QRectF place(cursor.column * m_cellWidth, row * m_cellHeight, m_cellWidth, m_cellHeight);
    if (!m_preedit.isEmpty()) {
        painter.setFont(m_font);
        painter.fillRect(
            QRectF(place.left(), place.top(), m_cellWidth * static_cast<qreal>(m_preedit.size()) * 2, m_cellHeight),
            m_selectionColor);
        painter.setPen(m_foreground);
        painter.drawText(QPointF(place.left(), place.top() + m_ascent), m_preedit);
        return;
    }
    if (!cursor.visible || m_session->state() != TerminalSession::Open) return;
    if (!hasActiveFocus()) {
        painter.setPen(m_cursorColor);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5));
        return;
    }
    if (cursor.blinks && m_blinkedOff) return;
    switch (cursor.shape) {
        case TerminalCursor::Shape::Underline:
            painter.fillRect(QRectF(place.left(), place.bottom() - 2, place.width(), 2), m_cursorColor);
            return;
        case TerminalCursor::Shape::Bar:
            painter.fillRect(QRectF(place.left(), place.top(), 2, place.height()), m_cursorColor);
            return;
        case TerminalCursor::Shape::Block:
            break;
    }
    painter.fillRect(place, m_cursorColor);
    const TerminalCell cell = m_session->screen().cell(cursor.row, cursor.column);
    if (cell.isBlank() || cell.width == 0) return;
    painter.setFont(cell.style.bold ? m_bold : m_font);
    painter.setPen(m_background);
    painter.drawText(QPointF(place.left(), place.top() + m_ascent), textOf(cell));
}

}  // namespace armillary::app
