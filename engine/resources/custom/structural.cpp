#include "engine/resources/custom/structural.h"

#include <re2/re2.h>

#include <algorithm>

namespace armillary::resources::custom {

namespace {

using Props = apiextensionsv1::JSONSchemaProps;

enum class Level { Root, Item, Field };

bool isPlain(const Props& schema) {
    return schema == Props();
}

/// {type: integer}, {type: string}: the alternatives that x-kubernetes-int-or-string may be written with.
bool isIntOrString(const std::vector<Props>& alternatives) {
    if (alternatives.size() != 2) return false;
    Props first = alternatives[0], second = alternatives[1];
    if (first.type != "integer" || second.type != "string") return false;
    first.type.clear();
    second.type.clear();
    return isPlain(first) && isPlain(second);
}

const Props* itemsOf(const Props& schema) {
    return schema.items && schema.items->schema ? &*schema.items->schema : nullptr;
}
const Props* additionalOf(const Props& schema) {
    return schema.additionalProperties && schema.additionalProperties->schema ? &*schema.additionalProperties->schema
                                                                              : nullptr;
}

class StructuralCheck {
public:
    void checkSchema(const Props& schema, Level level, const Path& path) {
        const bool preserves = schema.xPreserveUnknownFields.value_or(false);
        if (schema.type == "array" && !schema.items) add(field::required(path.child("items"), "must be specified"));
        if (const Props* items = itemsOf(schema)) checkSchema(*items, Level::Item, path.child("items"));
        for (const auto& [name, property] : schema.properties)
            checkSchema(property, Level::Field, path.child("properties").key(name));
        if (schema.additionalProperties) {
            const Path at = path.child("additionalProperties");
            if (level == Level::Root) add(field::forbidden(at, "must not be used at the root"));
            if (const Props* additional = additionalOf(schema)) checkSchema(*additional, Level::Field, at);
            if (schema.xEmbeddedResource)
                add(field::forbidden(at, "must not be used if x-kubernetes-embedded-resource is set"));
        }
        if (schema.xIntOrString && preserves)
            add(field::invalidRaw(path.child("x-kubernetes-preserve-unknown-fields"), "true",
                                  "must be false if x-kubernetes-int-or-string is true"));
        if (schema.xIntOrString && schema.xEmbeddedResource)
            add(field::invalidRaw(path.child("x-kubernetes-embedded-resource"), "true",
                                  "must be false if x-kubernetes-int-or-string is true"));
        const bool firstAllOf = !schema.allOf.empty() && isIntOrString(schema.allOf[0].anyOf);
        checkValues(schema, isIntOrString(schema.anyOf), firstAllOf, path);
        checkType(schema, level, preserves, path);
        checkTypeMembers(schema, level, path);
        if (schema.xEmbeddedResource && !preserves && schema.properties.empty())
            add(field::required(path.child("properties"),
                                "must not be empty if x-kubernetes-embedded-resource is true without "
                                "x-kubernetes-preserve-unknown-fields"));
    }

    void checkCompleteness(const Props& schema, const Path& path) { complete(schema, &schema, path, path); }

    FieldErrors take() {
        std::ranges::sort(m_errors, {}, &FieldError::text);
        return std::move(m_errors);
    }

private:
    void add(FieldError error) { m_errors.push_back(std::move(error)); }

    void checkType(const Props& schema, Level level, bool preserves, const Path& path) {
        const Path at = path.child("type");
        if (schema.xEmbeddedResource && schema.type != "object") {
            constexpr std::string_view kWhy = "must be object if x-kubernetes-embedded-resource is true";
            add(schema.type.empty() ? field::required(at, std::string(kWhy))
                                    : field::invalid(at, schema.type, std::string(kWhy)));
        } else if (schema.type.empty() && !schema.xIntOrString && !preserves) {
            add(field::required(at, level == Level::Root   ? "must not be empty at the root"
                                    : level == Level::Item ? "must not be empty for specified array items"
                                                           : "must not be empty for specified object fields"));
        }
        if (level == Level::Root && !schema.type.empty() && schema.type != "object")
            add(field::invalid(at, schema.type, "must be object at the root"));
    }

    /// apiVersion, kind and metadata of whole objects.
    void checkTypeMembers(const Props& schema, Level level, const Path& path) {
        const bool isObject = level == Level::Root || schema.xEmbeddedResource;
        for (const std::string_view name : {"kind", "apiVersion"}) {
            const auto found = schema.properties.find(name);
            if (isObject && found != schema.properties.end() && found->second.type != "string")
                add(field::invalid(path.child("properties").key(name).child("type"), found->second.type,
                                   "must be string"));
        }
        const auto metadata = schema.properties.find("metadata");
        if (metadata == schema.properties.end()) return;
        const Path at = path.child("properties").key("metadata");
        if (isObject && metadata->second.type != "object")
            add(field::invalid(at.child("type"), metadata->second.type, "must be object"));
        if (level != Level::Root) return;
        // Rules for the name are all that may be said of it.
        Props rest = metadata->second;
        rest.type.clear();
        rest.default_.reset();
        const bool named = rest.properties.contains("name") || rest.properties.contains("generateName");
        const bool onlyNames = std::ranges::all_of(rest.properties, [](const auto& property) {
            return property.first == "name" || property.first == "generateName";
        });
        if (named && onlyNames) rest.properties.clear();
        if (isPlain(rest)) return;
        add(field::forbidden(at,
                             "must not specify anything other than name and generateName, but metadata is "
                             "implicitly specified"));
    }

