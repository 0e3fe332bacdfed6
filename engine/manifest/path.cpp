#include "engine/manifest/path.h"

#include <algorithm>
#include <charconv>
#include <format>

#include "engine/schema/json_codec.h"
#include "engine/schema/text.h"

namespace armillary::manifest {

namespace {

class PathReader {
public:
    explicit PathReader(std::string_view text) : m_text(text) {}

    std::expected<Path, std::string> read() {
        if (m_text.size() > kMostPathBytes)
            return std::unexpected(std::format("the path has more than {} bytes", kMostPathBytes));
        Path path;
        take('.');  // as kubectl's JSONPath has it
        while (m_at < m_text.size() && m_error.empty()) {
            if (path.size() == kMostSteps)
                return std::unexpected(std::format("the path has more than {} steps", kMostSteps));
            path.push_back(take('[') ? bracket() : Step::member(word(".[")));
            if (m_error.empty() && m_at < m_text.size() && m_text[m_at] != '[' && !(take('.') && m_at < m_text.size()))
                fail("a '.' or '[' and what follows it");
        }
        if (!m_error.empty()) return std::unexpected(m_error);
        return path;
    }

private:
    bool take(char c) { return m_at < m_text.size() && m_text[m_at] == c ? ++m_at, true : false; }

    void fail(std::string_view expected) {
        if (m_error.empty())
            m_error = std::format("the path {} needs {} at byte {}", schema::quoted(m_text), expected, m_at);
    }

    std::string word(std::string_view ends) {
        const std::size_t end = std::min(m_text.find_first_of(ends, m_at), m_text.size());
        const std::string found(m_text.substr(m_at, end - m_at));
        m_at = end;
        if (found.empty() || found.contains(']') || found.contains('"')) fail("a name");
        return found;
    }

    /// Behind the opening quote.
    std::string quotedWord() {
        std::string found;
        while (m_at < m_text.size() && m_text[m_at] != '"') {
            if (m_text[m_at] == '\\' && m_at + 1 < m_text.size()) {
                const char c = m_text[++m_at];
                found += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
                ++m_at;
            } else {
                found += m_text[m_at++];
            }
        }
        if (!take('"')) fail("a closing quote");
        return found;
    }

    Step bracket() {
        Step step;
        if (take('"')) {
            step = Step::member(quotedWord());
            if (take('=')) step = match(step.key);
        } else {
            const std::string name = word("=]");
            if (take('='))
                step = match(name);
            else
                step = Step::item(index(name));
        }
        if (!take(']')) fail("a ']'");
        return step;
    }

    Step match(std::string key) {
        Step step{Step::Kind::Match, std::move(key)};
        if (take('"')) {
            step.value = quotedWord();
            return step;
        }
        const std::size_t end = std::min(m_text.find(']', m_at), m_text.size());
        step.value = m_text.substr(m_at, end - m_at);
        m_at = end;
        return step;
    }

    std::size_t index(std::string_view digits) {
        std::size_t number = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (error != std::errc() || end != digits.data() + digits.size()) fail("a position, key=value or \"key\"");
        return number;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::string m_error;
};

bool isPlainWord(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
        return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               std::string_view("-_/$:@%+").contains(static_cast<char>(c));
    });
}

std::string quotedKey(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n' || c == '\t' || c == '\r')
            out += c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\r";
        else
            out += c;
    }
    return out + '"';
}

}  // namespace

std::expected<Path, std::string> parsePath(std::string_view text) {
    return PathReader(text).read();
}

std::string print(const Path& path) {
    std::string out;
    for (const Step& step : path) {
        if (step.kind == Step::Kind::Index) {
            out += std::format("[{}]", step.index);
        } else if (step.kind == Step::Kind::Match) {
            const auto part = [](const std::string& text) { return isPlainWord(text) ? text : quotedKey(text); };
            out += std::format("[{}={}]", part(step.key), step.value.empty() ? "" : part(step.value));
        } else if (isPlainWord(step.key)) {
            out += (out.empty() ? "" : ".") + step.key;
        } else {
            out += "[" + quotedKey(step.key) + "]";
        }
    }
    return out;
}

}  // namespace armillary::manifest
