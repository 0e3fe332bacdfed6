#include "log_stream.h"

#include <mutex>

#include "line_splitter.h"

namespace armillary::app {

namespace {

constexpr auto kFirstPause = std::chrono::milliseconds(1000), kLongestPause = std::chrono::milliseconds(30'000);
constexpr std::int64_t kSecond = 1'000'000'000;
constexpr int kForbidden = 403, kUnauthorized = 401;

}  // namespace

/// One request, from the client's thread to the window's.
struct LogStream::Reading {
    void data(std::string_view bytes) {
        std::vector<LogLineRef> batch;
        splitter.feed(bytes, [&](std::string_view line) { take(line, batch); });
        inbox->put(std::move(batch));
    }
    void end(const Status& status) {
        if (status.status == metav1::kStatusSuccess) {
            // Else it is cut off anywhere, and comes whole with the next request.
            std::vector<LogLineRef> batch;
            splitter.finish([&](std::string_view line) { take(line, batch); });
            inbox->put(std::move(batch));
        }
        const std::lock_guard lock(mutex);
        if (owner)
            QMetaObject::invokeMethod(owner, [stream = owner, status] { stream->ended(status); }, Qt::QueuedConnection);
    }
    void take(std::string_view bytes, std::vector<LogLineRef>& batch) {
        LogLine line = readLogLine(bytes, position.time);
        // The server knows times by the second only.
        if (line.time < from.time) return;
        if (line.time == from.time && skipped < from.count) {
            ++skipped;
            return;
        }
        if (line.time > position.time)
            position = {.time = line.time, .count = 1};
        else if (line.time == position.time)
            ++position.count;
        line.pod = pod;
        line.container = container;
        batch.push_back(std::make_shared<const LogLine>(std::move(line)));
    }

    std::shared_ptr<LogInbox> inbox;
    QString pod, container;
    Position from, position;
    std::size_t skipped = 0;
    LineSplitter splitter;
    std::mutex mutex;
    LogStream* owner = nullptr;  ///< null once nobody listens
};

LogStream::LogStream(Cluster* cluster, std::shared_ptr<LogInbox> inbox, const PodQuery& query, const LogPod& pod,
                     const QString& container, LogSpan span, QObject* parent)
    : QObject(parent),
      m_cluster(cluster),
      m_inbox(std::move(inbox)),
      m_path("/api/v1/namespaces/" + query.namespace_ + "/pods/" + pod.name.toStdString() +
             "/log?container=" + container.toStdString()),
      m_pod(pod.name),
      m_name(container),
      m_span(span),
      m_pause(kFirstPause) {}

bool LogStream::isReadable(const LogContainer& container, const LogSpan& span) {
    return span.previous ? container.restarts > 0 : container.running || container.ended || container.restarts > 0;
}

void LogStream::update(const LogContainer& container) {
    m_container = container;
    if (isOpen() || m_retired || !isReadable(container, m_span)) return;
    const bool isNew = container.restarts > m_seenRestarts;
    if (isNew || (container.running && !m_span.previous)) read();
}

void LogStream::retire() {
    if (std::exchange(m_retired, true)) return;
    if (!m_reading) return end();
    // A machine that is gone does not end its streams.
    QTimer::singleShot(kLongestPause, this, [this] {
        end();
        emit changed();
    });
}

void LogStream::end() {
    if (m_reading) {
        const std::lock_guard lock(m_reading->mutex);
        m_reading->owner = nullptr;
    }
    m_reading.reset();
    m_waiting = false;
    if (m_stream && m_cluster) m_cluster->release(std::move(m_stream));
    m_stream.reset();
}

std::string LogStream::target() const {
    std::string target = m_path + "&timestamps=true";
    target += m_span.previous ? "&previous=true" : "&follow=true";
    if (m_position.count > 0)
        return target + "&sinceTime=" + logTimeText(m_position.time / kSecond * kSecond).first(19).toStdString() + "Z";
    if (m_span.lastLines > 0) target += "&tailLines=" + std::to_string(m_span.lastLines);
    if (m_span.sinceSeconds > 0) target += "&sinceSeconds=" + std::to_string(m_span.sinceSeconds);
    return target;
}

void LogStream::read() {
    end();
    if (!m_cluster) return;
    m_seenRestarts = m_container.restarts;
    m_reading = std::make_shared<Reading>();
    m_reading->inbox = m_inbox;
    m_reading->pod = m_pod;
    m_reading->container = m_name;
    m_reading->from = m_reading->position = m_position;
    m_reading->owner = this;
    m_cluster->ask(
        this,
        [target = target(), reading = m_reading](const Reader& reader) {
            // A log without a line yet answers late.
            return reader.follow(target, "*/*",
                                 {.data = [reading](std::string_view bytes) { reading->data(bytes); },
                                  .ended = [reading](const Status& status) { reading->end(status); }},
                                 true);
        },
        [this, reading = m_reading](Result<std::unique_ptr<client::Stream>> stream) {
            if (reading != m_reading) {
                if (stream && m_cluster) m_cluster->release(std::move(*stream));
            } else if (stream) {
                m_stream = std::move(*stream);
            } else {
                ended(stream.error());
            }
        });
    emit changed();
}

void LogStream::ended(const Status& status) {
    if (!m_reading) return;
    const bool moved = m_reading->position.time != m_position.time || m_reading->position.count != m_position.count;
    m_position = m_reading->position;
    end();
    const bool inOrder = status.status == metav1::kStatusSuccess;
    m_problem = inOrder ? QString() : QString::fromStdString(status.message);
    m_forbidden = status.code == kForbidden || status.code == kUnauthorized;
    if (moved) m_pause = kFirstPause;
    // What has been read to its end has no more to say; the pod tells when it runs again.
    const bool over =
        m_span.previous || m_retired || (inOrder && !m_container.running && m_container.restarts <= m_seenRestarts);
    if (!over) again();
    emit changed();
}

void LogStream::again() {
    m_waiting = true;
    QTimer::singleShot(m_pause, this, [this] {
        if (std::exchange(m_waiting, false)) read();
    });
    m_pause = std::min(2 * m_pause, kLongestPause);
}

}  // namespace armillary::app
