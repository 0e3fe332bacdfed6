#include "engine/manifest/sketch.h"

#include <algorithm>

#include "engine/manifest/lines.h"
#include "engine/schema/json_codec.h"

namespace armillary::manifest {

namespace {

/// Lines over which a scalar in quotes may go.
constexpr std::size_t kMostQuotedLines = 300;
constexpr auto kNowhere = std::string_view::npos;

bool isBlank(char c) {
    return c == ' ' || c == '\t';
}

/// Just past the closing quote of the scalar that begins at `at`; nowhere when it does not close before `end`.
std::size_t closingQuote(std::string_view text, std::size_t at, std::size_t end) {
    const char quote = text[at];
    for (++at; at < end; ++at) {
        if (quote == '"' && text[at] == '\\')
            ++at;
        else if (text[at] == quote && quote == '\'' && at + 1 < end && text[at + 1] == '\'')
            ++at;
        else if (text[at] == quote)
            return at + 1;
    }
    return kNowhere;
}

/// Where a comment begins in [at, end), or `end`; blanks before it are left out.
std::size_t withoutComment(std::string_view text, std::size_t at, std::size_t end) {
    for (std::size_t i = at; i < end; ++i)
        if (text[i] == '#' && (i == at || isBlank(text[i - 1]))) end = i;
    while (end > at && isBlank(text[end - 1])) --end;
    return end;
}

class Sketcher {
public:
    Sketcher(std::string_view text, Span document, std::size_t cursor)
        : m_text(text.substr(0, document.end)), m_cursor(cursor) {
        toLine(document.begin);
    }

    Sketch read() {
        Sketch root;
        while (!m_done) nest(root, kNoColumn, 0);
        return root;
    }

private:
    static constexpr std::ptrdiff_t kNoColumn = -1;  ///< of who holds the root

    /// What is left of a line.
    struct Piece {
        std::size_t at = 0, end = 0;
        std::ptrdiff_t column = 0;
        bool blank = false;  ///< nothing but the cursor
    };
    struct Key {
        std::size_t end, colon;
    };

    /// To the first line from `begin` on that has something.
    void toLine(std::size_t begin) {
        for (; begin < m_text.size() || (begin == m_text.size() && m_cursor == begin);
             begin = nextLine(m_text, begin)) {
            std::size_t start = begin;
            if (start == 0 && m_text.starts_with(kByteOrderMark)) start = kByteOrderMark.size();
            const std::size_t end = std::max(start, lineEnd(m_text, start));
            const std::size_t at = std::min(m_text.find_first_not_of(" \t", start), end);
            const bool blank = at == end;
            const bool aside = !blank && (m_text[at] == '#' || (m_text[at] == '%' && at == start));
            if (blank ? m_cursor >= start && m_cursor <= end : !aside) {
                const std::size_t here = blank ? m_cursor : at;
                m_piece = {here, end, static_cast<std::ptrdiff_t>(here - start), blank};
                if (!isMarker(start)) return;
                // What stands behind `---` in its line begins at its own column.
                advance(start + 3);
                if (m_piece.at < m_piece.end && m_text[m_piece.at] != '#') return;
            }
            if (end >= m_text.size()) break;
        }
        m_done = true;
    }

    bool isMarker(std::size_t line) const {
        const auto head = m_text.substr(line, 4);
        return (head.starts_with("---") || head.starts_with("...")) && (head.size() == 3 || head[3] <= ' ');
    }

    void toNextLine() { toLine(m_piece.end >= m_text.size() ? m_text.size() + 1 : nextLine(m_text, m_piece.end)); }

    /// Within the line, past blanks.
    void advance(std::size_t to) {
        const std::size_t at = std::min(m_text.find_first_not_of(" \t", to), m_piece.end);
        m_piece.column += static_cast<std::ptrdiff_t>(at - m_piece.at);
        m_piece.at = at;
    }

    bool isRestEmpty() const { return m_piece.at >= m_piece.end || m_text[m_piece.at] == '#'; }

