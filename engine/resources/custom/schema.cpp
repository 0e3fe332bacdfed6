#include "engine/resources/custom/schema.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "engine/resources/custom/tree.h"

namespace armillary::resources::custom {

namespace {

using Props = apiextensionsv1::JSONSchemaProps;
using Compiled = std::expected<Schema::Ref, std::string>;

/// What RE2 may take for one pattern.
constexpr std::int64_t kExpressionMemory = 8 << 20;

std::unique_ptr<const re2::RE2> compilePattern(const std::string& pattern) {
    if (pattern.empty()) return nullptr;
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kExpressionMemory);
    auto expression = std::make_unique<const re2::RE2>(pattern, options);
    return expression->ok() ? std::move(expression) : nullptr;
}

void copyStructure(const Props& from, Schema& to) {
    to.type = from.type;
    to.format = isKnownFormat(from.type, from.format) ? from.format : std::string();
    to.nullable = from.nullable;
    to.preservesUnknown = from.xPreserveUnknownFields.value_or(false);
    to.isEmbedded = from.xEmbeddedResource;
    to.isIntOrString = from.xIntOrString;
    if (from.default_ && !from.default_->text.empty()) to.defaultValue = parseTree(from.default_->text);
    to.listType = from.xListType.value_or("");
    to.mapType = from.xMapType.value_or("");
    to.listMapKeys = from.xListMapKeys;
}

void copyValues(const Props& from, Schema& to) {
    to.maximum = from.maximum;
    to.minimum = from.minimum;
    to.multipleOf = from.multipleOf;
    to.exclusiveMaximum = from.exclusiveMaximum;
    to.exclusiveMinimum = from.exclusiveMinimum;
    to.uniqueItems = from.uniqueItems;
    to.maxLength = from.maxLength;
    to.minLength = from.minLength;
    to.maxItems = from.maxItems;
    to.minItems = from.minItems;
    to.maxProperties = from.maxProperties;
    to.minProperties = from.minProperties;
    to.pattern = from.pattern;
    to.expression = compilePattern(from.pattern);
    for (const auto& choice : from.enum_) to.choices.push_back(parseTree(choice.text));
    to.required = from.required;
}

std::expected<void, std::string> compileInto(const std::vector<Props>& from, std::vector<Schema::Ref>& to) {
    for (const Props& one : from) {
        Compiled compiled = Schema::compile(one);
        if (!compiled) return std::unexpected(compiled.error());
        to.push_back(std::move(*compiled));
    }
    return {};
}

}  // namespace

Schema::Schema() = default;
Schema::~Schema() = default;
Schema::Schema(Schema&&) noexcept = default;

Compiled Schema::compile(const Props& source) {
    auto made = std::make_unique<Schema>();
    copyStructure(source, *made);
    copyValues(source, *made);
    const auto one = [](const Props& from, Ref& to) -> std::expected<void, std::string> {
        Compiled compiled = compile(from);
        if (!compiled) return std::unexpected(compiled.error());
        to = std::move(*compiled);
        return {};
    };
    std::expected<void, std::string> done;
    if (source.items) {
        if (!source.items->jsonSchemas.empty())
            return std::unexpected("OpenAPIV3Schema 'items' must be a schema, but is an array");
        if (source.items->schema) done = one(*source.items->schema, made->items);
    }
    for (const auto& [name, property] : source.properties) {
        if (!done) break;
        made->properties.emplace_back(name, nullptr);
        done = one(property, made->properties.back().second);
    }
    if (done && source.additionalProperties) {
        made->additional = source.additionalProperties->allows ? Additional::Allowed : Additional::Forbidden;
        if (source.additionalProperties->schema) {
            made->additional = Additional::Schema;
            done = one(*source.additionalProperties->schema, made->additionalSchema);
        }
    }
    if (done) done = compileInto(source.allOf, made->allOf);
    if (done) done = compileInto(source.anyOf, made->anyOf);
    if (done) done = compileInto(source.oneOf, made->oneOf);
    if (done && source.not_) done = one(*source.not_, made->notSchema);
    if (!done) return std::unexpected(done.error());
    return made;
}

const Schema* Schema::property(std::string_view name) const {
    const auto found = std::ranges::lower_bound(properties, name, {},
                                                [](const auto& entry) -> std::string_view { return entry.first; });
    return found != properties.end() && found->first == name ? found->second.get() : nullptr;
}

const Schema* Schema::member(std::string_view name) const {
    const Schema* own = property(name);
    return own ? own : additionalSchema.get();
}

bool isKnownFormat(std::string_view type, std::string_view format) {
    static constexpr std::array<std::string_view, 24> kStrings = {
        "bsonobjectid", "uri",      "email",    "hostname", "ipv4",     "ipv6",   "cidr",     "mac",
        "uuid",         "uuid3",    "uuid4",    "uuid5",    "isbn",     "isbn10", "isbn13",   "creditcard",
        "ssn",          "hexcolor", "rgbcolor", "byte",     "password", "date",   "duration", "datetime"};
    if (format.empty()) return false;
    if (type == "integer") return format == "int32" || format == "int64";
    if (type == "number") return format == "float" || format == "double";
    if (!type.empty() && type != "string") return false;
    std::string plain(format);
    std::erase(plain, '-');
    return std::ranges::find(kStrings, plain) != kStrings.end();
}

}  // namespace armillary::resources::custom
