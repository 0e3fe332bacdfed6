#include "engine/server/managed_fields.h"

#include <algorithm>
#include <array>
#include <map>

#include "engine/resources/custom/definition.h"
#include "engine/resources/custom/tree.h"
#include "engine/schema/apply/document.h"
#include "engine/schema/text.h"
#include "engine/server/custom/custom_resources.h"
#include "engine/server/custom/serving.h"
#include "engine/server/json_text.h"

namespace armillary::server {
namespace {

using apply::Comparison;
using apply::FieldSet;
using apply::ManagedFields;
using Entries = ManagedFields::Entries;

constexpr std::size_t kMostManagerBytes = 128;

bool isPrintable(schema::CodePoint point) {
    return point.valid && point.value >= 0x20 && point.value != 0x7f && (point.value < 0x80 || point.value > 0xa0);
}

/// Source: k8s.io/apiserver/pkg/endpoints/handlers, managerOrUserAgent.
std::string prefixOf(std::string_view userAgent) {
    const std::string_view prefix = userAgent.substr(0, userAgent.find('/'));
    std::string name;
    for (std::size_t at = 0; at < prefix.size();) {
        const schema::CodePoint point = schema::codePointAt(prefix, at);
        if (isPrintable(point)) {
            if (name.size() + point.length > kMostManagerBytes) break;
            name += prefix.substr(at, point.length);
        }
        at += point.length;
    }
    return name;
}

bool isReset(const Entries& entries) {
    static const metav1::ManagedFieldsEntry kEmpty;
    return entries.size() == 1 && entries.front() == kEmpty;
}

bool sameEntries(const Entries& left, const Entries& right) {
    return std::ranges::equal(left, right, [](const auto& a, const auto& b) { return a == b; });
}

/// Metadata that a status endpoint resets beside spec. Source: GetResetFields in upstream's registry strategies.
struct StatusReset {
    std::string_view resource;
    std::string_view metadata;  ///< "" for all of it
};
constexpr std::array<StatusReset, 8> kStatusResets = {
    {{"/pods", "f:deletionTimestamp"},
     {"/pods", "f:ownerReferences"},
     {"apps/deployments", "f:labels"},
     {"apiextensions.k8s.io/customresourcedefinitions", ""},
     {"admissionregistration.k8s.io/validatingadmissionpolicies", ""},
     {"storage.k8s.io/volumeattachments", ""},
     {"flowcontrol.apiserver.k8s.io/flowschemas", ""},
     {"flowcontrol.apiserver.k8s.io/prioritylevelconfigurations", ""}}};

FieldSet makeResetFields(const Resource& resource, std::string_view subresource) {
    FieldSet fields;
    if (subresource.empty() && resource.subresource("status")) fields.add("f:status", true, {});
    if (subresource != "status") return fields;
    fields.add("f:spec", true, {});
    for (const StatusReset& reset : kStatusResets) {
        if (reset.resource != resource.cacheKey()) continue;
        FieldSet below;
        if (!reset.metadata.empty()) below.add(reset.metadata, true, {});
        fields.add("f:metadata", reset.metadata.empty(), std::move(below));
    }
    return fields;
}

/// Of custom resources, whose rows come and go: all with and without a status endpoint are alike.
const FieldSet& customResets(const Resource& resource, std::string_view subresource) {
    static const FieldSet kNone, kStatus = [] {
        FieldSet fields;
        fields.add("f:status", true, {});
        return fields;
    }();
    static const FieldSet kAllButStatus = [] {
        FieldSet fields;
        fields.add("f:metadata", true, {});
        fields.add("f:spec", true, {});
        return fields;
    }();
    if (subresource == "status") return kAllButStatus;
    return subresource.empty() && resource.subresource("status") ? kStatus : kNone;
}

/// What no comparison has to look at: the server's own fields, which nobody owns, and the endpoint's resets.
const FieldSet& passedOver(const Resource& resource, std::string_view subresource) {
    static const FieldSet kSystem = [] {
        FieldSet metadata, fields;
        for (const std::string_view name : {"f:name", "f:namespace", "f:creationTimestamp", "f:selfLink", "f:uid",
                                            "f:generation", "f:managedFields", "f:resourceVersion"})
            metadata.add(name, true, {});
        fields.add("f:apiVersion", true, {});
        fields.add("f:kind", true, {});
        fields.add("f:metadata", false, std::move(metadata));
        return fields;
    }();
    static std::mutex mutex;
    static std::map<const FieldSet*, FieldSet> known;
    const FieldSet& resets = resetFields(resource, subresource);
    const std::lock_guard lock(mutex);
    const auto [at, fresh] = known.try_emplace(&resets);
    if (fresh) at->second = kSystem.unitedWith(resets);
    return at->second;
}

/// The row of another version that shares this row's storage; null when there is none.
const Resource* rowOf(const Core& core, const Resource& resource, std::string_view apiVersion) {
    const std::size_t slash = apiVersion.find('/');
    const std::string_view group = slash == std::string_view::npos ? std::string_view() : apiVersion.substr(0, slash);
    const std::string_view version = slash == std::string_view::npos ? apiVersion : apiVersion.substr(slash + 1);
    if (resources::custom::versionOf(resource)) return custom::otherVersion(resource, apiVersion);
    const Resource* row = core.table.find(group, version, resource.plural);
    return row && row->cacheKey() == resource.cacheKey() ? row : nullptr;
}

/// `value`, which is of `from`, as one of `to`.
Result<Value> convertedValue(const Resource& from, const Resource& to, const Value& value) {
    if (resources::custom::versionOf(from)) return custom::inVersion(from, to, value);
    Value stored = Value::copyOf(*from.type, value.get());
    if (from.storedAs) {
        stored = Value(*from.storedAs->type);
        from.toStored(value.get(), stored.get());
    }
    Value made = std::move(stored);
    if (to.storedAs) {
        Value target(*to.type);
        to.fromStored(made.get(), target.get());
        made = std::move(target);
    }
    metav1::TypeMeta& head = typeMetaOf(*to.type, made.get());
    head.apiVersion = to.apiVersion();
    head.kind = to.kind;
    return made;
}

Comparison compared(const Resource& resource, std::string_view subresource, const Value& before, const Value& after) {
    const FieldSet& ignored = passedOver(resource, subresource);
    if (!resources::custom::versionOf(resource))
        return apply::compareStructs(*resource.type, before.get(), after.get(), ignored);
    return apply::document::compare(schemaOf(resource), resources::custom::parseTree(before.json()),
                                    resources::custom::parseTree(after.json()), ignored);
}

/// A change seen in the terms of every version that the entries speak.
class Changes {
public:
    Changes(const Core& core, const Resource& resource, std::string_view subresource, const Value& before,
            const Value& after)
        : m_core(core), m_resource(resource), m_subresource(subresource), m_before(before), m_after(after) {
        m_known.emplace(resource.apiVersion(), compared(resource, subresource, before, after));
    }