    bool isDash() const {
        return !m_piece.blank && m_text[m_piece.at] == '-' &&
               (m_piece.at + 1 >= m_piece.end || isBlank(m_text[m_piece.at + 1]));
    }

    /// The key that the piece begins with.
    std::optional<Key> key() const {
        const auto [begin, end, column, blank] = m_piece;
        const auto isColon = [&](std::size_t at) {
            return m_text[at] == ':' && (at + 1 >= end || isBlank(m_text[at + 1]));
        };
        if (blank || begin >= end || std::string_view("{[|>#").contains(m_text[begin])) return std::nullopt;
        if (m_text[begin] == '"' || m_text[begin] == '\'') {
            const std::size_t close = closingQuote(m_text, begin, end);
            if (close == kNowhere) return std::nullopt;
            const std::size_t colon = std::min(m_text.find_first_not_of(" \t", close), end);
            return colon < end && isColon(colon) ? std::optional(Key{close, colon}) : std::nullopt;
        }
        for (std::size_t at = begin; at < end; ++at) {
            if (m_text[at] == '#' && at > begin && isBlank(m_text[at - 1])) break;
            if (isColon(at)) return Key{withoutComment(m_text, begin, at), at};
        }
        return std::nullopt;
    }

    /// Anchors and tags.
    void skipProperties() {
        while (m_piece.at < m_piece.end && (m_text[m_piece.at] == '&' || m_text[m_piece.at] == '!'))
            advance(std::min(m_text.find_first_of(" \t", m_piece.at), m_piece.end));
    }

    /// What the piece begins, for a value whose holder stands in `holder`. Where there is something already that this
    /// line cannot belong to, it counts as more of it.
    void nest(Sketch& value, std::ptrdiff_t holder, std::size_t depth) {
        if (depth > schema::kMaxDepth) return toNextLine();
        if (value.form == Sketch::Form::Absent) return readBlock(value, holder, depth);
        if (value.form == Sketch::Form::Mapping && !value.flow && !isDash())
            return readMapping(value, m_piece.column, depth);
        if (value.form == Sketch::Form::Sequence && !value.flow && isDash())
            return readSequence(value, m_piece.column, holder, depth);
        if (value.form == Sketch::Form::Scalar || value.entries.empty() || value.flow) {
            Sketch other;
            readBlock(other, holder, depth);
            if (other.form != Sketch::Form::Scalar && !value.flow) value = std::move(other);
            return;
        }
        nest(value.entries.back().value, static_cast<std::ptrdiff_t>(value.entries.back().column), depth + 1);
        value.span.end = std::max(value.span.end, value.entries.back().end());
    }

    void readBlock(Sketch& value, std::ptrdiff_t holder, std::size_t depth) {
        if (isDash()) return readSequence(value, m_piece.column, holder, depth);
        if (m_piece.blank || key() || isFirstOfKeys()) return readMapping(value, m_piece.column, depth);
        readInline(value, holder, depth);
    }

    /// A line without a colon above others of its column that have one.
    bool isFirstOfKeys() {
        if (std::string_view("{[|>\"'*").contains(m_text[m_piece.at])) return false;
        const Piece here = m_piece;
        const bool done = m_done;
        toNextLine();
        const bool found = !m_done && m_piece.column == here.column && key();
        m_piece = here;
        m_done = done;
        return found;
    }

    void readMapping(Sketch& mapping, std::ptrdiff_t column, std::size_t depth) {
        if (mapping.form == Sketch::Form::Absent) mapping.span = {m_piece.at, m_piece.at};
        mapping.form = Sketch::Form::Mapping;
        while (!m_done && m_piece.column >= column) {
            const bool stray = m_piece.column > column || isDash();
            if (stray && mapping.entries.empty()) return toNextLine();
            if (stray)
                nest(mapping.entries.back().value, column, depth + 1);
            else
                readEntry(mapping.entries.emplace_back(), depth);
            mapping.span.end = std::max(mapping.span.end, mapping.entries.back().end());
        }
    }

