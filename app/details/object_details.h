#pragma once

#include <QObject>
#include <QVariantList>
#include <QtQmlIntegration>

#include "cluster.h"
#include "event_list.h"

namespace armillary::app {

/// One object, live: its summary, its YAML and its events.
class ObjectDetails : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY clusterChanged REQUIRED)
    /// "Pod", "Deployment" …; with `key` ("namespace/name") the object that is shown. An empty key shows nothing.
    Q_PROPERTY(QString kind READ kind NOTIFY subjectChanged)
    Q_PROPERTY(QString key READ key NOTIFY subjectChanged)
    Q_PROPERTY(QString name READ name NOTIFY subjectChanged)
    Q_PROPERTY(QString namespaceName READ namespaceName NOTIFY subjectChanged)
    Q_PROPERTY(bool open READ isOpen NOTIFY subjectChanged)
    /// False once the object has been deleted while it was shown.
    Q_PROPERTY(bool exists READ exists NOTIFY contentChanged)
    /// Rows of {label, value, tone}; tone is "", "good", "warning", "bad" or "heading".
    Q_PROPERTY(QVariantList summary READ summary NOTIFY contentChanged)
    Q_PROPERTY(QString yaml READ yaml NOTIFY contentChanged)
    Q_PROPERTY(QAbstractItemModel* events READ events CONSTANT)

public:
    explicit ObjectDetails(QObject* parent = nullptr);

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    QString kind() const { return m_kind; }
    QString key() const { return m_key; }
    QString name() const;
    QString namespaceName() const;
    bool isOpen() const { return !m_key.isEmpty(); }
    bool exists() const { return m_object != nullptr; }
    QVariantList summary() const;
    QString yaml() const;
    QAbstractItemModel* events() { return &m_events; }

    Q_INVOKABLE void show(const QString& kind, const QString& key);
    Q_INVOKABLE void close() { show({}, {}); }

signals:
    void clusterChanged();
    void subjectChanged();
    void contentChanged();

private:
    void follow();
    void setObject(ObjectRef object);

    Cluster* m_cluster = nullptr;
    Feed* m_feed = nullptr;
    QString m_kind, m_key;
    ObjectRef m_object;
    EventList m_events;
};

/// The summary rows of an object, by its kind.
QVariantList summarise(const Object& object);

}  // namespace armillary::app
