#pragma once

#include <QJsonObject>
#include <QObject>
#include <QVariantList>
#include <QtQmlIntegration>

#include "cluster.h"
#include "event_list.h"
#include "family.h"
#include "object_watch.h"
#include "relations.h"
#include "usage.h"
#include "why.h"

namespace armillary::app {

/// One object, live: what it is, why it is so, what it has to do with others, what happened to it, what it uses.
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
    /// The name of its kind's icon.
    Q_PROPERTY(QString icon READ icon NOTIFY contentChanged)
    /// False until it has been read, and once it has been deleted while it was shown.
    Q_PROPERTY(bool exists READ exists NOTIFY contentChanged)
    Q_PROPERTY(bool loading READ isLoading NOTIFY contentChanged)
    /// Why it cannot be read; "" when it can.
    Q_PROPERTY(QString problem READ problem NOTIFY contentChanged)
    /// Whether the YAML has who manages which field, and a Secret's values.
    Q_PROPERTY(bool managedFields READ hasManagedFields WRITE setManagedFields NOTIFY contentChanged)
    Q_PROPERTY(bool secretsShown READ areSecretsShown WRITE setSecretsShown NOTIFY contentChanged)
    /// Rows of {label, value, tone}; tone is "", "good", "warning", "bad" or "heading".
    Q_PROPERTY(QVariantList summary READ summary NOTIFY summaryChanged)
    /// As facts.h has them.
    Q_PROPERTY(QVariantList conditions READ conditions NOTIFY conditionsChanged)
    Q_PROPERTY(QVariantList containers READ containers NOTIFY containersChanged)
    Q_PROPERTY(QVariantList labels READ labels NOTIFY labelsChanged)
    Q_PROPERTY(QVariantList annotations READ annotations NOTIFY annotationsChanged)
    Q_PROPERTY(QVariantList data READ data NOTIFY dataChanged)
    Q_PROPERTY(QVariantList replicas READ replicas NOTIFY replicasChanged)
    /// How many pods it has or wants beyond those in `replicas`.
    Q_PROPERTY(int moreReplicas READ moreReplicas NOTIFY replicasChanged)
    Q_PROPERTY(QString yaml READ yaml NOTIFY contentChanged)
    Q_PROPERTY(armillary::app::EventList* events READ events CONSTANT)
    Q_PROPERTY(armillary::app::Why* why READ why CONSTANT)
    Q_PROPERTY(armillary::app::Relations* relations READ relations CONSTANT)
    Q_PROPERTY(armillary::app::Usage* usage READ usage CONSTANT)
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
    QString icon() const;
    bool exists() const { return m_object != nullptr; }
    bool hasLogs() const;
    bool isLoading() const { return m_loading; }
    QString problem() const { return m_problem; }
    bool hasManagedFields() const { return m_managedFields; }
    void setManagedFields(bool shown);
    bool areSecretsShown() const { return m_secretsShown; }
    void setSecretsShown(bool shown);
    QVariantList summary() const { return m_summary; }
    QVariantList conditions() const { return m_conditions; }
    QVariantList containers() const { return m_containers; }
    QVariantList labels() const { return m_labels; }
    QVariantList annotations() const { return m_annotations; }
    QVariantList data() const { return m_data; }
    QVariantList replicas() const { return m_replicas; }
    int moreReplicas() const { return m_moreReplicas; }
    QString yaml() const;
    EventList* events() { return &m_events; }
    Why* why() { return &m_why; }
    Relations* relations() { return &m_relations; }
    Usage* usage() { return &m_usage; }

    Q_INVOKABLE void show(const QString& resource, const QString& key);
    Q_INVOKABLE void close() { show({}, {}); }
    /// One value of a Secret, decoded, for as long as somebody looks at it; "" for what is no text.
    Q_INVOKABLE QString secretValue(const QString& key) const;
    Q_INVOKABLE void copy(const QString& text) const;
    /// A value of a ConfigMap or Secret; the latter is marked so that clipboard managers keep none of it.
    Q_INVOKABLE void copyValue(const QString& key) const;

signals:
    void clusterChanged();
    void subjectChanged();
    void contentChanged();
    void summaryChanged();
    void conditionsChanged();
    void containersChanged();
    void labelsChanged();
    void annotationsChanged();
    void dataChanged();
    void replicasChanged();

private:
    void follow();
    void setObject(const ObjectRef& object);
    /// Says what has changed of what is shown, and no more: what stays keeps its place, and its focus.
    void describe();
    void countReplicas();
    void become(QVariantList& member, const QVariantList& value, void (ObjectDetails::*changed)());

    Cluster* m_cluster = nullptr;
    ObjectWatch m_watch;
    QString m_resource, m_key, m_problem;
    bool m_loading = false, m_managedFields = false, m_secretsShown = false;
    ObjectRef m_object;
    QJsonObject m_json;
    QVariantList m_summary, m_conditions, m_containers, m_labels, m_annotations, m_data, m_replicas;
    int m_moreReplicas = 0;
    QTimer m_tick;  ///< ages grow
    Family m_family;
    EventList m_events;
    Why m_why;
    Relations m_relations;
    Usage m_usage;
};

}  // namespace armillary::app