    void readEntry(SketchEntry& entry, std::size_t depth) {
        entry.begin = m_piece.at;
        entry.column = static_cast<std::size_t>(m_piece.column);
        const auto found = key();
        entry.marked = found.has_value();
        entry.keySpan = {m_piece.at, found ? found->end : withoutComment(m_text, m_piece.at, m_piece.end)};
        entry.key = sketchText(m_text, entry.keySpan);
        entry.after = found ? found->colon + 1 : entry.keySpan.end;
        entry.value.span = {entry.after, entry.after};
        if (!found) return toNextLine();
        const std::ptrdiff_t column = m_piece.column;
        advance(entry.after);
        skipProperties();
        if (!isRestEmpty()) return readInline(entry.value, column, depth);
        toNextLine();
        if (!m_done && (m_piece.column > column || (m_piece.column == column && isDash())))
            nest(entry.value, column, depth + 1);
    }

    void readSequence(Sketch& sequence, std::ptrdiff_t column, std::ptrdiff_t holder, std::size_t depth) {
        if (sequence.form == Sketch::Form::Absent) sequence.span = {m_piece.at, m_piece.at};
        sequence.form = Sketch::Form::Sequence;
        while (!m_done && m_piece.column >= column) {
            if (m_piece.column == column && !isDash() && column == holder) return;  // the holder's next key
            if (m_piece.column > column)
                nest(sequence.entries.back().value, column, depth + 1);
            else
                readItem(sequence.entries.emplace_back(), depth);
            sequence.span.end = std::max(sequence.span.end, sequence.entries.back().end());
        }
    }

    void readItem(SketchEntry& item, std::size_t depth) {
        const std::ptrdiff_t column = m_piece.column;
        item.begin = m_piece.at;
        item.column = static_cast<std::size_t>(column);
        item.marked = isDash();
        item.after = m_piece.at + (item.marked ? 1 : 0);
        item.value.span = {item.after, item.after};
        if (!item.marked && depth <= schema::kMaxDepth) return readBlock(item.value, column, depth + 1);
        advance(item.after);
        skipProperties();
        if (!isRestEmpty()) return nest(item.value, column, depth + 1);
        toNextLine();
        if (!m_done && m_piece.column > column) nest(item.value, column, depth + 1);
    }

    /// A value that begins in this line, and is no block collection.
    void readInline(Sketch& value, std::ptrdiff_t holder, std::size_t depth) {
        const char first = m_text[m_piece.at];
        value.form = Sketch::Form::Scalar;
        if (first == '|' || first == '>') return readBlockScalar(value, holder);
        if (first == '{' || first == '[') {
            m_flowAt = m_piece.at;
            m_flowHolder = holder;
            readFlow(value, depth);
            m_piece.end = std::max(m_piece.end, lineEnd(m_text, value.span.end));
            return toNextLine();
        }
        if (first == '"' || first == '\'') return readQuoted(value, holder);
        value.span = {m_piece.at, withoutComment(m_text, m_piece.at, m_piece.end)};
        toNextLine();
        // Lines that go on with the text.
        while (!m_done && m_piece.column > holder && !m_piece.blank && !isDash() && !key()) {
            value.span.end = withoutComment(m_text, m_piece.at, m_piece.end);
            toNextLine();
        }
    }

    void readBlockScalar(Sketch& value, std::ptrdiff_t holder) {
        value.span = {m_piece.at, m_piece.end};
        std::size_t line = m_piece.end;
        while (line < m_text.size()) {
            line = nextLine(m_text, line);
            const std::size_t end = lineEnd(m_text, line), at = std::min(m_text.find_first_not_of(' ', line), end);
            if (at < end && (static_cast<std::ptrdiff_t>(at - line) <= holder || isMarker(line))) break;
            if (at < end) value.span.end = end;
            line = end;
        }
        toLine(line);
    }

