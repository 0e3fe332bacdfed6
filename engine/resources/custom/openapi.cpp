#include "engine/resources/custom/openapi.h"

#include <algorithm>

#include "engine/resources/custom/schema.h"
#include "engine/resources/custom/tree.h"

namespace armillary::resources::custom {

namespace {

constexpr std::string_view kV2Prefix = "#/definitions/";
constexpr std::string_view kApiVersionDoc =
    "APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized "
    "schemas to the latest internal value, and may reject unrecognized values. More info: "
    "https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources";
constexpr std::string_view kKindDoc =
    "Kind is a string value representing the REST resource this object represents. Servers may infer this from the "
    "endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: "
    "https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds";
constexpr std::string_view kMetadataDoc =
    "Standard object's metadata. More info: "
    "https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";

json::string text(std::string_view value) {
    return json::string(value);
}

bool isSet(const json::object& schema, std::string_view name) {
    const json::value* value = schema.if_contains(name);
    return value && value->is_bool() && value->get_bool();
}

/// Beside a $ref OpenAPI 3 allows nothing, so that it is wrapped there.
json::object reference(const std::string& prefix, std::string_view name, std::string_view description) {
    const std::string target = prefix + std::string(name);
    json::object schema;
    if (prefix == kV2Prefix)
        schema["$ref"] = text(target);
    else
        schema["allOf"] = json::array{json::object{{"$ref", text(target)}}};
    schema["description"] = text(description);
    return schema;
}

void addTypeMembers(json::object& properties, const std::string& prefix, std::string_view meta) {
    properties["apiVersion"] = json::object{{"description", text(kApiVersionDoc)}, {"type", "string"}};
    properties["kind"] = json::object{{"description", text(kKindDoc)}, {"type", "string"}};
    properties["metadata"] =
        reference(prefix, "io.k8s.apimachinery.pkg.apis.meta.v1." + std::string(meta), kMetadataDoc);
}

json::object& objectAt(json::object& in, std::string_view name) {
    json::value& value = in[name];
    if (!value.is_object()) value = json::object();
    return value.get_object();
}

template <class Visit>
void eachSubschema(json::object& schema, Visit visit) {
    if (json::value* properties = schema.if_contains("properties"); properties && properties->is_object())
        for (auto& property : properties->get_object())
            if (json::object* one = property.value().if_object()) visit(*one);
    for (const std::string_view name : {"items", "additionalProperties"})
        if (json::value* one = schema.if_contains(name); one && one->is_object()) visit(one->get_object());
}

/// What OpenAPI 2 cannot say is left unsaid: clients would otherwise refuse what the server takes.
void makeV2(json::object& schema) {
    for (const std::string_view name : {"allOf", "anyOf", "oneOf", "not"}) schema.erase(name);
    if (isSet(schema, "nullable"))
        for (const std::string_view name : {"type", "nullable", "items", "properties"}) schema.erase(name);
    const bool preserves = isSet(schema, "x-kubernetes-preserve-unknown-fields");
    if (preserves)
        for (const std::string_view name : {"items", "properties"}) schema.erase(name);
    const json::value* type = schema.if_contains("type");
    if (type && ((*type == "array" && !schema.contains("items")) || (*type == "object" && preserves)))
        schema.erase("type");
    json::value* required = schema.if_contains("required");
    if (required && required->is_array()) {
        const json::value* properties = schema.if_contains("properties");
        json::array kept;
        for (const json::value& name : required->get_array()) {
            const json::value* property = properties && properties->is_object()
                                              ? properties->get_object().if_contains(name.as_string())
                                              : nullptr;
            if (!property || !property->is_object() || !isSet(property->get_object(), "nullable")) kept.push_back(name);
        }
        if (kept.empty())
            schema.erase("required");
        else
            schema["required"] = std::move(kept);
    }
    eachSubschema(schema, makeV2);
}

void addEmbedded(json::object& schema, const std::string& prefix) {
    eachSubschema(schema, [&](json::object& one) { addEmbedded(one, prefix); });
    if (!isSet(schema, "x-kubernetes-embedded-resource")) return;
    if (prefix == kV2Prefix && isSet(schema, "x-kubernetes-preserve-unknown-fields")) return;
    addTypeMembers(objectAt(schema, "properties"), prefix, "ObjectMeta");
    json::value& required = schema["required"];
    if (!required.is_array()) required = json::array();
    for (const std::string_view name : {"kind", "apiVersion"})
        if (std::ranges::find(required.get_array(), json::value(name)) == required.get_array().end())
            required.get_array().emplace_back(text(name));
}

json::array kindExtension(const Version& version, std::string_view kind) {
    return {json::object{{"group", version.row.group}, {"version", version.row.version}, {"kind", text(kind)}}};
}

std::string listKind(const Version& version) {
    const auto& names = version.definition->source().spec.names;
    return names.listKind.empty() ? names.kind + "List" : names.listKind;
}

void addSelectable(json::object& schema, const Version& version) {
    json::array fields;
    for (const std::string_view name : version.row.rules->selectableFields())
        fields.push_back(json::object{{"fieldPath", text(name)}});
    if (!fields.empty()) schema["x-kubernetes-selectable-fields"] = std::move(fields);
}

}  // namespace

std::string modelName(const Version& version, bool list) {
    std::string name;
    std::string_view rest = version.row.group;
    while (!rest.empty()) {
        const std::size_t dot = rest.rfind('.');
        name.append(rest.substr(dot == std::string_view::npos ? 0 : dot + 1)).append(".");
        rest = dot == std::string_view::npos ? std::string_view() : rest.substr(0, dot);
    }
    return name + version.row.version + "." + (list ? listKind(version) : version.row.kind);
}

std::string modelJson(const Version& version, const std::string& prefix) {
    json::object schema{{"type", "object"}};
    const bool isV2 = prefix == kV2Prefix;
    const bool isOpen = version.schema->preservesUnknown || version.definition->source().spec.preserveUnknownFields;
    if (version.source && !(isV2 && isOpen)) {
        json::value tree = parseTree(schema::toJson(*version.source));
        schema = std::move(tree.as_object());
        if (isV2) makeV2(schema);
        addEmbedded(schema, prefix);
        addTypeMembers(objectAt(schema, "properties"), prefix, "ObjectMeta");
    }
    schema["x-kubernetes-group-version-kind"] = kindExtension(version, version.row.kind);
    addSelectable(schema, version);
    return treeText(schema);
}

std::string listModelJson(const Version& version, const std::string& prefix) {
    const std::string kind = listKind(version);
    json::object properties;
    addTypeMembers(properties, prefix, "ListMeta");
    properties["items"] = json::object{
        {"description", "List of " + version.row.plural +
                            ". More info: https://git.k8s.io/community/contributors/devel/sig-architecture/"
                            "api-conventions.md"},
        {"type", "array"},
        {"items", json::object{{"$ref", text(prefix + modelName(version, false))}}}};
    json::object schema{{"description", kind + " is a list of " + version.row.kind},
                        {"type", "object"},
                        {"required", json::array{"items"}},
                        {"properties", std::move(properties)},
                        {"x-kubernetes-group-version-kind", kindExtension(version, kind)}};
    addSelectable(schema, version);
    return treeText(schema);
}

}  // namespace armillary::resources::custom
