#include <algorithm>
#include <format>
#include <optional>

#include "engine/manifest/assist.h"
#include "engine/manifest/lines.h"
#include "engine/manifest/sketch.h"

namespace armillary::manifest {

namespace {

using Why = Explanation::Why;

/// Bytes of a key that a sentence names. Values are never quoted: they may be a Secret's.
constexpr std::size_t kMostQuoted = 40;

std::string quotedPart(std::string_view text) {
    text = text.substr(0, text.find_last_not_of(" \t\r") + 1);
    if (text.size() <= kMostQuoted) return std::string(text);
    std::size_t end = kMostQuoted;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(text.substr(0, end)) + "…";
}

/// A bracket that nobody closes, before `end`; the last of them, since those within it are not closed either.
std::optional<std::size_t> unclosed(std::string_view text, const Sketch& node, std::size_t end) {
    std::optional<std::size_t> found;
    for (const SketchEntry& entry : node.entries)
        if (const auto inner = unclosed(text, entry.value, end)) found = inner;
    if (found || !node.flow || node.span.begin >= end) return found;
    const char last = node.span.end > node.span.begin + 1 ? text[node.span.end - 1] : ' ';
    const bool closes = last == (text[node.span.begin] == '{' ? '}' : ']');
    return closes ? found : std::optional(node.span.begin);
}

class Explainer {
public:
    Explainer(const Mistake& mistake, std::string_view text) : m_mistake(mistake), m_text(text), m_lines(text) {}

    Explanation explain() {
        if (m_lines.line(m_mistake.line).contains("{{"))
            return at(Why::Template, m_mistake.line,
                      "This looks like a template. It is no YAML before what stands in {{ }} is filled in.");
        if (says("tab")) return tab(m_mistake.line);
        if (says("closing quote"))
            return here(Why::Quote, std::format("The quote that opens here is never closed. Put {} behind the value.",
                                                says("single") ? "'" : "\""));
        if (says("trailing content after"))
            return here(Why::Quote,
                        says("single")
                            ? "The quotes end before the value does. Inside single quotes, write '' for one."
                            : "The quotes end before the value does. Inside double quotes, write \\\" for one.");
        if (says("bracket") || says("brace") || says("mismatched") || says("missing comma")) return bracket();
        if (says("expected ':'") || says("multiline plain key")) return key();
        if (says("nested block mapping on the same line"))
            return here(Why::ColonInValue,
                        "The value has a colon with a space behind it, which makes a key of what is "
                        "before it. Put the value in quotes.");
        if (says("on the same line as a mapping key"))
            return here(Why::Indentation, "A list cannot begin behind its key. Put each \"- \" on a line of its own.");
        if (says("indentation") || says("expected key") || says("end of block")) return indentation(m_mistake.line);
        if (says("no anchor")) return here(Why::Alias, sentence());
        if (says("cannot start with") || says("anchor") || says("uri"))
            return here(Why::Sign, "A value cannot begin with this sign unless it is put in quotes.");
        if (says("invalid escape"))
            return here(Why::Escape,
                        "The backslash means nothing before this sign. Write \\\\ for a backslash, or put "
                        "the value in single quotes.");
        if (says("block scalar"))
            return here(Why::Other,
                        "Behind | or > nothing else can stand in the line; the text begins in the next one.");
        return here(Why::Other, sentence());
    }

private:
    bool says(std::string_view words) const { return m_mistake.message.contains(words); }

    std::string sentence() const {
        std::string text = m_mistake.message;
        if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
        return text.ends_with('.') ? text : text + ".";
    }

    Explanation here(Why why, std::string message) const {
        return {why, m_mistake.line, m_mistake.column, std::move(message)};
    }

    /// At the first sign of a line.
    Explanation at(Why why, std::size_t line, std::string message) const {
        const std::size_t first = m_lines.line(line).find_first_not_of(" \t");
        return {why, line, first == std::string_view::npos ? 1 : first + 1, std::move(message)};
    }

    std::string_view content(std::size_t line) const {
        const std::string_view text = m_lines.line(line);
        return text.substr(std::min(text.find_first_not_of(" \t-"), text.size()));
    }

    bool isIndentedByTab(std::size_t line) const {
        const std::string_view text = m_lines.line(line);
        return text.substr(0, text.find_first_not_of(" \t")).contains('\t');
    }

    Explanation tab(std::size_t line) const {
        return {
            Why::Tab, line, 1,
            "The line is indented with a tab. YAML takes nothing but spaces there: put two of them for each level."};
    }

