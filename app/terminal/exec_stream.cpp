#include "exec_stream.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>
#include <mutex>
#include <optional>

namespace armillary::app {

namespace {

constexpr auto kBatchEvery = std::chrono::milliseconds(6);
constexpr qsizetype kPiece = 32 * 1024;
const std::vector<std::string> kProtocols{"v5.channel.k8s.io", "v4.channel.k8s.io"};

std::string encoded(const QString& text) {
    return QUrl::toPercentEncoding(text).toStdString();
}

/// What a shell's exit code says beyond its number.
QString meaningOf(int code) {
    switch (code) {
        case 126:
            return ExecStream::tr("it may not be executed");
        case 127:
            return ExecStream::tr("there is no such command");
        case 130:
            return ExecStream::tr("it was interrupted");
        case 137:
            return ExecStream::tr("it was killed, perhaps for want of memory or because its container ended");
        case 143:
            return ExecStream::tr("it was told to end");
        default:
            return {};
    }
}

bool saysMissing(const QString& message) {
    return message.contains(u"executable file not found") || message.contains(u"no such file or directory");
}

}  // namespace

ExecEnd readExecEnd(std::string_view json, const QString& what) {
    const QJsonObject status =
        QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size()))).object();
    if (status["status"].toString() == u"Success")
        return {.code = 0, .sentence = ExecStream::tr("%1 has ended.").arg(what)};
    const QString message = status["message"].toString();
    for (const QJsonValue cause : status["details"]["causes"].toArray()) {
        if (cause["reason"].toString() != u"ExitCode") continue;
        bool isNumber = false;
        const int code = cause["message"].toString().toInt(&isNumber);
        if (!isNumber) continue;
        const QString meaning = meaningOf(code);
        return {.code = code,
                .sentence = meaning.isEmpty()
                                ? ExecStream::tr("%1 ended with %2.").arg(what).arg(code)
                                : ExecStream::tr("%1 ended with %2: %3.").arg(what).arg(code).arg(meaning),
                .missing = code == 127 || code == 126};
    }
    return {.sentence = message.isEmpty() ? ExecStream::tr("%1 ended, and the server did not say how.").arg(what)
                                          : ExecStream::tr("%1 could not run: %2").arg(what, message),
            .missing = saysMissing(message)};
}

std::string ExecRequest::target() const {
    std::string target = podPath + (command.isEmpty() ? "/attach?" : "/exec?");
    target += "container=" + encoded(container);
    for (const QString& word : command) target += "&command=" + encoded(word);
    // A terminal has one stream for output and errors.
    return target + "&stdin=true&stdout=true&stderr=false&tty=true";
}

/// Between the client's thread and the window's.
struct ExecStream::Inbox {
    void data(int channel, std::string_view bytes) {
        const std::lock_guard lock(mutex);
        if (!owner) return;
        if (channel == Output)
            output.append(bytes.data(), static_cast<qsizetype>(bytes.size()));
        else if (channel == Final)
            final.append(bytes.substr(0, kMostWaiting - std::min(kMostWaiting, final.size())));
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
        if (owner) QMetaObject::invokeMethod(owner, [stream = owner] { stream->flush(); }, Qt::QueuedConnection);
    }
    /// With the lock.
    void holdBack() {
        const bool wanted = output.size() > static_cast<qsizetype>(held ? kMostAtOnce : kMostWaiting);
        if (wanted == held || !channels) return;
        held = wanted;
        channels->hold(held);
    }
    void tell() {
        if (!owner || std::exchange(told, true)) return;
        QMetaObject::invokeMethod(owner, [stream = owner] { stream->m_batch.start(); }, Qt::QueuedConnection);
    }

    std::mutex mutex;
    ExecStream* owner = nullptr;  ///< null once nobody listens any more
    std::unique_ptr<client::Channels> channels;
    QByteArray output;
    std::string final;
    std::optional<Status> ended;
    bool told = false, held = false;
};

ExecStream::ExecStream(QObject* parent) : QObject(parent) {
    m_batch.setSingleShot(true);
    m_batch.setInterval(kBatchEvery);
    connect(&m_batch, &QTimer::timeout, this, &ExecStream::take);
}

