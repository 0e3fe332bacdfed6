#include "engine/schema/json_scanner.h"

#include "engine/schema/text.h"

namespace armillary::schema {

std::optional<DecodeError> JsonScanner::scan() {
    skipSpace();
    bool good = value();
    if (good) {
        skipSpace();
        if (!atEnd()) good = fail("after top-level value");
    }
    if (good) return std::nullopt;
    return DecodeError{path(), m_error};
}

void JsonScanner::skipSpace() {
    while (!atEnd() && (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\t' || m_text[m_at] == '\r'))
        ++m_at;
}

void JsonScanner::keep(std::size_t from) {
    if (m_compact) m_compact->append(m_text.substr(from, m_at - from));
}

bool JsonScanner::fail(std::string_view context) {
    if (!m_error.empty()) return false;
    if (atEnd()) {
        m_error = "unexpected end of JSON input";
        return false;
    }
    const CodePoint point = codePointAt(m_text, m_at);
    std::string shown = quoted(m_text.substr(m_at, point.length));
    shown = shown.substr(1, shown.size() - 2);
    if (shown == "\\\"") shown = "\"";
    if (shown == "'") shown = "\\'";
    m_error = "invalid character '" + shown + "' " + std::string(context);
    return false;
}

std::string JsonScanner::path() const {
    std::string text;
    for (const Step& step : m_steps) {
        if (step.inArray) {
            text += "[" + std::to_string(step.index) + "]";
        } else if (!step.key.empty()) {
            if (!text.empty()) text += ".";
            text += step.key;
        }
    }
    return text;
}

bool JsonScanner::value() {
    if (atEnd()) return fail("");
    const std::size_t from = m_at;
    switch (m_text[m_at]) {
        case '{':
            return object();
        case '[':
            return array();
        case '"':
            return string();
        case 't':
            return literal("true");
        case 'f':
            return literal("false");
        case 'n':
            return literal("null");
        default:
            break;
    }
    if (m_text[m_at] != '-' && !isDigit()) return fail("looking for beginning of value");
    if (!number()) return false;
    keep(from);
    return true;
}

bool JsonScanner::object() {
    if (++m_depth > kMaxDepth) {
        m_error = "exceeded max depth";
        return false;
    }
    ++m_at;
    if (m_compact) *m_compact += '{';
    m_steps.push_back({});
    for (bool first = true;; first = false) {
        skipSpace();
        if (first && !atEnd() && m_text[m_at] == '}') break;
        if (atEnd() || m_text[m_at] != '"') return fail("looking for beginning of object key string");
        const std::size_t key = m_at + 1;
        if (!string()) return false;
        m_steps.back().key = m_text.substr(key, m_at - 1 - key);
        skipSpace();
        if (atEnd() || m_text[m_at] != ':') return fail("after object key");
        ++m_at;
        if (m_compact) *m_compact += ':';
        skipSpace();
        if (!value()) return false;
        skipSpace();
        if (!atEnd() && m_text[m_at] == '}') break;
        if (atEnd() || m_text[m_at] != ',') return fail("after object key:value pair");
        ++m_at;
        if (m_compact) *m_compact += ',';
    }
    ++m_at;
    if (m_compact) *m_compact += '}';
    m_steps.pop_back();
    --m_depth;
    return true;
}

bool JsonScanner::array() {
    if (++m_depth > kMaxDepth) {
        m_error = "exceeded max depth";
        return false;
    }
    ++m_at;
    if (m_compact) *m_compact += '[';
    m_steps.push_back({{}, 0, true});
    for (bool first = true;; first = false) {
        skipSpace();
        if (first && !atEnd() && m_text[m_at] == ']') break;
        if (!value()) return false;
        skipSpace();
        if (!atEnd() && m_text[m_at] == ']') break;
        if (atEnd() || m_text[m_at] != ',') return fail("after array element");
        ++m_at;
        ++m_steps.back().index;
        if (m_compact) *m_compact += ',';
    }
    ++m_at;
    if (m_compact) *m_compact += ']';
    m_steps.pop_back();
    --m_depth;
    return true;
}

bool JsonScanner::string() {
    const std::size_t from = m_at++;
    for (;; ++m_at) {
        if (atEnd() || static_cast<unsigned char>(m_text[m_at]) < 0x20) return fail("in string literal");
        if (m_text[m_at] == '"') break;
        if (m_text[m_at] != '\\') continue;
        ++m_at;
        if (atEnd() || !std::string_view("\"\\/bfnrtu").contains(m_text[m_at])) return fail("in string escape code");
        if (m_text[m_at] != 'u') continue;
        for (int i = 0; i < 4; ++i) {
            ++m_at;
            const bool hex = !atEnd() && std::string_view("0123456789abcdefABCDEF").contains(m_text[m_at]);
            if (!hex) return fail("in \\u hexadecimal character escape");
        }
    }
    ++m_at;
    keep(from);
    return true;
}

bool JsonScanner::number() {
    if (m_text[m_at] == '-') ++m_at;
    if (!isDigit()) return fail("in numeric literal");
    if (m_text[m_at] == '0') {
        ++m_at;
    } else {
        while (isDigit()) ++m_at;
    }
    if (!atEnd() && m_text[m_at] == '.') {
        ++m_at;
        if (!isDigit()) return fail("after decimal point in numeric literal");
        while (isDigit()) ++m_at;
    }
    if (!atEnd() && (m_text[m_at] == 'e' || m_text[m_at] == 'E')) {
        ++m_at;
        if (!atEnd() && (m_text[m_at] == '+' || m_text[m_at] == '-')) ++m_at;
        if (!isDigit()) return fail("in exponent of numeric literal");
        while (isDigit()) ++m_at;
    }
    return true;
}

bool JsonScanner::literal(std::string_view word) {
    const std::size_t from = m_at;
    for (char expected : word) {
        if (atEnd() || m_text[m_at] != expected)
            return fail("in literal " + std::string(word) + " (expecting '" + std::string(1, expected) + "')");
        ++m_at;
    }
    keep(from);
    return true;
}

}  // namespace armillary::schema
