#include <algorithm>
#include <set>

#include "engine/manifest/assist.h"
#include "engine/manifest/letters.h"
#include "engine/manifest/lines.h"
#include "engine/manifest/reference_field.h"
#include "engine/manifest/scalar_text.h"
#include "engine/manifest/text_place.h"
#include "engine/schema/json_codec.h"

namespace armillary::manifest {

namespace {

using Part = TextPlace::Part;

/// Columns by which a mapping's entries stand deeper than its key.
constexpr std::size_t kStep = 2;

/// Some list's dashes stand deeper than its key.
bool indentsDashes(const Sketch& node) {
    for (const SketchEntry& entry : node.entries) {
        const bool list = entry.value.form == Sketch::Form::Sequence && !entry.value.flow;
        if (list && node.form == Sketch::Form::Mapping && !entry.value.entries.empty())
            return entry.value.entries[0].column > entry.column;
        if (indentsDashes(entry.value)) return true;
    }
    return false;
}

class Completer {
public:
    Completer(std::string_view text, std::size_t offset, const Surroundings& around)
        : m_text(text), m_offset(std::min(offset, text.size())), m_around(around), m_found(placeIn(text, m_offset)) {}

    std::vector<Completion> complete() {
        const TextPlace& place = m_found.place;
        if (place.part == Part::None) return {};
        m_typed = m_text.substr(place.token.begin, m_offset - place.token.begin);
        m_quoted = m_typed.starts_with('"') || isJson();
        if (m_typed.starts_with('"') || m_typed.starts_with('\'')) m_typed.remove_prefix(1);
        Path path = place.path;
        if (place.part == Part::Key && m_found.self && !path.empty() && !m_found.self->keySpan.empty()) path.pop_back();
        if (path.empty() && place.kind.empty()) return offerHead();
        if (auto type = typeAt(m_around.schemas.ofObject(place.apiVersion, place.kind), path))
            place.part == Part::Key || path.empty() ? offerKeys(*type) : offerValues(*type);
        return std::move(m_items);
    }

private:
    bool isJson() const {
        const Sketch& root = *m_found.document;
        return root.flow && (root.entries.empty() || m_text[root.entries[0].begin] == '"');
    }

    bool has(std::string_view key) const {
        if (!m_found.holder) return false;
        return std::ranges::any_of(m_found.holder->entries, [&](const SketchEntry& entry) {
            return &entry != m_found.self && entry.key == key;
        });
    }

    void add(Completion item) {
        if (!beginsAs(item.label, m_typed) || m_items.size() == kMostCompletions) return;
        item.replaces = m_found.place.token;
        if (m_found.wantsBlank) item.insert.insert(0, " ");
        m_items.push_back(std::move(item));
    }

    // Keys.

    /// An object that does not say yet what it is.
    std::vector<Completion> offerHead() {
        const FieldType any = FieldType::ofObject("v1", "ConfigMap");
        for (const auto& field : fieldsOf(any))
            if (field.name == "apiVersion" || field.name == "kind" || field.name == "metadata") offerKey(field);
        return std::move(m_items);
    }

    void offerKeys(FieldType type) {
        // Below a list's key an item is begun, whose dash is not there yet.
        bool dash = m_found.wantsDash;
        if (type.form() == FieldType::Form::List) type = type.element(), dash = true;
        m_prefix = dash ? "- " : "";
        if (type.form() == FieldType::Form::Map) return offerResources(type);
        if (type.form() == FieldType::Form::Scalar) return offerChoices(type, {});
        const auto fields = fieldsOf(type);
        const auto unions = unionsOf(type, fields);
        for (const FieldDescription& field : fields)
            if (!has(field.name) && !isTaken(unions, field.name)) offerKey(field);
    }

    /// Another of those is there of which one alone may be.
    bool isTaken(const std::vector<FieldUnion>& unions, const std::string& name) const {
        return std::ranges::any_of(unions, [&](const FieldUnion& each) {
            return std::ranges::contains(each.members, name) &&
                   std::ranges::any_of(each.members, [&](const std::string& other) { return has(other); });
        });
    }

    void offerKey(const FieldDescription& field) {
        Completion item{Completion::Kind::Field, field.name};
        item.insert = m_prefix + asKey(field.name, field.type);
        item.documentation = field.documentation;
        item.detail = field.word;
        item.required = field.required;
        item.deprecated = field.deprecated;
        add(std::move(item));
    }

    std::string asKey(const std::string& name, const FieldType& type) const {
        std::string key = name;
        if (m_quoted || !canBePlain(name, m_found.inBrackets)) key.clear(), schema::appendJsonString(key, name);
        if (m_found.self && m_found.self->marked) return key;  // its colon is there
        const bool block = !m_found.inBrackets && !m_quoted;
        const std::size_t column = m_found.place.token.begin - lineBegin(m_text, m_found.place.token.begin);
        const std::string indent(column + m_prefix.size(), ' ');
        if (block && type.form() == FieldType::Form::List)
            return key + ":\n" + indent + (indentsDashes(*m_found.document) ? "  - " : "- ");
        const bool nested = type.form() == FieldType::Form::Struct || type.form() == FieldType::Form::Map;
        return block && nested ? key + ":\n" + indent + std::string(kStep, ' ') : key + ": ";
    }

