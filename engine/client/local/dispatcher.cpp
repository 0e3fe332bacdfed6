#include "engine/client/local/dispatcher.h"

namespace armillary::client {

namespace {

constexpr std::size_t kMaxQueued = 32768;

WatchEventType typeOf(watch::EventType type) {
    switch (type) {
        case watch::EventType::Added:
            return WatchEventType::Added;
        case watch::EventType::Modified:
            return WatchEventType::Modified;
        case watch::EventType::Deleted:
            break;
    }
    return WatchEventType::Deleted;
}

}  // namespace

bool LocalWatcher::deliver(watch::EventType as, const ObjectRef& object) {
    const std::lock_guard lock(m_mutex);
    if (m_closed || m_overflown) return false;
    if (m_events.size() >= kMaxQueued) {
        giveUp("the watch fell too far behind; list again");
        return false;
    }
    push({typeOf(as), object, object->meta().resourceVersion, {}});
    return true;
}

void LocalWatcher::progress(watch::Revision revision) {
    const std::lock_guard lock(m_mutex);
    if (m_closed || m_overflown) return;
    const std::string version = std::to_string(revision);
    // Bookmarks that nobody has read yet are one bookmark.
    if (!m_events.empty() && m_events.back().type == WatchEventType::Bookmark) {
        m_events.back().resourceVersion = version;
        return;
    }
    if (m_events.size() < kMaxQueued) push({WatchEventType::Bookmark, nullptr, version, {}});
}

void LocalWatcher::ended() {
    const std::lock_guard lock(m_mutex);
    if (m_closed || m_overflown) return;
    m_overflown = true;
    push({WatchEventType::Closed, nullptr, {}, status::expired("the resource has changed; list again")});
}

/// Whoever watches misses something, and has to list again.
void LocalWatcher::giveUp(std::string why) {
    m_overflown = true;
    m_events.clear();
    push({WatchEventType::Closed, nullptr, {}, status::expired(std::move(why))});
}

void LocalWatcher::push(WatchEvent event) {
    ++m_taken;
    m_events.push_back(std::move(event));
    if (std::exchange(m_scheduled, true)) return;
    m_dispatcher.schedule(shared_from_this());
}

void LocalWatcher::drain() {
    std::deque<WatchEvent> events;
    std::unique_lock lock(m_mutex);
    m_scheduled = false;
    if (m_closed) return;
    events.swap(m_events);
    m_running = std::this_thread::get_id();
    for (const WatchEvent& event : events) {
        if (m_closed) break;
        lock.unlock();
        const bool understood = async::guarded("watch", [&] { m_callback(event); });
        lock.lock();
        if (understood || m_closed || event.type == WatchEventType::Closed) continue;
        giveUp("an event could not be handled; list again");
        break;
    }
    m_running = {};
    m_idle.notify_all();
}

void LocalWatcher::close() {
    std::unique_lock lock(m_mutex);
    m_closed = true;
    m_events.clear();
    if (m_running == std::this_thread::get_id()) return;
    m_idle.wait(lock, [&] { return m_running == std::thread::id(); });
}

async::Activity LocalWatcher::activity() {
    const std::lock_guard lock(m_mutex);
    return {.idle = m_events.empty() && m_running == std::thread::id(), .taken = m_taken, .due = {}};
}

Dispatcher::~Dispatcher() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    m_thread.stop();
}

void Dispatcher::schedule(std::shared_ptr<LocalWatcher> watcher) {
    const std::lock_guard lock(m_mutex);
    m_ready.push_back(std::move(watcher));
    m_changed.notify_one();
}

void Dispatcher::run() {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [&] { return m_stopping || !m_ready.empty(); });
        if (m_stopping) return;
        const auto watcher = std::move(m_ready.front());
        m_ready.pop_front();
        lock.unlock();
        watcher->drain();
        lock.lock();
    }
}

}  // namespace armillary::client
