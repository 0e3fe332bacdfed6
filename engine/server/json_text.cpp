#include "engine/server/json_text.h"

namespace armillary::server {
namespace {

bool isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

class Scanner {
public:
    explicit Scanner(std::string_view text) : m_text(text) {}

    bool enter() {
        space();
        if (peek() != '{') return false;
        ++m_at;
        return true;
    }

    bool next(Member& member) {
        space();
        if (peek() == ',') ++m_at, space();
        if (peek() != '"') return false;
        const std::string_view name = value();
        space();
        if (name.size() < 2 || peek() != ':') return false;
        ++m_at;
        space();
        member = {name.substr(1, name.size() - 2), value()};
        return true;
    }

private:
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    void space() {
        while (isSpace(peek())) ++m_at;
    }

    void string() {
        for (++m_at; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at)
            if (m_text[m_at] == '\\') ++m_at;
        if (m_at < m_text.size()) ++m_at;
    }

    std::string_view value() {
        const std::size_t begin = m_at;
        std::size_t depth = 0;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '"') {
                string();
                if (depth == 0) break;
                continue;
            }
            if (depth == 0 && (c == ',' || c == '}' || c == ']' || isSpace(c))) break;
            ++m_at;
            if (c == '{' || c == '[') ++depth;
            if ((c == '}' || c == ']') && --depth == 0) break;
        }
        if (m_at > m_text.size()) m_at = m_text.size();
        return m_text.substr(begin, m_at - begin);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

}  // namespace

std::vector<Member> membersOf(std::string_view object) {
    std::vector<Member> members;
    Scanner scanner(object);
    if (!scanner.enter()) return members;
    for (Member member; scanner.next(member);) members.push_back(member);
    return members;
}

std::string_view memberOf(std::string_view object, std::string_view name) {
    Scanner scanner(object);
    if (!scanner.enter()) return {};
    for (Member member; scanner.next(member);)
        if (member.name == name) return member.value;
    return {};
}

}  // namespace armillary::server
