#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/object.h"
#include "engine/schema/status.h"
#include "engine/store/store.h"

/// The current state of everything in memory, a ring of recent events per resource, and their fan-out. Fed by one
/// subscription to the store; because the store calls it before it answers a writer, reads from here are never stale.
namespace armillary::watch {

using store::Revision;

enum class EventType { Added, Modified, Deleted };

/// One change, shared by all who watch. Safe to read from any thread.
class Event {
public:
    Event(EventType type, ObjectRef object, ObjectRef previous, Revision revision);
    EventType type() const { return m_type; }
    /// After the change; for Deleted the last state, its resourceVersion being that of the deletion.
    const ObjectRef& object() const { return m_object; }
    /// Before the change; null for Added.
    const ObjectRef& previous() const { return m_previous; }
    Revision revision() const { return m_revision; }
    /// `{"type":"MODIFIED","object":…}` and a newline; framed on the first call, then shared. `as` may differ from
    /// type(): a selector makes a Modified into an Added or a Deleted.
    std::shared_ptr<const std::string> jsonFrame(EventType as) const;
    /// Lets go of the frames, which are as large as the object; they are made again when a late watcher asks.
    void forgetFrames() const;

private:
    EventType m_type;
    ObjectRef m_object, m_previous;
    Revision m_revision;
    mutable std::mutex m_mutex;
    mutable std::shared_ptr<const std::string> m_frames[3];
};
using EventRef = std::shared_ptr<const Event>;

/// Receives events. Calls come from the store's writer thread, in revision order; they must not block and must not
/// call the cache.
class Watcher {
public:
    virtual ~Watcher() = default;
    /// False: this watcher cannot keep up; it is dropped and gets no further call.
    virtual bool deliver(const EventRef& event) = 0;
    /// Every revision up to this one has been delivered. At most a few times a second, for bookmarks.
    virtual void progress(Revision revision) = 0;
};

/// A named set of objects: "GROUP/PLURAL", the core group being "": "/pods", "apps/deployments".
using ResourceKey = std::string;

struct Snapshot {
    std::vector<ObjectRef> objects;  ///< in the byte order of "namespace/name", as the store's keys are
    Revision revision;
};

/// Keeps a watch alive; no call reaches the watcher once the destructor has returned.
class Registration {
public:
    virtual ~Registration() = default;
};

struct CacheOptions {
    // Bounds of a resource's ring of events; whoever asks for an older revision gets 410 and lists again.
    std::size_t ringEvents = 4096;
    std::size_t ringBytes = 16u << 20;  ///< of the objects' JSON
};

class Cache {
public:
    virtual ~Cache() = default;
    /// Reads the whole store and follows it.
    static Result<std::unique_ptr<Cache>> create(store::Store& store, const CacheOptions& options = {});

    /// Null when there is none. `namespace_` is "" for cluster-scoped objects.
    virtual ObjectRef get(const ResourceKey& resource, std::string_view namespace_, std::string_view name) const = 0;
    /// All objects of the resource, or of one namespace of it when `namespace_` is not "".
    virtual Snapshot list(const ResourceKey& resource, std::string_view namespace_ = {}) const = 0;
    /// How many objects the resource has.
    virtual std::size_t size(const ResourceKey& resource) const = 0;
    /// Resources that hold at least one object.
    virtual std::vector<ResourceKey> resources() const = 0;
    virtual Revision revision() const = 0;

    /// Every event after `after`, without gap or repetition; past ones are delivered before this returns. Fails with
    /// 410 Expired when the ring no longer reaches back that far ("too old resource version: A (B)").
    virtual Result<std::unique_ptr<Registration>> watch(const ResourceKey& resource, Revision after,
                                                        Watcher& watcher) = 0;
    /// Calls progress() on every watcher; the owner calls this on a timer.
    virtual void sendProgress() = 0;
    /// Store keys whose bytes are no readable object, for a message to a person; such objects are left out.
    virtual std::vector<std::string> unreadable() const { return {}; }
};

/// The store's key of an object: "/registry/GROUP/PLURAL/NAMESPACE/NAME", with "core" for the core group and without
/// the namespace for cluster-scoped ones.
std::string storeKey(const ResourceKey& resource, std::string_view namespace_, std::string_view name);

/// What storeKey() was made from; nothing when `key` is not of that form.
struct StoreKeyParts {
    ResourceKey resource;
    std::string_view namespace_, name;
};
std::optional<StoreKeyParts> splitStoreKey(std::string_view key);

/// Stored bytes hold no resourceVersion; this puts it in as the first member of metadata.
std::string withResourceVersion(std::string_view stored, Revision revision);

}  // namespace armillary::watch
