#include "engine/schema/apply/last_applied.h"

#include <algorithm>
#include <vector>

#include "engine/schema/apply/document.h"
#include "engine/schema/json_document.h"

namespace armillary::apply {
namespace {

namespace json = boost::json;

constexpr std::string_view kAnnotation = "kubectl.kubernetes.io/last-applied-configuration";
constexpr std::size_t kMostAnnotationBytes = 256u << 10;  ///< of all annotations together

json::object* annotationsOf(json::value& object) {
    json::value* metadata = object.is_object() ? object.get_object().if_contains("metadata") : nullptr;
    json::value* annotations =
        metadata && metadata->is_object() ? metadata->get_object().if_contains("annotations") : nullptr;
    return annotations && annotations->is_object() ? &annotations->get_object() : nullptr;
}

/// Members in alphabetical order, as Go writes a map.
json::value sorted(const json::value& value) {
    if (value.is_array()) {
        json::array items;
        for (const json::value& item : value.get_array()) items.push_back(sorted(item));
        return items;
    }
    if (!value.is_object()) return value;
    std::vector<const json::key_value_pair*> members;
    for (const auto& member : value.get_object()) members.push_back(&member);
    std::ranges::sort(members, {}, [](const auto* member) { return std::string_view(member->key()); });
    json::object object;
    for (const auto* member : members) object[member->key()] = sorted(member->value());
    return object;
}

}  // namespace

FieldSet lastAppliedFields(const SchemaNode& schema, const json::value& live, std::string_view apiVersion) {
    const json::object* annotations = annotationsOf(const_cast<json::value&>(live));
    const json::value* text = annotations ? annotations->if_contains(kAnnotation) : nullptr;
    if (!text || !text->is_string()) return {};
    const auto config = schema::parseDocument(std::string_view(text->get_string()));
    if (!config || !config->is_object()) return {};
    const json::value* version = config->get_object().if_contains("apiVersion");
    if (!version || !version->is_string() || std::string_view(version->get_string()) != apiVersion) return {};
    if (!document::validate(schema, *config).empty()) return {};
    const Comparison changes = document::compare(schema, *config, live);
    return document::fieldsOf(schema, *config)
        .without(changes.modified)
        .without(changes.added)
        .without(changes.removed);
}

void renewLastApplied(json::value& object, const json::value& config) {
    json::object* annotations = annotationsOf(object);
    const json::value* before = annotations ? annotations->if_contains(kAnnotation) : nullptr;
    if (!before || !before->is_string() || before->get_string().empty()) return;
    json::value written = sorted(config);
    if (json::object* own = annotationsOf(written)) own->erase(kAnnotation);
    std::string text;
    schema::writeDocument(text, written);
    text += '\n';
    annotations->erase(kAnnotation);
    std::size_t bytes = text.size() + kAnnotation.size();
    for (const auto& [name, value] : *annotations)
        bytes += name.size() + (value.is_string() ? value.get_string().size() : 0);
    if (bytes <= kMostAnnotationBytes) (*annotations)[kAnnotation] = text;
}

}  // namespace armillary::apply
