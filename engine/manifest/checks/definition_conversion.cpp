#include <format>

#include "engine/manifest/checks/conversions.h"

namespace armillary::manifest::checks {

namespace {

constexpr std::string_view kFreeSchema = "{type: object, x-kubernetes-preserve-unknown-fields: true}";

bool saysTrue(const Node& schema, std::string_view field) {
    for (const Entry& entry : schema.entries)
        if (resolved(*entry.key).text == field) return resolved(*entry.value).text == "true";
    return false;
}

const Node* memberOf(const Node& mapping, std::string_view key) {
    if (mapping.form != Form::Mapping) return nullptr;
    for (const Entry& entry : mapping.entries)
        if (resolved(*entry.key).text == key) return &resolved(*entry.value);
    return nullptr;
}

/// Bound of what is looked at; a file's depth is bounded by its parser.
constexpr std::size_t kMostPlaces = 100'000;

/// The first place of a schema that says no type, which later versions refuse; "" where all say one.
std::string typeless(const Node& schema, const std::string& path, std::size_t& places) {
    if (schema.form != Form::Mapping || ++places > kMostPlaces) return {};
    const bool free =
        saysTrue(schema, "x-kubernetes-preserve-unknown-fields") || saysTrue(schema, "x-kubernetes-int-or-string");
    if (!memberOf(schema, "type") && !memberOf(schema, "$ref") && !free) return path;
    if (const Node* fields = memberOf(schema, "properties"))
        for (const Entry& entry : fields->entries) {
            const auto& name = resolved(*entry.key).text;
            if (auto found = typeless(resolved(*entry.value), path + ".properties." + name, places); !found.empty())
                return found;
        }
    for (const char* holder : {"items", "additionalProperties"})
        if (const Node* inner = memberOf(schema, holder); inner && inner->form == Form::Mapping)
            if (auto found = typeless(*inner, path + "." + holder, places); !found.empty()) return found;
    return {};
}

/// What all versions shared is said by each of them.
void share(Converter& in, const std::string& version, const char* what, const char* where) {
    if (in.has(std::string("spec.") + what))
        in.setDefault(version + "." + where, in.written(std::string("spec.") + what));
}

/// A version of the one that is written at `source`, with its schema, its columns and its subresources.
void convertVersion(Converter& in, const std::string& version) {
    const bool own = in.has(version + ".schema.openAPIV3Schema"), shared = in.has("spec.validation.openAPIV3Schema");
    const std::string schema = own ? version + ".schema.openAPIV3Schema" : "spec.validation.openAPIV3Schema";
    if (own || shared) {
        std::size_t places = 0;
        if (const auto where = typeless(*in.get(schema), schema, places); !where.empty())
            in.lacks(where + " has to say its type");
        if (!own) share(in, version, "validation", "schema");
        if (in.text("spec.preserveUnknownFields") == "true")
            in.edits().set(version + ".schema.openAPIV3Schema.x-kubernetes-preserve-unknown-fields", "true");
    } else {
        in.edits().set(version + ".schema.openAPIV3Schema", std::string(kFreeSchema));
    }
    share(in, version, "subresources", "subresources");
    const bool ownColumns = in.has(version + ".additionalPrinterColumns");
    share(in, version, "additionalPrinterColumns", "additionalPrinterColumns");
    const std::string columns = ownColumns ? version + ".additionalPrinterColumns" : "spec.additionalPrinterColumns";
    std::size_t index = 0;
    in.each(columns, [&](const std::string& column) {
        const auto there = std::format("{}.additionalPrinterColumns[{}]", version, index++);
        if (in.has(column + ".JSONPath")) in.edits().rename(there + ".JSONPath", "jsonPath");
    });
}

void convertWebhook(Converter& in) {
    const std::string conversion = "spec.conversion";
    if (in.text(conversion + ".strategy") == "Webhook" && !in.has(conversion + ".webhook.conversionReviewVersions")) {
        const std::string versions = conversion + ".conversionReviewVersions";
        in.edits().set(conversion + ".webhook.conversionReviewVersions",
                       in.has(versions) ? in.written(versions) : "[v1beta1]");
    }
    in.removeIfThere(conversion + ".conversionReviewVersions");
    in.move(conversion + ".webhookClientConfig", conversion + ".webhook.clientConfig");
}

}  // namespace

/// Schema, columns and subresources are each version's own, and every version has a schema in which all have a type.
void convertDefinition(Converter& in) {
    in.setDefault("spec.scope", "Namespaced");
    std::size_t versions = 0;
    in.each("spec.versions", [&](const std::string&) { ++versions; });
    if (versions == 0) {
        const std::string name = in.text("spec.version");
        if (name.empty()) return in.lacks("spec.versions has to name a version");
        in.edits().set("spec.versions", std::format("[{{name: {}, served: true, storage: true}}]", yamlOf(name)));
        versions = 1;
    }
    for (std::size_t i = 0; i < versions; ++i) convertVersion(in, std::format("spec.versions[{}]", i));
    for (const char* field : {"version", "validation", "subresources", "additionalPrinterColumns"})
        in.removeIfThere(std::string("spec.") + field);
    if (in.text("spec.preserveUnknownFields") == "true") in.edits().remove("spec.preserveUnknownFields");
    convertWebhook(in);
}

}  // namespace armillary::manifest::checks
