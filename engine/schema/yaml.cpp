#include "engine/schema/yaml.h"

#include <libfyaml.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <format>
#include <memory>
#include <optional>
#include <set>

#include "engine/schema/text.h"

namespace armillary::schema {

namespace {

template <auto Free>
struct Freeing {
    template <class T>
    void operator()(T* pointer) const {
        Free(pointer);
    }
};
using Parser = std::unique_ptr<fy_parser, Freeing<fy_parser_destroy>>;
using Diagnostics = std::unique_ptr<fy_diag, Freeing<fy_diag_destroy>>;

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, text) != words.end();
}

/// A plain scalar that YAML reads as an integer, in decimal.
std::optional<std::string> integerText(std::string_view text) {
    std::string digits;
    for (const char c : text)
        if (c != '_') digits += c;
    std::string_view rest = digits;
    const bool negative = rest.starts_with('-');
    if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
    int base = 10;
    for (const auto& [prefix, value] :
         std::initializer_list<std::pair<std::string_view, int>>{{"0x", 16}, {"0b", 2}, {"0o", 8}})
        if (rest.starts_with(prefix)) base = value;
    if (base != 10)
        rest.remove_prefix(2);
    else if (rest.size() > 1 && rest[0] == '0')
        base = 8;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value, base);
    if (rest.empty() || error != std::errc() || end != rest.data() + rest.size()) return std::nullopt;
    return (negative && value != 0 ? "-" : "") + std::to_string(value);
}

bool looksLikeFloat(std::string_view text) {
    bool digit = false, mark = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool sign = (c == '+' || c == '-') && (i == 0 || text[i - 1] == 'e' || text[i - 1] == 'E');
        if (c >= '0' && c <= '9')
            digit = true;
        else if (c == '.' || ((c == 'e' || c == 'E') && digit))
            mark = true;
        else if (!sign)
            return false;
    }
    return digit && mark;
}

}  // namespace

