#pragma once

#include <QAbstractListModel>
#include <QPointer>
#include <QVariantList>
#include <QtQmlIntegration>
#include <vector>

#include "cluster.h"

namespace armillary::app {

/// What can be put on a canvas: templates, the kinds that people use, and every custom resource that the cluster
/// serves. Searched by typing.
class PaletteModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY clusterChanged)
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
    /// As CanvasConnector::partners() says them; only these kinds then. Everything when empty.
    Q_PROPERTY(QVariantList partners READ partners WRITE setPartners NOTIFY filterChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role { TitleRole = Qt::UserRole + 1, SubtitleRole, SectionRole, IconRole, IdRole, RefersRole };

    explicit PaletteModel(QObject* parent = nullptr);

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    QString filter() const { return m_filter; }
    void setFilter(const QString& filter);
    QVariantList partners() const { return m_partners; }
    void setPartners(const QVariantList& partners);
    int count() const { return static_cast<int>(m_shown.size()); }

    /// The YAML of an entry: valid as it is, commented. "" when there is no such entry.
    Q_INVOKABLE QString yamlOf(const QString& id) const;
    Q_INVOKABLE QString titleOf(const QString& id) const;
    /// The id in a row, "" outside.
    Q_INVOKABLE QString idAt(int row) const;
    Q_INVOKABLE bool refersAt(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void clusterChanged();
    void filterChanged();
    void countChanged();

private:
    struct Entry {
        QString id, title, subtitle, section, icon;
        QString file;        ///< of the template; "" where it is made
        QString apiVersion;  ///< of a custom resource
        QString kind;
        bool namespaced = true;
    };
    struct Shown {
        std::size_t entry;
        bool refers;
    };
    void read();
    void addKinds();
    void addCustom();
    void choose();

    QPointer<Cluster> m_cluster;
    QString m_filter;
    QVariantList m_partners;
    std::vector<Entry> m_entries;
    std::vector<Shown> m_shown;
};

}  // namespace armillary::app
