#include "engine/resources/expressions/schema_type.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <set>

#include "engine/cel/json_values.h"
#include "engine/cel/times.h"
#include "engine/schema/text.h"

namespace armillary::resources::expressions {

namespace {

namespace json = boost::json;
using cel::Type;
using cel::TypeKind;
using cel::Value;

bool isIdentifier(std::string_view text) {
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !text.empty() && isLetter(text.front()) &&
           std::ranges::all_of(text, [&](char c) { return isLetter(c) || (c >= '0' && c <= '9'); });
}

bool isReserved(std::string_view word) {
    static const std::set<std::string_view> kReserved{"true",   "false",    "null", "in",      "as",        "break",
                                                      "const",  "continue", "else", "for",     "function",  "if",
                                                      "import", "let",      "loop", "package", "namespace", "return"};
    return kReserved.contains(word);
}

constexpr std::pair<std::string_view, std::string_view> kEscapes[] = {
    {"__", "__underscores__"}, {".", "__dot__"}, {"-", "__dash__"}, {"/", "__slash__"}};

bool describesObjectMeta(const JSONSchemaProps& schema, bool root) {
    return root || schema.xEmbeddedResource;
}

/// The fields of a schema's object.
class SchemaFields final : public cel::ObjectFields {
public:
    SchemaFields(const JSONSchemaProps& schema, bool root) : m_schema(schema), m_root(root) {}
    std::optional<Type> field(std::string_view name) const override {
        if (describesObjectMeta(m_schema, m_root)) {
            if (name == "apiVersion" || name == "kind") return Type(TypeKind::String);
            if (name == "metadata") return metadata();
        }
        for (const auto& [property, schema] : m_schema.properties)
            if (escaped(property) == name) return typeOf(schema);
        return std::nullopt;
    }

private:
    static Type metadata() {
        return Type::object("ObjectMeta", cel::makeFields({{"name", Type(TypeKind::String)},
                                                           {"generateName", Type(TypeKind::String)}}));
    }

    const JSONSchemaProps& m_schema;
    bool m_root;
};

Type textType(const std::string& format) {
    if (format == "byte") return Type(TypeKind::Bytes);
    if (format == "date" || format == "date-time") return Type(TypeKind::Timestamp);
    return Type(format == "duration" ? TypeKind::Duration : TypeKind::String);
}

Value textValue(const std::string& format, std::string_view text) {
    if (format == "byte") {
        schema::Base64 decoded = schema::decodeBase64(text);
        return decoded.wrongAt ? Value::error("Invalid base64") : Value::bytes(std::move(decoded.bytes));
    }
    if (format == "date" || format == "date-time") {
        const auto time = cel::parseTimestamp(format == "date" ? std::string(text) + "T00:00:00Z" : std::string(text));
        return time ? Value(*time) : Value::error("Invalid date formatted string " + schema::quoted(text));
    }
    if (format == "duration") {
        const auto duration = cel::parseDuration(text);
        return duration ? Value(*duration) : Value::error("Invalid duration " + schema::quoted(text));
    }
    return Value::borrowed(text);
}

class SchemaList final : public cel::List {
public:
    SchemaList(const JSONSchemaProps& schema, const json::array& array) : m_schema(schema), m_array(array) {}
    std::size_t size() const override { return m_array.size(); }
    Value at(std::size_t index) const override { return valueOf(*itemsOf(m_schema), m_array[index]); }
    Semantics semantics() const override {
        if (m_schema.xListType == "set") return Semantics::Set;
        return m_schema.xListType == "map" ? Semantics::Map : Semantics::Atomic;
    }
    bool sameKey(const Value& left, const Value& right) const override {
        const auto *one = left.tryAs<cel::MapRef>(), *other = right.tryAs<cel::MapRef>();
        return one && other && std::ranges::all_of(m_schema.xListMapKeys, [&](const std::string& key) {
                   const Value name = Value::string(escaped(key));
                   const auto first = (*one)->find(name), second = (*other)->find(name);
                   return first.has_value() == second.has_value() && (!first || cel::equal(*first, *second));
               });
    }

private:
    const JSONSchemaProps& m_schema;
    const json::array& m_array;
};

/// An object of declared members, or a map of values of one schema.
class SchemaMap final : public cel::Map {
public:
    SchemaMap(const JSONSchemaProps& schema, const json::object& object, bool root)
        : m_schema(schema), m_object(object), m_root(root) {}
    std::size_t size() const override {
        std::size_t count = 0;
        each([&](const Value&, const Value&) { return ++count, true; });
        return count;
    }
    std::optional<Value> find(const Value& key) const override {
        std::optional<Value> found;
        if (!key.is<cel::Text>()) return found;
        if (valuesOf(m_schema)) {
            const auto* value = m_object.if_contains(key.text());
            return value ? std::optional(valueOf(*valuesOf(m_schema), *value)) : found;
        }
        for (const auto& member : m_object)
            if (escaped(member.key()) == key.text()) return memberValue(member.key(), member.value());
        return found;
    }
    void each(const std::function<bool(const Value&, const Value&)>& visit) const override {
        const bool isMap = valuesOf(m_schema) != nullptr;
        for (const auto& member : m_object) {
            const auto value = memberValue(member.key(), member.value());
            const Value key = isMap ? Value::borrowed(member.key()) : Value::string(escaped(member.key()));
            if (value && !visit(key, *value)) return;
        }
    }

private:
    std::optional<Value> memberValue(std::string_view name, const json::value& value) const {
        if (const JSONSchemaProps* values = valuesOf(m_schema)) return valueOf(*values, value);
        const bool isMeta = name == "apiVersion" || name == "kind" || name == "metadata";
        if (isMeta && describesObjectMeta(m_schema, m_root)) return cel::valueOf(value, nullptr);
        const JSONSchemaProps* schema = propertyOf(m_schema, name);
        return schema ? std::optional(valueOf(*schema, value)) : std::nullopt;
    }

