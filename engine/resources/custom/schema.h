#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/schema/api/apiextensionsv1.h"

namespace re2 {
class RE2;
}

namespace armillary::resources::custom {

/// A schema of a CustomResourceDefinition, ready to be applied: its JSON values parsed, its pattern compiled.
/// Source: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
/// #specifying-a-structural-schema.
struct Schema {
    using Ref = std::unique_ptr<const Schema>;

    Schema();
    ~Schema();
    Schema(Schema&&) noexcept;

    /// The error is upstream's sentence ("items must be a schema, but is an array").
    static std::expected<Ref, std::string> compile(const apiextensionsv1::JSONSchemaProps& source);

    // Structure: what pruning, defaulting and merging go by.
    std::string type, format;
    bool nullable = false;
    bool preservesUnknown = false, isEmbedded = false, isIntOrString = false;
    std::optional<boost::json::value> defaultValue;
    std::vector<std::pair<std::string, Ref>> properties;  ///< by name
    /// additionalProperties: left out, true, false, or a schema.
    enum class Additional : std::uint8_t { Absent, Allowed, Forbidden, Schema } additional = Additional::Absent;
    Ref additionalSchema;
    Ref items;
    std::string listType, mapType;
    std::vector<std::string> listMapKeys;

    // What values must be like.
    std::optional<double> maximum, minimum, multipleOf;
    bool exclusiveMaximum = false, exclusiveMinimum = false, uniqueItems = false;
    std::optional<std::int64_t> maxLength, minLength, maxItems, minItems, maxProperties, minProperties;
    std::string pattern;
    std::unique_ptr<const re2::RE2> expression;  ///< of `pattern`; null when that is empty or no expression
    std::vector<boost::json::value> choices;     ///< enum
    std::vector<std::string> required;
    std::vector<Ref> allOf, anyOf, oneOf;
    Ref notSchema;

    /// Null when there is none.
    const Schema* property(std::string_view name) const;
    /// The schema of a member: its property's, else that of additional properties; null when there is neither.
    const Schema* member(std::string_view name) const;
};

/// Which of the formats a schema of `type` may name are checked: "date-time", "ipv4", … Others say nothing.
bool isKnownFormat(std::string_view type, std::string_view format);

}  // namespace armillary::resources::custom
