#include "engine/manifest/scalar_text.h"

#include <algorithm>

#include "engine/schema/json_codec.h"
#include "engine/schema/text.h"
#include "engine/schema/yaml.h"

namespace armillary::manifest {

namespace {

/// Signs that readers treat as line ends, or that nobody sees.
bool isUnseen(char32_t c) {
    return c < 0x20 || c == 0x7f || (c >= 0x80 && c < 0xa0) || c == 0xa0 || c == 0xad || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff || c == 0xfffe || c == 0xffff;
}

template <class Allowed>
bool hasUnseen(std::string_view text, Allowed allowed) {
    for (std::size_t at = 0; at < text.size();) {
        const auto character = schema::codePointAt(text, at);
        if (!character.valid || (isUnseen(character.value) && !allowed(character.value))) return true;
        at += character.length;
    }
    return false;
}

bool hasUnseen(std::string_view text) {
    return hasUnseen(text, [](char32_t) { return false; });
}

/// YAML 1.1 has words and numbers that ours reads as text and others' readers do not: y, n, dates, sexagesimals.
bool readsOtherwise(std::string_view text) {
    if (!schema::plainScalarToJson(text).starts_with('"')) return true;
    if (text.size() == 1 && std::string_view("yYnN=").contains(text[0])) return true;
    if (text == "<<") return true;
    const std::size_t sign = text.find_first_not_of("+-");
    if (sign == std::string_view::npos || !std::string_view("0123456789.").contains(text[sign])) return false;
    return std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || std::string_view("+-._:eExXoOaAbBcCdDfFTZinNI ").contains(c);
    });
}

std::string doubleQuoted(std::string_view text) {
    std::string json;
    schema::appendJsonString(json, text);
    return json;
}

std::string singleQuoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
    return out + '\'';
}

}  // namespace

bool canBePlain(std::string_view text, bool inFlow) {
    if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.back() == ':') return false;
    if (std::string_view("-?:").contains(text.front()) && (text.size() == 1 || text[1] == ' ')) return false;
    if (std::string_view(",[]{}#&*!|>'\"%@`").contains(text.front())) return false;
    if (text.contains(": ") || text.contains(" #") || text.starts_with("---") || text.starts_with("...")) return false;
    if (inFlow &&
        (text.find_first_of(",[]{}") != std::string_view::npos || std::string_view("?:").contains(text.front())))
        return false;
    return !hasUnseen(text) && !readsOtherwise(text);
}

std::optional<std::string> inOneLine(std::string_view text, Style style, bool inFlow) {
    switch (style) {
        case Style::Plain:
            return canBePlain(text, inFlow) ? std::optional(std::string(text)) : std::nullopt;
        case Style::SingleQuoted:
            return hasUnseen(text) ? std::nullopt : std::optional(singleQuoted(text));
        case Style::DoubleQuoted:
            return doubleQuoted(text);
        case Style::Literal:
        case Style::Folded:
            return std::nullopt;
    }
    return std::nullopt;
}

std::optional<std::string> literalHeader(std::string_view text) {
    if (text.empty() || std::string_view(" \t\n").contains(text.front())) return std::nullopt;
    if (hasUnseen(text, [](char32_t c) { return c == '\n' || c == '\t'; })) return std::nullopt;
    if (!text.ends_with('\n')) return "|-";
    return text.ends_with("\n\n") ? "|+" : "|";
}

}  // namespace armillary::manifest
