#include "engine/schema/openapi_schema.h"

#include <format>

#include "engine/schema/atomic_types.h"

namespace armillary::schema::openapi {

namespace json = boost::json;

namespace {

constexpr std::string_view kQuantity = "io.k8s.apimachinery.pkg.api.resource.Quantity";
constexpr std::string_view kIntOrString = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
constexpr std::string_view kRawExtension = "io.k8s.apimachinery.pkg.runtime.RawExtension";
constexpr std::string_view kTime = "io.k8s.apimachinery.pkg.apis.meta.v1.Time";
constexpr std::string_view kMicroTime = "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime";
constexpr std::string_view kDuration = "io.k8s.apimachinery.pkg.apis.meta.v1.Duration";
constexpr std::string_view kFieldsV1 = "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1";
constexpr std::string_view kJson = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON";

json::string text(std::string_view value) {
    return json::string(value);
}

/// The types with a text form of their own, which no table describes.
json::object scalarSchema(std::string_view name, Version version) {
    if (name == kQuantity) {
        json::object schema{
            {"description",
             "A fixed-point number with a suffix: decimal (n, u, m, none, k, M, G, T, P, E), binary (Ki, Mi, Gi, Ti, "
             "Pi, Ei) or a "
             "decimal exponent (e3). Examples: 100m, 1.5, 2Gi. It is stored in the shortest form that loses nothing."}};
        if (version == Version::V2) {
            schema["type"] = "string";
        } else {
            schema["oneOf"] = json::array{json::object{{"type", "string"}}, json::object{{"type", "number"}}};
        }
        return schema;
    }
    if (name == kIntOrString) {
        json::object schema{{"description", "A number, or a string such as a percentage or the name of a port."},
                            {"format", "int-or-string"}};
        if (version == Version::V2) {
            schema["type"] = "string";
        } else {
            schema["oneOf"] = json::array{json::object{{"type", "integer"}}, json::object{{"type", "string"}}};
        }
        return schema;
    }
    if (name == kTime)
        return {{"description", "A point in time in RFC 3339, to the second."},
                {"type", "string"},
                {"format", "date-time"}};
    if (name == kMicroTime)
        return {{"description", "A point in time in RFC 3339, to the microsecond."},
                {"type", "string"},
                {"format", "date-time"}};
    if (name == kDuration) return {{"description", "A length of time, such as 1h30m or 1.5s."}, {"type", "string"}};
    if (name == kFieldsV1) return {{"description", "A set of fields, as a trie of their paths."}, {"type", "object"}};
    if (name == kRawExtension) return {{"description", "An object of any kind, carried as it is."}, {"type", "object"}};
    return {{"description", "Any JSON value."}};
}

std::string_view scalarName(const TypeInfo& owner, const FieldInfo& field) {
    switch (field.kind) {
        case Kind::Quantity:
            return kQuantity;
        case Kind::IntOrString:
            return kIntOrString;
        case Kind::Time:
            return kTime;
        case Kind::MicroTime:
            return kMicroTime;
        case Kind::Duration:
            return kDuration;
        case Kind::RawJson:
            if (field.jsonName == "fieldsV1") return kFieldsV1;
            return owner.name == "JSONSchemaProps" ? kJson : kRawExtension;
        default:
            return {};
    }
}

json::object plainSchema(Kind kind) {
    switch (kind) {
        case Kind::Bool:
            return {{"type", "boolean"}};
        case Kind::Int32:
            return {{"type", "integer"}, {"format", "int32"}};
        case Kind::Int64:
            return {{"type", "integer"}, {"format", "int64"}};
        case Kind::Double:
            return {{"type", "number"}, {"format", "double"}};
        case Kind::Bytes:
            return {{"type", "string"}, {"format", "byte"}};
        default:
            return {{"type", "string"}};
    }
}

std::string describe(const FieldInfo& field) {
    std::string description(documentation(field.doc));
    if (field.enumValues.empty()) return description;
    description += description.empty() ? "Possible enum values:" : "\n\nPossible enum values:";
    for (const EnumValue& value : field.enumValues) {
        const std::string_view doc = documentation(value.doc);
        description += std::format("\n - `\"{}\"`{}{}", value.value, doc.empty() ? "" : " ", doc);
    }
    return description;
}

void addMarkers(const FieldInfo& field, json::object& property) {
    switch (field.listType) {
        case ListType::Atomic:
            property["x-kubernetes-list-type"] = "atomic";
            break;
        case ListType::Set:
            property["x-kubernetes-list-type"] = "set";
            break;
        case ListType::Map:
            property["x-kubernetes-list-type"] = "map";
            break;
        case ListType::Unspecified:
            break;
    }
    if (!field.listMapKeys.empty()) {
        json::array keys;
        for (std::string_view rest = field.listMapKeys; !rest.empty();) {
            const std::size_t comma = rest.find(',');
            keys.emplace_back(text(rest.substr(0, comma)));
            rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
        }
        property["x-kubernetes-list-map-keys"] = std::move(keys);
    }
    if (field.atomicMap) property["x-kubernetes-map-type"] = "atomic";
    if (!field.patchStrategy.empty()) property["x-kubernetes-patch-strategy"] = text(field.patchStrategy);
    if (!field.patchMergeKey.empty()) property["x-kubernetes-patch-merge-key"] = text(field.patchMergeKey);
}

/// The marker's value when it is JSON; markers that name a Go constant are not.
void addDefault(const FieldInfo& field, json::object& property) {
    if (field.defaultJson.empty()) return;
    boost::system::error_code error;
    json::value value = json::parse(field.defaultJson, error);
    if (!error) property["default"] = std::move(value);
}

}  // namespace

GroupVersionKind kindOf(const TypeInfo& type) {
    const std::size_t slash = type.goPackage.rfind('/');
    std::string_view folder = type.goPackage.substr(0, slash);
    folder = folder.substr(folder.rfind('/') + 1);
    std::string group(folder);
    if (folder == "core" || folder == "meta")
        group.clear();
    else if (folder == "rbac")
        group = "rbac.authorization.k8s.io";
    else if (folder == "flowcontrol")
        group = "flowcontrol.apiserver.k8s.io";
    else if (folder != "apps" && folder != "batch" && folder != "autoscaling" && folder != "policy")
        group += ".k8s.io";
    return {group, std::string(type.goPackage.substr(slash + 1)), std::string(type.name)};
}

const TypeInfo* findType(std::string_view goPackage, std::string_view name) {
    for (const TypeInfo* type : allTypes())
        if (type->goPackage == goPackage && type->name == name) return type;
    return nullptr;
}

json::object Schemas::referByName(std::string_view name) const {
    return {{"$ref", text(std::string(m_version == Version::V2 ? "#/definitions/" : "#/components/schemas/") +
                          std::string(name))}};
}

json::object Schemas::referToScalar(std::string_view name) {
    if (!m_schemas.contains(name)) m_schemas[name] = scalarSchema(name, m_version);
    return referByName(name);
}

json::object Schemas::refer(const TypeInfo& type) {
    if (!m_schemas.contains(type.openApiName)) {
        m_schemas[type.openApiName] = json::object();  // ends the recursion of types that contain themselves
        m_schemas[type.openApiName] = schemaOf(type);
    }
    return referByName(type.openApiName);
}

/// Beside a $ref nothing else may stand in OpenAPI 3.0, so that it is wrapped there.
json::object Schemas::wrapped(json::object reference) const {
    if (m_version == Version::V2 || !reference.contains("$ref")) return reference;
    return {{"allOf", json::array{std::move(reference)}}};
}

json::object Schemas::schemaOf(const TypeInfo& type) {
    json::object schema;
    if (type.doc != 0) schema["description"] = text(documentation(type.doc));
    if (type.jsonForm != JsonForm::Object) return schema;
    schema["type"] = "object";
    json::object properties;
    json::array required;
    addProperties(type, properties, required);
    if (!required.empty()) schema["required"] = std::move(required);
    if (!properties.empty()) schema["properties"] = std::move(properties);
    if (isAtomicStruct(type)) schema["x-kubernetes-map-type"] = "atomic";
    const bool isKind = !type.inlines.empty() && type.inlines[0].type->name == "TypeMeta";
    if (isKind) schema["x-kubernetes-group-version-kind"] = json::array{kindOf(type).toJson()};
    return schema;
}

void Schemas::addProperties(const TypeInfo& type, json::object& properties, json::array& required) {
    for (const InlineInfo& base : type.inlines) addProperties(*base.type, properties, required);
    for (const FieldInfo& field : type.fields) {
        properties[field.jsonName] = propertyOf(type, field);
        if (field.required) required.emplace_back(text(field.jsonName));
    }
}

json::object Schemas::propertyOf(const TypeInfo& owner, const FieldInfo& field) {
    // A named list (Verbs) is a bare list in JSON.
    const bool isNamedList = field.kind == Kind::Struct && field.type->listWrapper;
    json::object property;
    if (isNamedList && field.shape != Shape::Map) {
        property = {{"type", "array"}, {"items", elementOf(*field.type, field.type->fields[0])}};
    } else {
        json::object element =
            isNamedList ? json::object{{"type", "array"}, {"items", elementOf(*field.type, field.type->fields[0])}}
                        : elementOf(owner, field);
        switch (field.shape) {
            case Shape::Value:
            case Shape::Optional:
                property = wrapped(std::move(element));
                break;
            case Shape::List:
                property = {{"type", "array"}, {"items", wrapped(std::move(element))}};
                break;
            case Shape::Map:
                property = {{"type", "object"}, {"additionalProperties", wrapped(std::move(element))}};
                break;
        }
    }
    if (std::string description = describe(field); !description.empty()) property["description"] = text(description);
    if (!field.enumValues.empty() && (field.shape == Shape::Value || field.shape == Shape::Optional)) {
        json::array values;
        for (const EnumValue& value : field.enumValues) values.emplace_back(text(value.value));
        property["enum"] = std::move(values);
    }
    addDefault(field, property);
    addMarkers(field, property);
    return property;
}

json::object Schemas::elementOf(const TypeInfo& owner, const FieldInfo& field) {
    if (field.kind == Kind::Struct) return refer(*field.type);
    if (const std::string_view name = scalarName(owner, field); !name.empty()) return referToScalar(name);
    return plainSchema(field.kind);
}

}  // namespace armillary::schema::openapi
