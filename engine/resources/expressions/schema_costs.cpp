#include "engine/resources/expressions/schema_costs.h"

#include <algorithm>
#include <format>
#include <string>

namespace armillary::resources::expressions {

namespace {

constexpr std::uint64_t kMaxRequestBytes = 3u << 20;
constexpr std::uint64_t kExpressionLimit = 10'000'000, kSchemaLimit = 100'000'000;
constexpr std::size_t kMostNamed = 4;
/// Without a limit, a text fills the request but for its quotes.
constexpr std::uint64_t kMaxText = kMaxRequestBytes - 2;

std::uint64_t product(std::uint64_t left, std::uint64_t right) {
    return right != 0 && left > UINT64_MAX / right ? UINT64_MAX : left * right;
}

std::uint64_t orZero(std::int64_t limit) {
    return limit < 0 ? 0 : static_cast<std::uint64_t>(limit);
}

/// A schema without a limit: of apiVersion, kind and metadata's names at a root.
const JSONSchemaProps& plainText() {
    static const JSONSchemaProps schema = [] {
        JSONSchemaProps made;
        made.type = "string";
        return made;
    }();
    return schema;
}

const JSONSchemaProps& plainMetadata() {
    static const JSONSchemaProps schema = [] {
        JSONSchemaProps made;
        made.type = "object";
        made.properties["name"] = plainText();
        made.properties["generateName"] = plainText();
        return made;
    }();
    return schema;
}

/// Whether expressions see it at all.
bool isSeen(const JSONSchemaProps& schema) {
    if (schema.xIntOrString) return true;
    if (schema.type == "array") return itemsOf(schema) && isSeen(*itemsOf(schema));
    if (schema.type == "object") return !valuesOf(schema) || isSeen(*valuesOf(schema));
    return schema.type == "string" || schema.type == "boolean" || schema.type == "number" || schema.type == "integer";
}

/// The fewest bytes that a value takes in a request.
std::uint64_t minBytes(const JSONSchemaProps& schema) {
    constexpr std::uint64_t kBrackets = 2, kQuotes = 2, kDuration = 3, kDate = 12, kTime = 21, kFalse = 4;
    if (schema.xIntOrString || schema.type == "number" || schema.type == "integer") return 1;
    if (schema.type == "boolean") return kFalse;
    if (schema.type == "string") {
        if (schema.format == "duration") return kDuration;
        if (schema.format == "date") return kDate;
        return schema.format == "date-time" ? kTime : kQuotes;
    }
    if (schema.type != "object" || valuesOf(schema)) return kBrackets;
    std::uint64_t bytes = kBrackets;
    for (const auto& [name, property] : schema.properties) {
        // Quotes, colon and comma come with the name. What has a default may be left out.
        const bool isRequired = std::ranges::contains(schema.required, name) && !property.default_;
        if (isRequired && isSeen(property)) bytes += name.size() + 4 + minBytes(property);
    }
    return bytes;
}

std::uint64_t maxText(const JSONSchemaProps& schema) {
    constexpr std::uint64_t kDuration = 32, kDate = 12, kTime = 32, kBytesOfCharacter = 4;
    if (schema.format == "duration") return kDuration;
    if (schema.format == "date") return kDate;
    if (schema.format == "date-time") return kTime;
    if (schema.maxLength) return product(orZero(*schema.maxLength), schema.format == "byte" ? 1 : kBytesOfCharacter);
    if (schema.enum_.empty() || schema.format == "byte") return kMaxText;
    std::uint64_t longest = 0;
    for (const auto& value : schema.enum_)
        if (value.text.starts_with('"')) longest = std::max(longest, std::uint64_t{value.text.size() - 2});
    return longest;
}

std::uint64_t maxElements(const JSONSchemaProps& schema) {
    if (schema.xIntOrString) return schema.maxLength ? product(orZero(*schema.maxLength), 4) : kMaxText;
    if (schema.type == "string") return maxText(schema);
    if (schema.type == "array" && itemsOf(schema))
        return schema.maxItems ? orZero(*schema.maxItems) : (kMaxRequestBytes - 2) / (minBytes(*itemsOf(schema)) + 1);
    if (schema.type == "object" && valuesOf(schema))
        return schema.maxProperties ? orZero(*schema.maxProperties)
                                    : (kMaxRequestBytes - 2) / (minBytes(*valuesOf(schema)) + 6);
    return 0;
}

/// The member of an object that an expression names; null when it sees none.
const JSONSchemaProps* memberOf(const JSONSchemaProps& schema, bool root, std::string_view name) {
    if (schema.type != "object" || valuesOf(schema)) return nullptr;
    if (root && (name == "kind" || name == "apiVersion")) return &plainText();
    if (root && name == "metadata") {
        const JSONSchemaProps* declared = propertyOf(schema, name);
        const bool isWhole = declared && propertyOf(*declared, "name") && propertyOf(*declared, "generateName");
        return isWhole ? declared : &plainMetadata();
    }
    for (const auto& [property, below] : schema.properties)
        if (escaped(property) == name) return &below;
    return nullptr;
}

/// As upstream says by how much a limit is exceeded.
std::string excess(std::string_view what, std::uint64_t cost, std::uint64_t limit) {
    constexpr double kBeyondTelling = 100, kClose = 1.5;
    const double factor = static_cast<double>(cost) / static_cast<double>(limit);
    const std::string times = factor > kBeyondTelling ? "more than 100x"
                              : factor < kClose       ? std::format("{:f}x", factor)
                                                      : std::format("{:.1f}x", factor);
    return std::format(
        "{} exceeds budget by factor of {} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength "
        "where arrays, maps, and strings are declared)",
        what, times);
}

}  // namespace

std::optional<std::uint64_t> SchemaSizes::maxSize(std::span<const std::string> path) const {
    const JSONSchemaProps* at = &m_schema;
    bool root = m_root;
    for (const std::string& step : path.subspan(1)) {
        const bool isMap = at->type == "object" && valuesOf(*at);
        // Upstream sets no size for the keys of maps.
        if (step == "@keys") return isMap ? std::optional<std::uint64_t>(0) : std::nullopt;
        if (step == "@items" || step == "@values")
            at = at->type == "array" ? itemsOf(*at) : isMap ? valuesOf(*at) : nullptr;
        else
            at = memberOf(*at, root, step);
        if (!at || !isSeen(*at)) return std::nullopt;
        root = at->xEmbeddedResource;
    }
    return maxElements(*at);
}

Occurrences occurrencesBelow(const JSONSchemaProps& schema, Occurrences own) {
    std::optional<std::int64_t> limit = 1;
    if (schema.type == "array") limit = schema.maxItems;
    if (schema.type == "object" && schema.additionalProperties) limit = schema.maxProperties;
    if (!own || !limit) return std::nullopt;
    return product(*own, orZero(*limit));
}

std::uint64_t costOfAll(std::uint64_t cost, const JSONSchemaProps& schema, Occurrences occurrences) {
    // Where nothing limits them, as many as a request has room for, with a comma each.
    return product(cost, occurrences ? *occurrences : kMaxRequestBytes / (minBytes(schema) + 1));
}

void SchemaCosts::add(std::uint64_t cost, const char* what, const Path& path, FieldErrors& errors) {
    const Path at = path.child(what);
    if (cost > kExpressionLimit)
        errors.push_back(
            field::forbidden(at, excess("estimated " + std::string(what) + " cost", cost, kExpressionLimit)));
    m_total = m_total > UINT64_MAX - cost ? UINT64_MAX : m_total + cost;
    if (cost < kSchemaLimit / 100) return;
    m_most.push_back({at, cost});
    std::ranges::stable_sort(m_most, std::greater(), &Expensive::cost);
    if (m_most.size() > kMostNamed) m_most.resize(kMostNamed);
}

void SchemaCosts::checkTotal(const Path& path, FieldErrors& errors) const {
    if (m_total <= kSchemaLimit) return;
    for (const Expensive& one : m_most)
        errors.push_back(field::forbidden(
            one.path, "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema"));
    errors.push_back(
        field::forbidden(path, excess("x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema",
                                      m_total, kSchemaLimit)));
}

}  // namespace armillary::resources::expressions
