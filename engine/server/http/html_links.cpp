#include "engine/server/http/html_links.h"

#include <algorithm>
#include <array>

#include "engine/server/http/message.h"

namespace armillary::server::http {
namespace {

struct LinkRow {
    std::string_view element, attribute;
};
constexpr std::array<LinkRow, 37> kLinks = {
    {{"a", "href"},          {"applet", "codebase"},  {"area", "href"},       {"audio", "src"},
     {"base", "href"},       {"blockquote", "cite"},  {"body", "background"}, {"button", "formaction"},
     {"command", "icon"},    {"del", "cite"},         {"embed", "src"},       {"form", "action"},
     {"frame", "longdesc"},  {"frame", "src"},        {"head", "profile"},    {"html", "manifest"},
     {"iframe", "longdesc"}, {"iframe", "src"},       {"img", "longdesc"},    {"img", "src"},
     {"img", "usemap"},      {"input", "formaction"}, {"input", "src"},       {"input", "usemap"},
     {"ins", "cite"},        {"link", "href"},        {"object", "classid"},  {"object", "codebase"},
     {"object", "data"},     {"object", "usemap"},    {"q", "cite"},          {"script", "src"},
     {"source", "src"},      {"video", "poster"},     {"video", "src"},       {"track", "src"},
     {"portal", "src"}}};

constexpr std::string_view kSpaces = " \t\r\n\f";

bool isSpace(char c) {
    return kSpaces.contains(c);
}

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isLink(std::string_view element, std::string_view attribute) {
    return std::ranges::any_of(kLinks, [&](const LinkRow& row) {
        return equalsIgnoringCase(row.element, element) && equalsIgnoringCase(row.attribute, attribute);
    });
}

/// Elements whose content is no markup.
bool isRaw(std::string_view element) {
    return std::ranges::any_of(std::array<std::string_view, 4>{"script", "style", "textarea", "title"},
                               [&](std::string_view one) { return equalsIgnoringCase(one, element); });
}

/// Copies a document, its references changed on the way.
class Rewriter {
public:
    Rewriter(std::string_view html, std::string_view prefix, std::string_view host)
        : m_html(html), m_prefix(prefix), m_host(host) {
        m_out.reserve(html.size() + html.size() / 16);
    }

    std::string run() {
        while (m_at < m_html.size()) {
            copyUntil(m_html.find('<', m_at));
            if (rest().starts_with("<!--"))
                copyPast("-->");
            else if (m_at + 1 < m_html.size() && isLetter(m_html[m_at + 1]))
                tag();
            else if (m_at < m_html.size())
                copyUntil(m_at + 1);
        }
        return std::move(m_out);
    }

private:
    std::string_view rest() const { return m_html.substr(m_at); }
    bool atEnd() const { return m_at >= m_html.size() || m_html[m_at] == '>'; }

    void copyUntil(std::size_t end) {
        end = std::min(end, m_html.size());
        m_out.append(m_html.substr(m_at, end - m_at));
        m_at = end;
    }
    void copyPast(std::string_view mark) {
        const std::size_t found = m_html.find(mark, m_at);
        copyUntil(found == std::string_view::npos ? found : found + mark.size());
    }
    template <class Condition>
    std::string_view copyWhile(Condition holds) {
        const std::size_t begin = m_at;
        std::size_t end = begin;
        while (end < m_html.size() && holds(m_html[end])) ++end;
        copyUntil(end);
        return m_html.substr(begin, end - begin);
    }

    void tag() {
        copyUntil(m_at + 1);
        const std::string_view element = copyWhile([](char c) { return !isSpace(c) && c != '>' && c != '/'; });
        while (!atEnd()) {
            copyWhile([](char c) { return isSpace(c) || c == '/'; });
            if (!atEnd()) attribute(element);
        }
        copyUntil(m_at + 1);
        if (isRaw(element)) copyRaw(element);
    }

    void attribute(std::string_view element) {
        const std::string_view name = copyWhile([](char c) { return !isSpace(c) && c != '>' && c != '/' && c != '='; });
        if (name.empty()) return copyUntil(m_at + 1);  // a stray "="
        copyWhile(isSpace);
        if (atEnd() || m_html[m_at] != '=') return;
        copyUntil(m_at + 1);
        copyWhile(isSpace);
        if (!atEnd()) value(isLink(element, name));
    }

    void value(bool link) {
        const char quote = m_html[m_at];
        const bool quoted = quote == '"' || quote == '\'';
        if (quoted) copyUntil(m_at + 1);
        const std::size_t begin = m_at;
        std::size_t end = quoted ? m_html.find(quote, begin) : m_html.find_first_of(" \t\r\n\f>", begin);
        end = std::min(end, m_html.size());
        const std::string_view text = m_html.substr(begin, end - begin);
        if (link)
            m_out += proxiedUrl(text, m_prefix, m_host);
        else
            m_out += text;
        m_at = end;
        if (quoted) copyUntil(m_at + 1);
    }

    void copyRaw(std::string_view element) {
        while (m_at < m_html.size()) {
            copyUntil(m_html.find("</", m_at));
            if (rest().size() >= element.size() + 2 && equalsIgnoringCase(rest().substr(2, element.size()), element))
                return;
            copyUntil(m_at + 2);
        }
    }

    const std::string_view m_html, m_prefix, m_host;
    std::size_t m_at = 0;
    std::string m_out;
};

}  // namespace

std::string proxiedUrl(std::string_view url, std::string_view prefix, std::string_view host) {
    std::string_view path = url;
    for (const std::string_view scheme : {"http://", "https://", "//"}) {
        if (!path.starts_with(scheme)) continue;
        const std::string_view after = path.substr(scheme.size());
        const std::string_view authority = after.substr(0, after.find_first_of("/?#"));
        if (authority != host) return std::string(url);
        path = after.substr(authority.size());
        if (!path.starts_with('/')) return std::string(prefix) + "/" + std::string(path);
        break;
    }
    const bool led = path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
    if (!path.starts_with('/') || led) return std::string(path);
    return std::string(prefix) + std::string(path);
}

std::string proxiedHtml(std::string_view html, std::string_view prefix, std::string_view host) {
    return Rewriter(html, prefix, host).run();
}

}  // namespace armillary::server::http
