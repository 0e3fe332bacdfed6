#include "nodes/agent/volume/object_cache.h"

#include <vector>

#include "engine/schema/api/corev1.h"

namespace armillary::agent {

namespace {

/// A name that was not found is asked for again after this long, at the earliest.
constexpr std::chrono::seconds kRetry{1};

/// As upstream's kubelet, which says "secret" and not "secrets".
Status notThere(const client::Target& target) {
    return status::notFound(target.resource->singular, target.name);
}

}  // namespace

ObjectCache::~ObjectCache() {
    // Watches end outside the lock: their callbacks take it.
    std::vector<std::unique_ptr<client::Watch>> watches;
    {
        std::lock_guard lock(m_mutex);
        for (auto& [key, entry] : m_entries) watches.push_back(std::move(entry->watch));
        m_entries.clear();
    }
}

Result<ObjectRef> ObjectCache::configMap(const std::string& namespace_, const std::string& name) {
    return find(client::target<corev1::ConfigMap>(namespace_, name));
}

Result<ObjectRef> ObjectCache::secret(const std::string& namespace_, const std::string& name) {
    return find(client::target<corev1::Secret>(namespace_, name));
}

Result<ObjectRef> ObjectCache::find(client::Target target) {
    auto key = target.resource->plural + "/" + target.namespace_ + "/" + target.name;
    std::shared_ptr<Entry> entry;
    {
        std::lock_guard lock(m_mutex);
        auto& slot = m_entries[key];
        auto now = m_clock.steady();
        if (slot) {
            slot->used = now;
            if (slot->current && slot->object) return slot->object;
            // Until there is an answer whoever asks as well asks himself.
            if (slot->answered && now - slot->tried < kRetry) {
                if (slot->object) return slot->object;
                return std::unexpected(slot->error);
            }
        } else {
            slot = std::make_shared<Entry>();
            slot->target = target;
            slot->used = now;
        }
        slot->tried = now;
        entry = slot;
    }
    auto got = m_client.get(target);
    std::string resourceVersion;
    {
        std::lock_guard lock(m_mutex);
        entry->answered = true;
        if (!got) {
            entry->error = status::isNotFound(got.error()) ? notThere(target) : got.error();
            // Gone is gone; anything else is the server's trouble, and what was known holds.
            if (status::isNotFound(got.error())) entry->object = nullptr;
            if (entry->object) return entry->object;
            return std::unexpected(entry->error);
        }
        entry->object = *got;
        resourceVersion = (*got)->meta().resourceVersion;
    }
    follow(entry, resourceVersion);
    return got;
}

void ObjectCache::follow(const std::shared_ptr<Entry>& entry, const std::string& resourceVersion) {
    auto target = entry->target;
    client::WatchOptions options;
    options.fieldSelector = "metadata.name=" + std::exchange(target.name, "");
    options.resourceVersion = resourceVersion;
    std::unique_ptr<client::Watch> ended;
    {
        std::lock_guard lock(m_mutex);
        entry->current = true;
        ended = std::move(entry->watch);
    }
    ended.reset();
    auto watch = m_client.watch(target, options, [this, weak = std::weak_ptr(entry)](const client::WatchEvent& event) {
        onEvent(weak, event);
    });
    std::lock_guard lock(m_mutex);
    if (watch)
        entry->watch = std::move(*watch);
    else
        entry->current = false;
}

void ObjectCache::onEvent(const std::weak_ptr<Entry>& weak, const client::WatchEvent& event) {
    auto entry = weak.lock();
    if (!entry) return;
    {
        std::lock_guard lock(m_mutex);
        switch (event.type) {
            case client::WatchEventType::Added:
            case client::WatchEventType::Modified:
                entry->object = event.object;
                break;
            case client::WatchEventType::Deleted:
                entry->object = nullptr;
                entry->current = false;
                entry->error = notThere(entry->target);
                break;
            case client::WatchEventType::Closed:
                entry->current = false;
                break;
            case client::WatchEventType::Bookmark:
                return;
        }
    }
    m_changed(entry->target.namespace_, entry->target.name);
}

void ObjectCache::forgetUnused(std::chrono::seconds idle) {
    std::vector<std::unique_ptr<client::Watch>> watches;
    std::lock_guard lock(m_mutex);
    auto now = m_clock.steady();
    std::erase_if(m_entries, [&](auto& pair) {
        if (now - pair.second->used < idle) return false;
        watches.push_back(std::move(pair.second->watch));
        return true;
    });
}

}  // namespace armillary::agent
