#include "terminal_screen.h"

#include <vterm.h>

#include <algorithm>

#include "utf8.h"

namespace armillary::app {

namespace {

// What a program makes the terminal answer is read by that program; who does not read it is not answered without end.
constexpr std::size_t kMostOutput = 1u << 20;
constexpr std::size_t kSelectionBuffer = 4096;

TerminalColor colorOf(const VTermColor& color) {
    if (VTERM_COLOR_IS_DEFAULT_FG(&color) || VTERM_COLOR_IS_DEFAULT_BG(&color)) return {};
    if (VTERM_COLOR_IS_INDEXED(&color)) return {.kind = TerminalColor::Kind::Indexed, .red = color.indexed.idx};
    return {
        .kind = TerminalColor::Kind::Direct, .red = color.rgb.red, .green = color.rgb.green, .blue = color.rgb.blue};
}

TerminalCell cellOf(const VTermScreenCell& from) {
    TerminalCell cell;
    // The second half of a wide character.
    if (from.chars[0] == static_cast<std::uint32_t>(-1)) {
        cell.width = 0;
    } else {
        for (std::size_t i = 0; i < cell.text.size() && from.chars[i] != 0; ++i) cell.text[i] = from.chars[i];
        cell.width = from.width == 2 ? 2 : 1;
    }
    cell.style = {.foreground = colorOf(from.fg), .background = colorOf(from.bg)};
    cell.style.bold = from.attrs.bold;
    cell.style.italic = from.attrs.italic;
    cell.style.underline = from.attrs.underline != VTERM_UNDERLINE_OFF;
    cell.style.strike = from.attrs.strike;
    cell.style.reverse = from.attrs.reverse;
    cell.style.conceal = from.attrs.conceal;
    return cell;
}

VTermColor colorFor(const TerminalColor& color, std::uint8_t defaultFlag) {
    VTermColor made{};
    switch (color.kind) {
        case TerminalColor::Kind::Default:
            vterm_color_indexed(&made, defaultFlag == VTERM_COLOR_DEFAULT_FG ? 7 : 0);
            made.type |= defaultFlag;
            break;
        case TerminalColor::Kind::Indexed:
            vterm_color_indexed(&made, color.red);
            break;
        case TerminalColor::Kind::Direct:
            vterm_color_rgb(&made, color.red, color.green, color.blue);
            break;
    }
    return made;
}

VTermScreenCell screenCellFor(const TerminalCell& cell) {
    VTermScreenCell made{};
    if (cell.width == 0)
        made.chars[0] = static_cast<std::uint32_t>(-1);
    else
        std::ranges::copy(cell.text, made.chars);
    made.width = static_cast<char>(cell.width == 2 ? 2 : 1);
    made.fg = colorFor(cell.style.foreground, VTERM_COLOR_DEFAULT_FG);
    made.bg = colorFor(cell.style.background, VTERM_COLOR_DEFAULT_BG);
    made.attrs.bold = cell.style.bold;
    made.attrs.italic = cell.style.italic;
    made.attrs.underline = cell.style.underline ? VTERM_UNDERLINE_SINGLE : VTERM_UNDERLINE_OFF;
    made.attrs.strike = cell.style.strike;
    made.attrs.reverse = cell.style.reverse;
    made.attrs.conceal = cell.style.conceal;
    return made;
}

VTermModifier modifiersOf(TerminalModifiers modifiers) {
    return static_cast<VTermModifier>((modifiers.shift ? VTERM_MOD_SHIFT : 0) | (modifiers.alt ? VTERM_MOD_ALT : 0) |
                                      (modifiers.control ? VTERM_MOD_CTRL : 0));
}

VTermKey keyOf(TerminalKey key) {
    switch (key) {
        case TerminalKey::Enter:
            return VTERM_KEY_ENTER;
        case TerminalKey::Tab:
            return VTERM_KEY_TAB;
        case TerminalKey::Backspace:
            return VTERM_KEY_BACKSPACE;
        case TerminalKey::Escape:
            return VTERM_KEY_ESCAPE;
        case TerminalKey::Up:
            return VTERM_KEY_UP;
        case TerminalKey::Down:
            return VTERM_KEY_DOWN;
        case TerminalKey::Left:
            return VTERM_KEY_LEFT;
        case TerminalKey::Right:
            return VTERM_KEY_RIGHT;
        case TerminalKey::Insert:
            return VTERM_KEY_INS;
        case TerminalKey::Delete:
            return VTERM_KEY_DEL;
        case TerminalKey::Home:
            return VTERM_KEY_HOME;
        case TerminalKey::End:
            return VTERM_KEY_END;
        case TerminalKey::PageUp:
            return VTERM_KEY_PAGEUP;
        case TerminalKey::PageDown:
            return VTERM_KEY_PAGEDOWN;
        default:
            return static_cast<VTermKey>(
                VTERM_KEY_FUNCTION(static_cast<int>(key) - static_cast<int>(TerminalKey::F1) + 1));
    }
}

int boundedRows(int rows) {
    return std::clamp(rows, 1, TerminalScreen::kMostRows);
}
int boundedColumns(int columns) {
    // libvterm misplaces wide characters on a screen that has no room for one.
    return std::clamp(columns, 2, TerminalScreen::kMostColumns);
}

}  // namespace

/// libvterm's side: its handle, and the functions that it calls.
struct TerminalScreen::Backend {
    Backend(TerminalScreen& owner, int rows, int columns) : owner(owner), vterm(vterm_new(rows, columns)) {
        vterm_set_utf8(vterm, 1);
        vterm_output_set_callback(vterm, output, this);
        state = vterm_obtain_state(vterm);
        screen = vterm_obtain_screen(vterm);
        vterm_screen_set_callbacks(screen, &kScreen, this);
        vterm_state_set_selection_callbacks(state, &kSelection, this, selection, sizeof selection);
        vterm_screen_enable_altscreen(screen, 1);
        vterm_screen_set_damage_merge(screen, VTERM_DAMAGE_SCROLL);
        vterm_screen_reset(screen, 1);
    }
    ~Backend() { vterm_free(vterm); }
    Backend(const Backend&) = delete;

