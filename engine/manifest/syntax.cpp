#include "engine/manifest/syntax.h"

#include <libfyaml.h>

#include <algorithm>
#include <format>
#include <map>
#include <optional>

#include "engine/manifest/lines.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/yaml.h"

namespace armillary::manifest {

namespace {

template <auto Free>
struct FreeWith {
    template <class T>
    void operator()(T* pointer) const {
        Free(pointer);
    }
};
using Parser = std::unique_ptr<fy_parser, FreeWith<fy_parser_destroy>>;
using Diagnostics = std::unique_ptr<fy_diag, FreeWith<fy_diag_destroy>>;

std::string textOf(fy_token* token) {
    std::size_t length = 0;
    const char* text = token ? fy_token_get_text(token, &length) : nullptr;
    return text ? std::string(text, length) : std::string();
}

/// Builds documents out of the library's events. Its marks are byte offsets, of which not all are where one would look
/// for them: a quoted scalar's leave the quotes out, a block scalar's its header, an anchor's and an alias' the sign in
/// front, and a block collection's end is the next token. What is missing is found by reading on from the token before.
class Builder {
public:
    Builder(std::string_view text, std::size_t begin, fy_parser* parser, fy_diag* diagnostics)
        : m_text(text), m_begin(begin), m_parser(parser), m_diagnostics(diagnostics) {}
    Builder(const Builder&) = delete;
    ~Builder() { release(); }

    std::expected<std::vector<Document>, Mistake> build() {
        m_cursor = m_begin == 0 && m_text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : m_begin;
        std::size_t from = m_begin;
        while (next()) {
            if (m_event->type != FYET_DOCUMENT_START) continue;
            if (m_documents.size() == kMostDocuments) {
                fail(m_cursor, std::format("the file has more than {} documents", kMostDocuments));
                break;
            }
            if (!readDocument(from)) break;
            from = m_documents.back().span.end;
        }
        if (!m_mistake && fy_parser_get_stream_error(m_parser)) libraryMistake();
        if (m_mistake) return std::unexpected(std::move(*m_mistake));
        if (!m_documents.empty()) m_documents.back().span.end = m_text.size();
        return std::move(m_documents);
    }

private:
    void release() {
        if (m_event) fy_parser_event_free(m_parser, m_event);
        m_event = nullptr;
    }

    bool next() {
        release();
        m_event = fy_parser_parse(m_parser);
        return m_event != nullptr;
    }

    /// In the whole text; the library knows only the part that it reads.
    std::size_t placeOf(const fy_mark* mark) const { return m_begin + (mark ? mark->input_pos : 0); }

    bool fail(std::size_t at, std::string message) {
        const auto [line, column] = positionOf(m_text, at);
        if (!m_mistake) m_mistake = Mistake{line, column, std::move(message)};
        return false;
    }

    void libraryMistake() {
        void* place = nullptr;
        if (const fy_diag_error* error = fy_diag_errors_iterate(m_diagnostics, &place)) {
            m_mistake = Mistake{static_cast<std::size_t>(std::max(error->line, 1)),
                                static_cast<std::size_t>(std::max(error->column, 1)), error->msg};
            return;
        }
        fail(m_cursor, "cannot be read as YAML");
    }

    bool readDocument(std::size_t from) {
        m_anchors.clear();
        if (!m_event->document_start.implicit) m_cursor = placeOf(fy_event_end_mark(m_event));
        const std::size_t after = m_cursor;
        auto root = std::make_unique<Node>();
        if (!next() || !readNode(*root, m_cursor, 0)) return false;
        if (!next()) return false;
        m_cursor = std::max(placeOf(fy_event_end_mark(m_event)), m_cursor);
        m_documents.push_back({{from, m_cursor}, after, Tree(std::move(root))});
        return true;
    }

    /// Reads the event that stands ready, and those that belong to it. An absent value is put at `place`.
    bool readNode(Node& node, std::size_t place, std::size_t depth) {
        if (depth > schema::kMaxDepth)
            return fail(m_cursor, std::format("nested deeper than {} levels", schema::kMaxDepth));
        switch (m_event->type) {
            case FYET_SCALAR:
                readProperties(node, m_event->scalar.anchor, m_event->scalar.tag);
                return readScalar(node, place) && remember(node);
            case FYET_ALIAS:
                return readAlias(node);
            case FYET_MAPPING_START:
                node.form = Form::Mapping;
                readProperties(node, m_event->mapping_start.anchor, m_event->mapping_start.tag);
                return readCollection(node, depth) && remember(node);
            case FYET_SEQUENCE_START:
                node.form = Form::Sequence;
                readProperties(node, m_event->sequence_start.anchor, m_event->sequence_start.tag);
                return readCollection(node, depth) && remember(node);
            default:
                return fail(m_cursor, "cannot be read as YAML");
        }
    }

