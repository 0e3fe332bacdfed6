#include "engine/watch/resource_cache.h"

#include <algorithm>
#include <format>

namespace armillary::watch {

namespace {

/// So many of the newest events keep their frames; watchers that are further behind have them made again.
constexpr std::size_t kFramedEvents = 64;

}  // namespace

class ResourceCache::Membership final : public Registration {
public:
    Membership(std::shared_ptr<ResourceCache> resource, std::list<Member>::iterator place)
        : m_resource(std::move(resource)), m_place(place) {}
    ~Membership() override {
        const std::lock_guard lock(m_resource->m_membersMutex);
        m_resource->m_members.erase(m_place);
    }

private:
    std::shared_ptr<ResourceCache> m_resource;
    std::list<Member>::iterator m_place;
};

ResourceCache::ResourceCache(const std::atomic<Revision>& cacheRevision, const CacheOptions& options)
    : m_cacheRevision(cacheRevision), m_options(options), m_ringStart(cacheRevision.load()) {}

EventRef ResourceCache::applyOne(Change& change) {
    if (change.deleted) {
        ObjectRef previous = m_objects.erase(change.object->namespace_(), change.object->name());
        // Only an object that could not be read was left out; nobody has heard of it.
        if (!previous) return nullptr;
        return std::make_shared<const Event>(EventType::Deleted, std::move(change.object), std::move(previous),
                                             change.revision);
    }
    ObjectRef previous = m_objects.put(change.object);
    const EventType type = previous ? EventType::Modified : EventType::Added;
    return std::make_shared<const Event>(type, std::move(change.object), std::move(previous), change.revision);
}

void ResourceCache::remember(EventRef event) {
    m_ringBytes += event->object()->json().size();
    m_ring.push_back(std::move(event));
    while (m_ring.size() > m_options.ringEvents || (m_ringBytes > m_options.ringBytes && m_ring.size() > 1)) {
        m_ringStart = m_ring.front()->revision();
        m_ringBytes -= m_ring.front()->object()->json().size();
        m_ring.pop_front();
    }
    if (m_ring.size() > kFramedEvents) m_ring[m_ring.size() - 1 - kFramedEvents]->forgetFrames();
}

void ResourceCache::apply(std::vector<Change> changes) {
    std::vector<EventRef> events;
    events.reserve(changes.size());
    {
        const std::unique_lock lock(m_mutex);
        for (Change& change : changes) {
            m_applied = change.revision;
            EventRef event = applyOne(change);
            if (!event) continue;
            events.push_back(event);
            remember(std::move(event));
        }
    }
    fanOut(events);
}

void ResourceCache::fanOut(const std::vector<EventRef>& events) {
    const std::lock_guard lock(m_membersMutex);
    for (Member& member : m_members) {
        for (const EventRef& event : events) {
            // Who joined after the event had entered the ring has it from there.
            if (!member.watcher || event->revision() <= member.delivered) continue;
            member.delivered = event->revision();
            if (!member.watcher->deliver(event)) member.watcher = nullptr;
        }
    }
}

void ResourceCache::sendProgress() {
    const std::lock_guard lock(m_membersMutex);
    // Read under the lock: every event up to it has been handed out.
    const Revision revision = m_cacheRevision.load();
    for (Member& member : m_members) {
        if (member.watcher) member.watcher->progress(std::max(revision, member.delivered));
    }
}

ObjectRef ResourceCache::get(std::string_view namespace_, std::string_view name) const {
    const std::shared_lock lock(m_mutex);
    return m_objects.find(namespace_, name);
}

Snapshot ResourceCache::list(std::string_view namespace_) const {
    SortedObjects::Chunks chunks;
    Snapshot snapshot;
    {
        const std::shared_lock lock(m_mutex);
        chunks = m_objects.chunks(namespace_);
        // In the middle of a batch this resource may be ahead of the whole cache; it is never behind it.
        snapshot.revision = std::max(m_cacheRevision.load(), m_applied);
    }
    snapshot.objects = SortedObjects::objects(chunks, namespace_);
    return snapshot;
}

std::size_t ResourceCache::size() const {
    const std::shared_lock lock(m_mutex);
    return m_objects.size();
}

Result<std::unique_ptr<Registration>> ResourceCache::watch(Revision after, Watcher& watcher) {
    const std::lock_guard members(m_membersMutex);
    std::vector<EventRef> past;
    {
        const std::shared_lock lock(m_mutex);
        if (after < m_ringStart) {
            return std::unexpected(
                status::expired(std::format("too old resource version: {} ({})", after, m_ringStart)));
        }
        const auto first =
            std::ranges::upper_bound(m_ring, after, {}, [](const EventRef& event) { return event->revision(); });
        past.assign(first, m_ring.end());
    }
    Member member{&watcher, after};
    for (const EventRef& event : past) {
        member.delivered = event->revision();
        if (watcher.deliver(event)) continue;
        member.watcher = nullptr;
        break;
    }
    m_members.push_back(member);
    return std::make_unique<Membership>(shared_from_this(), std::prev(m_members.end()));
}

}  // namespace armillary::watch
