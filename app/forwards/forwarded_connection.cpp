#include <QTcpSocket>

#include "forward.h"

namespace armillary::app {

namespace {

constexpr qint64 kPiece = 32 * 1024, kMostUnwritten = 512 * 1024, kReadAhead = 256 * 1024;
// For a pod to come, when there is none just now.
constexpr auto kPatience = std::chrono::seconds(15);

}  // namespace

ForwardedConnection::ForwardedConnection(QTcpSocket* socket, QObject* parent) : QObject(parent), m_socket(socket) {
    socket->setParent(this);
    // What the pod has no time for waits in the other program.
    socket->setReadBufferSize(kReadAhead);
    connect(socket, &QTcpSocket::readyRead, this, &ForwardedConnection::send);
    connect(socket, &QTcpSocket::bytesWritten, this, &ForwardedConnection::receive);
    connect(socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    connect(&m_stream, &PortStream::opened, this, &ForwardedConnection::send);
    connect(&m_stream, &PortStream::drained, this, &ForwardedConnection::send);
    connect(&m_stream, &PortStream::readyRead, this, &ForwardedConnection::receive);
    connect(&m_stream, &PortStream::closed, this, [this] {
        m_podIsDone = true;
        m_socket->disconnectFromHost();  // after what is still to be written
    });
    connect(&m_stream, &PortStream::failed, this, [this](const QString& problem) {
        emit refused(problem);
        m_socket->disconnectFromHost();
    });
    QTimer::singleShot(kPatience, this, [this] {
        if (!m_opening) m_socket->abort();
    });
}

void ForwardedConnection::open(Cluster* cluster, const std::string& podPath, int port) {
    if (std::exchange(m_opening, true)) return;
    m_stream.start(cluster, podPath, port);
}

void ForwardedConnection::send() {
    while (m_stream.isOpen() && m_socket->bytesAvailable() > 0) {
        const QByteArray piece = m_socket->peek(kPiece);
        const qsizetype taken = m_stream.send(piece);
        if (taken == 0) return;
        m_socket->skip(taken);
        emit moved(taken, 0);
    }
}

void ForwardedConnection::receive() {
    while (m_socket->bytesToWrite() < kMostUnwritten) {
        const QByteArray piece = m_stream.take(kPiece);
        if (piece.isEmpty()) return;
        m_socket->write(piece);
        emit moved(0, piece.size());
    }
}

}  // namespace armillary::app
