#include "engine/resources/custom/shape.h"

#include <algorithm>

namespace armillary::resources::custom {

namespace {

bool isTypeMember(std::string_view name) {
    return name == "apiVersion" || name == "kind" || name == "metadata";
}

std::string joined(const std::string& path, std::string_view name) {
    return path.empty() ? std::string(name) : path + "." + std::string(name);
}

/// Walks a document beside its schema and takes out what the schema does not know.
class Pruner {
public:
    explicit Pruner(bool notes) : m_notes(notes) {}

    void pruneMembers(json::object& members, const Schema* schema, bool isRoot, const std::string& path) {
        if (schema && schema->preservesUnknown) return keepMembers(members, *schema, isRoot, path);
        for (auto member = members.begin(); member != members.end();) {
            const std::string_view name = member->key();
            const bool isType = schema && (schema->isEmbedded || isRoot) && isTypeMember(name);
            const Schema* own = schema ? schema->property(name) : nullptr;
            if (!isType && !own && (!schema || schema->additional == Schema::Additional::Absent)) {
                if (m_notes) m_unknown.push_back(joined(path, name));
                member = members.erase(member);
                continue;
            }
            if (!isType)
                prune(member->value(), own ? own : schema->additionalSchema.get(), m_notes ? joined(path, name) : path);
            ++member;
        }
    }

    void prune(json::value& value, const Schema* schema, const std::string& path) {
        if (json::object* object = value.if_object()) return pruneMembers(*object, schema, false, path);
        json::array* array = value.if_array();
        if (!array) return;
        for (std::size_t i = 0; i < array->size(); ++i) {
            const std::string at = m_notes ? path + "[" + std::to_string(i) + "]" : path;
            if (schema && schema->preservesUnknown)
                keep((*array)[i], schema->items.get(), at);
            else
                prune((*array)[i], schema ? schema->items.get() : nullptr, at);
        }
    }

    std::vector<std::string> unknown() && {
        std::ranges::sort(m_unknown);
        return std::move(m_unknown);
    }

private:
    /// Below x-kubernetes-preserve-unknown-fields only what has a schema of its own is pruned.
    void keepMembers(json::object& members, const Schema& schema, bool isRoot, const std::string& path) {
        for (auto& member : members) {
            if ((schema.isEmbedded || isRoot) && isTypeMember(member.key())) continue;
            const std::string at = m_notes ? joined(path, member.key()) : path;
            if (const Schema* own = schema.property(member.key()))
                prune(member.value(), own, at);
            else if (schema.additional != Schema::Additional::Absent)
                prune(member.value(), schema.additionalSchema.get(), at);
        }
    }
    void keep(json::value& value, const Schema* schema, const std::string& path) {
        if (!schema) return;
        if (json::object* object = value.if_object()) {
            keepMembers(*object, *schema, false, path);
        } else if (json::array* array = value.if_array()) {
            for (std::size_t i = 0; i < array->size(); ++i)
                keep((*array)[i], schema->items.get(), m_notes ? path + "[" + std::to_string(i) + "]" : path);
        }
    }

