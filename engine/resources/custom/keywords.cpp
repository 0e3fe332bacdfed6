#include <algorithm>
#include <set>

#include "engine/resources/checks/meta.h"
#include "engine/resources/custom/schema.h"
#include "engine/resources/custom/shape.h"
#include "engine/resources/custom/structural.h"
#include "engine/resources/custom/validate.h"

namespace armillary::resources::custom {

namespace {

using Props = apiextensionsv1::JSONSchemaProps;

bool isTypeMember(std::string_view name) {
    return name == "metadata" || name == "kind" || name == "apiVersion";
}

/// Where a schema stands, as far as it matters for what it may say.
struct Place {
    bool isRoot = false;
    bool inMetadata = false;
    std::string noDefaults;  ///< why there may be no default; "" when there may
};

class KeywordCheck {
public:
    explicit KeywordCheck(FieldErrors& errors) : m_errors(errors) {}

    void check(const Props& schema, const Place& place, const Path& path) {
        checkUnsupported(schema, place, path);
        if (schema.uniqueItems)
            add(field::forbidden(path.child("uniqueItems"),
                                 "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"));
        descend(schema, place, path);
        if (schema.xPreserveUnknownFields && !*schema.xPreserveUnknownFields)
            add(field::invalidRaw(path.child("x-kubernetes-preserve-unknown-fields"), "false",
                                  "must be true or undefined"));
        checkMapType(schema, path);
        checkListType(schema, path);
        checkListMap(schema, path);
        checkRules(schema, path.child("x-kubernetes-validations"));
    }

private:
    void add(FieldError error) { m_errors.push_back(std::move(error)); }

    void checkUnsupported(const Props& schema, const Place& place, const Path& path) {
        static const std::vector<std::string_view> kTypes = {"array",  "boolean", "integer",
                                                             "number", "object",  "string"};
        if (!schema.type.empty() && std::ranges::find(kTypes, schema.type) == kTypes.end())
            add(field::notSupported(path.child("type"), schema.type, kTypes));
        if (schema.default_ && !place.noDefaults.empty())
            add(field::forbidden(path.child("default"), "must not be set " + place.noDefaults));
        const auto refuse = [&](bool wrong, std::string_view name) {
            if (wrong) add(field::forbidden(path.child(name), std::string(name) + " is not supported"));
        };
        refuse(!schema.id.empty(), "id");
        refuse(static_cast<bool>(schema.additionalItems), "additionalItems");
        refuse(!schema.patternProperties.empty(), "patternProperties");
        refuse(!schema.definitions.empty(), "definitions");
        refuse(!schema.dependencies.empty(), "dependencies");
        refuse(schema.ref.has_value(), "$ref");
        if (schema.type == "null")
            add(field::forbidden(path.child("type"), "type cannot be set to null, use nullable as an alternative"));
        if (schema.items && !schema.items->jsonSchemas.empty())
            add(field::forbidden(path.child("items"), "items must be a schema object and not an array"));
        if (place.inMetadata && schema.xEmbeddedResource)
            add(field::forbidden(path.child("x-kubernetes-embedded-resource"),
                                 "must not be used inside of resource meta"));
    }

    void descend(const Props& schema, const Place& place, const Path& path) {
        Place below = place;
        below.isRoot = false;
        if (schema.additionalProperties) {
            const Path at = path.child("additionalProperties");
            if (!schema.properties.empty() &&
                (!schema.additionalProperties->allows || schema.additionalProperties->schema))
                add(field::forbidden(at, "additionalProperties and properties are mutual exclusive"));
            Place inside = below;
            if (place.inMetadata) inside.noDefaults = "inside additionalProperties applying to object metadata";
            if (schema.additionalProperties->schema) check(*schema.additionalProperties->schema, inside, at);
        }
        for (const auto& [name, property] : schema.properties) {
            Place inside = below;
            if ((place.isRoot || schema.xEmbeddedResource) && isTypeMember(name)) {
                inside.inMetadata = true;
                if (place.isRoot) inside.noDefaults = "in top-level " + name;
            }
            check(property, inside, path.child("properties").key(name));
        }
        if (schema.not_) check(*schema.not_, below, path.child("not"));
        for (std::size_t i = 0; i < schema.allOf.size(); ++i)
            check(schema.allOf[i], below, path.child("allOf").index(i));
        for (std::size_t i = 0; i < schema.oneOf.size(); ++i)
            check(schema.oneOf[i], below, path.child("oneOf").index(i));
        for (std::size_t i = 0; i < schema.anyOf.size(); ++i)
            check(schema.anyOf[i], below, path.child("anyOf").index(i));
        if (schema.items && schema.items->schema) check(*schema.items->schema, below, path.child("items"));
    }

