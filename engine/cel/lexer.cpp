#include "engine/cel/lexer.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <set>

#include "engine/cel/text.h"

namespace armillary::cel {
namespace {

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Where a quoted literal that begins at `text` ends; 0 when it is none, or not closed. `stop` is how far it went.
std::size_t quotedLength(std::string_view text, std::size_t& stop) {
    std::size_t at = 0;
    bool raw = false;
    for (; at < 2 && at < text.size() && std::string_view("rRbB").contains(text[at]); ++at)
        raw = raw || text[at] == 'r' || text[at] == 'R';
    if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) return 0;
    const char quote = text[at];
    const std::string triple(3, quote);
    const bool isTriple = text.substr(at).starts_with(triple);
    at += isTriple ? 3 : 1;
    for (; at < text.size(); ++at) {
        stop = at;
        if (isTriple ? text.substr(at).starts_with(triple) : text[at] == quote) return at + (isTriple ? 3 : 1);
        if (!isTriple && (text[at] == '\n' || text[at] == '\r')) return 0;
        if (text[at] != '\\' || raw) continue;
        static constexpr std::string_view kEscapes = "abfnrtv\"'\\?`xXuU0123";
        if (++at >= text.size() || !kEscapes.contains(text[at])) {
            stop = std::min(at + 1, text.size());
            return 0;
        }
    }
    stop = text.size();
    return 0;
}

class Tokenizer {
public:
    Tokenizer(std::string_view source, Issues& issues) : m_source(source), m_issues(issues) {}

    std::vector<Token> run() {
        while (skipSpace(), m_at < m_source.size()) next();
        m_tokens.push_back({TokenKind::End, m_source.size(), "<EOF>", {}});
        return std::move(m_tokens);
    }

private:
    std::string_view rest() const { return m_source.substr(m_at); }
    char peek(std::size_t ahead = 0) const { return m_at + ahead < m_source.size() ? m_source[m_at + ahead] : '\0'; }

    void skipSpace() {
        while (m_at < m_source.size()) {
            if (std::string_view(" \t\n\r\f").contains(peek()))
                ++m_at;
            else if (rest().starts_with("//"))
                m_at = std::min(m_source.find('\n', m_at), m_source.size());
            else
                return;
        }
    }

    void push(TokenKind kind, std::size_t length, Value literal = {}) {
        m_tokens.push_back({kind, m_at, rest().substr(0, length), std::move(literal)});
        m_at += length;
    }

    void next() {
        std::size_t stop = 0;
        if (const std::size_t length = quotedLength(rest(), stop); length > 0) return quoted(length);
        if (stop > 0) return unknown(stop);
        if (isLetter(peek())) return word();
        if (isDigit(peek()) || (peek() == '.' && isDigit(peek(1)))) return number();
        for (const std::string_view two : {"==", "!=", "<=", ">=", "&&", "||"})
            if (rest().starts_with(two)) return push(TokenKind::Operator, 2);
        if (std::string_view("+-*/%<>!?:.,()[]{}").contains(peek())) return push(TokenKind::Operator, 1);
        // One half of an operator is reported with what stands in the place of the other.
        const bool isHalf = std::string_view("=&|").contains(peek()) && m_at + 1 < m_source.size();
        unknown(isHalf ? 1 + codePointLength(rest().substr(1)) : codePointLength(rest()));
    }

    void unknown(std::size_t length) {
        m_issues.addSyntax(m_at, "token recognition error at: '" + std::string(rest().substr(0, length)) + "'");
        m_at += length;
    }

    void word() {
        std::size_t length = 0;
        while (isLetter(peek(length)) || isDigit(peek(length))) ++length;
        const std::string_view text = rest().substr(0, length);
        if (text == "true" || text == "false") return push(TokenKind::Literal, length, Value(text == "true"));
        if (text == "null") return push(TokenKind::Literal, length, Value::null());
        push(text == "in" ? TokenKind::Keyword : TokenKind::Identifier, length);
    }

    void quoted(std::size_t length) {
        auto value = readQuoted(rest().substr(0, length));
        if (!value) m_issues.add(m_at, value.error());
        push(TokenKind::Literal, length, value.value_or(Value::null()));
    }

