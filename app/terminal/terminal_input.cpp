// What a person does to a terminal.
#include <QClipboard>
#include <QGuiApplication>
#include <cmath>
#include <map>

#include "terminal_view.h"

namespace armillary::app {

namespace {

constexpr int kWheelLines = 3;

TerminalModifiers modifiersOf(Qt::KeyboardModifiers modifiers) {
    return {.shift = modifiers.testFlag(Qt::ShiftModifier),
            .alt = modifiers.testFlag(Qt::AltModifier),
            .control = modifiers.testFlag(Qt::ControlModifier)};
}

std::optional<TerminalKey> keyOf(int key) {
    static const std::map<int, TerminalKey> kKeys{{Qt::Key_Return, TerminalKey::Enter},
                                                  {Qt::Key_Enter, TerminalKey::Enter},
                                                  {Qt::Key_Tab, TerminalKey::Tab},
                                                  {Qt::Key_Backtab, TerminalKey::Tab},
                                                  {Qt::Key_Backspace, TerminalKey::Backspace},
                                                  {Qt::Key_Escape, TerminalKey::Escape},
                                                  {Qt::Key_Up, TerminalKey::Up},
                                                  {Qt::Key_Down, TerminalKey::Down},
                                                  {Qt::Key_Left, TerminalKey::Left},
                                                  {Qt::Key_Right, TerminalKey::Right},
                                                  {Qt::Key_Insert, TerminalKey::Insert},
                                                  {Qt::Key_Delete, TerminalKey::Delete},
                                                  {Qt::Key_Home, TerminalKey::Home},
                                                  {Qt::Key_End, TerminalKey::End},
                                                  {Qt::Key_PageUp, TerminalKey::PageUp},
                                                  {Qt::Key_PageDown, TerminalKey::PageDown}};
    if (key >= Qt::Key_F1 && key <= Qt::Key_F12)
        return static_cast<TerminalKey>(static_cast<int>(TerminalKey::F1) + key - Qt::Key_F1);
    const auto found = kKeys.find(key);
    return found == kKeys.end() ? std::nullopt : std::optional(found->second);
}

/// Keys of the window that stay the window's while the terminal has the focus: what no program in it waits for.
bool isWindows(const QKeyEvent* event) {
    const Qt::KeyboardModifiers modifiers = event->modifiers();
    if (!modifiers.testFlag(Qt::ControlModifier)) return false;
    return modifiers.testFlag(Qt::ShiftModifier) || (event->key() >= Qt::Key_0 && event->key() <= Qt::Key_9);
}

bool isModifier(int key) {
    return key == Qt::Key_Shift || key == Qt::Key_Control || key == Qt::Key_Alt || key == Qt::Key_Meta ||
           key == Qt::Key_AltGr || key == Qt::Key_CapsLock;
}

}  // namespace

bool TerminalView::event(QEvent* event) {
    // Shortcuts of the window would otherwise be heard before the program.
    if (event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        key->setAccepted(!isWindows(key));
        if (key->isAccepted()) return true;
    }
    return QQuickPaintedItem::event(event);
}

/// What is for the terminal itself.
bool TerminalView::runShortcut(const QKeyEvent* event) {
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const int key = event->key();
    const bool controlShift = modifiers == (Qt::ControlModifier | Qt::ShiftModifier);
    if (controlShift && key == Qt::Key_C) {
        copy();
    } else if ((controlShift && key == Qt::Key_V) || (modifiers == Qt::ShiftModifier && key == Qt::Key_Insert)) {
        paste();
    } else if (controlShift && key == Qt::Key_A) {
        selectAll();
    } else if (modifiers == Qt::ShiftModifier && key == Qt::Key_PageUp) {
        setOffset(m_offset + std::max(1, rows() - 1));
    } else if (modifiers == Qt::ShiftModifier && key == Qt::Key_PageDown) {
        setOffset(m_offset - std::max(1, rows() - 1));
    } else if (modifiers == Qt::ShiftModifier && key == Qt::Key_Home) {
        setOffset(historyLines());
    } else if (modifiers == Qt::ShiftModifier && key == Qt::Key_End) {
        setOffset(0);
    } else if (modifiers.testFlag(Qt::ControlModifier) && (key == Qt::Key_Plus || key == Qt::Key_Equal)) {
        setFontSize(m_fontSize + 1);
    } else if (modifiers.testFlag(Qt::ControlModifier) && (key == Qt::Key_Minus || key == Qt::Key_Underscore)) {
        setFontSize(m_fontSize - 1);
    } else if (modifiers.testFlag(Qt::ControlModifier) && (key == Qt::Key_Tab || key == Qt::Key_Backtab)) {
        emit focusLeft(modifiers.testFlag(Qt::ShiftModifier));
    } else {
        return false;
    }
    return true;
}

bool TerminalView::typed(const QKeyEvent* event) {
    TerminalScreen& screen = m_session->screen();
    TerminalModifiers modifiers = modifiersOf(event->modifiers());
    if (const auto key = keyOf(event->key())) {
        if (event->key() == Qt::Key_Backtab) modifiers.shift = true;
        screen.key(*key, modifiers);
        return true;
    }
    if (modifiers.control && event->key() < 0x80) {
        // Of Ctrl and a letter Qt has made a control character already; the program's keyboard makes its own.
        int letter = event->key();
        if (letter >= Qt::Key_A && letter <= Qt::Key_Z) letter += 'a' - 'A';
        modifiers.shift = false;
        screen.character(static_cast<char32_t>(letter), modifiers);
        return true;
    }
    const QList<uint> characters = event->text().toUcs4();
    modifiers.shift = modifiers.control = false;
    // AltGr makes characters, Alt alone stands before them.
    for (const uint character : characters) screen.character(character, modifiers);
    return !characters.isEmpty();
}

void TerminalView::keyPressEvent(QKeyEvent* event) {
    if (!m_session || isModifier(event->key())) return event->ignore();
    if (runShortcut(event)) return;
    if (isWindows(event)) return event->ignore();
    if (m_session->state() != TerminalSession::Open) {
        // What has ended begins again by the key that one would press anyway.
        if (m_session->state() == TerminalSession::Ended &&
            (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
            return m_session->restart();
        return event->ignore();
    }
    if (!typed(event)) return event->ignore();
    afterInput();
}

void TerminalView::afterInput() {
    m_blinkedOff = false;
    setOffset(0);
    select({}, {});
    m_session->flush();
}

void TerminalView::inputMethodEvent(QInputMethodEvent* event) {
    if (m_preedit != event->preeditString()) {
        m_preedit = event->preeditString();
        updateRow(m_drawnCursor.row + m_offset);
    }
    if (!m_session || m_session->state() != TerminalSession::Open || event->commitString().isEmpty()) return;
    for (const uint character : event->commitString().toUcs4()) m_session->screen().character(character);
    afterInput();
}

QVariant TerminalView::inputMethodQuery(Qt::InputMethodQuery query) const {
    switch (query) {
        case Qt::ImEnabled:
            return true;
        case Qt::ImCursorRectangle:
            return rectOf(m_drawnCursor.row + m_offset, m_drawnCursor.column);
        case Qt::ImFont:
            return m_font;
        case Qt::ImHints:
            return static_cast<int>(Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase | Qt::ImhSensitiveData);
        default:
            return QQuickPaintedItem::inputMethodQuery(query);
    }
}

bool TerminalView::programHasMouse(Qt::KeyboardModifiers modifiers) const {
    return m_session && m_session->state() == TerminalSession::Open && m_session->screen().wantsMouse() &&
           m_offset == 0 && !modifiers.testFlag(Qt::ShiftModifier);
}

void TerminalView::sendMouse(QPointF position, int button, bool pressed, Qt::KeyboardModifiers modifiers) {
    const int row = static_cast<int>(position.y() / m_cellHeight),
              column = static_cast<int>(position.x() / m_cellWidth);
    if (button == 0)
        m_session->screen().mouseMoved(row, column, modifiersOf(modifiers));
    else
        m_session->screen().mouse(row, column, button, pressed, modifiersOf(modifiers));
    m_session->flush();
}

void TerminalView::mousePressEvent(QMouseEvent* event) {
    forceActiveFocus(Qt::MouseFocusReason);
    if (!m_session) return;
    const int button = event->button() == Qt::LeftButton ? 1 : event->button() == Qt::MiddleButton ? 2 : 3;
    if (programHasMouse(event->modifiers())) return sendMouse(event->position(), button, true, event->modifiers());
    if (button == 2) {
        const QClipboard* clipboard = QGuiApplication::clipboard();
        const auto mode = clipboard->supportsSelection() ? QClipboard::Selection : QClipboard::Clipboard;
        if (m_session->state() == TerminalSession::Open && !m_session->paste(clipboard->text(mode)))
            emit pasteRefused();
    }
    if (button != 1) return;
    const TerminalPlace place = placeAt(event->position());
    m_selecting = true;
    select(event->modifiers().testFlag(Qt::ShiftModifier) && hasSelection() ? m_selection.from : place, place);
}

void TerminalView::mouseMoveEvent(QMouseEvent* event) {
    if (!m_session) return;
    if (!m_selecting) {
        if (programHasMouse(event->modifiers())) sendMouse(event->position(), 0, false, event->modifiers());
        return;
    }
    // Beyond the edge it scrolls along.
    if (event->position().y() < 0) setOffset(m_offset + 1);
    if (event->position().y() > height()) setOffset(m_offset - 1);
    // From the middle of a character on it is part of it.
    const QPointF position = event->position() + QPointF(m_cellWidth / 2, 0);
    select(m_selection.from, placeAt(position));
}

void TerminalView::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_session) return;
    if (!std::exchange(m_selecting, false)) {
        const int button = event->button() == Qt::LeftButton ? 1 : event->button() == Qt::MiddleButton ? 2 : 3;
        if (programHasMouse(event->modifiers())) sendMouse(event->position(), button, false, event->modifiers());
        return;
    }
    QClipboard* clipboard = QGuiApplication::clipboard();
    if (hasSelection() && clipboard->supportsSelection()) clipboard->setText(selectedText(), QClipboard::Selection);
}

void TerminalView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (!m_session || programHasMouse(event->modifiers()) || event->button() != Qt::LeftButton)
        return mousePressEvent(event);
    const TerminalPlace place = placeAt(event->position());
    const TerminalSelection word = wordAt(lineAt(place.line), place);
    m_selecting = false;
    select(word.from, word.to);
    QClipboard* clipboard = QGuiApplication::clipboard();
    if (hasSelection() && clipboard->supportsSelection()) clipboard->setText(selectedText(), QClipboard::Selection);
}