std::string plainScalarToJson(std::string_view text) {
    if (isOneOf(text, {"", "~", "null", "Null", "NULL"})) return "null";
    if (isOneOf(text, {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"})) return "true";
    if (isOneOf(text, {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"})) return "false";
    if (auto integer = integerText(text)) return *integer;
    std::string out;
    double number = 0;
    if (looksLikeFloat(text)) {
        const std::string_view unsignedText = text.starts_with('+') ? text.substr(1) : text;
        const auto [end, error] =
            std::from_chars(unsignedText.data(), unsignedText.data() + unsignedText.size(), number);
        if (error == std::errc() && end == unsignedText.data() + unsignedText.size())
            return appendDouble(out, number), out;
    }
    appendJsonString(out, text);
    return out;
}

namespace {

/// Values that aliases may repeat in one document.
constexpr std::size_t kMostRepeated = 100'000;

/// One document's tree on its way into JSON.
/// Of a block of text whose mark stands on a line of its own, in the column of the content, or whose content is not
/// indented at all, the library loses bytes at the end, or puts there what nobody has written. `begin` and `end` are
/// the content's.
bool isMisread(std::string_view text, std::size_t begin, std::size_t end) {
    const auto lineOf = [text](std::size_t at) { return at == 0 ? 0 : text.rfind('\n', at - 1) + 1; };
    const auto indentOf = [text](std::size_t line) { return text.find_first_not_of(' ', line) - line; };
    const auto isBlank = [text](std::size_t line) {
        const std::size_t first = text.find_first_not_of(" \t\r", line);
        return first == std::string_view::npos || text[first] == '\n';
    };
    std::size_t fewest = std::string_view::npos;
    for (std::size_t line = lineOf(begin); line < end; line = text.find('\n', line) + 1) {
        if (!isBlank(line)) fewest = std::min(fewest, indentOf(line));
        if (text.find('\n', line) == std::string_view::npos) break;
    }
    if (fewest == 0) return true;
    std::size_t mark = lineOf(std::min(begin, text.size()));
    do {
        if (mark == 0) return false;
        mark = lineOf(mark - 1);
    } while (isBlank(mark));
    const std::size_t first = text.find_first_not_of(' ', mark);
    if (text[first] != '|' && text[first] != '>') return false;
    return fewest <= first - mark;
}

class Converter {
public:
    explicit Converter(std::string_view text) : m_text(text) {}
    bool convert(fy_node* node) { return write(node, 0); }
    std::string take() { return std::move(m_out); }
    const DecodeError& error() const { return m_error; }

private:
    bool fail(std::string message) {
        if (m_error.message.empty()) m_error.message = "error converting YAML to JSON: " + message;
        return false;
    }

    bool write(fy_node* node, std::size_t depth) {
        if (depth > kMaxDepth) return fail(std::format("nested deeper than {} levels", kMaxDepth));
        if (m_out.size() > kMaxDocumentBytes)
            return fail(std::format("the document grows beyond {} bytes", kMaxDocumentBytes));
        if (m_aliases > 0 && ++m_repeated > kMostRepeated) return fail("yaml: document contains excessive aliasing");
        if (!node) return m_out += "null", true;
        if (fy_node_is_alias(node)) {
            fy_node* target = fy_node_resolve_alias(node);
            if (!target) return fail("an alias names an anchor that is not there");
            ++m_aliases;
            const bool written = write(target, depth + 1);
            --m_aliases;
            return written;
        }
        switch (fy_node_get_type(node)) {
            case FYNT_SCALAR:
                return writeScalar(node);
            case FYNT_SEQUENCE:
                return writeSequence(node, depth);
            case FYNT_MAPPING:
                return writeMapping(node, depth);
        }
        return false;
    }

    static bool isBlock(fy_node* node) {
        return fy_node_get_style(node) == FYNS_LITERAL || fy_node_get_style(node) == FYNS_FOLDED;
    }

    static std::string_view scalar(fy_node* node) {
        std::size_t length = 0;
        const char* text = fy_node_get_scalar(node, &length);
        return text ? std::string_view(text, length) : std::string_view();
    }

    bool writeScalar(fy_node* node) {
        if (isBlock(node)) {
            fy_token* token = fy_node_get_scalar_token(node);
            const std::size_t begin = fy_token_start_mark(token)->input_pos, end = fy_token_end_mark(token)->input_pos;
            // Of one without content the library says a byte that is not there.
            if (begin >= end) return m_out += "\"\"", true;
            if (isMisread(m_text, begin, end)) return fail("yaml: a block of text has to stand deeper than its mark");
        }
        std::size_t tagLength = 0;
        const char* tag = fy_node_get_tag(node, &tagLength);
        const bool isText =
            fy_node_get_style(node) != FYNS_PLAIN || (tag && std::string_view(tag, tagLength).ends_with("str"));
        if (isText)
            appendJsonString(m_out, scalar(node));
        else
            m_out += plainScalarToJson(scalar(node));
        return true;
    }

    bool writeSequence(fy_node* node, std::size_t depth) {
        m_out += '[';
        void* place = nullptr;
        bool first = true;
        while (fy_node* item = fy_node_sequence_iterate(node, &place)) {
            if (!std::exchange(first, false)) m_out += ',';
            if (!write(item, depth + 1)) return false;
        }
        m_out += ']';
        return true;
    }

    bool writeMapping(fy_node* node, std::size_t depth) {
        m_out += '{';
        std::set<std::string, std::less<>> written;
        bool first = true;
        if (!writePairs(node, depth, written, first, false)) return false;
        m_out += '}';
        return true;
    }

    /// The pairs of a mapping; with `merged`, those whose keys are not there yet.
    bool writePairs(fy_node* node, std::size_t depth, std::set<std::string, std::less<>>& written, bool& first,
                    bool merged) {
        std::vector<fy_node*> merges;
        void* place = nullptr;
        while (fy_node_pair* pair = fy_node_mapping_iterate(node, &place)) {
            fy_node* key = fy_node_pair_key(pair);
            if (key && fy_node_is_alias(key)) key = fy_node_resolve_alias(key);
            if (key && fy_node_get_type(key) != FYNT_SCALAR) return fail("a key that is no text");
            const std::string name(key ? scalar(key) : std::string_view("null"));
            if (name == "<<" && key && fy_node_get_style(key) == FYNS_PLAIN) {
                merges.push_back(fy_node_pair_value(pair));
                continue;
            }
            if (!written.insert(name).second) {
                if (merged) continue;
                return fail(std::format("key \"{}\" already set in map", name));
            }
            if (!std::exchange(first, false)) m_out += ',';
            appendJsonString(m_out, name);
            m_out += ':';
            if (!write(fy_node_pair_value(pair), depth + 1)) return false;
        }
        for (fy_node* merge : merges)
            if (!writeMerge(merge, depth + 1, written, first)) return false;
        return true;
    }

    bool writeMerge(fy_node* node, std::size_t depth, std::set<std::string, std::less<>>& written, bool& first) {
        if (depth > kMaxDepth) return fail(std::format("nested deeper than {} levels", kMaxDepth));
        if (++m_repeated > kMostRepeated) return fail("yaml: document contains excessive aliasing");
        if (node && fy_node_is_alias(node)) node = fy_node_resolve_alias(node);
        if (node && fy_node_get_type(node) == FYNT_MAPPING) return writePairs(node, depth, written, first, true);
        if (!node || fy_node_get_type(node) != FYNT_SEQUENCE) return fail("a merge key needs a mapping");
        void* place = nullptr;
        while (fy_node* item = fy_node_sequence_iterate(node, &place))
            if (!writeMerge(item, depth + 1, written, first)) return false;
        return true;
    }

    const std::string_view m_text;
    std::string m_out;
    std::size_t m_aliases = 0;   ///< that lead to where the converter stands
    std::size_t m_repeated = 0;  ///< values written because of an alias
    DecodeError m_error;
};

std::string firstError(fy_diag* diagnostics) {
    void* place = nullptr;
    if (const fy_diag_error* error = fy_diag_errors_iterate(diagnostics, &place))
        return std::format("yaml: line {}: {}", error->line, error->msg);
    return "yaml: cannot be read";
}

std::expected<std::vector<std::string>, DecodeError> read(std::string_view text, std::size_t most) {
    if (text.size() > kMaxDocumentBytes)
        return std::unexpected(
            DecodeError{"", std::format("the document has {} bytes, more than {}", text.size(), kMaxDocumentBytes)});
    // Where a directive is no text the library never comes back.
    if (!simdjson::validate_utf8(text.data(), text.size()))
        return std::unexpected(DecodeError{"", "error converting YAML to JSON: yaml: invalid leading UTF-8 octet"});
    // The library stops at the first of these; no YAML may hold them.
    if (text.contains('\0'))
        return std::unexpected(
            DecodeError{"", "error converting YAML to JSON: yaml: control characters are not allowed"});
    fy_diag_cfg quiet;
    fy_diag_cfg_default(&quiet);
    quiet.fp = nullptr;
    const Diagnostics diagnostics(fy_diag_create(&quiet));
    fy_diag_set_collect_errors(diagnostics.get(), true);
    // The library compares every key with every other; writePairs() finds duplicates at less cost.
    const fy_parse_cfg config{
        nullptr, static_cast<fy_parse_cfg_flags>(FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_ALLOW_DUPLICATE_KEYS),
        nullptr, diagnostics.get()};
    const Parser parser(fy_parser_create(&config));
    if (!parser || fy_parser_set_string(parser.get(), text.data(), text.size()) != 0)
        return std::unexpected(DecodeError{"", "out of memory"});

    std::vector<std::string> documents;
    while (documents.size() < most) {
        const auto release = [&](fy_document* document) { fy_parse_document_destroy(parser.get(), document); };
        const std::unique_ptr<fy_document, decltype(release)> document(fy_parse_load_document(parser.get()), release);
        if (!document) break;
        Converter converter(text);
        if (!converter.convert(fy_document_root(document.get()))) return std::unexpected(converter.error());
        documents.push_back(converter.take());
    }
    if (fy_parser_get_stream_error(parser.get()))
        return std::unexpected(DecodeError{"", "error converting YAML to JSON: " + firstError(diagnostics.get())});
    return documents;
}

}  // namespace

std::expected<std::string, DecodeError> yamlToJson(std::string_view text) {
    auto documents = read(text, 1);
    if (!documents) return std::unexpected(documents.error());
    return documents->empty() ? "null" : std::move(documents->front());
}

std::expected<std::vector<std::string>, DecodeError> yamlStreamToJson(std::string_view text) {
    auto documents = read(text, SIZE_MAX);
    if (documents) std::erase(*documents, "null");
    return documents;
}

}  // namespace armillary::schema
