#include "engine/schema/text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <format>

namespace armillary::schema {

namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> kBase64Values = [] {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (std::size_t i = 0; i < kAlphabet.size(); ++i)
        values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::int8_t>(i);
    return values;
}();

void appendEscaped(std::string& out, CodePoint point, unsigned char byte) {
    if (!point.valid) {
        out += std::format("\\x{:02x}", byte);
    } else if (point.value < 0x20 || point.value == 0x7f) {
        out += std::format("\\x{:02x}", static_cast<unsigned>(point.value));
    } else {
        out += std::format("\\u{:04x}", static_cast<unsigned>(point.value));
    }
}

}  // namespace

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = codePointAt(text, at);
        const char c = text[at];
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\a':
                out += "\\a";
                break;
            case '\b':
                out += "\\b";
                break;
            case '\f':
                out += "\\f";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            case '\v':
                out += "\\v";
                break;
            default: {
                const bool control = point.value < 0x20 || (point.value >= 0x7f && point.value <= 0xa0) ||
                                     point.value == 0xfeff || (point.value >= 0x200b && point.value <= 0x200f) ||
                                     point.value == 0x2028 || point.value == 0x2029;
                if (!point.valid || control) {
                    appendEscaped(out, point, static_cast<unsigned char>(c));
                } else {
                    out.append(text.substr(at, point.length));
                }
            }
        }
        at += point.length;
    }
    return out + "\"";
}

void appendBase64(std::string& out, std::string_view bytes) {
    out.reserve(out.size() + (bytes.size() + 2) / 3 * 4);
    std::size_t at = 0;
    const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])); };
    for (; at + 3 <= bytes.size(); at += 3) {
        const std::uint32_t group = byte(at) << 16 | byte(at + 1) << 8 | byte(at + 2);
        for (int shift = 18; shift >= 0; shift -= 6) out.push_back(kAlphabet[group >> shift & 63]);
    }
    const std::size_t rest = bytes.size() - at;
    if (rest == 0) return;
    const std::uint32_t group = byte(at) << 16 | (rest == 2 ? byte(at + 1) << 8 : 0);
    out.push_back(kAlphabet[group >> 18 & 63]);
    out.push_back(kAlphabet[group >> 12 & 63]);
    out.push_back(rest == 2 ? kAlphabet[group >> 6 & 63] : '=');
    out.push_back('=');
}

Base64 decodeBase64(std::string_view text) {
    Base64 result;
    result.bytes.reserve(text.size() / 4 * 3);
    std::uint32_t group = 0;
    int count = 0, padding = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\n' || c == '\r') continue;
        if (c == '=' && count + padding >= 2 && count + padding < 4 && (padding > 0 || count >= 2)) {
            ++padding;
            continue;
        }
        const std::int8_t value = kBase64Values[static_cast<unsigned char>(c)];
        if (value < 0 || padding > 0) {
            result.wrongAt = at;
            return result;
        }
        group = group << 6 | static_cast<std::uint32_t>(value);
        if (++count < 4) continue;
        for (int shift = 16; shift >= 0; shift -= 8) result.bytes.push_back(static_cast<char>(group >> shift & 255));
        group = 0;
        count = 0;
    }
    if (count == 0 && padding == 0) return result;
    if (count + padding != 4) {
        result.wrongAt = text.size();
        return result;
    }
    group <<= 6 * padding;
    for (int i = 0, shift = 16; i < 3 - padding; ++i, shift -= 8)
        result.bytes.push_back(static_cast<char>(group >> shift & 255));
    return result;
}

CodePoint codePointAt(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    if (first < 0x80) return {first, 1, true};
    const unsigned length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    constexpr CodePoint kWrong{0xfffd, 1, false};
    if (first < 0xc2 || first > 0xf4 || at + length > text.size()) return kWrong;
    char32_t value = first & (0x7fu >> length);
    for (unsigned i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xc0) != 0x80) return kWrong;
        value = value << 6 | (byte(at + i) & 0x3fu);
    }
    const bool tooLong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    if (tooLong || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return kWrong;
    return {value, length, true};
}

void appendDouble(std::string& out, double value) {
    if (!std::isfinite(value)) {
        out += "null";
        return;
    }
    char buffer[400];
    const double size = std::fabs(value);
    const bool exponent = size != 0 && (size < 1e-6 || size >= 1e21);
    const auto format = exponent ? std::chars_format::scientific : std::chars_format::fixed;
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, format).ptr;
    std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
    const std::size_t mark = exponent ? text.find("e-0") : std::string_view::npos;
    if (mark == std::string_view::npos) {
        out += text;
    } else {
        out.append(text.substr(0, mark + 2)).append(text.substr(mark + 3));
    }
}

}  // namespace armillary::schema