    void readProperties(Node& node, fy_token* anchor, fy_token* tag) {
        node.anchor = textOf(anchor);
        node.tag = textOf(tag);
        std::size_t begin = m_text.size(), end = 0;
        if (anchor) {
            begin = placeOf(fy_token_start_mark(anchor)) - 1;  // the '&'
            end = placeOf(fy_token_end_mark(anchor));
        }
        if (tag) {
            begin = std::min(begin, placeOf(fy_token_start_mark(tag)));
            end = std::max(end, placeOf(fy_token_end_mark(tag)));
        }
        if (begin < end) node.properties = {begin, end}, m_cursor = end;
    }

    bool remember(Node& node) {
        if (!node.anchor.empty()) m_anchors[node.anchor] = &node;
        return true;
    }

    bool readScalar(Node& node, std::size_t place) {
        fy_token* token = m_event->scalar.value;
        node.text = textOf(token);
        const std::size_t begin = placeOf(fy_event_start_mark(m_event));
        const std::size_t end = placeOf(fy_event_end_mark(m_event));
        switch (token ? fy_token_scalar_style(token) : FYSS_PLAIN) {
            case FYSS_SINGLE_QUOTED:
                node.style = Style::SingleQuoted;
                node.span = {begin - 1, end + 1};
                break;
            case FYSS_DOUBLE_QUOTED:
                node.style = Style::DoubleQuoted;
                node.span = {begin - 1, end + 1};
                break;
            case FYSS_LITERAL:
                node.style = Style::Literal;
                node.span = blockScalar(begin, end);
                break;
            case FYSS_FOLDED:
                node.style = Style::Folded;
                node.span = blockScalar(begin, end);
                break;
            default:
                node.span = begin < end ? Span{begin, end} : Span{std::max(place, m_cursor), std::max(place, m_cursor)};
        }
        m_cursor = node.span.end;
        return !node.isBlockScalar() || isReadable(node.span);
    }

    /// Of a block whose header stands on a line of its own, in the column of the content, the library loses bytes at
    /// the end, or puts there what nobody has written.
    bool isReadable(Span block) {
        const std::size_t headerEnd = lineEnd(m_text, block.begin);
        if (!isFirstInLine(m_text, block.begin) || block.end <= headerEnd) return true;
        if (indentOf(headerEnd, block.end) > columnOf(m_text, block.begin)) return true;
        return fail(block.begin,
                    "a block of text has to stand deeper than its mark, or have that on the line of its key");
    }

    /// From the header on up to the last line of the content, without its line break. Lines of blanks at the end are
    /// the content's only where the header says so ("+"), or where they are deeper than the content; the mark may lie
    /// behind them, and behind the indentation of what comes next.
    Span blockScalar(std::size_t contentBegin, std::size_t contentEnd) {
        const std::size_t header = skipBlank(m_text, m_cursor), headerEnd = lineEnd(m_text, header);
        const bool keep = m_text.substr(header, m_text.find_first_of(" \t\r\n", header) - header).contains('+');
        const std::size_t indent = indentOf(std::max(contentBegin, headerEnd), contentEnd);
        for (std::size_t end = contentEnd; end > headerEnd;) {
            const bool broken = m_text[end - 1] == '\n';
            const std::size_t line = lineBegin(m_text, broken ? end - 1 : end);
            const std::size_t last = broken ? lineEnd(m_text, line) : end;
            if (line <= header) break;
            const bool blank = m_text.substr(line, last - line).find_first_not_of(" \t\r") == std::string_view::npos;
            if (!blank || last - line > indent || (keep && broken)) return {header, last};
            end = line;
        }
        return {header, headerEnd};
    }

    /// Blanks before the content's lines that are none themselves; of the one with the fewest.
    std::size_t indentOf(std::size_t begin, std::size_t end) const {
        std::size_t fewest = std::string_view::npos;
        for (std::size_t line = lineBegin(m_text, begin); line < end; line = nextLine(m_text, line)) {
            const std::size_t first = m_text.find_first_not_of(' ', line);
            if (line < begin || first >= lineEnd(m_text, line)) continue;
            fewest = std::min(fewest, first - line);
        }
        return fewest;
    }

    bool readAlias(Node& node) {
        node.form = Form::Alias;
        node.text = textOf(m_event->alias.anchor);
        node.span = {placeOf(fy_event_start_mark(m_event)) - 1, placeOf(fy_event_end_mark(m_event))};  // with the '*'
        m_cursor = node.span.end;
        const auto found = m_anchors.find(node.text);
        if (found == m_anchors.end())
            return fail(node.span.begin,
                        std::format("the alias *{} has no anchor &{} before it", node.text, node.text));
        node.target = found->second;
        return true;
    }

