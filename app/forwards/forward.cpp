#include "forward.h"

#include <QJsonDocument>
#include <QTcpSocket>
#include <algorithm>

namespace armillary::app {

namespace {

// A connection that a pod refuses is refused within a round trip or two.
constexpr auto kHeldFor = std::chrono::milliseconds(500);
constexpr auto kFirstPause = std::chrono::milliseconds(1000), kLongestPause = std::chrono::milliseconds(30'000);
constexpr int kPortsTried = 100;
constexpr std::size_t kMostConnections = 200;

QJsonObject objectOf(const QByteArray& json) {
    return QJsonDocument::fromJson(json).object();
}

}  // namespace

Forward::Forward(Cluster* cluster, ForwardRequest request, QObject* parent)
    : QObject(parent), m_cluster(cluster), m_request(std::move(request)), m_pods(this) {
    for (QTimer* timer : {&m_held, &m_again}) timer->setSingleShot(true);
    m_held.setInterval(kHeldFor);
    connect(&m_held, &QTimer::timeout, this, [this] { probed({}); });
    connect(&m_again, &QTimer::timeout, this, [this] {
        m_refused.clear();
        m_target.isEmpty() ? readTarget() : reconsider();
    });
    connect(&m_pods, &PodFollower::changed, this, &Forward::reconsider);
    connect(&m_pods, &PodFollower::failed, this, [this](const QString& problem) { setState(Reconnecting, problem); });
    connect(&m_server, &QTcpServer::newConnection, this, &Forward::accept);
    connect(cluster->gate(), &WriteGate::lockChanged, this, [this] {
        if (m_state != Stopped && m_cluster && m_cluster->gate()->isLocked())
            stop(tr("Stopped: the context is locked again."));
    });
}

void Forward::start() {
    if (m_state != Stopped || !m_cluster) return;
    if (m_cluster->gate()->isLocked()) return setState(Stopped, tr("The context is locked; unlock it first."));
    listen();
    if (!m_server.isListening()) return;
    m_pause = kFirstPause;
    setState(Reconnecting, tr("Looking for a pod."));
    readTarget();
}

void Forward::stop(const QString& why) {
    ++m_generation;
    m_server.close();
    m_pods.stop();
    m_held.stop();
    m_again.stop();
    m_probe.reset();
    m_refused.clear();
    m_pod.clear();
    m_trying.clear();
    m_portMessage.clear();
    m_target = {};
    for (const auto& connection : std::exchange(m_connections, {}))
        if (connection) connection->deleteLater();
    setState(Stopped, why);
}

/// On this machine's own address alone: nobody else can use it.
void Forward::listen() {
    m_portMessage.clear();
    if (m_server.listen(QHostAddress::LocalHost, static_cast<quint16>(m_request.localPort))) return;
    const int wanted = m_request.localPort;
    for (int port = wanted + 1; port <= std::min(wanted + kPortsTried, 65535); ++port)
        if (m_server.listen(QHostAddress::LocalHost, static_cast<quint16>(port))) {
            m_portMessage = wanted < 1024 ? tr("Port %1 may not be used; it is %2.").arg(wanted).arg(port)
                                          : tr("Port %1 is taken; it is %2.").arg(wanted).arg(port);
            return;
        }
    if (m_server.listen(QHostAddress::LocalHost, 0)) {
        m_portMessage = tr("Port %1 cannot be used; it is %2.").arg(wanted).arg(m_server.serverPort());
        return;
    }
    setState(Stopped, tr("No local port can be opened: %1").arg(m_server.errorString()));
}

void Forward::readTarget() {
    const std::string path = m_request.resource == u"/Pod" ? pathOf(m_request.key.section(u'/', 1))
                                                           : podOwnerPath(m_request.resource, m_request.key);
    if (path.empty() || !m_cluster) return refuse(tr("It has no pods that could be forwarded to."));
    m_cluster->ask(
        this, [path](const Reader& reader) { return reader.get(path); },
        [this, generation = m_generation](const Result<client::Answer>& answer) {
            if (generation != m_generation) return;
            if (!answer) return refuse(QString::fromStdString(answer.error().message));
            m_target = objectOf(QByteArray::fromStdString(answer->body));
            for (const DeclaredPort& declared : declaredPorts(m_target))
                if (declared.port == m_request.port) m_portName = declared.name;
            if (m_request.resource == u"/Pod") return followPods(podQueryOfPod(m_request.key));
            const auto query = podQueryOf(m_target);
            query ? followPods(*query) : refuse(query.error());
        });
}

void Forward::followPods(const PodQuery& query) {
    m_pods.start(m_cluster, query);
}

/// What is there now stays as long as it runs.
void Forward::reconsider() {
    if (m_state == Stopped || !m_pods.isListed()) return;
    const std::vector<LogPod> pods = m_pods.pods();
    const auto runs = [&](const QString& name) {
        return std::ranges::any_of(pods,
                                   [&](const LogPod& pod) { return pod.name == name && pod.phase == u"Running"; });
    };
    if (!m_pod.isEmpty()) {
        if (runs(m_pod)) return;
        m_pod.clear();
        setState(Reconnecting, tr("Its pod has gone; looking for another one."));
    }
    if (!m_trying.isEmpty() && runs(m_trying)) return;
    choosePod();
}

void Forward::choosePod() {
    m_probe.reset();
    m_held.stop();
    m_trying.clear();
    if (!m_cluster) return;
    for (const LogPod& pod : m_pods.pods()) {
        if (pod.phase != u"Running" || m_refused.contains(pod.name)) continue;
        m_trying = pod.name;
        m_cluster->ask(
            this, [path = pathOf(pod.name)](const Reader& reader) { return reader.get(path); },
            [this, name = pod.name, generation = m_generation](const Result<client::Answer>& answer) {
                if (generation != m_generation || name != m_trying) return;
                if (answer) return tryPod(name, QByteArray::fromStdString(answer->body));
                probed(QString::fromStdString(answer.error().message));
            });
        return;
    }
    if (m_refused.isEmpty()) m_message = tr("No pod of it runs.");
    refuse(m_message);
}

void Forward::tryPod(const QString& name, const QByteArray& json) {
    const QJsonObject pod = objectOf(json);
    if (!takesConnections(pod)) return probed(tr("%1 is not ready.").arg(name));
    const auto port = containerPort(m_target, m_request.port, pod);
    if (!port) return probed(port.error());
    m_podPort = *port;
    m_probe = std::make_unique<PortStream>(nullptr);
    connect(m_probe.get(), &PortStream::opened, &m_held, qOverload<>(&QTimer::start));
    // It says something or hangs up by itself: then it was there.
    connect(m_probe.get(), &PortStream::readyRead, this, [this] { probed({}); });
    connect(m_probe.get(), &PortStream::closed, this, [this] { probed({}); });
    connect(m_probe.get(), &PortStream::failed, this, [this](const QString& problem) { probed(problem); });
    m_probe->start(m_cluster, pathOf(name), m_podPort);
}

void Forward::probed(const QString& problem) {
    m_held.stop();
    if (m_probe) m_probe.release()->deleteLater();  // it may be the one that tells
    const QString name = std::exchange(m_trying, {});
    if (m_state == Stopped) return;
    if (!problem.isEmpty()) {
        m_refused.insert(name);
        setState(Reconnecting, problem);
        return choosePod();
    }
    m_pod = name;
    m_refused.clear();
    m_pause = kFirstPause;
    m_again.stop();
    setState(Active, {});
    for (const auto& connection : m_connections)
        if (connection && !connection->isOpening()) connection->open(m_cluster, pathOf(m_pod), m_podPort);
}

void Forward::refuse(const QString& problem) {
    if (m_state == Stopped) return;
    setState(Reconnecting, problem);
    m_again.start(m_pause);
    m_pause = std::min(2 * m_pause, kLongestPause);
}

void Forward::accept() {
    while (QTcpSocket* socket = m_server.nextPendingConnection()) {
        std::erase_if(m_connections, [](const auto& known) { return known.isNull(); });
        if (m_connections.size() >= kMostConnections) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        auto* connection = new ForwardedConnection(socket, this);
        m_connections.emplace_back(connection);
        connect(connection, &ForwardedConnection::moved, this, [this](qint64 sent, qint64 received) {
            m_sent += sent;
            m_received += received;
            emit changed();
        });
        connect(connection, &QObject::destroyed, this, [this] {
            std::erase_if(m_connections, [](const auto& known) { return known.isNull(); });
            emit changed();
        });
        connect(connection, &ForwardedConnection::refused, this, [this](const QString& problem) {
            if (m_state != Active) return;
            m_refused.insert(std::exchange(m_pod, {}));
            setState(Reconnecting, problem);
            choosePod();
        });
        if (m_state == Active) connection->open(m_cluster, pathOf(m_pod), m_podPort);
        emit changed();
    }
}

void Forward::setState(State state, const QString& message) {
    // Which port it is goes on being worth saying.
    const QString said = message.isEmpty() && state == Active ? m_portMessage : message;
    if (m_state == state && m_message == said) return;
    m_state = state;
    m_message = said;
    emit changed();
}

std::string Forward::pathOf(const QString& pod) const {
    return "/api/v1/namespaces/" + m_request.key.section(u'/', 0, 0).toStdString() + "/pods/" + pod.toStdString();
}

}  // namespace armillary::app
