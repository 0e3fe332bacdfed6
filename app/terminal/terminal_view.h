#pragma once

#include <QColor>
#include <QFont>
#include <QPointer>
#include <QQuickPaintedItem>
#include <QTimer>
#include <QtQmlIntegration>

#include "selection.h"
#include "terminal_session.h"

namespace armillary::app {

/// Draws a session's terminal, row by row as they change, and takes keys and mouse for it.
class TerminalView : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::TerminalSession* session READ session WRITE setSession NOTIFY sessionChanged)
    Q_PROPERTY(QString fontFamily READ fontFamily WRITE setFontFamily NOTIFY lookChanged)
    /// In pixels; Ctrl+plus and Ctrl+minus change it.
    Q_PROPERTY(int fontSize READ fontSize WRITE setFontSize NOTIFY lookChanged)
    Q_PROPERTY(QColor foreground MEMBER m_foreground NOTIFY lookChanged)
    Q_PROPERTY(QColor background MEMBER m_background NOTIFY lookChanged)
    Q_PROPERTY(QColor cursorColor MEMBER m_cursorColor NOTIFY lookChanged)
    Q_PROPERTY(QColor selectionColor MEMBER m_selectionColor NOTIFY lookChanged)
    /// The first sixteen of xterm's palette.
    Q_PROPERTY(QList<QColor> colors MEMBER m_colors NOTIFY lookChanged)
    /// How many lines above the screen there are, how many of them one has gone up, and how many one sees.
    Q_PROPERTY(int historyLines READ historyLines NOTIFY scrollChanged)
    Q_PROPERTY(int offset READ offset WRITE setOffset NOTIFY scrollChanged)
    Q_PROPERTY(int rows READ rows NOTIFY scrollChanged)
    Q_PROPERTY(int columns READ columns NOTIFY scrollChanged)
    Q_PROPERTY(bool hasSelection READ hasSelection NOTIFY selectionChanged)
    /// What one sees, as lines; for screen readers. Follows with a delay.
    Q_PROPERTY(QString visibleText READ visibleText NOTIFY visibleTextChanged)

public:
    static constexpr int kSmallestFont = 8, kLargestFont = 32;

    explicit TerminalView(QQuickItem* parent = nullptr);

    TerminalSession* session() const { return m_session; }
    void setSession(TerminalSession* session);
    QString fontFamily() const { return m_family; }
    void setFontFamily(const QString& family);
    int fontSize() const { return m_fontSize; }
    void setFontSize(int pixels);
    int historyLines() const;
    int offset() const { return m_offset; }
    void setOffset(int lines);
    int rows() const;
    int columns() const;
    bool hasSelection() const { return !m_selection.isEmpty(); }
    QString visibleText() const;

    Q_INVOKABLE QString selectedText() const;
    Q_INVOKABLE void copy() const;
    Q_INVOKABLE void paste();
    Q_INVOKABLE void selectAll();
    /// In this item's coordinates: where a place of what is visible is. For tests and input methods.
    Q_INVOKABLE QRectF rectOf(int row, int column) const;

    void paint(QPainter* painter) override;

signals:
    void sessionChanged();
    void lookChanged();
    void scrollChanged();
    void selectionChanged();
    void visibleTextChanged();
    /// What was to be put in is more than can be at once.
    void pasteRefused();
    /// The next control is to have the focus: Tab belongs to the program.
    void focusLeft(bool backwards);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;
    QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void hoverMoveEvent(QHoverEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void geometryChange(const QRectF& now, const QRectF& before) override;
    void itemChange(ItemChange change, const ItemChangeData& value) override;

private:
    void measure();
    void fit();
    void screenChanged();
    void updateRow(int row);
    void paintRow(QPainter& painter, int row);
    void paintText(QPainter& painter, const TerminalLine& line, int row, qreal top);
    void paintCursor(QPainter& painter);
    QColor colorOf(const TerminalColor& color, const QColor& otherwise, bool bright) const;
    std::pair<QColor, QColor> colorsOf(const TerminalStyle& style) const;
    /// By the line's number, counted from the first that ever was.
    TerminalLine lineAt(std::uint64_t number) const;
    std::uint64_t firstVisible() const;
    TerminalPlace placeAt(QPointF position) const;
    void select(TerminalPlace from, TerminalPlace to);
    bool runShortcut(const QKeyEvent* event);
    bool typed(const QKeyEvent* event);
    void afterInput();
    bool programHasMouse(Qt::KeyboardModifiers modifiers) const;
    void sendMouse(QPointF position, int button, bool pressed, Qt::KeyboardModifiers modifiers);

    QPointer<TerminalSession> m_session;
    QString m_family = QStringLiteral("monospace");
    int m_fontSize = 13;
    QFont m_font, m_bold;
    qreal m_cellWidth = 8, m_cellHeight = 16, m_ascent = 12;
    QColor m_foreground = Qt::white, m_background = Qt::black, m_cursorColor = Qt::white, m_selectionColor = Qt::blue;
    QList<QColor> m_colors;
    int m_offset = 0;
    std::uint64_t m_knownLines = 0;  ///< that had scrolled off when last looked at
    TerminalCursor m_drawnCursor;
    TerminalSelection m_selection;
    bool m_selecting = false, m_blinkedOff = false;
    qreal m_wheel = 0;
    QTimer m_blink, m_textLater;
    QString m_preedit;
};

}  // namespace armillary::app
