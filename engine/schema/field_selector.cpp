#include <algorithm>
#include <format>

#include "engine/schema/selector.h"

namespace armillary {

namespace {

std::unexpected<std::string> invalid(std::string sentence) {
    return std::unexpected("invalid field selector: " + std::move(sentence));
}

/// The terms between the commas that no backslash escapes.
std::vector<std::string_view> splitTerms(std::string_view text) {
    std::vector<std::string_view> terms;
    std::size_t from = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == ',') {
            terms.push_back(text.substr(from, at - from));
            from = at + 1;
        }
    }
    terms.push_back(text.substr(from));
    return terms;
}

/// The bytes of the UTF-8 character at `at`, the whole of it.
std::string_view characterAt(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
    return text.substr(at, end - at);
}

std::expected<std::string, std::string> unescape(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == ',' || c == '=') return invalid(std::format("unescaped character in value: {}", static_cast<int>(c)));
        if (c != '\\') {
            out += c;
            continue;
        }
        if (++at == text.size()) return invalid("invalid escape sequence: \\");
        if (text[at] != '\\' && text[at] != ',' && text[at] != '=') {
            return invalid("invalid escape sequence: \\" + std::string(characterAt(text, at)));
        }
        out += text[at];
    }
    return out;
}

}  // namespace

std::expected<FieldSelector, std::string> FieldSelector::parse(std::string_view text) {
    FieldSelector selector;
    std::vector<std::string_view> terms = splitTerms(text);
    std::ranges::sort(terms);
    for (const std::string_view term : terms) {
        if (term.empty()) continue;
        const std::size_t op = term.find_first_of("=!");
        std::size_t at = op;
        while (at != std::string_view::npos && term[at] == '!' && !term.substr(at).starts_with("!=")) {
            at = term.find_first_of("=!", at + 1);
        }
        if (at == std::string_view::npos) {
            return std::unexpected(std::format("invalid selector: '{}'; can't understand '{}'", text, term));
        }
        const bool equal = term[at] == '=';
        const std::size_t length = equal && !term.substr(at).starts_with("==") ? 1 : 2;
        auto value = unescape(term.substr(at + length));
        if (!value) return std::unexpected(std::move(value.error()));
        selector.m_requirements.push_back({std::string(term.substr(0, at)), equal, std::move(*value)});
    }
    return selector;
}

}  // namespace armillary
