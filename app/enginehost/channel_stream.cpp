#include "channel_stream.h"

#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace armillary::app {

namespace {

constexpr std::size_t kMostChannels = 8;

}  // namespace

/// Between the client's thread and the window's.
struct ChannelStream::Inbox {
    void arrive(int channel, std::string_view bytes) {
        const std::lock_guard lock(mutex);
        if (!owner || bytes.empty()) return;
        if (channel == owner->m_bulk)
            bulk.append(bytes.data(), static_cast<qsizetype>(bytes.size()));
        else if (aside.contains(channel) || aside.size() < kMostChannels)
            aside[channel].append(bytes.substr(0, kMostAside - std::min(kMostAside, aside[channel].size())));
        holdBack();
        tell();
    }
    void end(const Status& status) {
        const std::lock_guard lock(mutex);
        ended = status;
        tell();
    }
    void drain() {
        const std::lock_guard lock(mutex);
        if (owner) QMetaObject::invokeMethod(owner, &ChannelStream::drained, Qt::QueuedConnection);
    }
    /// With the lock.
    void holdBack() {
        const bool wanted = bulk.size() > (held ? kMostWaiting / 4 : kMostWaiting);
        if (wanted == held || !channels) return;
        held = wanted;
        channels->hold(held);
    }
    void tell() {
        if (!owner || std::exchange(told, true)) return;
        QMetaObject::invokeMethod(owner, [stream = owner] { stream->look(); }, Qt::QueuedConnection);
    }

    mutable std::mutex mutex;
    ChannelStream* owner = nullptr;  ///< null once nobody listens any more
    std::unique_ptr<client::Channels> channels;
    QByteArray bulk;
    std::map<int, std::string> aside;
    std::optional<Status> ended;
    bool told = false, held = false;
};

void ChannelStream::start(Cluster* cluster, const std::string& target, std::vector<std::string> protocols) {
    stop();
    m_cluster = cluster;
    m_inbox = std::make_shared<Inbox>();
    m_inbox->owner = this;
    cluster->gate()->open(
        target, std::move(protocols),
        {.data = [inbox = m_inbox](int channel, std::string_view bytes) { inbox->arrive(channel, bytes); },
         .drained = [inbox = m_inbox] { inbox->drain(); },
         .ended = [inbox = m_inbox](const Status& status) { inbox->end(status); }},
        this, [this, inbox = m_inbox](Result<std::unique_ptr<client::Channels>> channels) {
            if (inbox != m_inbox) {
                if (channels && m_cluster) m_cluster->release(std::move(*channels));
                return;
            }
            if (!channels) {
                stop();
                emit refused(channels.error());
                return;
            }
            {
                const std::lock_guard lock(m_inbox->mutex);
                m_inbox->channels = std::move(*channels);
                m_inbox->holdBack();
            }
            m_open = true;
            emit opened();
            look();  // what came, and perhaps ended, before it was known to be open
        });
}

void ChannelStream::letGo() {
    m_open = false;
    std::unique_ptr<client::Channels> channels;
    {
        const std::lock_guard lock(m_inbox->mutex);
        m_inbox->owner = nullptr;
        channels = std::move(m_inbox->channels);
    }
    if (channels && m_cluster) m_cluster->release(std::move(channels));
}

void ChannelStream::stop() {
    m_over = false;
    if (!m_inbox) return;
    letGo();
    m_inbox.reset();
}

bool ChannelStream::send(int channel, std::string_view bytes) {
    if (!m_inbox || !m_open) return false;
    const std::lock_guard lock(m_inbox->mutex);
    return m_inbox->channels && m_inbox->channels->send(channel, bytes);
}

QByteArray ChannelStream::take(qsizetype most) {
    if (!m_inbox) return {};
    const std::lock_guard lock(m_inbox->mutex);
    QByteArray taken = m_inbox->bulk.first(std::min(most, m_inbox->bulk.size()));
    m_inbox->bulk.remove(0, taken.size());
    m_inbox->holdBack();
    // The end is told when everything before it has been taken.
    if (m_inbox->bulk.isEmpty() && m_inbox->ended) m_inbox->tell();
    return taken;
}

qsizetype ChannelStream::waiting() const {
    if (!m_inbox) return 0;
    const std::lock_guard lock(m_inbox->mutex);
    return m_inbox->bulk.size();
}

std::string ChannelStream::aside(int channel) const {
    if (!m_inbox) return {};
    const std::lock_guard lock(m_inbox->mutex);
    const auto found = m_inbox->aside.find(channel);
    return found == m_inbox->aside.end() ? std::string() : found->second;
}

void ChannelStream::look() {
    if (!m_inbox || !m_open) return;
    const auto inbox = m_inbox;
    {
        const std::lock_guard lock(inbox->mutex);
        inbox->told = false;
    }
    emit came();
    if (inbox != m_inbox || !m_open) return;
    std::optional<Status> status;
    {
        const std::lock_guard lock(inbox->mutex);
        if (inbox->bulk.isEmpty()) status = inbox->ended;
    }
    if (!status) return;
    letGo();
    m_over = true;
    emit ended(*status);
}

}  // namespace armillary::app
