#pragma once

#include <QObject>

#include "channel_stream.h"

namespace armillary::app {

/// One connection to a port of a pod, on the window's thread. What is not taken waits in the connection.
///
/// It speaks the kubelet's own WebSocket form, v4.channel.k8s.io with ?ports=N: channel 0 carries data, 1 errors, and
/// both begin with the port's number in two bytes. API servers of all versions pass it through; the tunnelled SPDY of
/// KEP-4006 is known to those of 1.30 and newer alone.
/// Source:
/// https://github.com/kubernetes/kubernetes/blob/v1.32.0/staging/src/k8s.io/kubelet/pkg/cri/streaming/portforward/websocket.go
class PortStream : public QObject {
    Q_OBJECT

public:
    explicit PortStream(QObject* parent);

    /// `podPath` as in "/api/v1/namespaces/shop/pods/web-1". opened() or failed() follows.
    void start(Cluster* cluster, const std::string& podPath, int port);
    void stop() { m_channels.stop(); }
    bool isOpen() const { return m_channels.isOpen(); }

    /// How many of these bytes it has taken; all, or none until drained().
    qsizetype send(QByteArrayView bytes);
    /// What has come, `most` bytes of it.
    QByteArray take(qsizetype most);

signals:
    /// The server has accepted it; whether the pod has, only failed() tells.
    void opened();
    void readyRead();
    void drained();
    /// It could not be opened, or the pod takes no connections at this port. Nothing follows.
    void failed(const QString& problem);
    /// The other end has closed it, and everything has been taken.
    void closed();

private:
    void look();
    void skipNumber();
    void fail(const QString& problem);
    QString error() const;

    ChannelStream m_channels;
    qsizetype m_numberLeft = 0;  ///< bytes of the port's number that are still to come
};

}  // namespace armillary::app
