#include "engine/server/presentation.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace armillary::server {
namespace {

bool isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Tokens of valid JSON.
class Tokens {
public:
    explicit Tokens(std::string_view text) : m_text(text) {}

    /// The first character of the next token; '\0' at the end.
    char peek() {
        while (m_at < m_text.size() && isSpace(m_text[m_at])) ++m_at;
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }

    /// One of the marks of JSON, a string with its quotes, a number or a word.
    std::string_view next() {
        const char first = peek();
        const std::size_t begin = m_at;
        if (first == '"') {
            for (++m_at; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at)
                if (m_text[m_at] == '\\') ++m_at;
            ++m_at;
        } else if (isMark(first)) {
            ++m_at;
        } else {
            while (m_at < m_text.size() && !isMark(m_text[m_at]) && !isSpace(m_text[m_at])) ++m_at;
        }
        m_at = std::min(m_at, m_text.size());
        return m_text.substr(begin, m_at - begin);
    }

private:
    static bool isMark(char c) { return std::string_view("{}[]:,").contains(c); }

    std::string_view m_text;
    std::size_t m_at = 0;
};

/// Whether YAML 1.1 reads `text` as itself, without quotes. Says no where it is not sure.
bool isPlain(std::string_view text) {
    constexpr std::array<std::string_view, 9> kWords = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"};
    const auto lower = [](char c) { return isLetter(c) ? static_cast<char>(c | 0x20) : c; };
    const auto harmless = [](char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || std::string_view("_./-+=@,;() :").contains(c);
    };
    if (text.empty() || !(isLetter(text.front()) || text.front() == '/' || text.front() == '_')) return false;
    if (text.back() == ' ' || text.back() == ':' || text.contains(": ")) return false;
    return std::ranges::all_of(text, harmless) && std::ranges::none_of(kWords, [&](std::string_view word) {
               return std::ranges::equal(text, word, {}, lower);
           });
}

void appendUtf8(std::string& out, std::uint32_t point) {
    out.push_back(static_cast<char>(0xF0 | point >> 18));
    for (int shift = 12; shift >= 0; shift -= 6) out.push_back(static_cast<char>(0x80 | (point >> shift & 0x3F)));
}

/// JSON's escapes are YAML's too, but for the two that make one character beyond U+FFFF.
std::string quoted(std::string_view json) {
    const auto unit = [&](std::size_t at) -> std::uint32_t {
        std::uint32_t value = 0;
        if (at + 6 > json.size() || json.substr(at, 2) != "\\u") return 0;
        std::from_chars(json.data() + at + 2, json.data() + at + 6, value, 16);
        return value;
    };
    std::string out;
    for (std::size_t at = 0; at < json.size(); ++at) {
        const std::uint32_t high = unit(at), low = unit(at + 6);
        if (high >= 0xD800 && high < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
            appendUtf8(out, 0x10000 + ((high - 0xD800) << 10 | (low - 0xDC00)));
            at += 11;
        } else {
            out.push_back(json[at]);
            if (json[at] == '\\' && at + 1 < json.size()) out.push_back(json[++at]);
        }
    }
    return out;
}

std::string scalar(std::string_view token) {
    if (!token.starts_with('"')) return std::string(token);
    const std::string_view text = token.substr(1, token.size() - 2);
    return isPlain(text) ? std::string(text) : quoted(token);
}

/// Writes while it reads. The depth is that of the document, which its decoder has bounded.
class YamlWriter {
public:
    explicit YamlWriter(std::string_view json) : m_tokens(json) {}

    std::string write() {
        block(0, 0);
        return std::move(m_out);
    }

private:
    /// A value where a line of `indent` begins, of which `written` columns are there already.
    void block(std::size_t indent, std::size_t written) {
        const std::string_view token = m_tokens.next();
        const char end = token == "{" ? '}' : token == "[" ? ']' : '\0';
        if (!end || m_tokens.peek() == end) {
            m_out += end ? std::string(token) + std::string(m_tokens.next()) : scalar(token);
            m_out += '\n';
            return;
        }
        while (m_tokens.peek() != end && m_tokens.peek() != '\0') {
            m_out.append(indent - written, ' ');
            written = 0;
            end == '}' ? member(indent) : element(indent);
            if (m_tokens.peek() == ',') m_tokens.next();
        }
        m_tokens.next();
    }

    void member(std::size_t indent) {
        m_out += scalar(m_tokens.next()) + ':';
        m_tokens.next();
        const char first = m_tokens.peek();
        Tokens ahead = m_tokens;
        ahead.next();
        const bool lines = (first == '{' && ahead.peek() != '}') || (first == '[' && ahead.peek() != ']');
        m_out += lines ? '\n' : ' ';
        block(first == '{' ? indent + 2 : indent, 0);
    }

    void element(std::size_t indent) {
        m_out += "- ";
        block(indent + 2, indent + 2);
    }

    Tokens m_tokens;
    std::string m_out;
};

bool wantsLines(const Request& request) {
    constexpr std::array<std::string_view, 6> kTrue = {"1", "t", "T", "true", "TRUE", "True"};
    if (const std::string_view pretty = request.parameter("pretty"); !pretty.empty())
        return std::ranges::contains(kTrue, pretty);
    constexpr std::array<std::string_view, 3> kHumans = {"curl", "Wget", "Mozilla/5.0"};
    const std::string_view agent = request.header("user-agent");
    return std::ranges::any_of(kHumans, [&](std::string_view human) { return agent.starts_with(human); });
}

}  // namespace

std::string indentedJson(std::string_view json) {
    std::string out;
    std::size_t depth = 0;
    const auto line = [&] { out.append("\n").append(2 * depth, ' '); };
    Tokens tokens(json);
    for (std::string_view token = tokens.next(); !token.empty(); token = tokens.next()) {
        const bool opens = token == "{" || token == "[", closes = token == "}" || token == "]";
        if (closes && !out.ends_with('{') && !out.ends_with('[')) {
            --depth;
            line();
        }
        out += token;
        if (opens && tokens.peek() != '}' && tokens.peek() != ']') {
            ++depth;
            line();
        }
        if (token == ",") line();
        if (token == ":") out += ' ';
    }
    return out += '\n';
}

std::string yamlOf(std::string_view json) {
    return YamlWriter(json).write();
}

void present(const Request& request, Response& response) {
    if (response.shared) return;
    if (response.contentType == "application/yaml")
        response.body = yamlOf(response.body);
    else if (response.contentType == "application/json" && wantsLines(request))
        response.body = indentedJson(response.body);
}

}  // namespace armillary::server