    static TerminalScreen& of(void* user) { return static_cast<Backend*>(user)->owner; }

    static void output(const char* bytes, std::size_t size, void* user) {
        std::string& output = of(user).m_output;
        if (output.size() + size <= kMostOutput) output.append(bytes, size);
    }
    static int damaged(VTermRect rect, void* user) {
        of(user).damage(rect.start_row, rect.end_row - 1);
        return 1;
    }
    static int moved(VTermRect to, VTermRect from, void* user) {
        of(user).damage(std::min(to.start_row, from.start_row), std::max(to.end_row, from.end_row) - 1);
        return 1;
    }
    static int cursorMoved(VTermPos to, VTermPos from, int, void* user) {
        TerminalScreen& self = of(user);
        self.damage(from.row, from.row);
        self.damage(to.row, to.row);
        self.m_cursor.row = to.row;
        self.m_cursor.column = to.col;
        return 1;
    }
    static int property(VTermProp property, VTermValue* value, void* user) {
        TerminalScreen& self = of(user);
        switch (property) {
            case VTERM_PROP_CURSORVISIBLE:
                self.m_cursor.visible = value->boolean;
                break;
            case VTERM_PROP_CURSORBLINK:
                self.m_cursor.blinks = value->boolean;
                break;
            case VTERM_PROP_CURSORSHAPE:
                self.m_cursor.shape = value->number == VTERM_PROP_CURSORSHAPE_UNDERLINE
                                          ? TerminalCursor::Shape::Underline
                                      : value->number == VTERM_PROP_CURSORSHAPE_BAR_LEFT ? TerminalCursor::Shape::Bar
                                                                                         : TerminalCursor::Shape::Block;
                break;
            case VTERM_PROP_ALTSCREEN:
                self.m_alternate = value->boolean;
                self.damage(0, self.m_rows - 1);
                break;
            case VTERM_PROP_REVERSE:
                self.m_reverse = value->boolean;
                self.damage(0, self.m_rows - 1);
                break;
            case VTERM_PROP_MOUSE:
                self.m_mouse = value->number;
                break;
            case VTERM_PROP_TITLE:
                self.setTitlePiece(value->string.str, value->string.len, value->string.initial, value->string.final);
                break;
            default:
                break;
        }
        self.damage(self.m_cursor.row, self.m_cursor.row);
        return 1;
    }
    static int bell(void* user) {
        of(user).m_bell = true;
        return 1;
    }
    static int pushLine(int columns, const VTermScreenCell* cells, void* user) {
        TerminalLine line;
        line.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column) line.push_back(cellOf(cells[column]));
        of(user).pushHistory(std::move(line));
        return 1;
    }
    static int popLine(int columns, VTermScreenCell* cells, void* user) {
        TerminalScreen& self = of(user);
        if (self.m_history.empty()) return 0;
        const TerminalLine line = std::move(self.m_history.back());
        self.m_history.pop_back();
        self.m_historyCells -= line.size();
        for (int column = 0; column < columns; ++column) {
            TerminalCell cell = static_cast<std::size_t>(column) < line.size() ? line[static_cast<std::size_t>(column)]
                                                                               : TerminalCell{};
            // A screen that has become narrower must not get half of a wide character.
            if (cell.width == 2 && column + 1 == columns) cell = TerminalCell{.style = cell.style};
            cells[column] = screenCellFor(cell);
        }
        return 1;
    }
    static int clearLines(void* user) {
        of(user).clearHistory();
        return 1;
    }
    static int selectionSet(VTermSelectionMask, VTermStringFragment piece, void* user) {
        TerminalScreen& self = of(user);
        if (piece.initial) {
            self.m_clipboardComing.clear();
            self.m_clipboardTooLong = false;
        }
        self.m_clipboardTooLong |= self.m_clipboardComing.size() + piece.len > kMostClipboard;
        if (!self.m_clipboardTooLong) self.m_clipboardComing.append(piece.str, piece.len);
        if (piece.final && !self.m_clipboardTooLong) self.m_clipboard = std::exchange(self.m_clipboardComing, {});
        return 1;
    }
    /// A program that could read the clipboard would get passwords that were meant for another.
    static int selectionAsked(VTermSelectionMask, void*) { return 1; }