    void number() {
        if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X') && isHex(peek(2))) {
            std::size_t length = 2;
            while (isHex(peek(length))) ++length;
            return integer(length, 16);
        }
        std::size_t length = 0;
        bool isFloat = false;
        const auto digits = [&] {
            while (isDigit(peek(length))) ++length;
        };
        digits();
        if (peek(length) == '.' && isDigit(peek(length + 1))) {
            isFloat = true;
            ++length;
            digits();
        }
        if (peek(length) == 'e' || peek(length) == 'E') {
            const std::size_t sign = peek(length + 1) == '+' || peek(length + 1) == '-' ? 1 : 0;
            if (isDigit(peek(length + 1 + sign))) {
                isFloat = true;
                length += 1 + sign;
                digits();
            }
        }
        if (!isFloat) return integer(length, 10);
        const double value = std::strtod(std::string(rest().substr(0, length)).c_str(), nullptr);
        if (std::isinf(value)) m_issues.add(m_at, "invalid double literal");
        push(TokenKind::Literal, length, Value(value));
    }

    /// A minus before it belongs to it where the parser says so; only then is 2^63 in range.
    void integer(std::size_t length, int base) {
        const std::string_view digits = rest().substr(base == 16 ? 2 : 0, length - (base == 16 ? 2 : 0));
        std::uint64_t value = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
        if (peek(length) == 'u' || peek(length) == 'U') {
            if (read.ec != std::errc()) m_issues.add(m_at, "invalid uint literal");
            return push(TokenKind::Literal, length + 1, Value(value));
        }
        constexpr std::uint64_t kMax = INT64_MAX;
        const bool smallest =
            value == kMax + 1 && !m_tokens.empty() && m_tokens.back().is("-") && m_tokens.back().offset + 1 == m_at;
        if (read.ec != std::errc() || (value > kMax && !smallest)) m_issues.add(m_at, "invalid int literal");
        push(TokenKind::Literal, length, Value(static_cast<std::int64_t>(value)));
    }

    std::string_view m_source;
    Issues& m_issues;
    std::size_t m_at = 0;
    std::vector<Token> m_tokens;
};

/// Reads the escapes of a literal's inside.
class Unescaper {
public:
    Unescaper(std::string_view text, bool isBytes) : m_text(text), m_isBytes(isBytes) {}

    std::expected<std::string, std::string> run() {
        for (m_at = 0; m_at < m_text.size();) {
            if (m_text[m_at] == '\r') {  // line ends become \n
                ++m_at;
                if (m_at >= m_text.size() || m_text[m_at] != '\n') m_out += '\n';
            } else if (m_text[m_at] != '\\') {
                m_out += m_text[m_at++];
            } else if (!escape()) {
                return std::unexpected("unable to unescape string");
            }
        }
        return std::move(m_out);
    }

private:
    bool escape() {
        const char c = ++m_at < m_text.size() ? m_text[m_at] : '\0';
        ++m_at;
        static constexpr std::string_view kFrom = "abfnrtv\"'\\?`", kTo = "\a\b\f\n\r\t\v\"'\\?`";
        if (const auto at = kFrom.find(c); at != std::string_view::npos) return m_out += kTo[at], true;
        if (c == 'x' || c == 'X') return digits(2, 16, m_isBytes);
        if (c == 'u') return !m_isBytes && digits(4, 16, false);
        if (c == 'U') return !m_isBytes && digits(8, 16, false);
        --m_at;
        return c >= '0' && c <= '3' && digits(3, 8, m_isBytes);
    }
    bool digits(std::size_t count, int base, bool asByte) {
        std::uint32_t value = 0;
        const char *begin = m_text.data() + m_at, *end = m_text.data() + std::min(m_at + count, m_text.size());
        const auto read = std::from_chars(begin, end, value, base);
        if (read.ec != std::errc() || read.ptr != begin + count) return false;
        m_at += count;
        if (asByte) return m_out += static_cast<char>(value), true;
        if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return false;
        appendCodePoint(m_out, value);
        return true;
    }

    std::string_view m_text;
    bool m_isBytes;
    std::size_t m_at = 0;
    std::string m_out;
};

}  // namespace

std::expected<Value, std::string> readQuoted(std::string_view literal) {
    bool raw = false, isBytes = false;
    for (; literal.front() != '"' && literal.front() != '\''; literal.remove_prefix(1))
        (literal.front() == 'r' || literal.front() == 'R' ? raw : isBytes) = true;
    const std::size_t quotes = literal.size() >= 6 && literal[1] == literal[0] && literal[2] == literal[0] ? 3 : 1;
    const std::string_view inside = literal.substr(quotes, literal.size() - 2 * quotes);
    auto text = raw ? std::string(inside) : Unescaper(inside, isBytes).run();
    if (!text) return std::unexpected(text.error());
    return isBytes ? Value::bytes(std::move(*text)) : Value::string(std::move(*text));
}

std::vector<Token> tokenize(std::string_view source, Issues& issues) {
    return Tokenizer(source, issues).run();
}

}  // namespace armillary::cel
