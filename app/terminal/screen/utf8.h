#pragma once

#include <string>
#include <string_view>

namespace armillary::app::utf8 {

inline void append(std::string& text, char32_t character) {
    const auto byte = [&](char32_t value) { text += static_cast<char>(static_cast<unsigned char>(value)); };
    if (character < 0x80) {
        byte(character);
    } else if (character < 0x800) {
        byte(0xc0 | character >> 6);
        byte(0x80 | (character & 0x3f));
    } else if (character < 0x10000) {
        byte(0xe0 | character >> 12);
        byte(0x80 | (character >> 6 & 0x3f));
        byte(0x80 | (character & 0x3f));
    } else {
        byte(0xf0 | character >> 18);
        byte(0x80 | (character >> 12 & 0x3f));
        byte(0x80 | (character >> 6 & 0x3f));
        byte(0x80 | (character & 0x3f));
    }
}

/// Calls `take` with each character. What is no UTF-8 (RFC 3629) is left out.
template <class Take>
void forEach(std::string_view text, Take take) {
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at++]);
        const int more = lead < 0x80                   ? 0
                         : lead >= 0xc2 && lead < 0xe0 ? 1
                         : lead >= 0xe0 && lead < 0xf0 ? 2
                         : lead >= 0xf0 && lead < 0xf5 ? 3
                                                       : -1;
        if (more < 0) continue;
        char32_t character = more == 0 ? lead : lead & (0x3fu >> more);
        int read = 0;
        while (read < more && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) {
            character = character << 6 | (static_cast<unsigned char>(text[at++]) & 0x3f);
            ++read;
        }
        constexpr char32_t kLeast[] = {0, 0x80, 0x800, 0x10000};
        if (read == more && character >= kLeast[more] && character <= 0x10ffff &&
            (character < 0xd800 || character > 0xdfff))
            take(character);
    }
}

}  // namespace armillary::app::utf8