    /// A mapping of quantities has resources for its keys.
    void offerResources(const FieldType& map) {
        if (map.element().valueKind() != ValueKind::Quantity) return;
        const auto& path = m_found.place.path;
        const bool containers = std::ranges::any_of(path, [](const Step& step) {
            return step.key == "containers" || step.key == "initContainers" || step.key == "ephemeralContainers";
        });
        for (const std::string name : {"cpu", "memory", "ephemeral-storage", "storage"}) {
            if (has(name) || (name == "storage") == containers) continue;
            Completion item{Completion::Kind::Field, name};
            item.insert = asKey(name, map.element());
            item.detail = kindWord(map.element());
            add(std::move(item));
        }
    }

    // Values.

    void offerValues(const FieldType& type) {
        const TextPlace& place = m_found.place;
        if (place.path.size() == 1 && place.path[0] == Step::member("kind")) return offerKinds();
        if (place.path.size() == 1 && place.path[0] == Step::member("apiVersion")) return offerVersions();
        const bool item = place.path.back().kind == Step::Kind::Index;
        const bool ownLine =
            !m_found.way.back().entry ||
            m_text
                .substr(m_found.way.back().entry->after,
                        place.token.begin - std::min(place.token.begin, m_found.way.back().entry->after))
                .contains('\n');
        // What is typed where a mapping belongs is its first key.
        if (type.form() != FieldType::Form::Scalar && type.form() != FieldType::Form::Free && (item || ownLine))
            return offerKeys(type);
        if (type.form() != FieldType::Form::Scalar) return;
        offerChoices(type, place.path);
        if (const auto reference = referenceAt(m_text, m_found); reference && m_around.names)
            offerNames(m_around.names(reference->kind, reference->namespace_), reference->kind.text());
        if (const auto holder = keyHolderAt(m_text, m_found); holder && m_around.keys)
            offerNames(m_around.keys(*holder), holder->kind.text() + " " + holder->name);
    }

    void offerChoices(const FieldType& type, const Path& path) {
        FieldDescription field = describe(type);
        if (field.name.empty() && !path.empty()) {  // an item: the list says what it may be
            const Path holder(path.begin(), path.end() - 1);
            if (const auto list =
                    typeAt(m_around.schemas.ofObject(m_found.place.apiVersion, m_found.place.kind), holder);
                list && field.choices.empty())
                field.choices = describe(*list).choices;
        }
        if (field.kind == ValueKind::Boolean)
            for (const std::string value : {"true", "false"}) field.choices.push_back({value, value, {}});
        for (const FieldChoice& choice : field.choices) {
            Completion item{Completion::Kind::Value, choice.text};
            const bool plain =
                !choice.json.starts_with('"') || (!m_quoted && canBePlain(choice.text, m_found.inBrackets));
            item.insert = m_prefix + (plain ? choice.text : choice.json);
            item.documentation = choice.documentation;
            if (choice.json == field.defaultJson) item.detail = "default";
            add(std::move(item));
        }
    }

    void offerNames(std::vector<std::string> names, const std::string& detail) {
        std::ranges::sort(names);
        const auto rest = std::ranges::unique(names);
        names.erase(rest.begin(), rest.end());
        for (const std::string& name : names) {
            Completion item{Completion::Kind::Name, name};
            item.insert = asScalar(name);
            item.detail = detail;
            add(std::move(item));
        }
    }

    std::string asScalar(const std::string& text) const {
        if (!m_quoted && canBePlain(text, m_found.inBrackets)) return text;
        std::string json;
        schema::appendJsonString(json, text);
        return json;
    }

    /// Of the version that the object says, else all.
    void offerKinds() {
        std::vector<std::string> names;
        for (const auto& each : m_around.schemas.kinds())
            if (m_found.place.apiVersion.empty() || each.apiVersion == m_found.place.apiVersion)
                names.push_back(each.kind);
        offerNames(std::move(names), m_found.place.apiVersion);
    }

    void offerVersions() {
        std::vector<std::string> versions;
        const auto kinds = m_around.schemas.kinds();
        const bool known = std::ranges::contains(kinds, m_found.place.kind, &Schemas::ObjectKind::kind);
        for (const auto& each : kinds)
            if (!known || each.kind == m_found.place.kind) versions.push_back(each.apiVersion);
        offerNames(std::move(versions), known ? m_found.place.kind : std::string());
    }

    std::string_view m_text;
    std::size_t m_offset;
    const Surroundings& m_around;
    SketchPlace m_found;
    std::string_view m_typed;
    bool m_quoted = false;
    std::string m_prefix;  ///< the dash that is missing
    std::vector<Completion> m_items;
};

}  // namespace

std::vector<Completion> completions(std::string_view text, std::size_t offset, const Surroundings& around) {
    return Completer(text, offset, around).complete();
}

}  // namespace armillary::manifest
