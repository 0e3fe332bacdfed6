#include "engine/watch/cache.h"

#include <algorithm>
#include <shared_mutex>
#include <unordered_map>

#include "engine/watch/resource_cache.h"

namespace armillary::watch {

namespace {

constexpr std::string_view kEverything = "/registry/";
constexpr std::size_t kLoadPage = 500;
/// A compaction may overtake the first reading; then it starts again.
constexpr int kLoadAttempts = 3;
/// Keys of unreadable objects that are remembered for the message.
constexpr std::size_t kUnreadableKeys = 100;

class StoreCache final : public Cache {
public:
    explicit StoreCache(const CacheOptions& options) : m_options(options) {}

    /// Reads the store and follows it from there.
    store::Result<void> start(store::Store& store);

    ObjectRef get(const ResourceKey& resource, std::string_view namespace_, std::string_view name) const override;
    Snapshot list(const ResourceKey& resource, std::string_view namespace_) const override;
    std::size_t size(const ResourceKey& resource) const override;
    std::vector<ResourceKey> resources() const override;
    Revision revision() const override { return m_revision.load(); }
    Result<std::unique_ptr<Registration>> watch(const ResourceKey& resource, Revision after, Watcher& watcher) override;
    void sendProgress() override;
    std::vector<std::string> unreadable() const override;

private:
    using ResourceRef = std::shared_ptr<ResourceCache>;

    ResourceRef find(const ResourceKey& resource) const;
    ResourceRef ensure(const ResourceKey& resource);
    std::vector<std::pair<ResourceKey, ResourceRef>> all() const;
    store::Result<Revision> load(store::Store& store);
    /// The object of a store entry; null, and noted, when its bytes are none.
    ObjectRef parse(const store::Entry& entry, const StoreKeyParts& parts);
    void noteUnreadable(const std::string& key);
    void apply(const std::vector<store::Event>& events);