    static constexpr VTermScreenCallbacks kScreen{.damage = damaged,
                                                  .moverect = moved,
                                                  .movecursor = cursorMoved,
                                                  .settermprop = property,
                                                  .bell = bell,
                                                  .resize = nullptr,
                                                  .sb_pushline = pushLine,
                                                  .sb_popline = popLine,
                                                  .sb_clear = clearLines};
    static constexpr VTermSelectionCallbacks kSelection{.set = selectionSet, .query = selectionAsked};

    TerminalScreen& owner;
    VTerm* const vterm;
    VTermState* state = nullptr;
    VTermScreen* screen = nullptr;
    char selection[kSelectionBuffer];
};

TerminalScreen::TerminalScreen(int rows, int columns)
    : m_rows(boundedRows(rows)),
      m_columns(boundedColumns(columns)),
      m_backend(std::make_unique<Backend>(*this, m_rows, m_columns)) {
    damage(0, m_rows - 1);
}

TerminalScreen::~TerminalScreen() = default;

void TerminalScreen::resize(int rows, int columns) {
    rows = boundedRows(rows);
    columns = boundedColumns(columns);
    if (rows == m_rows && columns == m_columns) return;
    m_rows = rows;
    m_columns = columns;
    vterm_set_size(m_backend->vterm, rows, columns);
    vterm_screen_flush_damage(m_backend->screen);
    m_cursor.row = std::min(m_cursor.row, rows - 1);
    m_cursor.column = std::min(m_cursor.column, columns - 1);
    m_damage.reset();
    damage(0, m_rows - 1);
}

void TerminalScreen::reset() {
    vterm_screen_reset(m_backend->screen, 1);
    m_mouse = 0;
    damage(0, m_rows - 1);
}

void TerminalScreen::write(std::string_view bytes) {
    const auto pass = [this](std::string_view piece) {
        if (!piece.empty()) vterm_input_write(m_backend->vterm, piece.data(), piece.size());
    };
    std::size_t from = 0;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const auto verdict = m_guard.see(static_cast<unsigned char>(bytes[at]));
        if (verdict == SequenceGuard::Verdict::Pass) continue;
        pass(bytes.substr(from, at - from));
        from = at + 1;
        if (verdict == SequenceGuard::Verdict::LeaveOut) continue;
        pass({&SequenceGuard::kCancel, 1});
        if (const char last = m_guard.repeated(); last && verdict == SequenceGuard::Verdict::Repeat)
            pass(std::string(static_cast<std::size_t>(std::min(m_guard.times(), m_columns)), last));
    }
    pass(bytes.substr(from));
    vterm_screen_flush_damage(m_backend->screen);
}

