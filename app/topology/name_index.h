#pragma once

#include <QObject>
#include <QPointer>
#include <memory>

#include "reference_names.h"
#include "table_source.h"

namespace armillary::app {

/// The names of all objects of a kind of the core group, live. They are followed as tables: of a secret the server
/// sends its metadata then, and never what is in it. Where not all namespaces may be listed, those of the context's
/// own.
class NameIndex : public QObject {
    Q_OBJECT

public:
    explicit NameIndex(QString kind, QObject* parent = nullptr);

    /// Begins as soon as it is known that the cluster serves the kind; a second call for the same cluster does nothing.
    void follow(Cluster* cluster);
    /// It is known which there are, or that this will not be known for now.
    bool isSettled() const { return m_settled; }
    /// As of now; never null, and never changed for who keeps it.
    std::shared_ptr<const ReferenceNames> names() const { return m_names; }

signals:
    /// A name has come or gone, or it is settled.
    void changed();

private:
    void open();
    void settle();
    void take(const std::vector<TableRow>& put, const QStringList& removed);
    /// Ours alone, to be changed.
    ReferenceNames& mutableNames();

    const QString m_kind;
    QPointer<Cluster> m_cluster;
    TableSource m_source;
    bool m_open = false, m_settled = false;
    std::shared_ptr<ReferenceNames> m_names = std::make_shared<ReferenceNames>();
};

}  // namespace armillary::app
