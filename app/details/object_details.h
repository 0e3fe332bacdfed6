#pragma once

#include <QObject>
#include <QVariantList>
#include <QtQmlIntegration>

#include "cluster.h"
#include "event_list.h"
#include "object_watch.h"
#include "why.h"

namespace armillary::app {

/// One object, live: its summary, its YAML and its events.
class ObjectDetails : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY clusterChanged REQUIRED)
    /// "/Pod", "apps/Deployment" …: group and kind; with `key` ("namespace/name") the object that is shown. An empty
    /// key shows nothing.
    Q_PROPERTY(QString resource READ resource NOTIFY subjectChanged)
    Q_PROPERTY(QString kind READ kind NOTIFY subjectChanged)
    Q_PROPERTY(QString key READ key NOTIFY subjectChanged)
    Q_PROPERTY(QString name READ name NOTIFY subjectChanged)
    Q_PROPERTY(QString namespaceName READ namespaceName NOTIFY subjectChanged)
    Q_PROPERTY(bool open READ isOpen NOTIFY subjectChanged)
    /// False until it has been read, and once it has been deleted while it was shown.
    Q_PROPERTY(bool exists READ exists NOTIFY contentChanged)
    Q_PROPERTY(bool loading READ isLoading NOTIFY contentChanged)
    /// Why it cannot be read; "" when it can.
    Q_PROPERTY(QString problem READ problem NOTIFY contentChanged)
    /// Whether the YAML has who manages which field.
    Q_PROPERTY(bool managedFields READ hasManagedFields WRITE setManagedFields NOTIFY contentChanged)
    /// Rows of {label, value, tone}; tone is "", "good", "warning", "bad" or "heading".
    Q_PROPERTY(QVariantList summary READ summary NOTIFY contentChanged)
    Q_PROPERTY(QString yaml READ yaml NOTIFY contentChanged)
    Q_PROPERTY(QAbstractItemModel* events READ events CONSTANT)
    Q_PROPERTY(armillary::app::Why* why READ why CONSTANT)
    /// It is a pod or has pods, whose logs can be read.
    Q_PROPERTY(bool logs READ hasLogs NOTIFY contentChanged)

public:
    explicit ObjectDetails(QObject* parent = nullptr);

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    QString resource() const { return m_resource; }
    QString kind() const { return m_resource.section(u'/', 1, 1); }
    QString key() const { return m_key; }
    QString name() const;
    QString namespaceName() const;
    bool isOpen() const { return !m_key.isEmpty(); }
    bool exists() const { return m_object != nullptr; }
    bool hasLogs() const;
    bool isLoading() const { return m_loading; }
    QString problem() const { return m_problem; }
    bool hasManagedFields() const { return m_managedFields; }
    void setManagedFields(bool shown);
    QVariantList summary() const;
    QString yaml() const;
    QAbstractItemModel* events() { return &m_events; }
    Why* why() { return &m_why; }

    Q_INVOKABLE void show(const QString& resource, const QString& key);
    Q_INVOKABLE void close() { show({}, {}); }

signals:
    void clusterChanged();
    void subjectChanged();
    void contentChanged();

private:
    void follow();
    void setObject(const ObjectRef& object);

    Cluster* m_cluster = nullptr;
    ObjectWatch m_watch;
    QString m_resource, m_key, m_problem;
    bool m_loading = false, m_managedFields = false;
    ObjectRef m_object;
    EventList m_events;
    Why m_why;
};

}  // namespace armillary::app