void TerminalView::hoverMoveEvent(QHoverEvent* event) {
    if (programHasMouse(event->modifiers()) && m_session->screen().wantsMouseMoves())
        sendMouse(event->position(), 0, false, event->modifiers());
}

void TerminalView::wheelEvent(QWheelEvent* event) {
    if (!m_session) return;
    m_wheel += event->angleDelta().y() / 120.0;
    const int steps = static_cast<int>(m_wheel);
    m_wheel -= steps;
    event->accept();
    if (event->modifiers().testFlag(Qt::ControlModifier)) return setFontSize(m_fontSize + steps);
    if (programHasMouse(event->modifiers())) {
        for (int step = 0; step < std::abs(steps); ++step)
            sendMouse(event->position(), steps > 0 ? 4 : 5, true, event->modifiers());
    } else if (m_session->screen().isAlternate()) {
        // A pager has no lines above; what it understands is keys.
        for (int step = 0; step < std::abs(steps) * kWheelLines; ++step)
            m_session->screen().key(steps > 0 ? TerminalKey::Up : TerminalKey::Down);
        m_session->flush();
    } else {
        setOffset(m_offset + steps * kWheelLines);
    }
}

void TerminalView::focusInEvent(QFocusEvent* event) {
    QQuickPaintedItem::focusInEvent(event);
    m_blinkedOff = false;
    m_blink.start();
    if (!m_session) return;
    m_session->screen().focusChanged(true);
    m_session->flush();
}

void TerminalView::focusOutEvent(QFocusEvent* event) {
    QQuickPaintedItem::focusOutEvent(event);
    m_blink.stop();
    m_preedit.clear();
    if (!m_session) return;
    m_session->screen().focusChanged(false);
    m_session->flush();
}

}  // namespace armillary::app
