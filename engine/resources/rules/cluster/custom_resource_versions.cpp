#include "engine/resources/rules/cluster/custom_resource_versions.h"

#include <algorithm>
#include <set>

#include "engine/resources/checks/meta.h"
#include "engine/resources/custom/schema.h"
#include "engine/resources/custom/structural.h"
#include "engine/resources/expressions/schema_rules.h"

namespace armillary::resources::rules {

namespace {

using apiextensionsv1::JSONSchemaProps;

constexpr std::size_t kMaxSelectableFields = 8;
constexpr std::size_t kMaxDeprecationWarning = 256;

void checkSimplePath(const std::string& text, const Path& path, FieldErrors& errors) {
    if (!text.starts_with('.'))
        errors.push_back(field::invalid(path, text, "must be a simple json path starting with ."));
}

void checkScalePath(const std::string& text, std::initializer_list<std::string_view> roots, const Path& path,
                    std::string_view why, FieldErrors& errors) {
    const std::size_t before = errors.size();
    checkSimplePath(text, path, errors);
    if (errors.size() == before &&
        std::ranges::none_of(roots, [&](std::string_view root) { return text.starts_with(root); }))
        errors.push_back(field::invalid(path, text, std::string(why)));
}

void checkScale(const apiextensionsv1::CustomResourceSubresourceScale& scale, const Path& path, FieldErrors& errors) {
    const Path wanted = path.child("specReplicasPath"), current = path.child("statusReplicasPath");
    if (scale.specReplicasPath.empty())
        errors.push_back(field::required(wanted, ""));
    else
        checkScalePath(scale.specReplicasPath, {".spec."}, wanted, "should be a json path under .spec", errors);
    if (scale.statusReplicasPath.empty())
        errors.push_back(field::required(current, ""));
    else
        checkScalePath(scale.statusReplicasPath, {".status."}, current, "should be a json path under .status", errors);
    if (scale.labelSelectorPath && !scale.labelSelectorPath->empty())
        checkScalePath(*scale.labelSelectorPath, {".spec.", ".status."}, path.child("labelSelectorPath"),
                       "should be a json path under either .spec or .status", errors);
}

void checkColumn(const apiextensionsv1::CustomResourceColumnDefinition& column, const Path& path, FieldErrors& errors) {
    static constexpr std::string_view kTypes[] = {"boolean", "date", "integer", "number", "string"};
    static constexpr std::string_view kFormats[] = {"byte",  "date",  "date-time", "double",
                                                    "float", "int32", "int64",     "password"};
    if (column.name.empty()) errors.push_back(field::required(path.child("name"), ""));
    const std::string types = "must be one of boolean,date,integer,number,string";
    if (column.type.empty())
        errors.push_back(field::required(path.child("type"), types));
    else if (std::ranges::find(kTypes, column.type) == std::end(kTypes))
        errors.push_back(field::invalid(path.child("type"), column.type, types));
    if (!column.format.empty() && std::ranges::find(kFormats, column.format) == std::end(kFormats))
        errors.push_back(field::invalid(path.child("format"), column.format,
                                        "must be one of byte,date,date-time,double,float,int32,int64,password"));
    if (column.jsonPath.empty())
        errors.push_back(field::required(path.child("JSONPath"), ""));
    else
        checkSimplePath(column.jsonPath, path.child("JSONPath"), errors);
}

/// The schema that a path of names leads to; null when it leads nowhere.
const JSONSchemaProps* schemaAt(const JSONSchemaProps& schema, std::string_view path) {
    const JSONSchemaProps* at = &schema;
    while (at && !path.empty()) {
        path.remove_prefix(1);
        const std::size_t end = path.find('.');
        const auto found = at->properties.find(path.substr(0, end));
        at = found == at->properties.end() ? nullptr : &found->second;
        path = end == std::string_view::npos ? std::string_view() : path.substr(end);
    }
    return at;
}

void checkSelectable(const std::vector<apiextensionsv1::SelectableField>& fields, const JSONSchemaProps& schema,
                     const Path& path, FieldErrors& errors) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string& text = fields[i].jsonPath;
        const Path at = path.index(i).child("jsonPath");
        if (text.empty()) {
            errors.push_back(field::required(at, ""));
            continue;
        }
        const JSONSchemaProps* found = text.starts_with('.') ? schemaAt(schema, text) : nullptr;
        if (text == ".metadata" || text.starts_with(".metadata."))
            errors.push_back(field::invalid(at, text, "must not point to fields in metadata"));
        else if (!found)
            errors.push_back(field::invalid(at, text, "is an invalid path: does not refer to a valid field"));
        else if (found->type != "string" && found->type != "boolean" && found->type != "integer")
            errors.push_back(field::invalid(at, text,
                                            "must point to a field of type string, boolean or integer. Enum string "
                                            "fields and strings with formats are allowed."));
        if (!seen.insert(text).second) errors.push_back(field::duplicate(at, text));
    }
    if (seen.size() > kMaxSelectableFields) errors.push_back(field::tooMany(path, seen.size(), kMaxSelectableFields));
}

