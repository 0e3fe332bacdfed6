#include "engine/manifest/render.h"

#include <algorithm>
#include <map>

#include "engine/manifest/lines.h"
#include "engine/manifest/scalar_text.h"
#include "engine/manifest/syntax.h"
#include "engine/manifest/value.h"
#include "engine/schema/yaml.h"

namespace armillary::manifest {

namespace {

/// Documents that are asked how a file is written: enough to tell, and few enough to be asked at each edit.
constexpr std::size_t kMostAsked = 20;

/// Counts how a document's blocks are indented.
class LayoutCensus {
public:
    explicit LayoutCensus(std::string_view text) : m_text(text) {}

    void count(const Node& node) {
        if (!node.isCollection() || node.flow) return;
        for (const Entry& entry : node.entries) {
            if (node.form == Form::Mapping) countNested(entry);
            count(*entry.value);
        }
    }
    /// What most do; nothing when there is none.
    std::optional<std::size_t> step() const {
        const auto most = std::ranges::max_element(m_steps, {}, [](const auto& each) { return each.second; });
        return most == m_steps.end() ? std::nullopt : std::optional(most->first);
    }
    std::optional<bool> dashesIndented() const {
        return m_indented + m_level == 0 ? std::nullopt : std::optional(m_indented > m_level);
    }

private:
    void countNested(const Entry& entry) {
        const Node& value = *entry.value;
        if (!value.isCollection() || value.flow) return;
        const std::size_t outer = columnOf(m_text, entry.begin), inner = columnOf(m_text, value.span.begin);
        if (inner > outer) ++m_steps[inner - outer];
        if (value.form == Form::Sequence) ++(inner > outer ? m_indented : m_level);
    }

