#include "port_stream.h"

namespace armillary::app {

namespace {

constexpr int kData = 0, kErrors = 1;
constexpr qsizetype kNumber = 2;
constexpr std::size_t kMostError = 4096;

}  // namespace

PortStream::PortStream(QObject* parent) : QObject(parent), m_channels(kData, this) {
    connect(&m_channels, &ChannelStream::opened, this, &PortStream::opened);
    connect(&m_channels, &ChannelStream::drained, this, &PortStream::drained);
    connect(&m_channels, &ChannelStream::came, this, &PortStream::look);
    connect(&m_channels, &ChannelStream::refused, this,
            [this](const Status& why) { fail(QString::fromStdString(why.message)); });
    connect(&m_channels, &ChannelStream::ended, this, [this](const Status& how) {
        if (how.status != metav1::kStatusSuccess) return fail(QString::fromStdString(how.message));
        stop();
        emit closed();
    });
}

void PortStream::start(Cluster* cluster, const std::string& podPath, int port) {
    m_numberLeft = kNumber;
    m_channels.start(cluster, podPath + "/portforward?ports=" + std::to_string(port), {"v4.channel.k8s.io"});
}

qsizetype PortStream::send(QByteArrayView bytes) {
    return m_channels.send(kData, std::string_view(bytes.data(), static_cast<std::size_t>(bytes.size()))) ? bytes.size()
                                                                                                          : 0;
}

void PortStream::skipNumber() {
    if (m_numberLeft > 0) m_numberLeft -= m_channels.take(m_numberLeft).size();
}

QByteArray PortStream::take(qsizetype most) {
    skipNumber();
    return m_channels.take(most);
}

QString PortStream::error() const {
    const std::string text = m_channels.aside(kErrors);
    return text.size() <= kNumber ? QString() : QString::fromStdString(text.substr(kNumber, kMostError)).trimmed();
}

void PortStream::look() {
    skipNumber();
    // What has come before the error is worth having.
    if (m_channels.waiting() > 0)
        emit readyRead();
    else if (const QString problem = error(); !problem.isEmpty())
        fail(problem);
}

void PortStream::fail(const QString& problem) {
    stop();
    emit failed(problem);
}

}  // namespace armillary::app