    const CacheOptions m_options;
    /// The store's events up to here have been applied and handed out.
    std::atomic<Revision> m_revision = 0;
    mutable std::shared_mutex m_mutex;
    std::unordered_map<ResourceKey, ResourceRef> m_resources;  ///< only ever grows
    std::vector<std::string> m_unreadable;
    /// Last, so that no event comes while the rest goes.
    std::unique_ptr<store::Subscription> m_subscription;
};

StoreCache::ResourceRef StoreCache::find(const ResourceKey& resource) const {
    const std::shared_lock lock(m_mutex);
    const auto found = m_resources.find(resource);
    return found == m_resources.end() ? nullptr : found->second;
}

StoreCache::ResourceRef StoreCache::ensure(const ResourceKey& resource) {
    if (ResourceRef found = find(resource)) return found;
    const std::unique_lock lock(m_mutex);
    ResourceRef& place = m_resources[resource];
    if (!place) place = std::make_shared<ResourceCache>(m_revision, m_options);
    return place;
}

std::vector<std::pair<ResourceKey, StoreCache::ResourceRef>> StoreCache::all() const {
    const std::shared_lock lock(m_mutex);
    return {m_resources.begin(), m_resources.end()};
}

void StoreCache::noteUnreadable(const std::string& key) {
    const std::unique_lock lock(m_mutex);
    if (m_unreadable.size() < kUnreadableKeys) m_unreadable.push_back(key);
}

ObjectRef StoreCache::parse(const store::Entry& entry, const StoreKeyParts& parts) {
    auto object = Object::parse(withResourceVersion(*entry.value, entry.modified));
    if (object && (*object)->namespace_() == parts.namespace_ && (*object)->name() == parts.name)
        return std::move(*object);
    noteUnreadable(entry.key);
    return nullptr;
}

store::Result<Revision> StoreCache::load(store::Store& store) {
    m_resources.clear();
    m_unreadable.clear();
    m_revision = store.current();
    // An empty store; asking for revision 0 would mean "now", which a writer may have moved on.
    if (m_revision == 0) return 0;
    store::RangeOptions options{.at = m_revision, .startAfter = {}, .limit = kLoadPage};
    while (true) {
        auto page = store.range(kEverything, options);
        if (!page) return std::unexpected(std::move(page.error()));
        for (const store::Entry& entry : page->entries) {
            const auto parts = splitStoreKey(entry.key);
            if (!parts) {
                noteUnreadable(entry.key);
            } else if (ObjectRef object = parse(entry, *parts)) {
                ensure(parts->resource)->load(std::move(object));
            }
        }
        if (!page->more) return m_revision.load();
        options.startAfter = page->entries.back().key;
    }
}

store::Result<void> StoreCache::start(store::Store& store) {
    for (int attempt = 1;; ++attempt) {
        store::Result<void> started;
        if (auto at = load(store); !at) {
            started = std::unexpected(std::move(at.error()));
        } else {
            auto subscription =
                store.watch(std::string(kEverything), *at, [this](const auto& events) { apply(events); });
            if (subscription) {
                m_subscription = std::move(*subscription);
                return {};
            }
            started = std::unexpected(std::move(subscription.error()));
        }
        if (started.error().code != store::ErrorCode::Compacted || attempt == kLoadAttempts) return started;
    }
}

void StoreCache::apply(const std::vector<store::Event>& events) {
    // Few resources share a batch.
    std::vector<std::pair<ResourceKey, std::vector<ResourceCache::Change>>> byResource;
    for (const store::Event& event : events) {
        const auto parts = splitStoreKey(event.entry.key);
        if (!parts) continue;
        ObjectRef object = parse(event.entry, *parts);
        if (!object) continue;
        auto place = std::ranges::find(byResource, parts->resource, [](const auto& entry) { return entry.first; });
        if (place == byResource.end()) place = byResource.insert(place, {parts->resource, {}});
        place->second.push_back({std::move(object), event.type == store::EventType::Deleted, event.entry.modified});
    }
    for (auto& [resource, changes] : byResource) ensure(resource)->apply(std::move(changes));
    m_revision = events.back().entry.modified;
}

ObjectRef StoreCache::get(const ResourceKey& resource, std::string_view namespace_, std::string_view name) const {
    const ResourceRef found = find(resource);
    return found ? found->get(namespace_, name) : nullptr;
}

Snapshot StoreCache::list(const ResourceKey& resource, std::string_view namespace_) const {
    // Before the look-up: what is not there now had no event up to this revision.
    const Revision revision = m_revision.load();
    const ResourceRef found = find(resource);
    return found ? found->list(namespace_) : Snapshot{{}, revision};
}

std::size_t StoreCache::size(const ResourceKey& resource) const {
    const ResourceRef found = find(resource);
    return found ? found->size() : 0;
}

std::vector<ResourceKey> StoreCache::resources() const {
    std::vector<ResourceKey> names;
    for (const auto& [name, resource] : all()) {
        if (resource->size() != 0) names.push_back(name);
    }
    std::ranges::sort(names);
    return names;
}

Result<std::unique_ptr<Registration>> StoreCache::watch(const ResourceKey& resource, Revision after, Watcher& watcher) {
    return ensure(resource)->watch(after, watcher);
}

void StoreCache::sendProgress() {
    for (const auto& [name, resource] : all()) resource->sendProgress();
}

std::vector<std::string> StoreCache::unreadable() const {
    const std::shared_lock lock(m_mutex);
    return m_unreadable;
}

}  // namespace

Result<std::unique_ptr<Cache>> Cache::create(store::Store& store, const CacheOptions& options) {
    auto cache = std::make_unique<StoreCache>(options);
    if (auto started = cache->start(store); !started) {
        return std::unexpected(status::internalError("the stored state cannot be read: " + started.error().message));
    }
    return cache;
}

}  // namespace armillary::watch
