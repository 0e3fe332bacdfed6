#pragma once

#include "engine/server/api.h"
#include "engine/server/core.h"

/// Lists and watches in process, with shared objects instead of bytes.
namespace armillary::server {

Result<ObjectList> listLocally(Core& core, const User& user, const ObjectsQuery& query);
Result<std::unique_ptr<Producer>> watchLocally(Core& core, const User& user, const ObjectsQuery& query,
                                               std::shared_ptr<ObjectWatcher> watcher);

}  // namespace armillary::server
