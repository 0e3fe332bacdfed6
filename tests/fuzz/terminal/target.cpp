// What programs in containers write, in pieces, with the window resized and keys pressed in between. A byte 0 begins an
// order to the window, as no program's text has use for it.
#include <cstdint>

#include "app/terminal/screen/terminal_screen.h"

using namespace armillary::app;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    TerminalScreen screen(6, 20);
    std::string_view input(reinterpret_cast<const char*>(data), size);
    while (!input.empty()) {
        const auto order = input.find('\0');
        screen.write(input.substr(0, order));
        if (order == std::string_view::npos) break;
        input.remove_prefix(order + 1);
        if (input.size() < 2) break;
        const auto first = static_cast<unsigned char>(input[0]), second = static_cast<unsigned char>(input[1]);
        input.remove_prefix(2);
        if (first < 128)
            screen.resize(first % 40, second % 120);
        else if (first < 160)
            screen.mouse(second % 16, second / 16, 1 + first % 5, second % 2 == 0);
        else if (first < 200)
            screen.key(static_cast<TerminalKey>(first % (static_cast<int>(TerminalKey::F12) + 1)));
        else
            screen.paste(input.substr(0, second));
    }
    for (int row = 0; row < screen.rows(); ++row) {
        screen.continues(row);
        for (const TerminalCell& cell : screen.line(row))
            if (cell.width > 2) __builtin_trap();
    }
    const TerminalCursor cursor = screen.cursor();
    if (cursor.row < 0 || cursor.row >= screen.rows() || cursor.column < 0) __builtin_trap();
    if (screen.historySize() > TerminalScreen::kMostHistory || screen.title().size() > TerminalScreen::kMostTitle)
        __builtin_trap();
    if (const auto clipboard = screen.takeClipboard(); clipboard && clipboard->size() > TerminalScreen::kMostClipboard)
        __builtin_trap();
    return 0;
}