    /// "image:nginx", but for addresses such as http://… and nginx:1.27 behind a colon of their own.
    static std::optional<std::size_t> tightColon(std::string_view line) {
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || colon == 0 || colon + 1 >= line.size()) return std::nullopt;
        const bool tight = line[colon + 1] > ' ' && line[colon + 1] != '/';
        return tight && line.substr(0, colon).find_first_of(" \"'{[") == std::string_view::npos ? std::optional(colon)
                                                                                                : std::nullopt;
    }

    /// A line without a key, or one below a value that has ended already.
    Explanation key() const {
        for (const std::size_t line : {m_mistake.line, m_mistake.line - 1}) {
            const std::string_view text = content(line);
            if (const auto colon = tightColon(text))
                return at(
                    Why::Colon, line,
                    std::format("There is no space behind the colon of \"{}\". A key's value needs one before it.",
                                quotedPart(text.substr(0, *colon))));
        }
        if (!says("multiline"))
            return at(Why::NoColon, m_mistake.line,
                      "The line has no colon, so it is no key; and there is no text above that it could go on with. "
                      "Write \"key: value\".");
        const std::size_t below = nextWithContent(m_mistake.line);
        if (isIndentedByTab(below)) return tab(below);
        return at(Why::Indentation, below,
                  std::format("The line stands deeper than line {}, which has a value already and can hold no other. "
                              "Line both up, or take the value away.",
                              m_mistake.line));
    }

    std::size_t nextWithContent(std::size_t line) const {
        const std::size_t begin = m_lines.offset({line, 1});
        const std::size_t next = skipBlank(m_text, nextLine(m_text, begin));
        return m_lines.at(std::min(next, m_text.size())).line;
    }

    Explanation bracket() const {
        const std::size_t noticed = m_lines.offset({m_mistake.line, m_mistake.column});
        if (!says("extra") && !says("mismatched"))
            for (const Span& span : documentSpans(m_text))
                if (const auto open = unclosed(m_text, sketchOf(m_text, span), noticed)) {
                    const auto [line, column] = m_lines.at(*open);
                    return {Why::Bracket, line, column,
                            std::format("The {} that opens here is never closed. Put {} behind the last entry.",
                                        m_text[*open], m_text[*open] == '{' ? '}' : ']')};
                }
        if (says("comma"))
            return here(Why::Comma,
                        "Between two entries in brackets a comma is needed; a colon inside needs a space "
                        "behind it, or quotes around the value.");
        return here(Why::Bracket, "The bracket that closes here does not belong to the one that was opened last.");
    }

    /// The columns of the lines above that could hold the line.
    Explanation indentation(std::size_t line) const {
        if (isIndentedByTab(line)) return tab(line);
        const auto columnOf = [&](std::size_t number) { return m_lines.line(number).find_first_not_of(' '); };
        const std::size_t own = columnOf(line);
        std::vector<std::size_t> columns;
        std::size_t least = std::string_view::npos;
        for (std::size_t above = line; above-- > 1 && least > 0;) {
            const std::string_view text = m_lines.line(above);
            std::size_t column = columnOf(above);
            if (column >= text.size() || text[column] == '#' || text[column] == '\r') continue;
            for (; column < least; column = std::min(text.find_first_not_of(' ', column + 1), text.size())) {
                columns.push_back(column);
                if (text.substr(column, 2) != "- ") break;
            }
            least = std::min(least, columnOf(above));
        }
        std::ranges::sort(columns);
        const auto rest = std::ranges::unique(columns);
        columns.erase(rest.begin(), rest.end());
        std::string list;
        for (std::size_t i = 0; i < columns.size(); ++i)
            list += std::format("{}{}", i == 0 ? "" : i + 1 == columns.size() ? " or " : ", ", columns[i]);
        if (own == std::string_view::npos || std::ranges::contains(columns, own))
            return at(Why::Indentation, line,
                      "The line does not go with the lines above that are indented as it is: a list's items and a "
                      "mapping's keys cannot stand side by side.");
        return at(Why::Indentation, line,
                  std::format("The line is indented by {}; the lines above that it could go with are by {}.",
                              own == 1 ? "1 space" : std::format("{} spaces", own), list));
    }

    const Mistake& m_mistake;
    std::string_view m_text;
    LineIndex m_lines;
};

}  // namespace

Explanation explainMistake(const Mistake& mistake, std::string_view text) {
    return Explainer(mistake, text).explain();
}

}  // namespace armillary::manifest
