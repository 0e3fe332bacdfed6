#pragma once

#include <atomic>
#include <deque>
#include <list>
#include <shared_mutex>

#include "engine/watch/cache.h"
#include "engine/watch/sorted_objects.h"

namespace armillary::watch {

/// One resource: its objects, its recent events and who watches them. Changed by the store's writer thread alone, read
/// by all.
class ResourceCache : public std::enable_shared_from_this<ResourceCache> {
public:
    /// One change as the store reports it; the object is parsed already.
    struct Change {
        ObjectRef object;
        bool deleted;
        Revision revision;
    };

    /// `cacheRevision` is the revision up to which the whole cache has been fed; the ring begins at its value now.
    ResourceCache(const std::atomic<Revision>& cacheRevision, const CacheOptions& options);

    /// While the store is read; no events come of it.
    void load(ObjectRef object) { m_objects.put(std::move(object)); }
    /// Applies `changes` (in revision order) and hands their events to the watchers.
    void apply(std::vector<Change> changes);
    void sendProgress();

    ObjectRef get(std::string_view namespace_, std::string_view name) const;
    Snapshot list(std::string_view namespace_) const;
    std::size_t size() const;
    Result<std::unique_ptr<Registration>> watch(Revision after, Watcher& watcher);

private:
    struct Member {
        Watcher* watcher;    ///< null once it has been dropped
        Revision delivered;  ///< events up to here have reached it
    };
    class Membership;

    EventRef applyOne(Change& change);
    void remember(EventRef event);
    void fanOut(const std::vector<EventRef>& events);

    const std::atomic<Revision>& m_cacheRevision;
    const CacheOptions m_options;

    mutable std::shared_mutex m_mutex;  ///< objects and ring
    SortedObjects m_objects;
    std::deque<EventRef> m_ring;
    std::size_t m_ringBytes = 0;
    Revision m_ringStart;    ///< the ring holds every event after this revision
    Revision m_applied = 0;  ///< of the last event

    /// Taken before m_mutex. Held while events are handed out, so that joining meets them without gap.
    std::mutex m_membersMutex;
    std::list<Member> m_members;
};

}  // namespace armillary::watch
