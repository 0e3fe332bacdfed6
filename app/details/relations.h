#pragma once

#include <QAbstractListModel>
#include <QTimer>
#include <QVariantList>
#include <QtQmlIntegration>

#include "cluster.h"
#include "reference_search.h"

namespace armillary::app {

/// What an object has to do with others: what it owns, what it refers to and what refers to it, a row each; and, beside
/// the rows, what is above it. Looked for backstage: the owners always, the rest while `active`, again when the object
/// has changed, but not more often than every few seconds.
class Relations : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("of ObjectDetails")
    /// Somebody looks at the rows.
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)
    Q_PROPERTY(bool loading READ isLoading NOTIFY changed)
    /// What could not be looked at, and what was left out; a sentence each.
    Q_PROPERTY(QStringList notes READ notes NOTIFY changed)
    /// The topmost first: {kind, name, resource, key, icon, there}.
    Q_PROPERTY(QVariantList owners READ owners NOTIFY ownersChanged)
    Q_PROPERTY(int count READ count NOTIFY changed)
    /// How many things it refers to that are not there.
    Q_PROPERTY(int broken READ broken NOTIFY changed)

public:
    /// section: "owned", "refersTo", "referredBy". relation: in words, "" where the section says it. tone and note: how
    /// it fares, in words. resource: "" where it cannot be opened.
    enum Role {
        SectionRole = Qt::UserRole + 1,
        DepthRole,
        RelationRole,
        KindRole,
        NameRole,
        NamespaceRole,
        ResourceRole,
        KeyRole,
        IconRole,
        ToneRole,
        NoteRole,
        MissingRole,
        PathRole,
    };

    explicit Relations(QObject* parent);

    bool isActive() const { return m_active; }
    void setActive(bool active);
    bool isLoading() const { return m_loading; }
    QStringList notes() const { return m_notes; }
    QVariantList owners() const { return m_owners; }
    int count() const { return static_cast<int>(m_found.rows.size()); }
    int broken() const;

    void setCluster(Cluster* cluster) { m_cluster = cluster; }
    /// Null: about nothing.
    void setObject(const ObjectRef& object);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void activeChanged();
    void changed();
    void ownersChanged();

private:
    void askForOwners();
    void ask();
    void take(References found);

    QPointer<Cluster> m_cluster;
    ObjectRef m_object;
    QTimer m_soon;
    bool m_active = false, m_loading = false, m_asking = false, m_stale = false;
    References m_found;
    QStringList m_notes;
    QVariantList m_owners;
    std::vector<Owner> m_ownersFound;
};

}  // namespace armillary::app
