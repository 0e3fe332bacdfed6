#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/resources/resource.h"
#include "engine/server/value.h"
#include "engine/watch/cache.h"

/// Between stored custom objects and what a row of their definition shows of them. For built-in rows there is no
/// difference, and nothing is done.
namespace armillary::server::custom {

/// The object in the row's version, with what the schema takes out and fills in today. Usually `stored` itself; null
/// for null. Here and below, an error is what the converter says to the client.
Result<ObjectRef> shown(const resources::Resource& resource, const ObjectRef& stored);
/// The same of many; a converter that asks others is asked once.
Result<void> showAll(const resources::Resource& resource, std::vector<ObjectRef>& objects);

/// The bytes to store for a value of a custom row.
Result<std::string> storedForm(const resources::Resource& resource, const Value& value);

/// A value of one custom row as one of another of the same definition.
Result<Value> inVersion(const resources::Resource& from, const resources::Resource& to, const Value& value);
/// The row of another version of the same definition; null when there is none.
const resources::Resource* otherVersion(const resources::Resource& resource, std::string_view apiVersion);

/// Whether showing events of this row asks somebody else, and so may take long.
bool asksOthers(const resources::Resource& resource);

}  // namespace armillary::server::custom