    const JSONSchemaProps& m_schema;
    const json::object& m_object;
    bool m_root;
};

}  // namespace

std::string escaped(std::string_view property) {
    if (isReserved(property)) return "__" + std::string(property) + "__";
    std::string out;
    for (std::size_t at = 0; at < property.size();) {
        const auto found = std::ranges::find_if(
            kEscapes, [&](const auto& escape) { return property.substr(at).starts_with(escape.first); });
        if (found == std::end(kEscapes)) {
            out += property[at++];
        } else {
            out += found->second;
            at += found->first.size();
        }
    }
    return isIdentifier(out) ? out : std::string();
}

const JSONSchemaProps* itemsOf(const JSONSchemaProps& schema) {
    return schema.items ? schema.items->schema.get() : nullptr;
}

const JSONSchemaProps* valuesOf(const JSONSchemaProps& schema) {
    return schema.additionalProperties ? schema.additionalProperties->schema.get() : nullptr;
}

const JSONSchemaProps* propertyOf(const JSONSchemaProps& schema, std::string_view name) {
    const auto found = schema.properties.find(name);
    return found == schema.properties.end() ? nullptr : &found->second;
}

Type typeOf(const JSONSchemaProps& schema, bool root) {
    if (schema.xIntOrString) return Type();
    if (schema.type == "array") return itemsOf(schema) ? Type::list(typeOf(*itemsOf(schema))) : Type();
    if (schema.type == "object") {
        if (const JSONSchemaProps* values = valuesOf(schema)) return Type::map(Type(TypeKind::String), typeOf(*values));
        return Type::object("object", std::make_shared<SchemaFields>(schema, root));
    }
    if (schema.type == "string") return textType(schema.format);
    if (schema.type == "integer") return Type(TypeKind::Int);
    if (schema.type == "number") return Type(TypeKind::Double);
    if (schema.type == "boolean") return Type(TypeKind::Bool);
    return Type();
}

Value valueOf(const JSONSchemaProps& schema, const json::value& value, bool root) {
    if (schema.xIntOrString) return cel::valueOf(value, nullptr);
    if (const auto* array = value.if_array(); array && itemsOf(schema))
        return Value(cel::ListRef(std::make_shared<SchemaList>(schema, *array)));
    if (const auto* object = value.if_object(); object && schema.type == "object")
        return Value(cel::MapRef(std::make_shared<SchemaMap>(schema, *object, root)));
    if (const auto* text = value.if_string(); text && schema.type == "string")
        return textValue(schema.format, {text->data(), text->size()});
    // JSON's 1 is a number's 1.0.
    if (const auto* number = value.if_int64(); number && schema.type == "number")
        return Value(static_cast<double>(*number));
    return cel::valueOf(value, nullptr);
}

}  // namespace armillary::resources::expressions
