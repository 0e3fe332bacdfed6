#include "port_stream.h"

#include <mutex>
#include <optional>
#include <utility>

namespace armillary::app {

namespace {

constexpr int kData = 0, kErrors = 1;
constexpr std::size_t kMostError = 4096;

}  // namespace

/// Between the client's thread and the window's.
struct PortStream::Inbox {
    void arrive(int channel, std::string_view bytes) {
        const std::lock_guard lock(mutex);
        if (!owner || channel < kData || channel > kErrors) return;
        // The port's number comes first.
        std::size_t& numbers = skipped[channel];
        const std::size_t skip = std::min(bytes.size(), 2 - numbers);
        numbers += skip;
        bytes.remove_prefix(skip);
        if (channel == kErrors)
            error.append(bytes.substr(0, kMostError - std::min(kMostError, error.size())));
        else
            data.append(bytes.data(), static_cast<qsizetype>(bytes.size()));
        holdBack();
        if (!bytes.empty()) tell();
    }
    void end(const Status& status) {
        const std::lock_guard lock(mutex);
        ended = status;
        tell();
    }
    void drain() {
        const std::lock_guard lock(mutex);
        if (owner) QMetaObject::invokeMethod(owner, &PortStream::drained, Qt::QueuedConnection);
    }
    /// With the lock.
    void holdBack() {
        const bool wanted = data.size() > (held ? kMostWaiting / 4 : kMostWaiting);
        if (wanted == held || !channels) return;
        held = wanted;
        channels->hold(held);
    }
    void tell() {
        if (!owner || std::exchange(told, true)) return;
        QMetaObject::invokeMethod(owner, [stream = owner] { stream->look(); }, Qt::QueuedConnection);
    }

    std::mutex mutex;
    PortStream* owner = nullptr;  ///< null once nobody listens any more
    std::unique_ptr<client::Channels> channels;
    std::size_t skipped[2] = {0, 0};
    QByteArray data;
    std::string error;
    std::optional<Status> ended;
    bool told = false, held = false;
};

void PortStream::start(Cluster* cluster, const std::string& podPath, int port) {
    stop();
    m_cluster = cluster;
    m_inbox = std::make_shared<Inbox>();
    m_inbox->owner = this;
    cluster->gate()->open(
        podPath + "/portforward?ports=" + std::to_string(port), {"v4.channel.k8s.io"},
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
                emit failed(QString::fromStdString(channels.error().message));
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

void PortStream::stop() {
    m_open = false;
    if (!m_inbox) return;
    std::unique_ptr<client::Channels> channels;
    {
        const std::lock_guard lock(m_inbox->mutex);
        m_inbox->owner = nullptr;
        channels = std::move(m_inbox->channels);
    }
    m_inbox.reset();
    if (channels && m_cluster) m_cluster->release(std::move(channels));
}

qsizetype PortStream::send(QByteArrayView bytes) {
    if (!m_inbox || !m_open) return 0;
    const std::lock_guard lock(m_inbox->mutex);
    const std::string_view piece(bytes.data(), static_cast<std::size_t>(bytes.size()));
    return m_inbox->channels && m_inbox->channels->send(kData, piece) ? bytes.size() : 0;
}

QByteArray PortStream::take(qsizetype most) {
    if (!m_inbox) return {};
    const std::lock_guard lock(m_inbox->mutex);
    QByteArray taken = m_inbox->data.first(std::min(most, m_inbox->data.size()));
    m_inbox->data.remove(0, taken.size());
    m_inbox->holdBack();
    // The end is told when everything before it has been taken.
    if (m_inbox->data.isEmpty() && m_inbox->ended) m_inbox->tell();
    return taken;
}

void PortStream::look() {
    if (!m_inbox || !m_open) return;
    bool hasData = false, hasEnded = false;
    QString error;
    {
        const std::lock_guard lock(m_inbox->mutex);
        m_inbox->told = false;
        hasData = !m_inbox->data.isEmpty();
        hasEnded = m_inbox->ended.has_value();
        error = QString::fromStdString(m_inbox->error).trimmed();
        if (error.isEmpty() && hasEnded && m_inbox->ended->status != metav1::kStatusSuccess)
            error = QString::fromStdString(m_inbox->ended->message);
    }
    const auto inbox = m_inbox;
    if (hasData) emit readyRead();
    if (inbox != m_inbox || hasData) return;
    if (!error.isEmpty()) {
        stop();
        emit failed(error);
    } else if (hasEnded) {
        stop();
        emit closed();
    }
}

}  // namespace armillary::app
