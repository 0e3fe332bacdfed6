#include "exec_stream.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace armillary::app {

namespace {

constexpr auto kBatchEvery = std::chrono::milliseconds(6);

}  // namespace

ExecStream::ExecStream(QObject* parent) : QObject(parent) {
    m_batch.setSingleShot(true);
    m_batch.setInterval(kBatchEvery);
    connect(&m_batch, &QTimer::timeout, this, &ExecStream::take);
    connect(&m_channels, &ChannelStream::opened, this, [this] {
        emit opened();
        flush();
    });
    connect(&m_channels, &ChannelStream::came, &m_batch, [this] {
        if (!m_batch.isActive()) m_batch.start();
    });
    connect(&m_channels, &ChannelStream::drained, this, &ExecStream::flush);
    connect(&m_channels, &ChannelStream::ended, this, &ExecStream::finish);
    connect(&m_channels, &ChannelStream::refused, this, [this](const Status& why) {
        stop();
        emit ended(refusedExec(why.message));
    });
}

void ExecStream::start(Cluster* cluster, const ExecRequest& request) {
    stop();
    m_what = request.what;
    m_channels.start(cluster, request.target(), ExecRequest::protocols());
}

void ExecStream::stop() {
    m_batch.stop();
    m_unsent.clear();
    m_channels.stop();
}

bool ExecStream::send(const QByteArray& bytes) {
    if (!m_channels.isBusy() || m_unsent.size() + bytes.size() > kMostUnsent) return false;
    m_unsent += bytes;
    flush();
    return true;
}

void ExecStream::resize(int columns, int rows) {
    m_channels.send(
        ExecRequest::Size,
        QJsonDocument(QJsonObject{{"Width", columns}, {"Height", rows}}).toJson(QJsonDocument::Compact).toStdString());
}

void ExecStream::flush() {
    qsizetype at = 0;
    while (at < m_unsent.size()) {
        const qsizetype size = std::min(ChannelStream::kPiece, m_unsent.size() - at);
        // What is refused goes when what is before it has gone.
        if (!m_channels.send(ExecRequest::Input,
                             std::string_view(m_unsent.constData() + at, static_cast<std::size_t>(size))))
            break;
        at += size;
    }
    m_unsent.remove(0, at);
}

void ExecStream::take() {
    const QByteArray bytes = m_channels.take(kMostAtOnce);
    if (m_channels.waiting() > 0) m_batch.start();
    if (!bytes.isEmpty()) emit output(bytes);
}

void ExecStream::finish(const Status& status) {
    ExecEnd end;
    if (const std::string final = m_channels.aside(ExecRequest::Final); !final.empty()) {
        end = readExecEnd(final, m_what);
    } else {
        // A connection that is gone without a final status: its own words say why.
        const QString message = QString::fromStdString(status.message);
        end.sentence = message.isEmpty() ? tr("The connection to %1 was closed.").arg(m_what)
                                         : tr("The connection was lost: %1").arg(message);
    }
    stop();
    emit ended(end);
}

}  // namespace armillary::app
