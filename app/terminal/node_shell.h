#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QtQmlIntegration>

#include "cluster.h"

namespace armillary::app {

/// A shell of a node, for as long as it is wanted: makes the pod, and removes it when it goes.
class NodeShell : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY changed)
    Q_PROPERTY(QString node READ node WRITE setNode NOTIFY changed)
    /// Where the pod is made: the context's own namespace.
    Q_PROPERTY(QString nameSpace READ nameSpace NOTIFY changed)
    /// Those that are on the node, the most likely ones first.
    Q_PROPERTY(QStringList images READ images NOTIFY changed)
    /// "namespace/name" of the pod; "" while there is none.
    Q_PROPERTY(QString podKey READ podKey NOTIFY changed)
    Q_PROPERTY(bool starting READ isStarting NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)

public:
    explicit NodeShell(QObject* parent = nullptr) : QObject(parent) {}
    ~NodeShell() override { remove(); }

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    QString node() const { return m_node; }
    void setNode(const QString& node);
    QString nameSpace() const;
    QStringList images() const { return m_images; }
    QString podKey() const { return m_podKey; }
    bool isStarting() const { return m_starting; }
    QString problem() const { return m_problem; }

    /// Makes the pod; one that was there is removed. `image` has a shell and chroot.
    Q_INVOKABLE void start(const QString& image);
    /// Removes it.
    Q_INVOKABLE void remove();

signals:
    void changed();

private:
    void readNode();

    QPointer<Cluster> m_cluster;
    QString m_node, m_podKey, m_problem;
    QStringList m_images;
    bool m_starting = false;
};

/// Removes the pods of shells that were left behind: those that have ended, and those of a window of this machine that
/// is no more. Once the cluster is there, or when its lock falls away.
class NodeShellSweep : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY clusterChanged REQUIRED)

public:
    explicit NodeShellSweep(QObject* parent = nullptr) : QObject(parent) {}
    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);

signals:
    void clusterChanged();

private:
    void sweep();

    QPointer<Cluster> m_cluster;
    bool m_swept = false;
};

}  // namespace armillary::app
