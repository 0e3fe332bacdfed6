#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/schema/apply/managers.h"
#include "engine/schema/apply/updater.h"
#include "engine/server/core.h"
#include "engine/server/storage.h"

/// metadata.managedFields of every write. Source: https://kubernetes.io/docs/reference/using-api/server-side-apply/ and
/// k8s.io/apimachinery/pkg/util/managedfields.
namespace armillary::server {

/// ?fieldManager, or what the User-Agent begins with. 422 for a name that is too long or not printable.
Result<std::string> fieldManagerOf(const Call& call, std::string_view optionsKind);

/// Who writes, and how it is recorded.
struct FieldWriter {
    std::string manager;   ///< "" is recorded as "unknown"
    bool applied = false;  ///< server-side apply has recorded it in the object already
};

/// Records a create: the writer owns all that `object` has beyond an empty one. Fails, as recordUpdate(), when a change
/// cannot be seen in a version that another writer spoke.
Result<void> recordCreate(const Core& core, const Resource& resource, const FieldWriter& writer, Value& object);

struct UpdateRecord {
    const Core& core;
    const Resource& resource;
    std::string_view subresource;
    const FieldWriter& writer;
    const Value& old;
};
/// Records what `next` changes of the old object. An object without entries stays without; an explicit reset (see
/// noteReset) empties them.
Result<void> recordUpdate(const UpdateRecord& record, Value& next);

/// Keeps the times of entries that say nothing new when nothing else changed either, so that a write that changes
/// nothing is none.
void keepTimesOfNoChange(const Resource& resource, const Value& old, Value& next);

/// `"managedFields":[]` in a request means to start anew; a decoded list cannot tell it from an absent one, so that it
/// becomes one empty entry, which means the same.
void noteReset(std::string_view json, metav1::ObjectMeta& meta);

/// The fields that an endpoint resets, so that nobody comes to own them there: status in ordinary writes, spec in those
/// of status.
const apply::FieldSet& resetFields(const Resource& resource, std::string_view subresource);

/// What server-side apply has to know of the resource's objects.
const apply::SchemaNode& schemaOf(const Resource& resource);

/// Between the versions of a resource that shares its storage with another. `failure`, which outlives it, is set when a
/// conversion fails: what was made with it is then worth nothing.
apply::Convert versionConverter(const Core& core, const Resource& resource, std::optional<Status>& failure);

}  // namespace armillary::server
