#pragma once

#include <QAbstractListModel>
#include <QtQmlIntegration>

#include "cluster.h"

namespace armillary::app {

/// The events about one object, newest first, live.
class EventList : public QAbstractListModel {
    Q_OBJECT
    QML_ANONYMOUS

public:
    enum Role { TypeRole = Qt::UserRole + 1, ReasonRole, MessageRole, AgeRole, CountRole };

    using QAbstractListModel::QAbstractListModel;

    void setCluster(Cluster* cluster);
    /// Empties the list and fills it with what is known about this object; null: about nothing.
    void setSubject(ObjectRef subject);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    void apply(const Changes& changes);
    bool isAboutSubject(const Object& event) const;
    void insert(const ObjectRef& event);
    void erase(const std::string& key);

    Feed* m_feed = nullptr;
    ObjectRef m_subject;
    std::vector<ObjectRef> m_events;
};

}  // namespace armillary::app
