#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cell.h"
#include "sequence_guard.h"

namespace armillary::app {

enum class TerminalKey {
    Enter,
    Tab,
    Backspace,
    Escape,
    Up,
    Down,
    Left,
    Right,
    Insert,
    Delete,
    Home,
    End,
    PageUp,
    PageDown,
    F1,  ///< and so on, up to F12
    F12 = F1 + 11
};

struct TerminalModifiers {
    bool shift = false, alt = false, control = false;
};

struct TerminalCursor {
    enum class Shape { Block, Underline, Bar };
    int row = 0, column = 0;
    bool visible = true, blinks = true;
    Shape shape = Shape::Block;
    bool operator==(const TerminalCursor&) const = default;
};

/// What a program has to say on a terminal (xterm's language, as libvterm reads it), and what the terminal says back:
/// a screen, the lines that have scrolled off it, and the bytes of keys. Takes any bytes. One thread at a time.
/// Source: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
class TerminalScreen {
public:
    static constexpr int kMostRows = 500, kMostColumns = 1000;
    static constexpr std::size_t kMostHistory = 10'000;          ///< lines
    static constexpr std::size_t kMostHistoryCells = 2'000'000;  ///< in all of them together
    static constexpr std::size_t kMostClipboard = 256 * 1024;    ///< bytes
    static constexpr std::size_t kMostTitle = 256;               ///< bytes

    /// The size is held to 1 and the bounds above.
    TerminalScreen(int rows, int columns);
    ~TerminalScreen();
    TerminalScreen(const TerminalScreen&) = delete;

    int rows() const { return m_rows; }
    int columns() const { return m_columns; }
    void resize(int rows, int columns);
    /// As if it had just been switched on; what has scrolled off stays.
    void reset();

    /// What the program writes. Pieces may end anywhere.
    void write(std::string_view bytes);
    /// What goes to the program since the last call: keys, and answers to what it asked the terminal.
    std::string takeOutput() { return std::exchange(m_output, {}); }

    void key(TerminalKey key, TerminalModifiers modifiers = {});
    void character(char32_t character, TerminalModifiers modifiers = {});
    /// Text that is put in at once. Nothing in it can end the brackets that the program may have asked for, or be a key
    /// of its own: escape and other control characters are left out, ends of lines become Enter.
    void paste(std::string_view utf8);
    /// Whether the program wants to hear of the mouse; `moves` as well when no button is down.
    bool wantsMouse() const { return m_mouse > 0; }
    bool wantsMouseMoves() const { return m_mouse > 2; }
    /// Buttons as X11 counts them: 1 left, 2 middle, 3 right, 4 and 5 the wheel.
    void mouse(int row, int column, int button, bool pressed, TerminalModifiers modifiers = {});
    void mouseMoved(int row, int column, TerminalModifiers modifiers = {});
    void focusChanged(bool focused);

    TerminalCell cell(int row, int column) const;
    TerminalLine line(int row) const;
    /// The row goes on in the next one: its end is the screen's, not the text's.
    bool continues(int row) const;
    TerminalCursor cursor() const { return m_cursor; }
    /// The other screen, without history, that editors and pagers use.
    bool isAlternate() const { return m_alternate; }
    bool isReverse() const { return m_reverse; }
    const std::string& title() const { return m_title; }

    /// Oldest first.
    std::size_t historySize() const { return m_history.size(); }
    const TerminalLine& historyLine(std::size_t index) const { return m_history[index]; }
    /// How many lines have come before the first of these: line `index` is the so-manieth of all, whatever was dropped.
    std::uint64_t historyDropped() const { return m_dropped; }
    void clearHistory();

    /// Rows that look different since the last call: (first, last); none when nothing does. What scrolls is all of
    /// them.
    std::optional<std::pair<int, int>> takeDamage();
    /// What the program put on the clipboard (OSC 52) since the last call. Nobody can read it through the terminal.
    std::optional<std::string> takeClipboard() { return std::exchange(m_clipboard, std::nullopt); }
    bool takeBell() { return std::exchange(m_bell, false); }

private:
    struct Backend;
    void damage(int first, int last);
    void pushHistory(TerminalLine line);
    void dropHistory();
    void setTitlePiece(const char* text, std::size_t size, bool first, bool last);

    int m_rows, m_columns;
    std::unique_ptr<Backend> m_backend;
    SequenceGuard m_guard;
    std::string m_output, m_title, m_titleComing, m_clipboardComing;
    std::optional<std::string> m_clipboard;
    bool m_clipboardTooLong = false;
    std::deque<TerminalLine> m_history;
    std::size_t m_historyCells = 0;
    std::uint64_t m_dropped = 0;
    std::optional<std::pair<int, int>> m_damage;
    TerminalCursor m_cursor;
    bool m_alternate = false, m_reverse = false, m_bell = false;
    int m_mouse = 0;
};

}  // namespace armillary::app