    /// Why a version could not be compared.
    const std::optional<Status>& failure() const { return m_failure; }
    const Comparison& own() const { return *m_known.at(m_resource.apiVersion()); }
    const Comparison* as(const std::string& apiVersion) {
        const auto [at, fresh] = m_known.try_emplace(apiVersion);
        if (fresh) at->second = make(apiVersion);
        return at->second ? &*at->second : nullptr;
    }

private:
    std::optional<Comparison> make(const std::string& apiVersion) {
        const Resource* row = rowOf(m_core, m_resource, apiVersion);
        if (!row) return std::nullopt;
        const auto before = convertedValue(m_resource, *row, m_before),
                   after = convertedValue(m_resource, *row, m_after);
        if (before && after) return compared(*row, m_subresource, *before, *after);
        m_failure = before ? after.error() : before.error();
        return std::nullopt;
    }

    const Core& m_core;
    const Resource& m_resource;
    const std::string_view m_subresource;
    const Value &m_before, &m_after;
    std::map<std::string, std::optional<Comparison>> m_known;
    std::optional<Status> m_failure;
};

Result<void> record(ManagedFields& managed, const Core& core, const Resource& resource, std::string_view subresource,
                    const FieldWriter& writer, Changes& changes) {
    const apply::Owner owner{writer.manager.empty() ? "unknown" : writer.manager, resource.apiVersion(),
                             std::string(subresource), false};
    apply::recordUpdate(
        managed, owner, changes.own(), [&](const std::string& apiVersion) { return changes.as(apiVersion); },
        schema::Time(core.clock.now()));
    if (changes.failure()) return refuse(*changes.failure());
    return {};
}

}  // namespace

const apply::SchemaNode& schemaOf(const Resource& resource) {
    const auto* definition = custom::servedDefinition(resource);
    return definition ? definition->applySchema(*resources::custom::versionOf(resource))
                      : apply::schemaOf(*resource.type);
}

Result<std::string> fieldManagerOf(const Call& call, std::string_view optionsKind) {
    const std::string_view name = call.request.parameter("fieldManager");
    if (name.empty()) return prefixOf(call.request.header("user-agent"));
    FieldErrors errors;
    if (name.size() > kMostManagerBytes) errors.push_back(field::tooLong("fieldManager", name, kMostManagerBytes));
    for (std::size_t at = 0; at < name.size();) {
        const schema::CodePoint point = schema::codePointAt(name, at);
        if (!isPrintable(point))
            errors.push_back(field::invalid("fieldManager", name,
                                            std::format("invalid character U+{:04X} (at position {})",
                                                        static_cast<std::uint32_t>(point.value), at)));
        at += point.length;
    }
    if (errors.empty()) return std::string(name);
    return refuse(status::invalid(std::string(optionsKind) + ".meta.k8s.io", "", errors));
}

Result<void> recordCreate(const Core& core, const Resource& resource, const FieldWriter& writer, Value& object) {
    if (writer.applied) return {};
    metav1::ObjectMeta& meta = resources::metaOf(resource, object.get());
    ManagedFields managed;
    if (!meta.managedFields.empty() && !isReset(meta.managedFields))
        managed = ManagedFields::read(meta.managedFields).value_or(ManagedFields());
    meta.managedFields.clear();
    const Value empty(*resource.type);
    Changes changes(core, resource, "", empty, object);
    if (auto recorded = record(managed, core, resource, "", writer, changes); !recorded) return recorded;
    meta.managedFields = managed.write();
    return {};
}

Result<void> recordUpdate(const UpdateRecord& of, Value& next) {
    if (of.writer.applied) return {};
    metav1::ObjectMeta& meta = resources::metaOf(of.resource, next.get());
    const Entries& live = resources::metaOf(of.resource, of.old.get()).managedFields;
    // A client that does not know of them leaves them out; one that does may rewrite them, but through the object
    // itself only.
    ManagedFields managed;
    bool rewritten = false;
    if (of.subresource.empty() && isReset(meta.managedFields)) {
        meta.managedFields.clear();
        return {};
    }
    if (of.subresource.empty() && !meta.managedFields.empty() && !sameEntries(meta.managedFields, live)) {
        auto sent = ManagedFields::read(meta.managedFields);
        rewritten = sent && !sent->empty();
        if (rewritten) managed = std::move(*sent);
    }
    if (!rewritten) managed = ManagedFields::ofStored(live);
    if (managed.empty()) {
        meta.managedFields.clear();
        return {};
    }
    Changes changes(of.core, of.resource, of.subresource, of.old, next);
    auto recorded = record(managed, of.core, of.resource, of.subresource, of.writer, changes);
    if (recorded) meta.managedFields = managed.write();
    return recorded;
}

void keepTimesOfNoChange(const Resource& resource, const Value& old, Value& next) {
    Entries& entries = resources::metaOf(resource, next.get()).managedFields;
    const Entries& before = resources::metaOf(resource, old.get()).managedFields;
    if (entries.size() != before.size() || sameEntries(entries, before)) return;
    Entries kept = entries;
    for (std::size_t i = 0; i < kept.size(); ++i) kept[i].time = before[i].time;
    if (!sameEntries(kept, before)) return;
    std::swap(entries, kept);
    if (!schema::equal(*resource.type, old.get(), next.get())) std::swap(entries, kept);
}

void noteReset(std::string_view json, metav1::ObjectMeta& meta) {
    if (!meta.managedFields.empty() || !json.contains("\"managedFields\"")) return;
    if (memberOf(memberOf(json, "metadata"), "managedFields").starts_with('[')) meta.managedFields.emplace_back();
}

const FieldSet& resetFields(const Resource& resource, std::string_view subresource) {
    if (resources::custom::versionOf(resource)) return customResets(resource, subresource);
    static std::mutex mutex;
    static std::map<std::pair<const Resource*, std::string>, FieldSet, std::less<>> known;
    const std::lock_guard lock(mutex);
    const auto [at, fresh] = known.try_emplace(std::pair(&resource, std::string(subresource)));
    if (fresh) at->second = makeResetFields(resource, subresource);
    return at->second;
}

apply::Convert versionConverter(const Core& core, const Resource& resource, std::optional<Status>& failure) {
    return [&](std::string_view json, std::string_view from, std::string_view to) -> std::optional<apply::Versioned> {
        const Resource *source = rowOf(core, resource, from), *target = rowOf(core, resource, to);
        if (!source || !target) return std::nullopt;
        Value value(*source->type);
        if (!schema::decodeJson(*source->type, value.get(), json)) return std::nullopt;
        auto made = convertedValue(*source, *target, value);
        if (made) return apply::Versioned{made->json(), &schemaOf(*target)};
        failure = std::move(made.error());
        return std::nullopt;
    };
}

}  // namespace armillary::server