    void checkMapType(const Props& schema, const Path& path) {
        if (!schema.xMapType) return;
        constexpr std::string_view kWhy = "must be object if x-kubernetes-map-type is specified";
        if (schema.type != "object")
            add(schema.type.empty() ? field::required(path.child("type"), std::string(kWhy))
                                    : field::invalid(path.child("type"), schema.type, std::string(kWhy)));
        if (*schema.xMapType != "atomic" && *schema.xMapType != "granular")
            add(field::notSupported(path.child("x-kubernetes-map-type"), *schema.xMapType, {"atomic", "granular"}));
    }

    void checkListType(const Props& schema, const Path& path) {
        const Path at = path.child("x-kubernetes-list-type");
        const std::string type = schema.xListType.value_or("");
        if (schema.xListType && schema.type != "array") {
            constexpr std::string_view kWhy = "must be array if x-kubernetes-list-type is specified";
            add(schema.type.empty() ? field::required(path.child("type"), std::string(kWhy))
                                    : field::invalid(path.child("type"), schema.type, std::string(kWhy)));
        } else if (type == "set" && schema.items && schema.items->schema) {
            const Props& items = *schema.items->schema;
            constexpr std::string_view kWhy = "must be atomic as item of a list with x-kubernetes-list-type=set";
            if (items.type == "array" && items.xListType && *items.xListType != "atomic")
                add(field::invalid(path.child("items").child("x-kubernetes-list-type"), *items.xListType,
                                   std::string(kWhy)));
            if (items.type == "object" && items.xMapType.value_or("") != "atomic")
                add(field::invalidRaw(path.child("items").child("x-kubernetes-map-type"), "null", std::string(kWhy)));
        }
        if (schema.xListType && type != "atomic" && type != "set" && type != "map")
            add(field::notSupported(at, type, {"atomic", "set", "map"}));
        if (schema.xListMapKeys.empty() || type == "map") return;
        constexpr std::string_view kWhy = "must be map if x-kubernetes-list-map-keys is non-empty";
        add(schema.xListType ? field::invalid(at, type, std::string(kWhy)) : field::required(at, std::string(kWhy)));
    }

    void checkListMap(const Props& schema, const Path& path) {
        const std::string type = schema.xListType.value_or("");
        const Props* items = schema.items && schema.items->schema ? &*schema.items->schema : nullptr;
        if ((type == "set" || type == "map") && items && items->nullable)
            add(field::forbidden(path.child("items").child("nullable"),
                                 "cannot be nullable when x-kubernetes-list-type is " + type));
        if (type != "map") return;
        const Path keys = path.child("x-kubernetes-list-map-keys");
        if (schema.xListMapKeys.empty())
            add(field::required(keys, "must not be empty if x-kubernetes-list-type is map"));
        if (!schema.items)
            add(field::required(path.child("items"), "must have a schema if x-kubernetes-list-type is map"));
        else if (!items)
            add(field::invalid(path.child("items"), "",
                               "must only have a single schema if x-kubernetes-list-type is map"));
        else if (items->type != "object")
            add(field::invalid(path.child("items").child("type"), items->type,
                               "must be object if parent array's x-kubernetes-list-type is map"));
        else
            checkMapKeys(schema, *items, path);
    }

    void checkMapKeys(const Props& schema, const Props& items, const Path& path) {
        const Path keys = path.child("x-kubernetes-list-map-keys");
        std::set<std::string_view> seen;
        for (const std::string& key : schema.xListMapKeys) {
            const auto property = items.properties.find(key);
            const Path at = path.child("items").child("properties").key(key);
            if (!seen.insert(key).second)
                add(field::invalidRaw(keys, goList(schema.xListMapKeys), "must not contain duplicate entries"));
            if (property == items.properties.end()) {
                add(field::invalidRaw(keys, goList(schema.xListMapKeys),
                                      "entries must all be names of item properties"));
                continue;
            }
            if (property->second.type == "array" || property->second.type == "object")
                add(field::invalid(at.child("type"), items.type,
                                   "must be a scalar type if parent array's x-kubernetes-list-type is map"));
            if (!std::ranges::contains(items.required, key) && !property->second.default_)
                add(field::required(at.child("default"),
                                    "this property is in x-kubernetes-list-map-keys, so it must have a default or be a "
                                    "required property"));
            if (property->second.nullable)
                add(field::forbidden(at.child("nullable"),
                                     "this property is in x-kubernetes-list-map-keys, so it cannot be nullable"));
        }
    }

