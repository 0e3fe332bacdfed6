#include "feed.h"

namespace armillary::app {

namespace {
constexpr int kFrameMilliseconds = 16;
constexpr int kSyncCheckMilliseconds = 30;
}  // namespace

Feed::Feed(client::Informer& informer, QObject* parent) : QObject(parent), m_informer(informer) {
    m_frame.setSingleShot(true);
    m_frame.setInterval(kFrameMilliseconds);
    connect(&m_frame, &QTimer::timeout, this, &Feed::flush);
    m_informer.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        enqueue((current ? current : previous)->key(), current);
    });
    m_syncCheck.setInterval(kSyncCheckMilliseconds);
    connect(&m_syncCheck, &QTimer::timeout, this, [this] {
        if (!m_informer.synced()) return;
        m_syncCheck.stop();
        m_synced = true;
        flush();
        emit synced();
    });
    m_syncCheck.start();
}

void Feed::enqueue(const std::string& key, const ObjectRef& object) {
    const std::lock_guard lock(m_mutex);
    m_pending[key] = object;
    if (m_scheduled) return;
    m_scheduled = true;
    QMetaObject::invokeMethod(this, [this] { m_frame.start(); }, Qt::QueuedConnection);
}

void Feed::flush() {
    Changes changes;
    {
        const std::lock_guard lock(m_mutex);
        changes.reserve(m_pending.size());
        for (auto& [key, object] : m_pending) changes.push_back({key, std::move(object)});
        m_pending.clear();
        m_scheduled = false;
    }
    if (!changes.empty()) emit changed(changes);
}

}  // namespace armillary::app
