#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QTimer>
#include <memory>
#include <vector>

#include "cluster.h"
#include "table_row.h"

namespace armillary::app {

/// All objects of one resource as the server's own table, live: listed page by page, then followed. Arrives on the
/// window's thread in batches, ten a second at most.
class TableSource : public QObject {
    Q_OBJECT

public:
    explicit TableSource(QObject* parent);
    ~TableSource() override;

    /// Begins anew. No namespaces: all of them; where that is not permitted, the context's own, and narrowed() says so.
    void open(Cluster* cluster, const client::ApiResource& resource, const QStringList& namespaces);
    void close();

signals:
    void columnsChanged(const std::vector<armillary::app::TableColumn>& columns);
    void rowsChanged(const std::vector<armillary::app::TableRow>& put, const QStringList& removed);
    /// Everything has been listed once.
    void listed();
    /// The list cannot be read; tried again after a while unless `forbidden`.
    void failed(const QString& problem, bool forbidden);
    /// Only this namespace is read, because the user may not list all.
    void narrowed(const QString& toNamespace);
    /// What has been shown so far may be old: the server does not answer. False once it is live again.
    void staleChanged(bool stale);

private:
    class Part;
    friend class Part;
    void add(const QString& namespace_);
    void partListed();

    QPointer<Cluster> m_cluster;
    client::ApiResource m_resource;
    std::vector<std::unique_ptr<Part>> m_parts;
    std::vector<TableColumn> m_columns;
};

}  // namespace armillary::app