void checkWarning(const apiextensionsv1::CustomResourceDefinitionVersion& version, const Path& path,
                  FieldErrors& errors) {
    if (!version.deprecationWarning) return;
    const std::string& text = *version.deprecationWarning;
    const auto wrong = [&](std::string why) { errors.push_back(field::invalid(path, text, std::move(why))); };
    if (!version.deprecated) return wrong("can only be set for deprecated versions");
    if (text.size() > kMaxDeprecationWarning) wrong("must be <= 256 characters long");
    if (text.empty()) wrong("must not be an empty string");
    const auto odd =
        std::ranges::find_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (odd != text.end())
        wrong("must only contain printable UTF-8 characters; non-printable character found at index " +
              std::to_string(odd - text.begin()));
}

void checkSchema(const JSONSchemaProps& schema, bool hasStatus, bool isNew, const Path& path, FieldErrors& errors) {
    if (hasStatus && schema.type != "object")
        errors.push_back(field::invalid(path.child("type"), schema.type,
                                        "only \"object\" is allowed as the type at the root of the schema if the "
                                        "status subresource is enabled"));
    if (schema.nullable)
        errors.push_back(field::forbidden(path.child("nullable"), "nullable cannot be true at the root"));
    // A schema that has no structure has no defaults to look at.
    FieldErrors found = custom::checkStructural(schema, path);
    if (found.empty()) found = custom::checkDefaults(schema, path);
    const FieldErrors keywords = custom::checkSchemaKeywords(schema, path);
    found.insert(found.end(), keywords.begin(), keywords.end());
    // Rules are compiled for schemas that can be trusted.
    using expressions::CostCheck;
    if (found.empty()) expressions::checkRules(schema, isNew ? CostCheck::Limited : CostCheck::None, path, found);
    errors.insert(errors.end(), found.begin(), found.end());
}

}  // namespace

void checkVersion(const Version& version, const Version* old, const Path& path, FieldErrors& errors) {
    checkWarning(version, path.child("deprecationWarning"), errors);
    const JSONSchemaProps* schema =
        version.schema && version.schema->openAPIV3Schema ? &*version.schema->openAPIV3Schema : nullptr;
    const bool hasStatus = version.subresources && version.subresources->status;
    const bool isNew = !old || !old->schema || !version.schema || !(*version.schema == *old->schema);
    if (schema) checkSchema(*schema, hasStatus, isNew, path.child("schema").child("openAPIV3Schema"), errors);
    if (version.subresources && version.subresources->scale)
        checkScale(*version.subresources->scale, path.child("subresources").child("scale"), errors);
    for (std::size_t i = 0; i < version.additionalPrinterColumns.size(); ++i)
        checkColumn(version.additionalPrinterColumns[i], path.child("additionalPrinterColumns").index(i), errors);
    if (!version.selectableFields.empty() && schema)
        checkSelectable(version.selectableFields, *schema, path.child("selectableFields"), errors);
}

void checkConversion(const apiextensionsv1::CustomResourceConversion& conversion, bool preservesUnknown,
                     const Path& path, FieldErrors& errors) {
    checkOneOf(conversion.strategy, {"None", "Webhook"}, path.child("strategy"), errors);
    if (conversion.strategy != "None" && preservesUnknown)
        errors.push_back(field::invalid(path.child("strategy"), conversion.strategy,
                                        "must be None if spec.preserveUnknownFields is true"));
    const Path client = path.child("webhookClientConfig"), reviews = path.child("conversionReviewVersions");
    const bool hasClient = conversion.webhook && conversion.webhook->clientConfig;
    const std::vector<std::string> versions =
        conversion.webhook ? conversion.webhook->conversionReviewVersions : std::vector<std::string>();
    if (conversion.strategy != "Webhook") {
        if (hasClient)
            errors.push_back(field::forbidden(client, "should not be set when strategy is not set to Webhook"));
        if (!versions.empty())
            errors.push_back(field::forbidden(reviews, "should not be set when strategy is not set to Webhook"));
        return;
    }
    if (!hasClient)
        errors.push_back(field::required(client, "required when strategy is set to Webhook"));
    else if (conversion.webhook->clientConfig->url.has_value() ==
             static_cast<bool>(conversion.webhook->clientConfig->service))
        errors.push_back(field::required(client, "exactly one of url or service is required"));
    if (versions.empty()) return errors.push_back(field::required(reviews, ""));
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < versions.size(); ++i) {
        if (!seen.insert(versions[i]).second)
            errors.push_back(field::invalid(reviews.index(i), versions[i], "duplicate version"));
        else
            addInvalid(errors, reviews.index(i), versions[i], checkLabel1035(versions[i]));
    }
    if (!seen.contains("v1") && !seen.contains("v1beta1"))
        errors.push_back(field::invalidRaw(reviews, goList(versions), "must include at least one of v1, v1beta1"));
}

}  // namespace armillary::resources::rules
