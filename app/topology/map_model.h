#pragma once

#include <QObject>
#include <QTimer>
#include <QtQmlIntegration>
#include <memory>

#include "cluster.h"
#include "map_layout.h"
#include "name_index.h"

namespace armillary::app {

/// The map of a cluster, live: what it is made of is put together and laid out backstage, one picture after the other,
/// and only while somebody looks at it. A picture that took long is not made anew for a while.
class MapModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY clusterChanged REQUIRED)
    /// Somebody looks at it.
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY optionsChanged)
    Q_PROPERTY(QStringList namespaces READ namespaces WRITE setNamespaces NOTIFY optionsChanged)
    /// A label selector; one that cannot be read selects everything.
    Q_PROPERTY(QString selector READ selector WRITE setSelector NOTIFY optionsChanged)
    Q_PROPERTY(bool onlyProblems READ isOnlyProblems WRITE setOnlyProblems NOTIFY optionsChanged)
    /// "", "namespace", "application", or "machine": then pods are apart by machine.
    Q_PROPERTY(QString grouping READ grouping WRITE setGrouping NOTIFY optionsChanged)
    /// Of "Ingress", "Service", "Workload", "Pods", "Config", "Secret", "Claim", "Account".
    Q_PROPERTY(QStringList hiddenKinds READ hiddenKinds WRITE setHiddenKinds NOTIFY optionsChanged)
    /// Width by height of where it is looked at.
    Q_PROPERTY(double aspect READ aspect WRITE setAspect NOTIFY optionsChanged)
    Q_PROPERTY(bool loading READ isLoading NOTIFY pictureChanged)
    Q_PROPERTY(int nodeCount READ nodeCount NOTIFY pictureChanged)
    /// How many nodes are left out, because there are too many.
    Q_PROPERTY(int omitted READ omitted NOTIFY pictureChanged)
    Q_PROPERTY(int problems READ problems NOTIFY pictureChanged)

public:
    explicit MapModel(QObject* parent = nullptr);

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    bool isActive() const { return m_active; }
    void setActive(bool active);
    QStringList namespaces() const { return m_options.namespaces; }
    void setNamespaces(const QStringList& namespaces);
    QString selector() const { return m_selector; }
    void setSelector(const QString& selector);
    bool isOnlyProblems() const { return m_options.onlyProblems; }
    void setOnlyProblems(bool only);
    QString grouping() const { return m_grouping; }
    void setGrouping(const QString& grouping);
    QStringList hiddenKinds() const { return m_hidden; }
    void setHiddenKinds(const QStringList& kinds);
    double aspect() const { return m_aspect; }
    void setAspect(double aspect);
    bool isLoading() const { return !m_picture; }
    int nodeCount() const { return m_picture ? static_cast<int>(m_picture->graph.nodes.size()) : 0; }
    int omitted() const { return m_picture ? m_picture->graph.omitted : 0; }
    int problems() const;
    /// How long the last picture took backstage, in milliseconds.
    int layoutMilliseconds() const { return m_layoutMilliseconds; }
    /// Null until the first one is there.
    const MapPictureRef& picture() const { return m_picture; }
    /// How many pictures have been made, those that look like the one before included; for tests.
    int made() const { return m_made; }
    /// The thread that the last picture was made on; for tests.
    Qt::HANDLE madeOn() const { return m_madeOn; }

    /// Nodes with this in their names, and pods; those first that begin with it: {resource, key, title, node}.
    Q_INVOKABLE QVariantList search(const QString& text, int most = 50) const;

signals:
    void clusterChanged();
    void optionsChanged();
    void pictureChanged();

private:
    struct Made;
    void connectFeeds();
    void changed();
    void chosen();
    void make();
    void take(const Made& made);

    QPointer<Cluster> m_cluster;
    std::vector<Feed*> m_feeds;
    MapOptions m_options;
    QString m_selector, m_grouping;
    QStringList m_hidden;
    double m_aspect = 1.6;
    bool m_active = false, m_making = false, m_again = false;
    QTimer m_soon;  ///< what changes in between is drawn together
    NameIndex m_configMaps, m_secrets, m_accounts;
    MapPictureRef m_picture;
    std::shared_ptr<MapLayouter> m_layouter = std::make_shared<MapLayouter>();
    int m_layoutMilliseconds = 0, m_made = 0;
    Qt::HANDLE m_madeOn = nullptr;
};

}  // namespace armillary::app
