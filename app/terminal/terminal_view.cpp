#include "terminal_view.h"

#include <QClipboard>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QQuickWindow>
#include <algorithm>
#include <cmath>

namespace armillary::app {

namespace {

constexpr auto kBlinkEvery = std::chrono::milliseconds(530);
constexpr auto kTextAfter = std::chrono::milliseconds(400);

}  // namespace

TerminalView::TerminalView(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAcceptedMouseButtons(Qt::LeftButton | Qt::MiddleButton | Qt::RightButton);
    setAcceptHoverEvents(true);
    setFlag(ItemAcceptsInputMethod);
    setFlag(ItemIsFocusScope, false);
    setActiveFocusOnTab(true);
    setOpaquePainting(true);
    setCursor(Qt::IBeamCursor);
    m_blink.setInterval(kBlinkEvery);
    connect(&m_blink, &QTimer::timeout, this, [this] {
        m_blinkedOff = !m_blinkedOff;
        updateRow(m_drawnCursor.row + m_offset);
    });
    m_textLater.setSingleShot(true);
    m_textLater.setInterval(kTextAfter);
    connect(&m_textLater, &QTimer::timeout, this, &TerminalView::visibleTextChanged);
    connect(this, &TerminalView::lookChanged, this, [this] {
        setFillColor(m_background);
        update();
    });
    measure();
}

void TerminalView::setSession(TerminalSession* session) {
    if (m_session == session) return;
    if (m_session) m_session->disconnect(this);
    m_session = session;
    m_offset = 0;
    m_selection = {};
    if (m_session) {
        connect(m_session, &TerminalSession::screenChanged, this, &TerminalView::screenChanged);
        connect(m_session, &TerminalSession::clipboardWanted, this,
                [](const QString& text) { QGuiApplication::clipboard()->setText(text); });
        connect(m_session, &TerminalSession::stateChanged, this, [this] { updateRow(m_drawnCursor.row + m_offset); });
        m_knownLines = m_session->screen().historyDropped() + m_session->screen().historySize();
    }
    emit sessionChanged();
    fit();
    update();
}

void TerminalView::setFontFamily(const QString& family) {
    if (m_family == family) return;
    m_family = family;
    measure();
}

void TerminalView::setFontSize(int pixels) {
    pixels = std::clamp(pixels, kSmallestFont, kLargestFont);
    if (m_fontSize == pixels) return;
    m_fontSize = pixels;
    measure();
}

void TerminalView::measure() {
    m_font = QFont(m_family);
    m_font.setStyleHint(QFont::Monospace);
    m_font.setFixedPitch(true);
    m_font.setPixelSize(m_fontSize);
    m_font.setKerning(false);
    // Cells are whole pixels wide, and letters as far apart.
    const QFontMetricsF metrics(m_font);
    const qreal advance = metrics.horizontalAdvance(QLatin1Char('M'));
    m_cellWidth = std::max(1.0, std::round(advance));
    m_font.setLetterSpacing(QFont::AbsoluteSpacing, m_cellWidth - advance);
    m_cellHeight = std::max(1.0, std::ceil(metrics.height()));
    m_ascent = std::round(metrics.ascent());
    m_bold = m_font;
    m_bold.setBold(true);
    m_bold.setLetterSpacing(
        QFont::AbsoluteSpacing, m_cellWidth - [&] {
            QFont plain = m_bold;
            plain.setLetterSpacing(QFont::AbsoluteSpacing, 0);
            return QFontMetricsF(plain).horizontalAdvance(QLatin1Char('M'));
        }());
    fit();
    emit lookChanged();
}

/// As many rows and columns as there is room for.
void TerminalView::fit() {
    if (!m_session || width() < m_cellWidth || height() < m_cellHeight) return;
    m_session->resize(static_cast<int>(height() / m_cellHeight), static_cast<int>(width() / m_cellWidth));
}

void TerminalView::geometryChange(const QRectF& now, const QRectF& before) {
    QQuickPaintedItem::geometryChange(now, before);
    if (now.size() != before.size()) fit();
}

void TerminalView::itemChange(ItemChange change, const ItemChangeData& value) {
    QQuickPaintedItem::itemChange(change, value);
    if (change == ItemVisibleHasChanged && value.boolValue) fit();
}

int TerminalView::historyLines() const {
    return m_session && !m_session->screen().isAlternate() ? static_cast<int>(m_session->screen().historySize()) : 0;
}

int TerminalView::rows() const {
    return m_session ? m_session->screen().rows() : 0;
}

int TerminalView::columns() const {
    return m_session ? m_session->screen().columns() : 0;
}

void TerminalView::setOffset(int lines) {
    lines = std::clamp(lines, 0, historyLines());
    if (m_offset == lines) return;
    m_offset = lines;
    update();
    m_textLater.start();
    emit scrollChanged();
}

void TerminalView::screenChanged() {
    if (!m_session) return;
    TerminalScreen& screen = m_session->screen();
    const std::uint64_t lines = screen.historyDropped() + screen.historySize();
    const bool scrolled = lines != m_knownLines;
    const int before = m_offset;
    // Who reads further up goes on reading the same lines.
    if (m_offset > 0 && lines > m_knownLines) m_offset += static_cast<int>(lines - m_knownLines);
    m_knownLines = lines;
    m_offset = std::clamp(m_offset, 0, historyLines());
    if (!m_selection.isEmpty() && m_selection.begin().line < screen.historyDropped()) select({}, {});
    if (const auto damage = screen.takeDamage()) {
        if (m_offset != before || (scrolled && m_offset > 0))
            update();
        else
            update(QRectF(0, (damage->first + m_offset) * m_cellHeight, width(),
                          (damage->second - damage->first + 1) * m_cellHeight)
                       .toAlignedRect());
    }
    if (!(screen.cursor() == m_drawnCursor)) {
        updateRow(m_drawnCursor.row + m_offset);
        m_drawnCursor = screen.cursor();
        m_blinkedOff = false;
        updateRow(m_drawnCursor.row + m_offset);
        updateInputMethod(Qt::ImCursorRectangle);
    }
    if (!m_textLater.isActive()) m_textLater.start();
    emit scrollChanged();
}

void TerminalView::updateRow(int row) {
    update(QRectF(0, row * m_cellHeight, width(), m_cellHeight).toAlignedRect());
}

std::uint64_t TerminalView::firstVisible() const {
    const TerminalScreen& screen = m_session->screen();
    return screen.historyDropped() + screen.historySize() - static_cast<std::uint64_t>(m_offset);
}

TerminalLine TerminalView::lineAt(std::uint64_t number) const {
    const TerminalScreen& screen = m_session->screen();
    if (number < screen.historyDropped()) return {};
    const std::uint64_t index = number - screen.historyDropped();
    if (index < screen.historySize()) return screen.historyLine(static_cast<std::size_t>(index));
    const std::uint64_t row = index - screen.historySize();
    return row < static_cast<std::uint64_t>(screen.rows()) ? screen.line(static_cast<int>(row)) : TerminalLine{};
}

QRectF TerminalView::rectOf(int row, int column) const {
    return {column * m_cellWidth, row * m_cellHeight, m_cellWidth, m_cellHeight};
}

TerminalPlace TerminalView::placeAt(QPointF position) const {
    const int row = std::clamp(static_cast<int>(std::floor(position.y() / m_cellHeight)), 0, rows() - 1);
    const int column = std::clamp(static_cast<int>(std::floor(position.x() / m_cellWidth)), 0, columns());
    return {firstVisible() + static_cast<std::uint64_t>(row), column};
}

void TerminalView::select(TerminalPlace from, TerminalPlace to) {
    const TerminalSelection wanted{from, to};
    if (wanted == m_selection) return;
    m_selection = wanted;
    update();
    emit selectionChanged();
}

void TerminalView::selectAll() {
    if (!m_session) return;
    const TerminalScreen& screen = m_session->screen();
    select({screen.historyDropped(), 0},
           {screen.historyDropped() + screen.historySize() + static_cast<std::uint64_t>(screen.rows()), 0});
}

QString TerminalView::selectedText() const {
    if (!m_session || m_selection.isEmpty()) return {};
    const TerminalScreen& screen = m_session->screen();
    QString text = textOf(m_selection, {.line = [this](std::uint64_t line) { return lineAt(line); },
                                        .continues =
                                            [&screen](std::uint64_t line) {
                                                const std::uint64_t top =
                                                    screen.historyDropped() + screen.historySize();
                                                return line >= top && screen.continues(static_cast<int>(line - top));
                                            }});
    while (text.endsWith(u'\n')) text.chop(1);
    return text;
}

void TerminalView::copy() const {
    if (const QString text = selectedText(); !text.isEmpty()) QGuiApplication::clipboard()->setText(text);
}

void TerminalView::paste() {
    if (!m_session || m_session->state() != TerminalSession::Open) return;
    setOffset(0);
    if (!m_session->paste(QGuiApplication::clipboard()->text())) emit pasteRefused();
}

QString TerminalView::visibleText() const {
    if (!m_session) return {};
    QStringList lines;
    for (int row = 0; row < rows(); ++row) lines << textOf(lineAt(firstVisible() + static_cast<std::uint64_t>(row)));
    while (!lines.isEmpty() && lines.back().isEmpty()) lines.removeLast();
    return lines.join(u'\n');
}

}  // namespace armillary::app