    std::string_view m_text;
    std::map<std::size_t, std::size_t> m_steps;
    std::size_t m_indented = 0, m_level = 0;
};

}  // namespace

Layout layoutOf(const File& file, const Document& document) {
    LayoutCensus own(file.bytes()), all(file.bytes());
    own.count(*document.root);
    if (!own.step() || !own.dashesIndented())
        for (const Document& each : file.documents().first(std::min(file.documents().size(), kMostAsked)))
            all.count(*each.root);
    Layout layout;
    layout.lineBreak = file.lineBreak();
    layout.step = own.step().value_or(all.step().value_or(2));
    layout.dashesIndented = own.dashesIndented().value_or(all.dashesIndented().value_or(false));
    layout.json = file.isJson();
    return layout;
}

std::string Renderer::scalar(const Node& node, bool inFlow, std::optional<Style> preferred) const {
    const std::string json = scalarJson(node);
    if (!json.starts_with('"')) return m_layout.json || node.isAbsent() ? json : node.text;
    if (m_layout.json) return *inOneLine(node.text, Style::DoubleQuoted, true);
    for (const Style style : {preferred.value_or(node.style), node.style, Style::Plain})
        if (auto text = inOneLine(node.text, style, inFlow)) return *text;
    return *inOneLine(node.text, Style::DoubleQuoted, inFlow);
}

std::string Renderer::key(const std::string& text, Style preferred, bool inFlow) const {
    if (m_layout.json) preferred = Style::DoubleQuoted;
    if (auto written = inOneLine(text, preferred, inFlow)) return *written;
    return *inOneLine(text, Style::DoubleQuoted, inFlow);
}

std::string Renderer::flow(const Node& written) const {
    const Node& node = resolved(written);
    if (node.form == Form::Scalar) return scalar(node, true);
    std::string out;
    if (node.form == Form::Sequence) {
        for (const Entry& entry : node.entries) out += (out.empty() ? "" : ", ") + flow(*entry.value);
        return "[" + out + "]";
    }
    if (const auto entries = effectiveEntries(node))
        for (const auto& [entry, merge] : *entries) {
            const Node& name = resolved(*entry->key);
            out += (out.empty() ? "" : ", ") + key(name.text, name.style, true) + ": " + flow(*entry->value);
        }
    return "{" + out + "}";
}

/// What stands in one line whatever surrounds it: scalars, empty collections, and short lists that are given so.
bool Renderer::isInline(const Node& node) const {
    if (m_layout.json || node.form == Form::Scalar || node.entries.empty()) return true;
    return node.flow && node.form == Form::Sequence && std::ranges::all_of(node.entries, [](const Entry& entry) {
               return resolved(*entry.value).form == Form::Scalar;
           });
}

std::optional<std::string> Renderer::blockScalar(const Node& node, std::size_t column, std::string& header) const {
    if (m_layout.json || !node.text.contains('\n') || !scalarJson(node).starts_with('"')) return std::nullopt;
    const auto literal = literalHeader(node.text);
    if (!literal) return std::nullopt;
    header = *literal;
    std::string_view rest = node.text;
    if (rest.ends_with('\n')) rest.remove_suffix(1);
    std::string lines;
    for (bool first = true, more = true; more; first = false) {
        const auto end = rest.find('\n');
        const auto line = rest.substr(0, end);
        if (!first) lines += m_layout.lineBreak;
        if (!line.empty()) lines += std::string(column, ' ').append(line);
        more = end != std::string_view::npos;
        if (more) rest.remove_prefix(end + 1);
    }
    return lines;
}

std::size_t Renderer::blockColumn(const Node& collection, std::size_t keyColumn) const {
    return keyColumn + (collection.form == Form::Sequence && !m_layout.dashesIndented ? 0 : m_layout.step);
}

Rendered Renderer::underKey(const Node& written, std::size_t column, std::optional<Style> preferred,
                            std::optional<std::size_t> blockAt) const {
    const Node& node = resolved(written);
    if (node.form == Form::Scalar) {
        Rendered rendered;
        const bool quoted = preferred && (*preferred == Style::SingleQuoted || *preferred == Style::DoubleQuoted);
        if (!quoted || node.isBlockScalar())
            if (auto lines = blockScalar(node, column + m_layout.step, rendered.line)) return {rendered.line, *lines};
        return {scalar(node, false, preferred), {}};
    }
    if (isInline(node)) return {flow(node), {}};
    const std::size_t inner = blockAt.value_or(blockColumn(node, column));
    return {{}, std::string(inner, ' ') + block(node, inner)};
}

Rendered Renderer::asItem(const Node& written, std::size_t column, std::optional<Style> preferred) const {
    const Node& node = resolved(written);
    if (node.form == Form::Scalar || isInline(node))
        return underKey(node, column >= m_layout.step ? column - m_layout.step : 0, preferred);
    const std::string text = block(node, column);
    const auto end = text.find(m_layout.lineBreak);
    if (end == std::string::npos) return {text, {}};
    return {text.substr(0, end), text.substr(end + m_layout.lineBreak.size())};
}

const ValueComments Renderer::kNoComments;

std::string Renderer::above(const Node& value, std::size_t column) const {
    std::string out;
    for (const std::string& comment : m_comments.above(value)) out += comment + newLine(column);
    return out;
}

std::string Renderer::behind(const Node& value) const {
    const auto comment = m_comments.behind(value);
    return comment.empty() ? std::string() : " " + std::string(comment);
}

std::string Renderer::entry(const std::string& name, const Node& value, std::size_t column) const {
    const auto [line, below] = underKey(value, column);
    return above(value, column) + name + ":" + (line.empty() ? "" : " " + line) + behind(value) +
           (below.empty() ? "" : m_layout.lineBreak + below);
}

std::string Renderer::item(const Node& value, std::size_t column, std::size_t offset) const {
    const Node& node = resolved(value);
    const auto [line, below] = asItem(value, column + offset);
    std::string out = above(value, column) + "-";
    // The first line of a block has room for a comment of its own entry alone.
    const bool isBlock = node.isCollection() && !isInline(node);
    if (isBlock && !behind(value).empty())
        out += behind(value) + newLine(column + offset) + line;
    else
        out += (line.empty() ? "" : std::string(offset - 1, ' ') + line) + (isBlock ? "" : behind(value));
    return out + (below.empty() ? "" : m_layout.lineBreak + below);
}

std::string Renderer::block(const Node& collection, std::size_t column) const {
    std::string out;
    const auto add = [&](const std::string& text) { out += (out.empty() ? "" : newLine(column)) + text; };
    if (collection.form == Form::Sequence) {
        for (const Entry& each : collection.entries) add(item(*each.value, column));
    } else if (const auto entries = effectiveEntries(collection)) {
        for (const auto& [each, merge] : *entries) {
            const Node& name = resolved(*each->key);
            add(entry(key(name.text, name.style, false), *each->value, column));
        }
    }
    for (const std::string& comment : m_comments.tail(collection)) add(comment);
    return out;
}

std::expected<std::string, std::string> toYaml(const Node& written) {
    if (const auto bounded = valueOf(written); !bounded) return std::unexpected(bounded.error());
    const Node& node = resolved(written);
    const Renderer renderer{Layout()};
    const auto [line, below] = renderer.underKey(node, 0, Style::Plain, 0);
    return line + (line.empty() || below.empty() ? "" : "\n") + below + "\n";
}

namespace {

/// A scalar with that tag is a string however it is written.
void unquote(Node& node) {
    if (node.form == Form::Scalar && node.style == Style::DoubleQuoted) {
        node.tag = "tag:yaml.org,2002:str";
        node.style = node.text.contains('\n') ? Style::Literal : Style::Plain;
    }
    for (Entry& entry : node.entries) {
        if (entry.key) unquote(*entry.key);
        unquote(*entry.value);
    }
}

}  // namespace

std::expected<std::string, std::string> jsonToYaml(std::string_view json) {
    auto file = File::parse(std::string(json));
    if (!file) return std::unexpected(file.error().message);
    const auto root = copied(*file->documents().front().root, 0);
    unquote(*root);
    return toYaml(*root);
}

}  // namespace armillary::manifest
