#include "engine/watch/follow.h"

#include <unordered_set>
#include <utility>

namespace armillary::watch {

namespace {

/// Writes may overtake a list by more than the cache's ring or the queue holds; then a newer one is taken. After so
/// many it is left to the next takeIn().
constexpr int kListAttempts = 10;

}  // namespace

Follow::Follow(const Cache& cache, ResourceKey resource, Handler handler, FollowOptions options)
    : m_cache(cache), m_resource(std::move(resource)), m_handler(std::move(handler)), m_options(std::move(options)) {}

Follow::~Follow() {
    stop();
}

void Follow::stop() {
    const std::lock_guard lock(m_takeMutex);
    m_stopped = true;
    m_registration.reset();
}

bool Follow::deliver(const EventRef& event) {
    if (!m_options.namespace_.empty() && event->object()->namespace_() != m_options.namespace_) return true;
    bool first = false, fits = true;
    {
        const std::lock_guard lock(m_queueMutex);
        first = m_queue.empty() && !m_lost;
        if (m_lost || m_queue.size() >= m_options.maxPending) {
            m_queue.clear();
            m_lost = true;
            fits = false;
        } else {
            m_queue.push_back(event);
        }
        m_pending.store(true, std::memory_order_release);
        m_arrived.notify_all();
    }
    if (first && m_options.notify) m_options.notify();
    return fits;
}

bool Follow::takeIn() {
    if (!pending()) return false;
    const std::lock_guard lock(m_takeMutex);
    if (m_stopped) return false;
    std::vector<EventRef> events;
    bool lost = false;
    {
        const std::lock_guard queueLock(m_queueMutex);
        events.swap(m_queue);
        lost = m_lost;
    }
    bool changed = false;
    try {
        if (lost) changed = listAnew();
        for (const EventRef& event : events) changed |= apply(event->object(), event->type() == EventType::Deleted);
    } catch (...) {
        lose();
        throw;
    }
    {
        const std::lock_guard queueLock(m_queueMutex);
        lost = m_lost;
        // Not before all is handled: who sees nothing pending sees all of it.
        if (!lost && m_queue.empty()) m_pending.store(false, std::memory_order_release);
    }
    if (lost && m_options.notify) m_options.notify();
    return changed;
}

bool Follow::awaitPending(std::chrono::steady_clock::time_point until) {
    std::unique_lock lock(m_queueMutex);
    return m_arrived.wait_until(lock, until, [&] { return pending(); });
}

void Follow::lose() {
    const std::lock_guard lock(m_queueMutex);
    m_queue.clear();
    m_lost = true;
}

bool Follow::listAnew() {
    Snapshot snapshot;
    for (int attempt = 1; !join(snapshot) && attempt < kListAttempts; ++attempt) continue;
    // Where no list could be followed from, the last one still is what there was when this was called.
    return compare(snapshot);
}

bool Follow::join(Snapshot& snapshot) {
    m_registration.reset();
    {
        const std::lock_guard lock(m_queueMutex);
        m_queue.clear();
        m_lost = false;
    }
    snapshot = m_cache.list(m_resource, m_options.namespace_);
    // Registering a watcher leaves the cache's content as it is, and only the cache's owner has it non-const.
    auto registration = const_cast<Cache&>(m_cache).watch(m_resource, snapshot.revision, *this);
    if (!registration) {
        lose();
        return false;
    }
    m_registration = std::move(*registration);
    const std::lock_guard lock(m_queueMutex);
    return !m_lost;
}

bool Follow::compare(const Snapshot& snapshot) {
    std::unordered_set<std::string> present;
    for (const ObjectRef& object : snapshot.objects) present.insert(object->key());
    std::vector<ObjectRef> vanished;
    for (const auto& [key, object] : m_known)
        if (!present.contains(key)) vanished.push_back(object);
    bool changed = false;
    for (const ObjectRef& object : vanished) changed |= apply(object, true);
    for (const ObjectRef& object : snapshot.objects) {
        const auto known = m_known.find(object->key());
        if (known == m_known.end() || known->second->revision() != object->revision()) changed |= apply(object, false);
    }
    return changed;
}

bool Follow::apply(const ObjectRef& object, bool gone) {
    const std::string key = object->key();
    const auto known = m_known.find(key);
    ObjectRef previous = known == m_known.end() ? nullptr : known->second;
    if (gone || (previous && previous->uid() != object->uid())) {
        if (previous) {
            m_handler(previous, nullptr);
            m_known.erase(key);
        }
        if (gone) return previous != nullptr;
        previous = nullptr;
    }
    m_handler(previous, object);
    m_known[key] = object;
    return true;
}

}  // namespace armillary::watch
