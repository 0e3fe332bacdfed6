#pragma once

#include <QAbstractListModel>
#include <QTimer>
#include <QtQmlIntegration>

#include "forward.h"

namespace armillary::app {

/// The ports of this machine that lead into a cluster; remembered for each context, and those that were open are opened
/// again with the window, unless the context is locked.
class ForwardList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY clusterChanged REQUIRED)
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(int active READ active NOTIFY activeChanged)

public:
    enum Role {
        TargetRole = Qt::UserRole + 1,  ///< "Service shop/web"
        ResourceRole,
        KeyRole,
        PortRole,
        PortNameRole,
        LocalPortRole,
        StateRole,  ///< "active", "reconnecting", "stopped"
        MessageRole,
        UrlRole,
        PodRole,
        SentRole,
        ReceivedRole,
        ConnectionsRole
    };
    static constexpr std::size_t kMostForwards = 100;

    explicit ForwardList(QObject* parent = nullptr);
    ~ForwardList() override;

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    int count() const { return static_cast<int>(m_forwards.size()); }
    int active() const;

    /// Opens one; the row of it. The same once more is the one that there is. -1 when there are too many.
    Q_INVOKABLE int add(const QString& resource, const QString& key, int port, int localPort);
    Q_INVOKABLE void start(int row);
    Q_INVOKABLE void stop(int row);
    Q_INVOKABLE void remove(int row);
    Q_INVOKABLE void copyUrl(int row) const;
    Forward* at(int row) const { return m_forwards[static_cast<std::size_t>(row)].get(); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void clusterChanged();
    void countChanged();
    void activeChanged();

private:
    int append(const ForwardRequest& request);
    bool has(int row) const { return row >= 0 && row < count(); }
    void load();
    void save() const;
    QString settingsKey() const;
    void refresh();

    QPointer<Cluster> m_cluster;
    std::vector<std::unique_ptr<Forward>> m_forwards;
    QTimer m_refresh;  ///< traffic changes faster than anybody reads
};

/// What a forward to one object could be: its ports, read from the object.
class ForwardOffer : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY changed REQUIRED)
    /// {port, text ("80 http")}; empty when the object names none, or while it is read.
    Q_PROPERTY(QVariantList ports READ ports NOTIFY changed)
    Q_PROPERTY(QString title READ title NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(bool loading READ isLoading NOTIFY changed)

public:
    explicit ForwardOffer(QObject* parent = nullptr) : QObject(parent) {}

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    QVariantList ports() const { return m_ports; }
    QString title() const { return m_title; }
    QString problem() const { return m_problem; }
    bool isLoading() const { return m_loading; }
    Q_INVOKABLE void read(const QString& resource, const QString& key);
    /// A local port to begin with: the same one, or one that needs no rights.
    Q_INVOKABLE static int localPortFor(int port) { return port < 1024 ? port + 8000 : port; }

signals:
    void changed();

private:
    QPointer<Cluster> m_cluster;
    QVariantList m_ports;
    QString m_title, m_problem;
    bool m_loading = false;
    int m_generation = 0;
};

}  // namespace armillary::app
