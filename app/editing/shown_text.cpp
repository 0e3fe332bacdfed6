#include "shown_text.h"

#include <algorithm>
#include <cstdint>

#include "engine/manifest/lines.h"

namespace armillary::app {

namespace {

constexpr char32_t kReplacement = 0xfffd;

/// One character of the text: what it is shown as, and the bytes that it takes.
struct Character {
    char32_t code;
    std::size_t bytes;
    qsizetype units() const { return code > 0xffff ? 2 : 1; }
};

/// Bytes that go on with what `first` began, if they are as they should be; 0 otherwise.
std::size_t sequenceLength(std::string_view bytes, std::size_t at) {
    const auto byte = [&](std::size_t index) { return static_cast<std::uint8_t>(bytes[index]); };
    const std::uint8_t first = byte(at);
    const std::size_t length = first < 0x80 ? 1 : first >> 5 == 6 ? 2 : first >> 4 == 14 ? 3 : first >> 3 == 30 ? 4 : 0;
    if (length == 0 || at + length > bytes.size()) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if (byte(at + i) >> 6 != 2) return 0;
    return length;
}

Character characterAt(std::string_view bytes, std::size_t at) {
    constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    const std::size_t length = sequenceLength(bytes, at);
    if (length == 0) return {kReplacement, 1};
    if (length == 1) {
        if (bytes[at] == '\r') return {U'\n', at + 1 < bytes.size() && bytes[at + 1] == '\n' ? 2UZ : 1UZ};
        return {static_cast<char32_t>(bytes[at]), 1};
    }
    char32_t code = static_cast<std::uint8_t>(bytes[at]) & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) code = code << 6 | (static_cast<std::uint8_t>(bytes[at + i]) & 0x3fU);
    if (code < kLeast[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return {kReplacement, 1};
    // What a QTextDocument takes for its own.
    if (code == 0x2029) return {U'\n', length};
    if (code == 0xfdd0 || code == 0xfdd1) return {kReplacement, length};
    return {code, length};
}

std::size_t beginOf(std::string_view bytes) {
    return bytes.starts_with(manifest::kByteOrderMark) ? manifest::kByteOrderMark.size() : 0;
}

}  // namespace

QString shownText(std::string_view bytes) {
    QString text;
    text.reserve(static_cast<qsizetype>(bytes.size()));
    for (std::size_t at = beginOf(bytes); at < bytes.size();) {
        const Character next = characterAt(bytes, at);
        if (next.units() == 2) {
            text += QChar(QChar::highSurrogate(next.code));
            text += QChar(QChar::lowSurrogate(next.code));
        } else {
            text += QChar(static_cast<char16_t>(next.code));
        }
        at += next.bytes;
    }
    return text;
}

qsizetype shownPosition(std::string_view bytes, std::size_t offset) {
    qsizetype position = 0;
    for (std::size_t at = beginOf(bytes); at < bytes.size();) {
        const Character next = characterAt(bytes, at);
        if (at + next.bytes > offset) break;
        at += next.bytes;
        position += next.units();
    }
    return position;
}

std::size_t byteOffset(std::string_view bytes, qsizetype position) {
    std::size_t at = beginOf(bytes);
    for (qsizetype passed = 0; at < bytes.size();) {
        const Character next = characterAt(bytes, at);
        passed += next.units();
        if (passed > position) break;
        at += next.bytes;
    }
    return at;
}

std::string bytesOf(const QString& typed, std::string_view lineBreak) {
    std::string bytes;
    for (const char byte : typed.toStdString())
        if (byte == '\n')
            bytes += lineBreak;
        else
            bytes += byte;
    return bytes;
}

TextChange changeBetween(QStringView before, QStringView after, qsizetype near) {
    const qsizetype shorter = std::min(before.size(), after.size());
    qsizetype same = 0;
    while (same < std::min(shorter, near) && before[same] == after[same]) ++same;
    qsizetype tail = 0;
    while (tail < shorter - same && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
    // Bounded by `near`, the beginning may have more in common yet: as when `near` lies before all that is different.
    while (same < shorter - tail && before[same] == after[same]) ++same;
    if (same > 0 && before[same - 1].isHighSurrogate()) --same;
    if (tail > 0 && before[before.size() - tail].isLowSurrogate()) --tail;
    return {same, before.size() - same - tail, after.sliced(same, after.size() - same - tail).toString()};
}

}  // namespace armillary::app
