#include "object_details.h"

#include "app/kinds/registry.h"
#include "app/kinds/yaml_text.h"

namespace armillary::app {

ObjectDetails::ObjectDetails(QObject* parent) : QObject(parent), m_watch(this), m_why(this) {
    connect(&m_watch, &ObjectWatch::changed, this, &ObjectDetails::setObject);
    connect(&m_watch, &ObjectWatch::failed, this, [this](const QString& problem) {
        m_loading = false;
        m_problem = problem;
        emit contentChanged();
    });
}

void ObjectDetails::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    if (m_cluster) m_cluster->disconnect(this);
    m_cluster = cluster;
    m_why.setCluster(cluster);
    if (m_cluster) {
        connect(m_cluster, &Cluster::feedsReady, this, [this] { m_events.setCluster(m_cluster); });
        // What could not be looked up before may be known now.
        connect(m_cluster, &Cluster::discoveryChanged, this, [this] {
            if (isOpen() && m_loading) follow();
        });
    }
    if (!m_cluster || m_cluster->hasFeeds()) m_events.setCluster(m_cluster);
    emit clusterChanged();
    follow();
}

QString ObjectDetails::name() const {
    return m_key.section(u'/', -1);
}

QString ObjectDetails::namespaceName() const {
    return m_key.contains(u'/') ? m_key.section(u'/', 0, 0) : QString();
}

bool ObjectDetails::hasLogs() const {
    return m_object && kinds::of(m_object->apiVersion(), m_object->kind()).logs;
}

void ObjectDetails::show(const QString& resource, const QString& key) {
    if (m_resource == resource && m_key == key) return;
    m_resource = resource;
    m_key = key;
    m_object.reset();
    m_problem.clear();
    m_loading = isOpen();
    m_events.setSubject(nullptr);
    m_why.setObject(nullptr);
    emit subjectChanged();
    emit contentChanged();
    follow();
}

void ObjectDetails::follow() {
    m_watch.stop();
    if (!m_cluster || !isOpen()) return;
    if (const auto* resource = m_cluster->resourceOfKind(m_resource.section(u'/', 0, 0), kind()))
        m_watch.start(m_cluster, *resource, namespaceName().toStdString(), name().toStdString());
}

void ObjectDetails::setObject(const ObjectRef& object) {
    const bool sameSubject = m_object && object && m_object->uid() == object->uid();
    m_object = object;
    m_loading = false;
    m_problem.clear();
    if (m_object && !sameSubject) m_events.setSubject(m_object);
    m_why.setObject(m_object);
    emit contentChanged();
}

void ObjectDetails::setManagedFields(bool shown) {
    if (std::exchange(m_managedFields, shown) != shown) emit contentChanged();
}

QVariantList ObjectDetails::summary() const {
    return m_object ? kinds::summaryOf(*m_object) : QVariantList();
}

QString ObjectDetails::yaml() const {
    if (!m_object) return {};
    return yamlText(m_object->json(), {.maskData = m_object->kind() == "Secret", .managedFields = m_managedFields});
}

}  // namespace armillary::app
