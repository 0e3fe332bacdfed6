#include "object_details.h"

#include "yaml_text.h"

namespace armillary::app {

namespace {

/// The row of a kind that the window shows; null when the window does not know it.
const resources::Resource* resourceOfKind(const QString& kind) {
    struct Place {
        std::string_view kind, group, version;
    };
    static constexpr Place kPlaces[] = {
        {"Pod", "", "v1"},
        {"Node", "", "v1"},
        {"Deployment", "apps", "v1"},
        {"ReplicaSet", "apps", "v1"},
        {"StatefulSet", "apps", "v1"},
        {"DaemonSet", "apps", "v1"},
        {"Job", "batch", "v1"},
        {"CronJob", "batch", "v1"},
    };
    const std::string name = kind.toStdString();
    for (const Place& place : kPlaces)
        if (place.kind == name) return resources::Table::builtIn().findKind(place.group, place.version, place.kind);
    return nullptr;
}

}  // namespace

ObjectDetails::ObjectDetails(QObject* parent) : QObject(parent) {}

void ObjectDetails::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    m_cluster = cluster;
    if (m_cluster)
        connect(m_cluster, &Cluster::feedsReady, this, [this] {
            m_events.setCluster(m_cluster);
            follow();
        });
    if (m_cluster && m_cluster->client()) m_events.setCluster(m_cluster);
    emit clusterChanged();
    follow();
}

QString ObjectDetails::name() const {
    return m_key.section(u'/', -1);
}

QString ObjectDetails::namespaceName() const {
    return m_key.contains(u'/') ? m_key.section(u'/', 0, 0) : QString();
}

void ObjectDetails::show(const QString& kind, const QString& key) {
    if (m_kind == kind && m_key == key) return;
    m_kind = kind;
    m_key = key;
    m_object.reset();
    emit subjectChanged();
    follow();
}

void ObjectDetails::follow() {
    if (m_feed) m_feed->disconnect(this);
    m_feed = nullptr;
    const auto* resource = resourceOfKind(m_kind);
    if (m_cluster && resource && isOpen()) m_feed = m_cluster->feed(*resource);
    if (m_feed) {
        connect(m_feed, &Feed::changed, this, [this](const Changes& changes) {
            for (const Change& change : changes)
                if (change.key == m_key.toStdString()) setObject(change.object);
        });
        setObject(m_feed->get(m_key.toStdString()));
    } else {
        setObject(nullptr);
    }
}

void ObjectDetails::setObject(ObjectRef object) {
    const bool sameSubject = m_object && object && m_object->uid() == object->uid();
    // What was deleted stays on the screen, marked as gone.
    m_object = std::move(object);
    if (m_object && !sameSubject) m_events.setSubject(m_object);
    if (!isOpen()) m_events.setSubject(nullptr);
    emit contentChanged();
}

QVariantList ObjectDetails::summary() const {
    return m_object ? summarise(*m_object) : QVariantList();
}

QString ObjectDetails::yaml() const {
    return m_object ? yamlText(m_object->json(), m_object->kind() == "Secret") : QString();
}

}  // namespace armillary::app