ExecStream::~ExecStream() {
    stop();
}

void ExecStream::start(Cluster* cluster, const ExecRequest& request) {
    stop();
    m_cluster = cluster;
    m_what = request.what;
    m_inbox = std::make_shared<Inbox>();
    m_inbox->owner = this;
    cluster->gate()->open(
        request.target(), kProtocols,
        {.data = [inbox = m_inbox](int channel, std::string_view bytes) { inbox->data(channel, bytes); },
         .drained = [inbox = m_inbox] { inbox->drain(); },
         .ended = [inbox = m_inbox](const Status& status) { inbox->end(status); }},
        this, [this, inbox = m_inbox](Result<std::unique_ptr<client::Channels>> channels) {
            if (inbox != m_inbox) {
                if (channels && m_cluster) m_cluster->release(std::move(*channels));
                return;
            }
            if (!channels) {
                const QString message = QString::fromStdString(channels.error().message);
                return finish({.sentence = message, .missing = saysMissing(message)});
            }
            {
                const std::lock_guard lock(m_inbox->mutex);
                m_inbox->channels = std::move(*channels);
                m_inbox->holdBack();
            }
            m_open = true;
            emit opened();
            flush();
            m_batch.start();  // what came, and perhaps ended, before it was known to be open
        });
}

void ExecStream::stop() {
    m_batch.stop();
    m_unsent.clear();
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

bool ExecStream::send(const QByteArray& bytes) {
    if (!m_inbox || m_unsent.size() + bytes.size() > kMostUnsent) return false;
    m_unsent += bytes;
    flush();
    return true;
}

void ExecStream::resize(int columns, int rows) {
    if (!m_inbox || !m_open) return;
    const std::string size =
        QJsonDocument(QJsonObject{{"Width", columns}, {"Height", rows}}).toJson(QJsonDocument::Compact).toStdString();
    const std::lock_guard lock(m_inbox->mutex);
    if (m_inbox->channels) m_inbox->channels->send(Size, size);
}

void ExecStream::flush() {
    if (!m_inbox || !m_open) return;
    const std::lock_guard lock(m_inbox->mutex);
    if (!m_inbox->channels) return;
    qsizetype at = 0;
    while (at < m_unsent.size()) {
        const qsizetype size = std::min(kPiece, m_unsent.size() - at);
        // What is refused goes when what is before it has gone.
        if (!m_inbox->channels->send(Input,
                                     std::string_view(m_unsent.constData() + at, static_cast<std::size_t>(size))))
            break;
        at += size;
    }
    m_unsent.remove(0, at);
}

void ExecStream::take() {
    if (!m_inbox) return;
    QByteArray output;
    std::optional<Status> ended;
    std::string final;
    bool more = false;
    {
        const std::lock_guard lock(m_inbox->mutex);
        m_inbox->told = false;
        constexpr auto kMost = static_cast<qsizetype>(kMostAtOnce);
        output = m_inbox->output.first(std::min(kMost, m_inbox->output.size()));
        m_inbox->output.remove(0, output.size());
        m_inbox->holdBack();
        more = !m_inbox->output.isEmpty();
        // The end is told when everything before it has been.
        if (more)
            m_inbox->told = true;
        else if (m_open)
            ended = std::exchange(m_inbox->ended, std::nullopt);
        if (ended) final = m_inbox->final;
    }
    if (more) m_batch.start();
    const auto inbox = m_inbox;
    if (!output.isEmpty()) emit this->output(output);
    if (!ended || inbox != m_inbox) return;
    if (!final.empty()) return finish(readExecEnd(final, m_what));
    // A connection that is gone without a final status: its own words say why.
    const QString message = QString::fromStdString(ended->message);
    finish({.sentence = message.isEmpty() ? tr("The connection to %1 was closed.").arg(m_what)
                                          : tr("The connection was lost: %1").arg(message)});
}

void ExecStream::finish(ExecEnd end) {
    stop();
    emit ended(end);
}

}  // namespace armillary::app
