#pragma once

#include <QAbstractListModel>
#include <QTimer>
#include <QtQmlIntegration>
#include <map>

#include "family.h"

namespace armillary::app {

/// The events about one object and those that it owns: one timeline, newest first, live. What was said several times of
/// the same object is one row with a count.
class EventList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("of ObjectDetails")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    /// Older ones that are not shown.
    Q_PROPERTY(int leftOut READ leftOut NOTIFY countChanged)
    /// Why there are none to be had; "" when there may be.
    Q_PROPERTY(QString problem READ problem NOTIFY countChanged)

public:
    /// kind, name, resource and key are of the object that it is about; `child`: it is one that the subject owns.
    enum Role {
        TypeRole = Qt::UserRole + 1,
        ReasonRole,
        MessageRole,
        AgeRole,
        CountRole,
        TimeRole,
        ChildRole,
        KindRole,
        NameRole,
        ResourceRole,
        KeyRole,
        IconRole,
    };
    static constexpr std::size_t kMostRows = 300;

    explicit EventList(QObject* parent = nullptr);

    void setCluster(Cluster* cluster);
    /// Whose events belong here besides the subject's own; outlives this.
    void setFamily(const Family* family);
    /// Empties the list and fills it with what is known about this object; null: about nothing.
    void setSubject(const ObjectRef& subject);

    int count() const { return static_cast<int>(m_rows.size()); }
    int leftOut() const { return m_leftOut; }
    QString problem() const { return m_feed ? m_feed->problem() : QString(); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void countChanged();

private:
    struct Row {
        std::string id;    ///< whom it is about and what it says
        ObjectRef latest;  ///< the event that said it last
        int count = 0;
    };
    bool isWanted(const Object& event) const;
    bool isAboutSubject(const Object& event) const;
    void apply(const Changes& changes);
    void gather();
    void arrange();
    void become(std::vector<Row> rows);

    Feed* m_feed = nullptr;
    const Family* m_family = nullptr;
    ObjectRef m_subject;
    std::map<std::string, ObjectRef> m_events;  ///< by key
    std::vector<Row> m_rows;
    int m_leftOut = 0;
    QTimer m_tick;
};

}  // namespace armillary::app
