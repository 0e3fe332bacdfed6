#include "engine/manifest/field_description.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <charconv>
#include <format>
#include <map>

#include "engine/manifest/letters.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/json_document.h"

namespace armillary::manifest {

namespace {

/// The place of `word` in a text, case not counted.
std::size_t findWord(std::string_view text, std::string_view word, std::size_t from = 0) {
    const auto found = std::search(text.begin() + static_cast<std::ptrdiff_t>(std::min(from, text.size())), text.end(),
                                   word.begin(), word.end(), sameLetters);
    return found == text.end() ? std::string_view::npos : static_cast<std::size_t>(found - text.begin());
}

bool mentions(std::string_view text, std::string_view words) {
    return findWord(text, words) != std::string_view::npos;
}

std::string jsonString(std::string_view text) {
    std::string json;
    schema::appendJsonString(json, text);
    return json;
}

std::string textOfJson(const std::string& json) {
    if (!json.starts_with('"')) return json;
    const auto value = schema::parseDocument(json);
    return value && value->is_string() ? std::string(value->get_string()) : json;
}

std::vector<std::string> split(std::string_view text, char by) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find(by), text.size());
        if (end > 0) parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

/// What a word of documentation says as a whole number: "10", "600s", "0644".
std::string documentedNumber(std::string_view word) {
    if (word.ends_with('s') && word.size() > 1) word.remove_suffix(1);
    const int base = word.size() > 1 && word.starts_with('0') ? 8 : 10;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number, base);
    return error == std::errc() && end == word.data() + word.size() ? std::to_string(number) : std::string();
}

/// "Defaults to 10." and what else documentation says of a default, if it can be one of the field's values and holds
/// without an "if".
std::string documentedDefault(const FieldDescription& field) {
    const std::string_view text = field.documentation;
    std::size_t at = std::string_view::npos;
    for (const std::string_view words : {"defaults to ", "default to ", "default is ", "default value is "})
        if (const auto found = findWord(text, words); found < at) at = found + words.size();
    if (at == std::string_view::npos) return {};
    const auto end = std::min(text.find_first_of(" ,;\n)", at), text.size());
    std::string_view word = text.substr(at, end - at), next = text.substr(std::min(end + 1, text.size()));
    for (const std::string_view other : {"if ", "when ", "unless ", "hour", "minute", "day"})
        if (!word.ends_with('.') && next.starts_with(other)) return {};
    while (!word.empty() && std::string_view(".\"'`").contains(word.back())) word.remove_suffix(1);
    while (!word.empty() && std::string_view("\"'`").contains(word.front())) word.remove_prefix(1);
    for (const auto& choice : field.choices)
        if (std::ranges::equal(choice.text, word, sameLetters)) return choice.json;
    if (!field.choices.empty()) return {};
    if (field.kind == ValueKind::Boolean) return word == "true" || word == "false" ? std::string(word) : std::string();
    return field.kind == ValueKind::Integer ? documentedNumber(word) : std::string();
}

/// A marker may name a Go constant, or say that there is none: nothing that can be shown.
std::string readableDefault(std::string_view json) {
    return !json.empty() && json != R"("")" && schema::parseDocument(json) ? std::string(json) : std::string();
}

void describeByTable(FieldDescription& field, const schema::FieldInfo& table, bool isElement) {
    field.documentation = schema::documentation(table.doc);
    for (const auto& value : table.enumValues)
        if (!value.value.empty())
            field.choices.push_back(
                {std::string(value.value), jsonString(value.value), std::string(schema::documentation(value.doc))});
    if (isElement) return;
    field.required = table.required;
    field.defaultJson = readableDefault(table.defaultJson);
    field.listKeys = split(table.listMapKeys, ',');
    field.atomic = table.atomicMap || table.listType == schema::ListType::Atomic;
}

void describeByNode(FieldDescription& field, const SchemaNode& node) {
    const SchemaNode& shape = node.shape();
    field.documentation = node.documentation.empty() ? shape.documentation : node.documentation;
    for (const auto& choice : node.choices.empty() ? shape.choices : node.choices)
        field.choices.push_back({textOfJson(choice.json), choice.json, choice.documentation});
    if (field.choices.empty() && shape.element)
        for (const auto& choice : shape.element->shape().choices)
            field.choices.push_back({textOfJson(choice.json), choice.json, choice.documentation});
    field.required = node.required;
    field.defaultJson = node.defaultJson.empty() ? shape.defaultJson : node.defaultJson;
    field.listKeys = split(field.type.listMapKeys(), ',');
    field.atomic = node.atomic || shape.atomic;
}

std::string wordOf(const FieldType& type, int depth = 0) {
    if ((type.form() != FieldForm::List && type.form() != FieldForm::Map) || depth > 2)
        return std::string(kindWord(type));
    return std::format("{} of {}", kindWord(type), wordOf(type.element(), depth + 1));
}

}  // namespace

std::string_view kindWord(const FieldType& type) {
    static constexpr std::string_view kForms[] = {"any", "mapping", "mapping", "list", "string"};
    static constexpr std::string_view kKinds[] = {"any",     "string",   "integer",       "number",
                                                  "boolean", "quantity", "int-or-string", "duration",
                                                  "time",    "time",     "bytes"};
    return type.form() == FieldForm::Scalar ? kKinds[static_cast<std::size_t>(type.valueKind())]
                                            : kForms[static_cast<std::size_t>(type.form())];
}

FieldDescription describe(const FieldType& type) {
    FieldDescription field{type};
    field.name = type.name();
    field.form = type.form();
    field.kind = type.valueKind();
    field.word = wordOf(type);
    if (const auto* node = type.schemaNode())
        describeByNode(field, *node);
    else if (const auto* table = type.tableField())
        describeByTable(field, *table, type.isElement());
    if (const auto* structure = type.structType(); structure && (field.documentation.empty() || type.isElement()))
        field.documentation = schema::documentation(structure->doc);
    if (field.defaultJson.empty()) field.defaultJson = documentedDefault(field);
    const std::string_view begin = std::string_view(field.documentation).substr(0, 60);
    field.deprecated = mentions(begin, "deprecated") || mentions(field.documentation, "deprecated:");
    return field;
}

std::vector<FieldDescription> fieldsOf(const FieldType& type) {
    std::vector<FieldDescription> fields;
    for (const FieldType& member : type.members()) fields.push_back(describe(member));
    const bool isObject = std::ranges::contains(fields, "apiVersion", &FieldDescription::name) &&
                          std::ranges::contains(fields, "kind", &FieldDescription::name);
    const auto rank = [&](const FieldDescription& field) {
        static constexpr std::string_view kHead[] = {"apiVersion", "kind", "metadata"};
        const auto head = std::ranges::find(kHead, field.name);
        if (isObject && head != std::end(kHead)) return head - std::begin(kHead);
        if (isObject && field.name == "status") return std::ptrdiff_t{9};
        return std::ptrdiff_t{field.required ? 4 : field.deprecated ? 6 : 5};
    };
    std::ranges::stable_sort(fields, {}, rank);
    return fields;
}

}  // namespace armillary::manifest