    /// Lines go on with it as long as they stand deeper; a quote that nobody closed takes its own line alone.
    void readQuoted(Sketch& value, std::ptrdiff_t holder) {
        std::size_t end = m_piece.end;
        for (std::size_t lines = 0; lines < kMostQuotedLines && end < m_text.size(); ++lines) {
            const std::size_t line = nextLine(m_text, end), last = lineEnd(m_text, line);
            const std::size_t at = std::min(m_text.find_first_not_of(" \t", line), last);
            if (at < last && static_cast<std::ptrdiff_t>(at - line) <= holder) break;
            end = std::max(last, end + 1);
        }
        const std::size_t close = closingQuote(m_text, m_piece.at, end);
        value.span = {m_piece.at, close == kNowhere ? m_piece.end : close};
        if (close != kNowhere) m_piece.end = lineEnd(m_text, close);
        toNextLine();
    }

    // Inside brackets; m_flowAt is where the reading is.

    /// Past blanks, line breaks and comments. False where the brackets end though nobody closed them: at the end of the
    /// text, or at a line that stands no deeper than who holds them.
    bool skipFlow() {
        while (m_flowAt < m_text.size()) {
            const char c = m_text[m_flowAt];
            if (c == '\n') {
                const std::size_t line = m_flowAt + 1, end = lineEnd(m_text, line);
                const std::size_t at = std::min(m_text.find_first_not_of(" \t", line), end);
                const bool outside = static_cast<std::ptrdiff_t>(at - line) <= m_flowHolder;
                if (at < end && outside && !std::string_view("}],#").contains(m_text[at])) return false;
                m_flowAt = line;
            } else if (isBlank(c) || c == '\r') {
                ++m_flowAt;
            } else if (c == '#' && m_flowAt > 0 && m_text[m_flowAt - 1] <= ' ') {
                m_flowAt = lineEnd(m_text, m_flowAt);
            } else {
                return true;
            }
        }
        return false;
    }

    void readFlow(Sketch& value, std::size_t depth) {
        const bool mapping = m_text[m_flowAt] == '{';
        value.form = mapping ? Sketch::Form::Mapping : Sketch::Form::Sequence;
        value.flow = true;
        value.span.begin = m_flowAt++;
        while (skipFlow()) {
            const char c = m_text[m_flowAt];
            if (c == ',' || c == '}' || c == ']') {
                ++m_flowAt;
                if (c == ',') continue;
                value.span.end = m_flowAt;
                return;
            }
            SketchEntry& entry = value.entries.emplace_back();
            entry.begin = entry.after = m_flowAt;
            if (mapping)
                readFlowPair(entry, depth);
            else
                readFlowValue(entry.value, depth);
        }
        value.span.end = m_flowAt;
    }

    void readFlowPair(SketchEntry& entry, std::size_t depth) {
        entry.keySpan = readFlowScalar();
        entry.key = sketchText(m_text, entry.keySpan);
        entry.after = m_flowAt;
        entry.value.span = {m_flowAt, m_flowAt};
        entry.marked = skipFlow() && m_text[m_flowAt] == ':';
        if (!entry.marked) return;
        entry.after = ++m_flowAt;
        entry.value.span = {m_flowAt, m_flowAt};
        if (skipFlow() && !std::string_view(",}]").contains(m_text[m_flowAt])) readFlowValue(entry.value, depth);
    }

    void readFlowValue(Sketch& value, std::size_t depth) {
        const char first = m_text[m_flowAt];
        if ((first == '{' || first == '[') && depth < schema::kMaxDepth) return readFlow(value, depth + 1);
        value.form = Sketch::Form::Scalar;
        value.span = readFlowScalar();
    }

