#pragma once

#include <QObject>
#include <QPointer>
#include <QSet>
#include <QTcpServer>
#include <QTimer>
#include <QtQmlIntegration>
#include <chrono>
#include <memory>
#include <vector>

#include "app/logs/pod_follower.h"
#include "forward_target.h"
#include "port_stream.h"

class QTcpSocket;

namespace armillary::app {

/// What is forwarded, and where to.
struct ForwardRequest {
    QString resource;   ///< "/Pod", "/Service", "apps/Deployment"
    QString key;        ///< "shop/web"
    int port = 0;       ///< of a service its own, otherwise the container's
    int localPort = 0;  ///< 0 for any that is free

    bool operator==(const ForwardRequest&) const = default;
};

/// One local connection and what it is connected to; goes by itself when either end has.
class ForwardedConnection : public QObject {
    Q_OBJECT

public:
    ForwardedConnection(QTcpSocket* socket, QObject* parent);
    /// From now on; what has been sent meanwhile is kept.
    void open(Cluster* cluster, const std::string& podPath, int port);
    bool isOpening() const { return m_opening; }

signals:
    void moved(qint64 sent, qint64 received);
    /// The pod does not take connections.
    void refused(const QString& problem);

private:
    void send();
    void receive();

    QTcpSocket* m_socket;
    PortStream m_stream{this};
    bool m_opening = false, m_podIsDone = false;
};

/// A port of this machine that leads to one of a pod, or of whichever pod of a service or a workload takes connections
/// just now: when its pod goes, another one takes its place. Only this machine can connect to it.
class Forward : public QObject {
    Q_OBJECT

public:
    /// Active: a connection has been tried, and held. Reconnecting: none holds now; message() says why.
    enum State { Stopped, Reconnecting, Active };
    Q_ENUM(State)

    Forward(Cluster* cluster, ForwardRequest request, QObject* parent);
    ~Forward() override { stop(); }

    const ForwardRequest& request() const { return m_request; }
    State state() const { return m_state; }
    /// A sentence; "" when there is nothing to say.
    QString message() const { return m_message; }
    /// The port that it listens on; the one that was asked for while it does not.
    int localPort() const { return m_server.isListening() ? m_server.serverPort() : m_request.localPort; }
    QString pod() const { return m_pod; }
    /// What the object calls the port; "" when it does not.
    QString portName() const { return m_portName; }
    qint64 sent() const { return m_sent; }
    qint64 received() const { return m_received; }
    int connections() const { return static_cast<int>(m_connections.size()); }

    void start();
    void stop(const QString& why = {});

signals:
    void changed();

private:
    void listen();
    void readTarget();
    void followPods(const PodQuery& query);
    void reconsider();
    void choosePod();
    void tryPod(const QString& name, const QByteArray& json);
    void probed(const QString& problem);
    void accept();
    void refuse(const QString& problem);
    void setState(State state, const QString& message);
    std::string pathOf(const QString& pod) const;

    QPointer<Cluster> m_cluster;
    ForwardRequest m_request;
    State m_state = Stopped;
    QString m_message, m_portMessage, m_pod, m_trying, m_portName;
    int m_podPort = 0;
    qint64 m_sent = 0, m_received = 0;
    QJsonObject m_target;
    QTcpServer m_server;
    PodFollower m_pods;
    std::unique_ptr<PortStream> m_probe;
    QSet<QString> m_refused;  ///< pods that took no connection in this round
    QTimer m_held, m_again;
    std::chrono::milliseconds m_pause{};
    std::vector<QPointer<ForwardedConnection>> m_connections;
    int m_generation = 0;
};

}  // namespace armillary::app
