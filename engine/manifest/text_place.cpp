#include "engine/manifest/text_place.h"

#include <algorithm>

#include "engine/manifest/lines.h"

namespace armillary::manifest {

namespace {

using Part = TextPlace::Part;

/// Lists in lists are nobody's manifests.
constexpr int kMostListsAround = 3;

class Walker {
public:
    Walker(std::string_view text, std::size_t offset, SketchPlace& out)
        : m_text(text), m_offset(offset), m_out(out), m_place(out.place) {}

    void walk(const Sketch& node) {
        if (node.form == Sketch::Form::Absent) return;
        if (node.form == Sketch::Form::Scalar) return atScalar(node);
        const bool mapping = node.form == Sketch::Form::Mapping;
        m_out.inBrackets = node.flow;
        const auto next = std::ranges::upper_bound(node.entries, m_offset, {}, &SketchEntry::begin);
        if (node.flow && isBetween(node, next)) {
            if (mapping) return atKey(node, nullptr);
            m_place.path.push_back(Step::item(static_cast<std::size_t>(next - node.entries.begin())));
            m_out.way.push_back({&node, nullptr});
            return atValue({m_offset, m_offset});
        }
        if (next == node.entries.begin()) return;
        const SketchEntry& entry = *(next - 1);
        if (mapping && m_offset <= entry.keySpan.end) return atKey(node, &entry);
        enter(node, entry);
        m_out.wantsDash = !mapping && !entry.marked && !node.flow;
        if (m_offset < entry.after) return;
        if (entry.value.form != Sketch::Form::Absent) return walk(entry.value);
        const std::string_view before = m_text.substr(entry.after, m_offset - entry.after);
        if (entry.marked && before.find_first_not_of(" \t") == std::string_view::npos) atValue({m_offset, m_offset});
    }

private:
    /// Inside the brackets and apart from all entries, so that another can begin here.
    bool isBetween(const Sketch& node, std::vector<SketchEntry>::const_iterator next) const {
        const bool closed =
            node.span.end > node.span.begin + 1 && std::string_view("}]").contains(m_text[node.span.end - 1]);
        if (m_offset <= node.span.begin || m_offset > node.span.end - (closed ? 1 : 0)) return false;
        if (next == node.entries.begin()) return true;
        const std::size_t end = (next - 1)->end();
        return m_offset > end && m_text.substr(end, m_offset - end).contains(',');
    }

    void enter(const Sketch& node, const SketchEntry& entry) {
        m_out.way.push_back({&node, &entry});
        m_place.path.push_back(node.form == Sketch::Form::Mapping
                                   ? Step::member(entry.key)
                                   : Step::item(static_cast<std::size_t>(&entry - node.entries.data())));
    }

    void atKey(const Sketch& node, const SketchEntry* entry) {
        m_place.part = Part::Key;
        m_place.token = entry ? entry->keySpan : Span{m_offset, m_offset};
        m_out.holder = &node;
        m_out.self = entry;
        if (entry && !entry->keySpan.empty()) enter(node, *entry);
    }

    void atScalar(const Sketch& scalar) {
        if (m_offset >= scalar.span.begin && m_offset <= scalar.span.end) atValue(scalar.span);
    }

    void atValue(Span token) {
        m_place.part = Part::Value;
        m_place.token = token;
        m_out.wantsBlank =
            token.empty() && m_offset > 0 && (m_text[m_offset - 1] == ':' || m_text[m_offset - 1] == '-');
    }

    std::string_view m_text;
    std::size_t m_offset;
    SketchPlace& m_out;
    TextPlace& m_place;
};

/// Leads from the document to the object, which may be one of a List's.
void settleObject(std::string_view text, SketchPlace& found) {
    TextPlace& place = found.place;
    const Sketch* object = found.document.get();
    for (int i = 0; i < kMostListsAround && place.path.size() > 1; ++i) {
        const bool isList = sketchTextAt(text, *object, "kind").ends_with("List") &&
                            place.path[0] == Step::member("items") && place.path[1].kind == Step::Kind::Index &&
                            found.way[1].entry;
        if (!isList) break;
        object = &found.way[1].entry->value;
        place.object.insert(place.object.end(), place.path.begin(), place.path.begin() + 2);
        place.path.erase(place.path.begin(), place.path.begin() + 2);
        found.way.erase(found.way.begin(), found.way.begin() + 2);
    }
    const SketchEntry* metadata = object->entry("metadata");
    place.apiVersion = sketchTextAt(text, *object, "apiVersion");
    place.kind = sketchTextAt(text, *object, "kind");
    if (!metadata) return;
    place.namespace_ = sketchTextAt(text, metadata->value, "namespace");
    place.name = sketchTextAt(text, metadata->value, "name");
}

}  // namespace

SketchPlace placeIn(std::string_view text, std::size_t offset) {
    offset = std::min(offset, text.size());
    SketchPlace found;
    const auto spans = documentSpans(text);
    const auto next = std::ranges::upper_bound(spans, offset, {}, &Span::begin);
    const auto index = static_cast<std::size_t>(next - spans.begin()) - (next == spans.begin() ? 0 : 1);
    found.place.document = index;
    found.document = std::make_unique<Sketch>(sketchOf(text, spans[index], offset));
    Walker(text, offset, found).walk(*found.document);
    settleObject(text, found);
    return found;
}

TextPlace pathAt(std::string_view text, std::size_t offset) {
    return placeIn(text, offset).place;
}

}  // namespace armillary::manifest
