#pragma once

#include <QObject>
#include <QStringList>
#include <QtQmlIntegration>

#include "cluster.h"

namespace armillary::app {

/// Which namespaces the window is about: remembered for each context. Those that are known are what the cluster lists;
/// who may not list them sees the context's own and those that were entered by hand.
class Scope : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY changed REQUIRED)
    Q_PROPERTY(QStringList known READ known NOTIFY changed)
    /// None: all of them.
    Q_PROPERTY(QStringList selected READ selected NOTIFY changed)
    /// "All namespaces", "shop", "shop and 2 more".
    Q_PROPERTY(QString text READ text NOTIFY changed)

public:
    explicit Scope(QObject* parent = nullptr) : QObject(parent) {}

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    QStringList known() const { return m_known; }
    QStringList selected() const { return m_selected; }
    QString text() const;

    Q_INVOKABLE void select(const QStringList& namespaces);
    Q_INVOKABLE void toggle(const QString& namespace_);

signals:
    void changed();

private:
    void learn();
    QString settingsKey() const;

    Cluster* m_cluster = nullptr;
    Feed* m_feed = nullptr;
    QStringList m_known, m_selected;
};

}  // namespace armillary::app