    /// In one line, and at least one byte.
    Span readFlowScalar() {
        const std::size_t begin = m_flowAt;
        const char first = m_text[begin];
        std::size_t at = begin + 1;
        if (first == '"' || first == '\'') {
            while (at < m_text.size() && m_text[at] != '\n') {
                const char c = m_text[at++];
                const bool escaped = first == '"' ? c == '\\' : c == first && at < m_text.size() && m_text[at] == first;
                if (escaped && at < m_text.size() && m_text[at] != '\n')
                    ++at;
                else if (c == first)
                    break;
            }
            m_flowAt = at;
            return {begin, at};
        }
        const auto ends = [&] {
            const char c = m_text[at];
            if (c == ':') return at + 1 >= m_text.size() || std::string_view(" \t\r\n,[]{}").contains(m_text[at + 1]);
            return std::string_view(",[]{}\r\n").contains(c) || (c == '#' && isBlank(m_text[at - 1]));
        };
        while (at < m_text.size() && !ends()) ++at;
        m_flowAt = at;
        return {begin, withoutComment(m_text, begin, at)};
    }

    std::string_view m_text;  ///< up to the document's end
    std::size_t m_cursor;
    Piece m_piece;
    bool m_done = false;
    std::size_t m_flowAt = 0;
    std::ptrdiff_t m_flowHolder = kNoColumn;
};

bool isDocumentMark(std::string_view line, std::string_view mark) {
    return line.starts_with(mark) && (line.size() == 3 || line[3] <= ' ');
}

}  // namespace

const SketchEntry* Sketch::entry(std::string_view key) const {
    const auto found = std::ranges::find(entries, key, &SketchEntry::key);
    return form == Form::Mapping && found != entries.end() ? &*found : nullptr;
}

std::size_t SketchEntry::end() const {
    return std::max({after, keySpan.end, value.span.end});
}

std::vector<Span> documentSpans(std::string_view text) {
    std::vector<Span> spans;
    std::size_t begin = 0;
    bool content = false, started = false;  // something other than comments; a `---`
    const auto close = [&](std::size_t end) {
        if (content || started) spans.push_back({begin, end}), begin = end;
        content = started = false;
    };
    for (std::size_t at = 0; at < text.size(); at = nextLine(text, at)) {
        std::size_t start = at == 0 && text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : at;
        const std::string_view line = text.substr(start, lineEnd(text, start) - start);
        if (isDocumentMark(line, "---")) {
            close(at);
            started = true;
        } else if (isDocumentMark(line, "...")) {
            close(nextLine(text, at));
        } else if (const auto first = line.find_first_not_of(" \t"); first != kNowhere) {
            content |= line[first] != '#' && line[first] != '%';
        }
    }
    close(text.size());
    if (spans.empty()) spans.push_back({0, text.size()});
    spans.back().end = text.size();
    return spans;
}

Sketch sketchOf(std::string_view text, Span document, std::optional<std::size_t> cursor) {
    return Sketcher(text, document, cursor.value_or(kNowhere)).read();
}

std::string sketchText(std::string_view text, Span scalar) {
    std::string_view written = text.substr(scalar.begin, scalar.end - scalar.begin);
    if (written.empty() || (written[0] != '"' && written[0] != '\'')) return std::string(written);
    const char quote = written[0];
    written.remove_prefix(1);
    if (written.ends_with(quote)) written.remove_suffix(1);
    std::string said;
    for (std::size_t i = 0; i < written.size(); ++i) {
        const bool escaped = quote == '"' ? written[i] == '\\' : written.substr(i).starts_with("''");
        if (escaped && i + 1 < written.size()) {
            const char c = written[++i];
            said += quote == '\'' ? '\'' : c == 'n' ? '\n' : c == 't' ? '\t' : c;
        } else {
            said += written[i];
        }
    }
    return said;
}

std::string sketchTextAt(std::string_view text, const Sketch& mapping, std::string_view key) {
    const SketchEntry* entry = mapping.entry(key);
    return entry && entry->value.form == Sketch::Form::Scalar ? sketchText(text, entry->value.span) : std::string();
}

}  // namespace armillary::manifest
