#pragma once

#include <QAbstractListModel>
#include <QSortFilterProxyModel>
#include <QTimer>
#include <QtQmlIntegration>
#include <map>
#include <vector>

#include "app/kinds/kind.h"
#include "cluster.h"

namespace armillary::app {

/// Everything that runs something, one row each, live: deployments, stateful sets, daemon sets, jobs, cron jobs and
/// pods.
class WorkloadModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY clusterChanged REQUIRED)
    Q_PROPERTY(bool loading READ isLoading NOTIFY loadingChanged)
    /// Why nothing at all can be shown; "" when something can.
    Q_PROPERTY(QString problem READ problem NOTIFY loadingChanged)
    /// The one namespace that the user may list; "" for all.
    Q_PROPERTY(QString narrowedTo READ narrowedTo NOTIFY loadingChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role {
        KindRole = Qt::UserRole + 1,
        ResourceRole,  ///< "apps/Deployment"
        NamespaceRole,
        NameRole,
        ReadyRole,
        StatusRole,
        ToneRole,
        AgeRole,
        ImagesRole,
        KeyRole,
        ReadyShareRole,
        CreatedRole
    };
    Q_ENUM(Role)

    explicit WorkloadModel(QObject* parent = nullptr);

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    bool isLoading() const { return m_loading; }
    QString problem() const;
    QString narrowedTo() const;
    int count() const { return static_cast<int>(m_rows.size()); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void clusterChanged();
    void loadingChanged();
    void countChanged();

private:
    /// What a row shows, worked out when its object changes.
    struct Row {
        QString kind, resource, namespace_, name;
        kinds::Row line;
        schema::Time created;
    };
    static Row rowOf(const resources::Resource& resource, const Object& object);

    void connectFeeds();
    void apply(const resources::Resource& resource, const Changes& changes);
    void remove(std::vector<std::size_t> rows);
    void checkLoading();

    Cluster* m_cluster = nullptr;
    std::vector<Feed*> m_feeds;
    bool m_loading = true;
    std::vector<Row> m_rows;
    std::map<std::string, std::size_t> m_index;  ///< "Kind/namespace/name" to row
    QTimer m_ages;
};

/// Sorted and filtered rows. `text` matches name, namespace, kind, status and images; all its words must.
class WorkloadFilter : public QSortFilterProxyModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY filterChanged)
    /// "Deployment" …; "" for all.
    Q_PROPERTY(QString kind READ kind WRITE setKind NOTIFY filterChanged)
    /// Only of these; none for all.
    Q_PROPERTY(QStringList namespaces READ namespaces WRITE setNamespaces NOTIFY filterChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(QString sortedBy READ sortedBy NOTIFY sortChanged)
    Q_PROPERTY(bool descending READ isDescending NOTIFY sortChanged)

public:
    explicit WorkloadFilter(QObject* parent = nullptr);

    QString text() const { return m_words.join(u' '); }
    void setText(const QString& text);
    QString kind() const { return m_kind; }
    void setKind(const QString& kind);
    QStringList namespaces() const { return m_namespaces; }
    void setNamespaces(const QStringList& namespaces);
    int count() const { return rowCount(); }
    QString sortedBy() const;
    bool isDescending() const { return sortOrder() == Qt::DescendingOrder; }
    /// Sorts by a role's name; the same again turns the order round.
    Q_INVOKABLE void sortBy(const QString& role);
    /// The row of "Kind/namespace/name", -1 when it is not shown.
    Q_INVOKABLE int rowOfKey(const QString& key) const;
    Q_INVOKABLE QVariantMap at(int row) const;

signals:
    void filterChanged();
    void countChanged();
    void sortChanged();

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    QStringList m_words, m_namespaces;
    QString m_kind;
};

}  // namespace armillary::app
