#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/async/activity.h"
#include "engine/resources/resource.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/object.h"
#include "engine/schema/status.h"

/// How everything but the server sees the cluster (invariant I2): in process or over HTTPS, with the same checks.
namespace armillary::client {

using resources::Resource;

/// What a call is about. `name` is "" for lists and creates, `namespace_` is "" for cluster scope or all namespaces.
struct Target {
    const Resource* resource = nullptr;
    std::string namespace_;
    std::string name;
    std::string subresource;
};

struct ListOptions {
    std::string labelSelector, fieldSelector;
    std::int64_t limit = 0;
    std::string continueToken;
};

struct Listed {
    std::vector<ObjectRef> items;
    std::string resourceVersion;
    std::string continueToken;  ///< "" at the end
};

enum class PatchType { Json, Merge, StrategicMerge };

struct ApplyOptions {
    std::string fieldManager;  ///< whose fields they are; never ""
    bool force = false;        ///< takes over what others own
    bool dryRun = false;       ///< answers what would become of it, and writes nothing
};

struct DeleteOptions {
    std::optional<std::int64_t> gracePeriodSeconds;
    std::string propagationPolicy;  ///< "Background", "Foreground", "Orphan"; "" for the default
    std::string uid;                ///< precondition; "" for none
    std::string resourceVersion;    ///< precondition; "" for none
};

struct WatchOptions {
    std::string labelSelector, fieldSelector;
    std::string resourceVersion;  ///< events after this
};

enum class WatchEventType { Added, Modified, Deleted, Bookmark, Closed };

struct WatchEvent {
    WatchEventType type;
    ObjectRef object;             ///< for Added, Modified and Deleted
    std::string resourceVersion;  ///< where to resume
    Status status;                ///< for Closed: why (410 Expired: list again; otherwise resume)
};

/// Called in order from a thread of the client's, one call at a time per watch. Closed is the last call.
using WatchCallback = std::function<void(const WatchEvent&)>;

/// Ends the watch when destroyed; the callback does not run after the destructor has returned (unless it is the
/// callback that destroys it).
class Watch {
public:
    virtual ~Watch() = default;
    /// Events that have come and wait for the callback. What is still under way through a network nobody knows: there
    /// it is always idle.
    virtual async::Activity activity() const { return {}; }
};

/// Thread-safe. Calls block until answered, at most for the client's request timeout.
class Client {
public:
    virtual ~Client() = default;
    virtual Result<ObjectRef> get(const Target& target) = 0;
    virtual Result<Listed> list(const Target& target, const ListOptions& options = {}) = 0;
    /// `json` is a whole object. With a subresource in `target`, posts to it ("binding", "eviction", "token").
    virtual Result<ObjectRef> create(const Target& target, std::string json) = 0;
    virtual Result<ObjectRef> update(const Target& target, std::string json) = 0;
    virtual Result<ObjectRef> patch(const Target& target, PatchType type, std::string patch) = 0;
    /// Server-side apply: makes the object, or changes it. `json` has the fields that are the manager's from now on.
    /// Source: https://kubernetes.io/docs/reference/using-api/server-side-apply/.
    virtual Result<ObjectRef> apply(const Target& target, std::string json, const ApplyOptions& options) = 0;
    virtual Result<void> remove(const Target& target, const DeleteOptions& options = {}) = 0;
    virtual Result<void> removeCollection(const Target& target, const ListOptions& list,
                                          const DeleteOptions& options = {}) = 0;
    virtual Result<std::unique_ptr<Watch>> watch(const Target& target, const WatchOptions& options,
                                                 WatchCallback callback) = 0;
    /// The body of GET `path` (with query), as text: logs, discovery, health.
    virtual Result<std::string> getRaw(const std::string& path) = 0;
};

/// Typed sugar over Client for generated types: client::get<corev1::Pod>(c, "default", "web").
template <schema::ApiStruct T>
Target target(std::string namespace_ = {}, std::string name = {}, std::string subresource = {}) {
    return {&resources::resourceOf<T>(), std::move(namespace_), std::move(name), std::move(subresource)};
}

template <schema::ApiStruct T>
Result<ObjectRef> get(Client& client, std::string namespace_, std::string name) {
    return client.get(target<T>(std::move(namespace_), std::move(name)));
}

/// apiVersion and kind are filled in from the type.
template <schema::ApiStruct T>
std::string encode(T object) {
    object.apiVersion = resources::resourceOf<T>().apiVersion();
    object.kind = resources::resourceOf<T>().kind;
    return schema::toJson(object);
}

template <schema::ApiStruct T>
Result<ObjectRef> create(Client& client, T object) {
    auto where = target<T>(object.metadata.namespace_);
    return client.create(where, encode(std::move(object)));
}

/// Replaces the object; a resourceVersion in it makes the write conditional.
template <schema::ApiStruct T>
Result<ObjectRef> update(Client& client, T object, std::string subresource = {}) {
    auto where = target<T>(object.metadata.namespace_, object.metadata.name, std::move(subresource));
    return client.update(where, encode(std::move(object)));
}

template <schema::ApiStruct T>
Result<ObjectRef> updateStatus(Client& client, T object) {
    return update(client, std::move(object), "status");
}

template <schema::ApiStruct T>
Result<void> remove(Client& client, std::string namespace_, std::string name, const DeleteOptions& options = {}) {
    return client.remove(target<T>(std::move(namespace_), std::move(name)), options);
}

}  // namespace armillary::client
