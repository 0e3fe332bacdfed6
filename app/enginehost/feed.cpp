#include "feed.h"

#include <map>
#include <mutex>
#include <utility>

namespace armillary::app {

namespace {
constexpr int kFrameMilliseconds = 16;
constexpr int kSyncCheckMilliseconds = 30;
}  // namespace

/// Between the engine's threads and the window's.
struct Feed::Inbox {
    void put(const std::string& key, const ObjectRef& object) {
        const std::lock_guard lock(mutex);
        if (!feed) return;
        pending[key] = object;
        if (std::exchange(scheduled, true)) return;
        QMetaObject::invokeMethod(feed, [frame = &feed->m_frame] { frame->start(); }, Qt::QueuedConnection);
    }
    std::map<std::string, ObjectRef> take() {
        const std::lock_guard lock(mutex);
        scheduled = false;
        return std::exchange(pending, {});
    }

    std::mutex mutex;
    Feed* feed;                                ///< null once it has gone
    std::map<std::string, ObjectRef> pending;  ///< bounded by the number of objects
    bool scheduled = false;
};

Feed::Feed(const resources::Resource& resource) : m_resource(resource), m_inbox(std::make_shared<Inbox>()) {
    m_inbox->feed = this;
    m_frame.setSingleShot(true);
    m_frame.setInterval(kFrameMilliseconds);
    connect(&m_frame, &QTimer::timeout, this, &Feed::flush);
    m_syncCheck.setInterval(kSyncCheckMilliseconds);
    connect(&m_syncCheck, &QTimer::timeout, this, [this] {
        if (!m_informer->synced()) return;
        m_syncCheck.stop();
        m_synced = true;
        flush();
        emit synced();
    });
}

void Feed::attach(client::Informer& informer, const QString& narrowedTo) {
    m_informer = &informer;
    m_narrowedTo = narrowedTo;
    informer.addHandler([inbox = m_inbox](const ObjectRef& previous, const ObjectRef& current) {
        inbox->put((current ? current : previous)->key(), current);
    });
    m_syncCheck.start();
}

void Feed::refuse(const QString& problem) {
    m_problem = problem;
    m_synced = true;
    emit synced();
}

Feed::~Feed() {
    const std::lock_guard lock(m_inbox->mutex);
    m_inbox->feed = nullptr;
}

void Feed::flush() {
    Changes changes;
    for (auto& [key, object] : m_inbox->take()) changes.push_back({key, std::move(object)});
    if (!changes.empty()) emit changed(changes);
}

}  // namespace armillary::app
