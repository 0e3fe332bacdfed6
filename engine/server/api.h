#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/resources/resource.h"
#include "engine/server/request.h"
#include "engine/watch/cache.h"

namespace armillary::server {

/// A list or a watch by somebody in the same process: as the query string of the HTTP form, but with shared objects
/// instead of bytes.
struct ObjectsQuery {
    const resources::Resource* resource = nullptr;
    std::string namespace_;  ///< "" for all
    std::string labelSelector, fieldSelector;
    std::string resourceVersion;  ///< watch: events after this
    std::int64_t limit = 0;
    std::string continueToken;
};

struct ObjectList {
    std::vector<ObjectRef> items;
    std::string resourceVersion;
    std::string continueToken;
};

/// Receives a watch's events from the store's writer thread: must not block.
class ObjectWatcher {
public:
    virtual ~ObjectWatcher() = default;
    /// False when it cannot keep up: it is dropped. `as` has the selectors applied.
    virtual bool deliver(watch::EventType as, const ObjectRef& object) = 0;
    virtual void progress(watch::Revision revision) = 0;
    /// There are no more events, since the resource is no longer served as it was: to be watched anew.
    virtual void ended() = 0;
};

/// The API: authentication, authorisation, routing, admission, validation, storage. Blocking and thread-safe; sessions
/// call it from their worker pool, the local client from its caller's thread.
class Api {
public:
    virtual ~Api() = default;
    /// Authenticates from the request's certificate and headers, then as below.
    virtual Reply handle(Request request) = 0;
    /// With an identity that the caller vouches for (in-process clients). Rights are checked all the same.
    virtual Reply handleAs(const User& user, Request request) = 0;
    virtual Result<ObjectList> listObjects(const User& user, const ObjectsQuery& query) = 0;
    virtual Result<std::unique_ptr<Producer>> watchObjects(const User& user, const ObjectsQuery& query,
                                                           std::shared_ptr<ObjectWatcher> watcher) = 0;
};

}  // namespace armillary::server
