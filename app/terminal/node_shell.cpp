#include "node_shell.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>

#include "app/kinds/writes.h"
#include "node_shell_pod.h"

namespace armillary::app {

namespace {

const client::ApiResource& pods() {
    static const client::ApiResource kPods{.version = "v1", .kind = "Pod", .plural = "pods", .namespaced = true};
    return kPods;
}

/// `path` is that of the pod's call. Only that very pod, when its uid is known.
Write removal(const std::string& path, const QString& name, const QString& uid = {}) {
    QJsonObject options{{"gracePeriodSeconds", 1}};
    if (!uid.isEmpty()) options["preconditions"] = QJsonObject{{"uid", uid}};
    return {.title = NodeShell::tr("Remove the shell %1").arg(name),
            .subject = QStringLiteral("Pod ") + name,
            .calls = {kinds::remove(path, options)},
            .quiet = true};
}

}  // namespace

void NodeShell::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    m_cluster = cluster;
    if (cluster) connect(cluster, &Cluster::feedsReady, this, &NodeShell::readNode);
    readNode();
}

void NodeShell::setNode(const QString& node) {
    if (m_node == node) return;
    m_node = node;
    readNode();
}

QString NodeShell::nameSpace() const {
    return m_cluster ? m_cluster->homeNamespace() : QString();
}

void NodeShell::readNode() {
    emit changed();
    if (!m_cluster || m_node.isEmpty()) return;
    const client::ApiResource nodes{.version = "v1", .kind = "Node", .plural = "nodes"};
    m_cluster->ask(
        this,
        [path = nodes.path({}, m_node.toStdString())](const Reader& reader) {
            auto answer = reader.get(path);
            if (!answer) return QStringList();
            const auto object = Object::parse(std::move(answer->body));
            return object ? imagesOn((*object)->as<corev1::Node>()) : QStringList();
        },
        [this](const QStringList& images) {
            m_images = images;
            emit changed();
        });
}

void NodeShell::start(const QString& image) {
    if (!m_cluster || image.trimmed().isEmpty()) return;
    remove();
    const QString space = nameSpace(),
                  name = QStringLiteral("node-shell-") +
                         QString::number(QRandomGenerator::global()->bounded(0x100000, 0x1000000), 16);
    m_problem.clear();
    m_starting = true;
    m_cluster->gate()->submit({.title = tr("Open a shell on Node %1").arg(m_node),
                               .subject = QStringLiteral("Node ") + m_node,
                               .calls = {kinds::post(pods().path(space.toStdString(), {}),
                                                     nodeShellPod(name, space, m_node, image.trimmed(),
                                                                  nodeShellOwner(QCoreApplication::applicationPid())))},
                               .quiet = true},
                              this, [this, key = space + u'/' + name](const Result<client::Answer>& answer) {
                                  m_starting = false;
                                  if (answer)
                                      m_podKey = key;
                                  else
                                      m_problem = QString::fromStdString(answer.error().message);
                                  emit changed();
                              });
    emit changed();
}

void NodeShell::remove() {
    if (m_podKey.isEmpty()) return;
    const QString name = m_podKey.section(u'/', 1);
    const std::string path = pods().path(m_podKey.section(u'/', 0, 0).toStdString(), name.toStdString());
    m_podKey.clear();
    // Under a lock it stays, and is swept later.
    if (m_cluster) m_cluster->gate()->submit(removal(path, name));
    emit changed();
}

void NodeShellSweep::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    m_cluster = cluster;
    if (cluster) {
        connect(cluster, &Cluster::feedsReady, this, &NodeShellSweep::sweep);
        connect(cluster->gate(), &WriteGate::lockChanged, this, &NodeShellSweep::sweep);
        if (cluster->hasFeeds()) sweep();
    }
    emit clusterChanged();
}

void NodeShellSweep::sweep() {
    if (m_swept || !m_cluster || !m_cluster->hasFeeds() || m_cluster->gate()->isLocked()) return;
    m_swept = true;
    struct Left {
        std::string path;
        QString name, uid;
    };
    m_cluster->ask(
        this,
        [space = m_cluster->homeNamespace().toStdString()](const Reader& reader) {
            std::vector<Left> left;
            const auto answer =
                reader.get(pods().path(space, {}) + "?limit=100&labelSelector=" + std::string(kNodeShellLabel));
            if (!answer) return left;
            const QJsonObject list = QJsonDocument::fromJson(QByteArray::fromStdString(answer->body)).object();
            for (const QJsonValue pod : list["items"].toArray()) {
                const QString phase = pod["status"]["phase"].toString(), name = pod["metadata"]["name"].toString();
                const QString owner = pod["metadata"]["labels"][QLatin1String(kNodeShellLabel)].toString();
                if (phase == u"Succeeded" || phase == u"Failed" || isOwnerGone(owner))
                    left.push_back({pods().path(space, name.toStdString()), name, pod["metadata"]["uid"].toString()});
            }
            return left;
        },
        [this](const std::vector<Left>& left) {
            if (!m_cluster) return;
            for (const Left& each : left) m_cluster->gate()->submit(removal(each.path, each.name, each.uid));
        });
}

}  // namespace armillary::app