    void checkValues(const Props& schema, bool skipAnyOf, bool skipFirstAllOf, const Path& path) {
        for (std::size_t i = 0; i < schema.anyOf.size() && !skipAnyOf; ++i)
            checkNested(schema.anyOf[i], false, path.child("anyOf").index(i));
        for (std::size_t i = 0; i < schema.allOf.size(); ++i)
            checkNested(schema.allOf[i], skipFirstAllOf && i == 0, path.child("allOf").index(i));
        for (std::size_t i = 0; i < schema.oneOf.size(); ++i)
            checkNested(schema.oneOf[i], false, path.child("oneOf").index(i));
        if (schema.not_) checkNested(*schema.not_, false, path.child("not"));
        if (schema.pattern.empty()) return;
        re2::RE2::Options options;
        options.set_log_errors(false);
        if (const re2::RE2 expression(schema.pattern, options); !expression.ok())
            add(field::invalid(
                path.child("pattern"), schema.pattern,
                "must be a valid regular expression, but isn't: error parsing regexp: " + expression.error()));
    }

    /// A schema below allOf, anyOf, oneOf or not: it may check values and say nothing of their structure.
    void checkNested(const Props& schema, bool skipAnyOf, const Path& path) {
        checkValues(schema, skipAnyOf, false, path);
        if (const Props* items = itemsOf(schema)) checkNested(*items, false, path.child("items"));
        for (const auto& [name, property] : schema.properties)
            checkNested(property, false, path.child("properties").key(name));
        const auto forbid = [&](bool wrong, std::string_view name, std::string_view why) {
            if (wrong) add(field::forbidden(path.child(name), std::string(why) + " to be structural"));
        };
        forbid(!schema.type.empty(), "type", "must be empty");
        forbid(static_cast<bool>(schema.additionalProperties), "additionalProperties", "must be undefined");
        forbid(schema.default_.has_value(), "default", "must be undefined");
        forbid(!schema.title.empty(), "title", "must be empty");
        forbid(!schema.description.empty(), "description", "must be empty");
        forbid(schema.nullable, "nullable", "must be false");
        forbid(schema.xPreserveUnknownFields.value_or(false), "x-kubernetes-preserve-unknown-fields", "must be false");
        forbid(schema.xEmbeddedResource, "x-kubernetes-embedded-resource", "must be false");
        forbid(schema.xIntOrString, "x-kubernetes-int-or-string", "must be false");
        forbid(!schema.xListMapKeys.empty(), "x-kubernetes-list-map-keys", "must be empty");
        forbid(schema.xListType.has_value(), "x-kubernetes-list-type", "must be undefined");
        forbid(schema.xMapType.has_value(), "x-kubernetes-map-type", "must be undefined");
        forbid(!schema.xValidations.empty(), "x-kubernetes-validations", "must be empty");
        if (schema.properties.contains("metadata"))
            add(field::forbidden(path.child("properties").key("metadata"),
                                 "must not be specified in a nested context"));
    }

    /// What alternatives look at has to be in the schema itself.
    void complete(const Props& values, const Props* schema, const Path& at, const Path& from) {
        const auto nested = [&](const Props& one, const Path& path) { completeNested(one, schema, at, path); };
        if (values.not_) nested(*values.not_, from.child("not"));
        for (std::size_t i = 0; i < values.allOf.size(); ++i) nested(values.allOf[i], from.child("allOf").index(i));
        for (std::size_t i = 0; i < values.anyOf.size(); ++i) nested(values.anyOf[i], from.child("anyOf").index(i));
        for (std::size_t i = 0; i < values.oneOf.size(); ++i) nested(values.oneOf[i], from.child("oneOf").index(i));
    }
    void completeNested(const Props& values, const Props* schema, const Path& at, const Path& from) {
        if (!schema) return add(field::required(at, "because it is defined in " + from.text()));
        complete(values, schema, at, from);
        if (const Props* items = itemsOf(values))
            completeNested(*items, itemsOf(*schema), at.child("items"), from.child("items"));
        for (const auto& [name, property] : values.properties) {
            const auto found = schema->properties.find(name);
            completeNested(property, found == schema->properties.end() ? nullptr : &found->second,
                           at.child("properties").key(name), from.child("properties").key(name));
        }
    }

    FieldErrors m_errors;
};

}  // namespace

FieldErrors checkStructural(const Props& schema, const Path& path) {
    StructuralCheck check;
    check.checkSchema(schema, Level::Root, path);
    check.checkCompleteness(schema, path);
    return check.take();
}

}  // namespace armillary::resources::custom
