#pragma once

#include <QAbstractListModel>
#include <QtQmlIntegration>
#include <vector>

#include "cluster.h"

namespace armillary::app {

/// Every kind that the cluster serves and lets be listed, in sections: what the explorer's side list and the palette
/// offer.
class ResourceIndex : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY clusterChanged REQUIRED)
    /// Only kinds whose title, kind, group or short names contain this.
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role { TitleRole = Qt::UserRole + 1, IdRole, SectionRole, GroupRole, ShortNamesRole, IconRole };

    /// One kind. `id` is TableModel's resource: "apps/Deployment".
    struct Entry {
        QString id, title, section, group, kind, shortNames, plural, icon;
        int order = 0;  ///< of its section
    };

    explicit ResourceIndex(QObject* parent = nullptr);

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    QString filter() const { return m_filter; }
    void setFilter(const QString& filter);
    int count() const { return static_cast<int>(m_shown.size()); }

    /// "Deployments" for "apps/Deployment".
    Q_INVOKABLE QString titleOf(const QString& id) const;
    /// The kind that a person means by a kind, plural, singular or short name ("deploy"); "" for none.
    Q_INVOKABLE QString idOf(const QString& name) const;
    const std::vector<Entry>& entries() const { return m_entries; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void clusterChanged();
    void filterChanged();
    void countChanged();

private:
    void read();
    void choose();

    Cluster* m_cluster = nullptr;
    QString m_filter;
    std::vector<Entry> m_entries;
    std::vector<std::size_t> m_shown;
};

/// "Stateful sets" for StatefulSet and "statefulsets".
QString titleOfKind(const QString& kind, const QString& plural);

}  // namespace armillary::app