void TerminalScreen::key(TerminalKey key, TerminalModifiers modifiers) {
    vterm_keyboard_key(m_backend->vterm, keyOf(key), modifiersOf(modifiers));
}

void TerminalScreen::character(char32_t character, TerminalModifiers modifiers) {
    vterm_keyboard_unichar(m_backend->vterm, character, modifiersOf(modifiers));
}

void TerminalScreen::paste(std::string_view utf8) {
    std::string plain;
    plain.reserve(utf8.size());
    char32_t previous = 0;
    utf8::forEach(utf8, [&](char32_t character) {
        const bool isEnd = character == U'\n' || character == U'\r';
        if (isEnd && !(character == U'\n' && previous == U'\r')) plain += '\r';
        const bool isControl = character < 0x20 || (character >= 0x7f && character < 0xa0);
        if (!isControl || character == U'\t') utf8::append(plain, character);
        previous = character;
    });
    vterm_keyboard_start_paste(m_backend->vterm);
    Backend::output(plain.data(), plain.size(), m_backend.get());
    vterm_keyboard_end_paste(m_backend->vterm);
}

void TerminalScreen::mouse(int row, int column, int button, bool pressed, TerminalModifiers modifiers) {
    mouseMoved(row, column, modifiers);
    vterm_mouse_button(m_backend->vterm, button, pressed, modifiersOf(modifiers));
}

void TerminalScreen::mouseMoved(int row, int column, TerminalModifiers modifiers) {
    vterm_mouse_move(m_backend->vterm, std::clamp(row, 0, m_rows - 1), std::clamp(column, 0, m_columns - 1),
                     modifiersOf(modifiers));
}

void TerminalScreen::focusChanged(bool focused) {
    focused ? vterm_state_focus_in(m_backend->state) : vterm_state_focus_out(m_backend->state);
    damage(m_cursor.row, m_cursor.row);
}

TerminalCell TerminalScreen::cell(int row, int column) const {
    VTermScreenCell cell;
    if (!vterm_screen_get_cell(m_backend->screen, {.row = row, .col = column}, &cell)) return {};
    return cellOf(cell);
}

TerminalLine TerminalScreen::line(int row) const {
    TerminalLine line;
    line.reserve(static_cast<std::size_t>(m_columns));
    for (int column = 0; column < m_columns; ++column) line.push_back(cell(row, column));
    return line;
}

bool TerminalScreen::continues(int row) const {
    if (row < 0 || row + 1 >= m_rows) return false;
    return vterm_state_get_lineinfo(m_backend->state, row + 1)->continuation;
}

void TerminalScreen::clearHistory() {
    m_dropped += m_history.size();
    m_history.clear();
    m_historyCells = 0;
    damage(0, m_rows - 1);
}

std::optional<std::pair<int, int>> TerminalScreen::takeDamage() {
    return std::exchange(m_damage, std::nullopt);
}

void TerminalScreen::damage(int first, int last) {
    first = std::clamp(first, 0, m_rows - 1);
    last = std::clamp(last, 0, m_rows - 1);
    m_damage = m_damage ? std::pair(std::min(m_damage->first, first), std::max(m_damage->second, last))
                        : std::pair(first, last);
}

void TerminalScreen::pushHistory(TerminalLine line) {
    while (!line.empty() && line.back() == TerminalCell{}) line.pop_back();
    line.shrink_to_fit();
    m_historyCells += line.size();
    m_history.push_back(std::move(line));
    while (m_history.size() > kMostHistory || m_historyCells > kMostHistoryCells) dropHistory();
}

void TerminalScreen::dropHistory() {
    m_historyCells -= m_history.front().size();
    m_history.pop_front();
    ++m_dropped;
}

void TerminalScreen::setTitlePiece(const char* text, std::size_t size, bool first, bool last) {
    if (first) m_titleComing.clear();
    m_titleComing.append(text, std::min(size, kMostTitle - std::min(kMostTitle, m_titleComing.size())));
    if (last) m_title = std::exchange(m_titleComing, {});
}

}  // namespace armillary::app