    bool readCollection(Node& node, std::size_t depth) {
        const bool mapping = node.form == Form::Mapping;
        const fy_event_type last = mapping ? FYET_MAPPING_END : FYET_SEQUENCE_END;
        const std::size_t begin = skipBlank(m_text, m_cursor);
        node.flow = fy_event_get_node_style(m_event) == FYNS_FLOW;
        node.span = {begin, begin};
        // A pair without braces in a flow sequence, [a: b], begins with its key.
        const bool brackets = node.flow && begin < m_text.size() && (m_text[begin] == '{' || m_text[begin] == '[') &&
                              placeOf(fy_event_end_mark(m_event)) > placeOf(fy_event_start_mark(m_event));
        m_cursor = brackets ? begin + 1 : begin;
        while (next() && m_event->type != last) {
            Entry entry;
            if (!(mapping ? readPair(entry, node.flow, depth) : readItem(entry, node.flow, depth))) return false;
            node.entries.push_back(std::move(entry));
        }
        if (!m_event) return false;
        if (brackets) m_cursor = placeOf(fy_event_end_mark(m_event));
        node.span.end = node.flow ? m_cursor : (node.entries.empty() ? begin : node.entries.back().end());
        m_cursor = std::max(m_cursor, node.span.end);
        return true;
    }

    bool readPair(Entry& entry, bool flow, std::size_t depth) {
        entry.begin = nextToken(flow);
        if (m_text.substr(entry.begin).starts_with('?') && isIndicator(entry.begin)) m_cursor = entry.begin + 1;
        entry.key = std::make_unique<Node>();
        if (!readNode(*entry.key, m_cursor, depth + 1)) return false;
        const std::size_t colon = skipBlank(m_text, m_cursor);
        const bool hasColon = colon < m_text.size() && m_text[colon] == ':';
        entry.after = m_cursor = hasColon ? colon + 1 : m_cursor;
        entry.value = std::make_unique<Node>();
        return next() && readNode(*entry.value, entry.after, depth + 1);
    }

    bool readItem(Entry& entry, bool flow, std::size_t depth) {
        entry.begin = nextToken(flow);
        entry.after = m_cursor = flow ? entry.begin : entry.begin + 1;
        entry.value = std::make_unique<Node>();
        return readNode(*entry.value, entry.after, depth + 1);
    }

    /// Where the next entry begins; in a flow collection behind its comma.
    std::size_t nextToken(bool flow) {
        std::size_t at = skipBlank(m_text, m_cursor);
        if (flow && at < m_text.size() && m_text[at] == ',') at = skipBlank(m_text, at + 1);
        return at;
    }

    bool isIndicator(std::size_t at) const {
        return at + 1 >= m_text.size() || std::string_view(" \t\r\n").contains(m_text[at + 1]);
    }

    std::string_view m_text;  ///< up to the end of the part that is read
    const std::size_t m_begin;
    fy_parser* m_parser;
    fy_diag* m_diagnostics;
    fy_event* m_event = nullptr;
    std::size_t m_cursor = 0;  ///< the end of what has been read
    std::map<std::string, const Node*, std::less<>> m_anchors;
    std::vector<Document> m_documents;
    std::optional<Mistake> m_mistake;
};

}  // namespace

std::expected<std::vector<Document>, Mistake> parseSyntax(std::string_view text, Span part) {
    fy_diag_cfg quiet;
    fy_diag_cfg_default(&quiet);
    quiet.fp = nullptr;
    const Diagnostics diagnostics(fy_diag_create(&quiet));
    fy_diag_set_collect_errors(diagnostics.get(), true);
    // Brackets may close where their key stands, as others' readers have it.
    const fy_parse_cfg config{
        nullptr,
        static_cast<fy_parse_cfg_flags>(FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_ALLOW_DUPLICATE_KEYS |
                                        FYPCF_SLOPPY_FLOW_INDENTATION),
        nullptr, diagnostics.get()};
    const Parser parser(fy_parser_create(&config));
    if (!parser || fy_parser_set_string(parser.get(), text.data() + part.begin, part.end - part.begin) != 0)
        return std::unexpected(Mistake{1, 1, "out of memory"});
    return Builder(text.substr(0, part.end), part.begin, parser.get(), diagnostics.get()).build();
}

std::string scalarJson(const Node& scalar) {
    if (scalar.style == Style::Plain && !scalar.tag.ends_with(":str") && scalar.tag != "!")
        return schema::plainScalarToJson(scalar.text);
    std::string json;
    schema::appendJsonString(json, scalar.text);
    return json;
}

}  // namespace armillary::manifest