    static bool isBlank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }
    static bool hasBreak(std::string_view text) { return text.find_first_of("\r\n") != std::string_view::npos; }
    static std::string_view trimmed(std::string_view text) {
        const std::size_t from = text.find_first_not_of(" \t\r\n"), to = text.find_last_not_of(" \t\r\n");
        return from == std::string_view::npos ? std::string_view() : text.substr(from, to - from + 1);
    }

    /// The form of the rules; what they say is a matter of the expressions' compiler.
    void checkRules(const Props& schema, const Path& path) {
        for (std::size_t i = 0; i < schema.xValidations.size(); ++i) {
            const apiextensionsv1::ValidationRule& rule = schema.xValidations[i];
            const Path at = path.index(i);
            if (isBlank(rule.rule))
                add(field::required(at.child("rule"), "rule is not specified"));
            else if (!rule.message.empty() && isBlank(rule.message))
                add(field::invalid(at.child("message"), rule.message, "must be non-empty if specified"));
            else if (hasBreak(trimmed(rule.message)))
                add(field::invalid(at.child("message"), rule.message, "must not contain line breaks"));
            else if (hasBreak(trimmed(rule.rule)) && isBlank(rule.message))
                add(field::required(at.child("message"), "message must be specified if rule contains line breaks"));
            if (!rule.messageExpression.empty() && isBlank(rule.messageExpression))
                add(field::required(at.child("messageExpression"), "messageExpression must be non-empty if specified"));
            static const std::vector<std::string_view> kReasons = {
                apiextensionsv1::kFieldValueDuplicate, apiextensionsv1::kFieldValueForbidden,
                apiextensionsv1::kFieldValueInvalid, apiextensionsv1::kFieldValueRequired};
            if (rule.reason && std::ranges::find(kReasons, *rule.reason) == kReasons.end())
                add(field::notSupported(at.child("reason"), *rule.reason, kReasons));
            if (!rule.fieldPath.empty() && isBlank(rule.fieldPath))
                add(field::invalid(at.child("fieldPath"), rule.fieldPath, "must be non-empty if specified"));
            if (hasBreak(rule.fieldPath))
                add(field::invalid(at.child("fieldPath"), rule.fieldPath, "must not contain line breaks"));
        }
    }

    FieldErrors& m_errors;
};

/// Every default below `schema`, in its order.
void checkDefaultsIn(const Schema& schema, const Path& path, FieldErrors& errors) {
    if (schema.defaultValue) {
        const Path at = path.child("default");
        json::value pruned = *schema.defaultValue;
        pruneValue(pruned, schema);
        if (pruned != *schema.defaultValue)
            errors.push_back(field::invalidRaw(at, treeText(*schema.defaultValue), "must not have unknown fields"));
        std::ranges::move(validateEmbedded(schema, *schema.defaultValue, at), std::back_inserter(errors));
        std::ranges::move(validateValue(schema, *schema.defaultValue, nullptr, at), std::back_inserter(errors));
    }
    if (schema.items) checkDefaultsIn(*schema.items, path.child("items"), errors);
    for (const auto& [name, property] : schema.properties)
        checkDefaultsIn(*property, path.child("properties").key(name), errors);
    if (schema.additionalSchema) checkDefaultsIn(*schema.additionalSchema, path.child("additionalProperties"), errors);
}

}  // namespace

FieldErrors checkSchemaKeywords(const Props& schema, const Path& path) {
    FieldErrors errors;
    KeywordCheck(errors).check(schema, {.isRoot = true, .inMetadata = false, .noDefaults = {}}, path);
    return errors;
}

FieldErrors checkDefaults(const Props& schema, const Path& path) {
    FieldErrors errors;
    const auto compiled = Schema::compile(schema);
    if (!compiled)
        errors.push_back(field::invalid(path, "", compiled.error()));
    else
        checkDefaultsIn(**compiled, path, errors);
    return errors;
}

}  // namespace armillary::resources::custom
