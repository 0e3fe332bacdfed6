#include "engine/manifest/assist.h"

#include <algorithm>
#include <set>

#include "engine/manifest/lines.h"
#include "engine/manifest/objects.h"
#include "engine/manifest/text_place.h"

namespace armillary::manifest {

std::optional<Hover> hover(std::string_view text, std::size_t offset, const Schemas& schemas) {
    const TextPlace place = pathAt(text, offset);
    if (place.part == TextPlace::Part::None || place.token.empty() || place.path.empty()) return std::nullopt;
    const FieldType root = schemas.ofObject(place.apiVersion, place.kind);
    const auto type = typeAt(root, place.path);
    if (!type || root.form() == FieldType::Form::Free) return std::nullopt;
    Hover found{describe(*type), place.path, place.token, {}, place.apiVersion, place.kind};
    // An item has no name of its own: what there is to say, the list says.
    while (found.field.name.empty() && found.path.size() > 1) {
        found.path.pop_back();
        if (const auto holder = typeAt(root, found.path)) found.field = describe(*holder);
    }
    if (place.part == TextPlace::Part::Value) {
        const std::string value = sketchText(text, place.token);
        for (const FieldChoice& choice : found.field.choices)
            if (choice.text == value) found.valueDoc = choice.documentation;
    }
    found.path = place.path;
    return found;
}

std::optional<relations::ObjectId> definitionAt(std::string_view text, std::size_t offset,
                                                std::string_view homeNamespace) {
    const TextPlace place = pathAt(text, offset);
    if (place.part == TextPlace::Part::None || place.path.empty()) return std::nullopt;
    const Span span = documentSpans(text)[place.document];
    const auto file = File::parse(std::string(text.substr(span.begin, span.end - span.begin)));
    if (!file) return std::nullopt;
    for (const FileObject& each : objectsIn(*file)) {
        if (each.path != place.object) continue;
        const ObjectRef object = readObject(each, homeNamespace);
        if (!object) return std::nullopt;
        const std::string path = print(place.path);
        for (relations::Edge& edge : relations::namedReferences(object))
            if (edge.path == path) return std::move(edge.to);
    }
    return std::nullopt;
}

namespace {

class Folder {
public:
    explicit Folder(std::string_view text) : m_text(text) {
        for (std::size_t line = 0; line < text.size(); line = nextLine(text, line)) m_lines.push_back(line);
    }

    std::vector<Fold> fold() {
        const auto spans = documentSpans(m_text);
        for (const Span& span : spans) {
            const Sketch root = sketchOf(m_text, span);
            if (spans.size() > 1) add(skipBlank(m_text, span.begin), root.span.end);
            visit(root);
        }
        addComments();
        return {m_folds.begin(), m_folds.end()};
    }

private:
    struct ByLines {
        bool operator()(const Fold& left, const Fold& right) const {
            return std::pair(left.first, right.last) < std::pair(right.first, left.last);
        }
    };

    std::size_t lineOf(std::size_t at) const {
        return static_cast<std::size_t>(std::ranges::upper_bound(m_lines, at) - m_lines.begin());
    }

    void add(std::size_t begin, std::size_t end) {
        if (end <= begin) return;
        const Fold fold{lineOf(begin), lineOf(end - 1)};
        if (fold.first < fold.last) m_folds.insert(fold);
    }

    void visit(const Sketch& node) {
        for (const SketchEntry& entry : node.entries) {
            if (entry.value.form != Sketch::Form::Absent) add(entry.begin, entry.value.span.end);
            visit(entry.value);
        }
    }

    void addComments() {
        std::size_t begin = 0, end = 0;  // of a run of lines that are comments alone
        for (std::size_t line = 0; line < m_text.size(); line = nextLine(m_text, line)) {
            const std::size_t at = m_text.find_first_not_of(" \t", line);
            const bool comment = at < m_text.size() && m_text[at] == '#';
            if (!comment) add(begin, end), end = begin = 0;
            if (comment && end == 0) begin = at;
            if (comment) end = lineEnd(m_text, at);
        }
        add(begin, end);
    }

    std::string_view m_text;
    std::vector<std::size_t> m_lines;  ///< where they begin
    std::set<Fold, ByLines> m_folds;
};

}  // namespace

std::vector<Fold> foldsOf(std::string_view text) {
    return Folder(text).fold();
}

}  // namespace armillary::manifest
