#pragma once

#include <QObject>
#include <QtQmlIntegration>

#include "drain.h"

namespace armillary::app {

/// The nodes of one cluster that are being drained, or have been looked at for it: they go on without a view. At most
/// kMost are kept; the oldest that does nothing makes room.
class Drains : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY clusterChanged REQUIRED)
    /// How long a pod that a budget holds is left alone, in milliseconds.
    Q_PROPERTY(int retryAfter MEMBER m_retryAfter NOTIFY retryAfterChanged)

public:
    static constexpr qsizetype kMost = 16;

    explicit Drains(QObject* parent = nullptr) : QObject(parent) {}

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);

    /// The one of a node, made when there is none; null while too many are under way.
    Q_INVOKABLE armillary::app::Drain* of(const QString& node);

signals:
    void clusterChanged();
    void retryAfterChanged();
    /// How far one is. `id` is the same for all that is said of one node.
    void told(const QString& id, const QString& title, bool failed, bool over);

private:
    Cluster* m_cluster = nullptr;
    int m_retryAfter = 5000;
    QList<Drain*> m_drains;  ///< the oldest first
};

}  // namespace armillary::app
