#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
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

/// A request that waits for its turn.
class Pending {
public:
    virtual ~Pending() = default;
    /// Calls `call` once when the wait is over, from whatever thread ends it; `call` must return soon.
    virtual void whenOver(std::function<void()> call) = 0;
    /// Serves the request, or refuses it (429) when its turn has not come yet.
    virtual Reply proceed() = 0;
};
using Entered = std::variant<Reply, std::unique_ptr<Pending>>;
/// How long a request is to wait for its turn.
inline constexpr std::chrono::seconds kLongestWait{15};

/// The API: authentication, authorisation, routing, admission, validation, storage. Blocking and thread-safe; sessions
/// call it from their worker pool, the local client from its caller's thread.
class Api {
public:
    virtual ~Api() = default;
    /// Authenticates from the request's certificate and headers, then as below.
    virtual Reply handle(Request request) = 0;
    /// The same for a caller with better things to do than to wait while others are served.
    virtual Entered enter(Request request) { return handle(std::move(request)); }
    /// With an identity that the caller vouches for (in-process clients). Rights are checked all the same.
    virtual Reply handleAs(const User& user, Request request) = 0;
    virtual Result<ObjectList> listObjects(const User& user, const ObjectsQuery& query) = 0;
    virtual Result<std::unique_ptr<Producer>> watchObjects(const User& user, const ObjectsQuery& query,
                                                           std::shared_ptr<ObjectWatcher> watcher) = 0;
};

}  // namespace armillary::server
