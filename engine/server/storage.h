#pragma once

#include <string>
#include <string_view>

#include "engine/resources/resource.h"
#include "engine/server/value.h"
#include "engine/store/store.h"
#include "engine/watch/cache.h"

/// Between the values that verbs work on and the stored form: canonical JSON of the stored version, without
/// resourceVersion. The rest of the server does not know keys, and not that a row may be stored as another version.
namespace armillary::server {

using resources::Resource;
using store::Revision;

/// The row as which a row's objects are stored.
const Resource& storedRow(const Resource& resource);

/// Null when there is none. In the stored version; of a custom row in its own, which may fail to be made.
Result<ObjectRef> findObject(const watch::Cache& cache, const Resource& resource, std::string_view namespace_,
                             std::string_view name);
/// The same, but 404 when there is none.
Result<ObjectRef> existingObject(const watch::Cache& cache, const Resource& resource, std::string_view namespace_,
                                 std::string_view name);

/// A copy of a stored object, in the row's own version.
Value valueOf(const Resource& resource, const Object& object);
/// Its JSON in the row's own version, resourceVersion included.
std::string jsonOf(const Resource& resource, const Object& object);
/// The object itself, or a converted one where the row is stored as another version.
ObjectRef inVersionOf(const Resource& resource, const ObjectRef& object);

/// The bytes to store for a value of the row's version.
Result<std::string> storedForm(const Resource& resource, const Value& value);
/// The JSON of what was stored as `bytes` at `revision`, in the row's own version.
Result<std::string> jsonOfStored(const Resource& resource, const std::string& bytes, Revision revision);

/// Whether a write of `bytes` would leave the stored object, which `shown` shows, just as it is.
bool isStored(const watch::Cache& cache, const Resource& resource, const std::string& bytes, const Object& shown);

std::string keyOf(const Resource& resource, std::string_view namespace_, std::string_view name);
/// "/registry/core/pods/" or "/registry/core/pods/NAMESPACE/".
std::string keyPrefix(const Resource& resource, std::string_view namespace_);

/// What the store's refusal of a write to this object means to a client.
Status writeError(const Resource& resource, std::string_view name, const store::Error& error);
/// The same for a read.
Status readError(const store::Error& error);

}  // namespace armillary::server
