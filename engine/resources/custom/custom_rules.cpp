#include "engine/resources/custom/custom_rules.h"

#include <algorithm>
#include <format>
#include <limits>
#include <set>

#include "engine/resources/checks/meta.h"
#include "engine/resources/custom/shape.h"
#include "engine/resources/custom/validate.h"
#include "engine/resources/rules/cells.h"
#include "engine/schema/api/corev1.h"

namespace armillary::resources::custom {

namespace {

CustomObject& at(void* object) {
    return *static_cast<CustomObject*>(object);
}
const CustomObject& at(const void* object) {
    return *static_cast<const CustomObject*>(object);
}

bool looksAtMetadata(const Schema& schema) {
    return schema.property("metadata") || std::ranges::contains(schema.required, "metadata");
}

/// The member `status` of `to` is that of `from`.
void takeStatus(json::object& to, const json::object& from) {
    if (const json::value* status = from.if_contains("status"))
        to["status"] = *status;
    else
        to.erase("status");
}

std::string_view goType(const json::value& value) {
    if (value.is_string()) return "string";
    if (value.is_bool()) return "bool";
    if (value.is_double()) return "float64";
    if (value.is_array()) return "[]interface {}";
    return value.is_object() ? "map[string]interface {}" : value.is_null() ? "<nil>" : "int64";
}

std::string quotedJson(std::string_view text) {
    std::string out;
    schema::appendJsonString(out, text);
    return out;
}

/// A cell of a column of `type`, as JSON. Source: k8s.io/apiextensions-apiserver, tableconvertor.
std::string cellOf(std::string_view type, const json::value& value, const Context& context) {
    if (value.is_null()) return type == "string" ? "\"\"" : "null";
    if (type == "string") return quotedJson(printed(value));
    if (type == "integer") {
        if (value.is_int64() || value.is_uint64()) return treeText(value);
        if (value.is_double() && std::abs(value.get_double()) < 9e18)
            return std::to_string(static_cast<std::int64_t>(value.get_double()));
    }
    if (type == "number" && (value.is_int64() || value.is_uint64() || value.is_double())) return treeText(value);
    if (type == "boolean" && value.is_bool()) return treeText(value);
    if (type == "date" && value.is_string()) {
        const auto time = schema::Time::parse(viewOf(value.get_string()));
        return time ? cells::since(*time, context) : "\"<invalid>\"";
    }
    return "null";
}

}  // namespace

CustomRules::CustomRules(const Version& version, const apiextensionsv1::CustomResourceDefinitionVersion& source)
    : m_version(version), m_looksAtMetadata(looksAtMetadata(*version.schema)) {
    m_columns.push_back(cells::kName);
    for (const auto& column : source.additionalPrinterColumns) addColumn(column);
    if (source.additionalPrinterColumns.empty()) {
        apiextensionsv1::CustomResourceColumnDefinition age;
        age.name = "Age";
        age.type = "date";
        age.description = cells::kAgeDescription;
        age.jsonPath = ".metadata.creationTimestamp";
        addColumn(age);
    }
    for (const auto& field : source.selectableFields) {
        auto path = JsonPath::parse(field.jsonPath);
        if (!path) continue;
        const std::string& text = field.jsonPath;
        m_fields.push_back(
            std::make_unique<const FieldSource>(text.starts_with('.') ? text.substr(1) : text, std::move(*path)));
        m_fieldNames.push_back(m_fields.back()->name);
    }
}

void CustomRules::addColumn(const apiextensionsv1::CustomResourceColumnDefinition& column) {
    auto path = JsonPath::parse(column.jsonPath);
    if (!path) return;
    const std::string description = column.description.empty()
                                        ? "Custom resource definition column (in JSONPath format): " + column.jsonPath
                                        : column.description;
    m_cells.push_back(
        std::make_unique<const CellSource>(column.name, column.type, column.format, description, std::move(*path)));
    const CellSource& made = *m_cells.back();
    m_columns.push_back({made.name, made.type, made.format, made.description, column.priority});
}

json::value CustomRules::whole(const CustomObject& object) const {
    return wholeOf(object, m_looksAtMetadata);
}

std::expected<void, std::string> CustomRules::refine(CustomObject& object, schema::StrictFindings* findings) const {
    if (object.members.text.empty()) return {};
    json::value tree = parseTree(object.members.text);
    json::object& members = tree.get_object();
    if (findings) findDuplicates(object.members.text, tree, *findings);
    if (!m_version.definition->source().spec.preserveUnknownFields) prune(members, *m_version.schema, findings);
    if (auto done = coerceEmbedded(members, *m_version.schema, findings); !done) return done;
    setMembers(object, members);
    return {};
}

void CustomRules::setDefaults(void* object) const {
    json::object members = membersOf(at(object));
    applyDefaults(members, *m_version.schema);
    if (!m_version.definition->source().spec.preserveUnknownFields) dropNulls(members, *m_version.schema);
    setMembers(at(object), members);
}

void CustomRules::prepareForCreate(void* object) const {
    at(object).metadata.generation = 1;
    if (!m_version.hasStatus) return;
    json::object members = membersOf(at(object));
    if (members.erase("status")) setMembers(at(object), members);
}

void CustomRules::prepareForUpdate(void* object, const void* old) const {
    json::object members = membersOf(at(object)), before = membersOf(at(old));
    if (m_version.hasStatus) {
        takeStatus(members, before);
        setMembers(at(object), members);
    }
    if (!(members == before)) at(object).metadata.generation = at(old).metadata.generation + 1;
}

void CustomRules::prepareForStatusUpdate(void* object, const void* old) const {
    json::object members = membersOf(at(old));
    takeStatus(members, membersOf(at(object)));
    auto managedFields = std::move(at(object).metadata.managedFields);
    std::string resourceVersion = std::move(at(object).metadata.resourceVersion);
    at(object).metadata = at(old).metadata;
    at(object).metadata.managedFields = std::move(managedFields);
    at(object).metadata.resourceVersion = std::move(resourceVersion);
    setMembers(at(object), members);
}

FieldErrors CustomRules::validate(const void* object) const {
    const json::value value = whole(at(object));
    FieldErrors errors = validateValue(*m_version.schema, value);
    checkScale(value, true, errors);
    checkScale(value, false, errors);
    std::ranges::move(validateEmbedded(*m_version.schema, value), std::back_inserter(errors));
    std::ranges::move(validateLists(*m_version.schema, value), std::back_inserter(errors));
    checkExpressions(at(object), nullptr, errors);
    return errors;
}

FieldErrors CustomRules::validateUpdate(const void* object, const void* old) const {
    const json::value value = whole(at(object)), before = whole(at(old));
    FieldErrors errors = validateValue(*m_version.schema, value, &before);
    checkScale(value, true, errors);
    checkScale(value, false, errors);
    std::ranges::move(validateEmbedded(*m_version.schema, value), std::back_inserter(errors));
    if (validateLists(*m_version.schema, before).empty())
        std::ranges::move(validateLists(*m_version.schema, value), std::back_inserter(errors));
    checkExpressions(at(object), &at(old), errors);
    return errors;
}

FieldErrors CustomRules::validateStatusUpdate(const void* object, const void* old) const {
    const json::value value = whole(at(object)), before = whole(at(old));
    FieldErrors errors;
    const Schema* schema = m_version.schema->property("status");
    if (const json::value* status = value.get_object().if_contains("status"); schema && status)
        errors = validateValue(*schema, *status, before.get_object().if_contains("status"), "status");
    checkScale(value, false, errors);
    if (FieldErrors lists = validateLists(*m_version.schema, value);
        !lists.empty() && validateLists(*m_version.schema, before).empty())
        std::ranges::move(lists, std::back_inserter(errors));
    checkExpressions(at(object), &at(old), errors);
    return errors;
}

Warnings CustomRules::warnings(const void* object, const void* old) const {
    const auto& finalizers = at(object).metadata.finalizers;
    std::set<std::string> added(finalizers.begin(), finalizers.end());
    for (const std::string_view standard :
         {metav1::kFinalizerOrphanDependents, metav1::kFinalizerDeleteDependents, corev1::kFinalizerKubernetes})
        added.erase(std::string(standard));
    if (old)
        for (const std::string& finalizer : at(old).metadata.finalizers) added.erase(finalizer);
    Warnings warnings;
    for (const std::string& finalizer : added)
        if (!finalizer.contains('/'))
            warnings.push_back(
                std::format("metadata.finalizers: {}: prefer a domain-qualified finalizer name including "
                            "a path (/) to avoid accidental conflicts with other finalizer writers",
                            goQuoted(finalizer)));
    return warnings;
}

void CustomRules::checkExpressions(const CustomObject& object, const CustomObject* old, FieldErrors& errors) const {
    if (!m_version.expressions) return;
    if (blocksExpressions(errors)) {
        errors.push_back(field::invalidRaw("<nil>", "null",
                                           "some validation rules were not checked because the object was invalid; "
                                           "correct the existing errors to complete validation"));
        return;
    }
    const json::value value = wholeOf(object, true);
    const json::value before = old ? wholeOf(*old, true) : json::value();
    std::ranges::move(m_version.expressions->check(value, old ? &before : nullptr), std::back_inserter(errors));
}

void CustomRules::checkScale(const json::value& object, bool spec, FieldErrors& errors) const {
    if (!m_version.scale) return;
    const std::string& path = spec ? m_version.scale->specReplicas : m_version.scale->statusReplicas;
    if (const json::value* number = valueAt(object, path)) {
        if (!number->is_int64())
            errors.push_back(field::invalidRaw(path, "0",
                                               std::format("{} accessor error: {} is of the type {}, expected int64",
                                                           path, treeText(*number), goType(*number))));
        else if (number->get_int64() < 0)
            errors.push_back(field::invalidRaw(path, treeText(*number), "should be a non-negative integer"));
        else if (number->get_int64() > std::numeric_limits<std::int32_t>::max())
            errors.push_back(field::invalidRaw(path, treeText(*number), "should be less than or equal to 2147483647"));
    }
    const std::string& selector = m_version.scale->labelSelector;
    if (spec || selector.empty()) return;
    if (const json::value* text = valueAt(object, selector); text && !text->is_string())
        errors.push_back(field::invalid(selector, "",
                                        std::format("{} accessor error: {} is of the type {}, expected string",
                                                    selector, treeText(*text), goType(*text))));
}

std::string CustomRules::selectableField(const void* object, std::string_view path) const {
    const auto field = std::ranges::find_if(m_fields, [&](const auto& known) { return known->name == path; });
    if (field == m_fields.end()) return {};
    const json::value value = wholeOf(at(object), false);
    const auto found = (*field)->path.find(value);
    return found.empty() ? std::string() : printed(*found.front());
}

Cells CustomRules::cells(const void* object, const Context& context) const {
    const json::value value = wholeOf(at(object), true);
    Cells row{cells::text(at(object).metadata.name)};
    for (const auto& cell : m_cells) {
        const auto found = cell->path.find(value);
        row.push_back(found.empty() ? "null" : cellOf(cell->type, *found.front(), context));
    }
    return row;
}

ScaleNumbers scaleNumbers(const ScalePaths& paths, const CustomObject& object) {
    const json::value value = wholeOf(object, false);
    const auto integer = [&](const std::string& path) -> std::optional<std::int64_t> {
        const json::value* found = valueAt(value, path);
        return found && found->is_int64() ? std::optional(found->get_int64()) : std::nullopt;
    };
    ScaleNumbers numbers{.replicas = integer(paths.specReplicas), .current = integer(paths.statusReplicas).value_or(0)};
    if (const json::value* selector = paths.labelSelector.empty() ? nullptr : valueAt(value, paths.labelSelector))
        numbers.selector = printed(*selector);
    return numbers;
}

void setReplicas(const ScalePaths& paths, CustomObject& object, std::int64_t replicas) {
    json::object members = membersOf(object);
    json::object* inside = &members;
    std::string_view rest = paths.specReplicas;
    if (rest.starts_with('.')) rest.remove_prefix(1);
    for (std::size_t dot; (dot = rest.find('.')) != std::string_view::npos; rest = rest.substr(dot + 1)) {
        json::value& next = (*inside)[rest.substr(0, dot)];
        if (!next.is_object()) next = json::object();
        inside = &next.get_object();
    }
    (*inside)[rest] = replicas;
    setMembers(object, members);
}

}  // namespace armillary::resources::custom
