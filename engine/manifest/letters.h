#pragma once

#include <algorithm>
#include <string>
#include <string_view>

/// Letters of ASCII, where case does not count. For the sources of this folder.
namespace armillary::manifest {

inline char lowered(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

inline std::string lowered(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = lowered(c);
    return out;
}

inline bool sameLetters(char left, char right) {
    return lowered(left) == lowered(right);
}

inline bool beginsAs(std::string_view text, std::string_view with) {
    return std::ranges::equal(text.substr(0, with.size()), with, sameLetters);
}

}  // namespace armillary::manifest