    const bool m_notes;
    std::vector<std::string> m_unknown;
};

bool isRefusedNull(const json::value& value, const Schema* schema) {
    return value.is_null() && schema && !schema->nullable;
}

void fill(json::value& value, const Schema* schema);

void fillMembers(json::object& members, const Schema& schema) {
    for (const auto& [name, property] : schema.properties) {
        if (!property->defaultValue) continue;
        const auto found = members.find(name);
        if (found == members.end())
            members.emplace(name, *property->defaultValue);
        else if (isRefusedNull(found->value(), property.get()))
            found->value() = *property->defaultValue;
    }
    for (auto& member : members) {
        const Schema* own = schema.property(member.key());
        const Schema* additional = own ? nullptr : schema.additionalSchema.get();
        if (additional && isRefusedNull(member.value(), additional) && additional->defaultValue)
            member.value() = *additional->defaultValue;
        fill(member.value(), own ? own : additional);
    }
}

void fill(json::value& value, const Schema* schema) {
    if (!schema) return;
    if (json::object* object = value.if_object()) return fillMembers(*object, *schema);
    json::array* array = value.if_array();
    if (!array) return;
    for (json::value& item : *array) {
        if (isRefusedNull(item, schema->items.get()) && schema->items->defaultValue)
            item = *schema->items->defaultValue;
        fill(item, schema->items.get());
    }
}

void dropNullsIn(json::value& value, const Schema* schema);

void dropNullMembers(json::object& members, const Schema* schema) {
    for (auto member = members.begin(); member != members.end();) {
        const Schema* own = schema ? schema->member(member->key()) : nullptr;
        if (isRefusedNull(member->value(), own) && !own->defaultValue) {
            member = members.erase(member);
            continue;
        }
        dropNullsIn(member->value(), own);
        ++member;
    }
}

void dropNullsIn(json::value& value, const Schema* schema) {
    if (json::object* object = value.if_object()) {
        dropNullMembers(*object, schema);
    } else if (json::array* array = value.if_array()) {
        for (json::value& item : *array) dropNullsIn(item, schema ? schema->items.get() : nullptr);
    }
}

using Coerced = std::expected<void, std::string>;

Coerced coerce(json::value& value, const Schema& schema, const std::string& path, schema::StrictFindings* findings);

/// The metadata of an embedded object, read and written as any object's.
Coerced coerceMetadata(json::value& metadata, const std::string& path, schema::StrictFindings* findings) {
    schema::StrictFindings unknown;
    auto meta = schema::fromJson<metav1::ObjectMeta>(treeText(metadata), &unknown);
    if (!meta) return std::unexpected(path + ": Invalid value: " + treeText(metadata) + ": " + meta.error().message);
    if (findings)
        for (const std::string& finding : unknown)
            if (finding.starts_with("unknown field \""))
                findings->push_back("unknown field \"" + path + "." + finding.substr(15));
    metadata = parseTree(schema::toJson(*meta));
    return {};
}

Coerced coerceMembers(json::object& members, const Schema& schema, const std::string& path,
                      schema::StrictFindings* findings) {
    for (auto& member : members) {
        const std::string at = joined(path, member.key());
        if (schema.isEmbedded && member.key() == "metadata" && member.value().is_object()) {
            if (auto done = coerceMetadata(member.value(), at, findings); !done) return done;
        } else if (const Schema* own = schema.member(member.key())) {
            if (auto done = coerce(member.value(), *own, at, findings); !done) return done;
        }
    }
    return {};
}

Coerced coerce(json::value& value, const Schema& schema, const std::string& path, schema::StrictFindings* findings) {
    if (json::object* object = value.if_object()) return coerceMembers(*object, schema, path, findings);
    json::array* array = value.if_array();
    if (!array || !schema.items) return {};
    for (std::size_t i = 0; i < array->size(); ++i)
        if (auto done = coerce((*array)[i], *schema.items, path + "[" + std::to_string(i) + "]", findings); !done)
            return done;
    return {};
}

/// Whether there is an embedded object anywhere: most schemas have none.
bool hasEmbedded(const Schema& schema) {
    if (schema.isEmbedded) return true;
    if (schema.items && hasEmbedded(*schema.items)) return true;
    if (schema.additionalSchema && hasEmbedded(*schema.additionalSchema)) return true;
    return std::ranges::any_of(schema.properties, [](const auto& property) { return hasEmbedded(*property.second); });
}

}  // namespace

void prune(json::object& members, const Schema& schema, schema::StrictFindings* findings) {
    Pruner pruner(findings != nullptr);
    pruner.pruneMembers(members, &schema, true, {});
    if (!findings) return;
    for (const std::string& path : std::move(pruner).unknown()) findings->push_back("unknown field \"" + path + "\"");
}

void pruneValue(json::value& value, const Schema& schema) {
    Pruner(false).prune(value, &schema, {});
}

void applyDefaults(json::object& members, const Schema& schema) {
    fillMembers(members, schema);
}

void dropNulls(json::object& members, const Schema& schema) {
    dropNullMembers(members, &schema);
}

std::expected<void, std::string> coerceEmbedded(json::object& members, const Schema& schema,
                                                schema::StrictFindings* findings) {
    if (!hasEmbedded(schema)) return {};
    return coerceMembers(members, schema, {}, findings);
}

}  // namespace armillary::resources::custom
