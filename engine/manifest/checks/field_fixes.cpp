#include "engine/manifest/checks/field_fixes.h"

#include <algorithm>
#include <array>
#include <format>

#include "engine/manifest/checks/fixing.h"
#include "engine/manifest/locate.h"
#include "engine/manifest/schema_tree.h"
#include "engine/manifest/syntax.h"
#include "engine/manifest/value.h"
#include "engine/schema/text.h"

namespace armillary::manifest::checks {

namespace {

/// Kinds whose manifests are made from one another's.
constexpr std::array<std::string_view, 4> kRelatives = {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"};

bool isFieldOfRelative(const Scene& scene, const Subject& subject, const Path& path) {
    const std::string& apiVersion = subject.object.apiVersion;
    return apiVersion == "apps/v1" && std::ranges::contains(kRelatives, subject.object.kind) &&
           std::ranges::any_of(kRelatives, [&](std::string_view kind) {
               return typeAt(scene.schemas().ofObject(apiVersion, kind), path).has_value();
           });
}

bool hasKey(const Node& mapping, std::string_view key) {
    return std::ranges::any_of(mapping.entries, [&](const Entry& entry) {
        return resolved(*entry.key).form == Form::Scalar && resolved(*entry.key).text == key;
    });
}

Path parentOf(const Path& path) {
    return {path.begin(), path.end() - 1};
}

}  // namespace

void offerKnownField(const Scene& scene, const Subject& subject, const FieldType& type, const TypeMistake& mistake,
                     Finding& finding) {
    if (mistake.path.empty()) return;
    const Path parent = parentOf(mistake.path);
    const auto holder = typeAt(type, parent);
    const Node* mapping = find(*subject.object.node, parent);
    if (!holder || !mapping || mapping->form != Form::Mapping) return;
    std::vector<std::string> names;
    for (const FieldType& member : holder->members())
        if (!hasKey(*mapping, member.name())) names.emplace_back(member.name());
    if (const auto meant = nearest(mistake.path.back().key, names))
        return Edits(subject).rename(mistake.path, *meant).offer(finding, std::format("Write {}", *meant));
    const Node* value = find(*subject.object.node, mistake.path);
    if (value && value->form == Form::Scalar && isFieldOfRelative(scene, subject, mistake.path))
        Edits(subject).remove(mistake.path).offer(finding, std::format("Remove {}", mistake.path.back().key));
}

namespace {

/// The value fits, and is one.
bool fits(const FieldType& type, const std::string& yaml) {
    const auto file = File::parse(yaml);
    if (!file || file->documents().size() != 1) return false;
    const Node& node = *file->documents().front().root;
    return node.form == Form::Scalar && scalarJson(node) != "null" && type.scalarMistake(node).empty();
}

std::optional<std::string> choiceMeant(const FieldType& type, const Node& scalar) {
    std::vector<std::string> choices;
    if (const auto* field = type.tableField()) {
        for (const auto& value : field->enumValues) choices.emplace_back(value.value);
    } else if (const SchemaNode* node = type.schemaNode()) {
        for (const auto& choice : node->choices.empty() ? node->shape().choices : node->choices)
            if (choice.json.size() > 2 && choice.json.starts_with('"') && !choice.json.contains('\\'))
                choices.push_back(choice.json.substr(1, choice.json.size() - 2));
    }
    return nearest(scalar.text, choices);
}

void offerScalar(const Subject& subject, const FieldType& type, const TypeMistake& mistake, const Node& scalar,
                 Finding& finding) {
    const bool isString = scalarJson(scalar).starts_with('"');
    const auto offer = [&](std::string yaml, std::string title) {
        if (!fits(type, yaml)) return false;
        Edits(subject).set(mistake.path, std::move(yaml)).offer(finding, std::move(title));
        return true;
    };
    if (!isString) {
        // What a number would be in base64 is no number.
        if (type.valueKind() != ValueKind::Bytes) offer(schema::quoted(scalar.text), "Put it in quotes");
        return;
    }
    if (const auto meant = choiceMeant(type, scalar); meant && offer(yamlOf(*meant), std::format("Write {}", *meant)))
        return;
    constexpr std::array kBare = {ValueKind::Integer, ValueKind::Number, ValueKind::Boolean};
    if (std::ranges::contains(kBare, type.valueKind())) offer(scalar.text, "Take the quotes away");
}

}  // namespace

void offerRightType(const Subject& subject, const FieldType& type, const TypeMistake& mistake, Finding& finding) {
    const auto wanted = typeAt(type, mistake.path);
    const Node* value = find(*subject.object.node, mistake.path);
    if (!wanted || !value || value->form != Form::Scalar || mistake.path.empty()) return;
    if (wanted->form() == FieldForm::Scalar) return offerScalar(subject, *wanted, mistake, *value, finding);
    if (wanted->form() != FieldForm::List || value->isBlockScalar()) return;
    const FieldType element = wanted->element();
    if (element.form() != FieldForm::Scalar || scalarJson(*value) == "null" || value->text.empty()) return;
    const std::string item = scalarJson(*value).starts_with('"') ? yamlOf(value->text) : schema::quoted(value->text);
    const std::string& one = fits(element, item) ? item : value->text;
    if (fits(element, one)) Edits(subject).set(mistake.path, "[" + one + "]").offer(finding, "Make it a list");
}

namespace {

/// The lines that an entry has for itself; nothing where it shares them.
std::optional<Span> linesOf(std::string_view text, const Entry& entry) {
    if (!isFirstInLine(text, entry.begin)) return std::nullopt;
    const std::size_t begin = lineBegin(text, entry.begin), end = nextLine(text, entry.end());
    if (end <= begin || skipBlank(text.substr(0, end), entry.end()) < end) return std::nullopt;
    if (text.substr(begin, end - begin).contains('&')) return std::nullopt;
    return Span{begin, end};
}

}  // namespace

void offerOneKey(const Subject& subject, const TypeMistake& mistake, Finding& finding) {
    if (mistake.path.empty()) return;
    const Node* mapping = find(*subject.object.node, parentOf(mistake.path));
    if (!mapping || mapping->form != Form::Mapping || mapping->flow) return;
    std::vector<const Entry*> both;
    for (const Entry& entry : mapping->entries)
        if (!entry.isMerge() && resolved(*entry.key).text == mistake.path.back().key) both.push_back(&entry);
    if (both.size() != 2) return;
    const auto first = valueOf(*both[0]->value), second = valueOf(*both[1]->value);
    if (!first || !second) return;
    const std::string& text = subject.in->file.bytes();
    const auto offer = [&](const Entry& entry, std::string title) {
        const auto lines = linesOf(text, entry);
        if (!lines) return;
        finding.fixes.push_back(
            {std::move(title), {TextEdit{subject.in->index, lines->begin, lines->end - lines->begin, {}}}});
    };
    const std::string& key = mistake.path.back().key;
    if (*first == *second) return offer(*both[1], std::format("Remove the second {}", key));
    offer(*both[0], std::format("Keep the second {}", key));
    offer(*both[1], std::format("Keep the first {}", key));
}

}  // namespace armillary::manifest::checks
