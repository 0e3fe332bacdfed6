#include "scope.h"

#include <QSettings>

#include "engine/schema/api/corev1.h"

namespace armillary::app {

void Scope::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    if (m_cluster) m_cluster->disconnect(this);
    m_cluster = cluster;
    m_feed = nullptr;
    m_known.clear();
    m_selected.clear();
    if (m_cluster) {
        connect(m_cluster, &Cluster::feedsReady, this, &Scope::learn);
        if (m_cluster->hasFeeds()) learn();
    }
    emit changed();
}

QString Scope::settingsKey() const {
    return QStringLiteral("scope/") + (m_cluster ? m_cluster->context() : QString());
}

void Scope::learn() {
    if (!m_feed) {
        m_feed = m_cluster->feed<corev1::Namespace>();
        connect(m_feed, &Feed::changed, this, &Scope::learn);
        m_selected = QSettings().value(settingsKey()).toStringList();
    }
    QStringList known;
    for (const ObjectRef& object : m_feed->objects()) known << QString::fromStdString(object->name());
    if (known.isEmpty()) known << m_cluster->homeNamespace();
    for (const QString& name : m_selected)
        if (!known.contains(name)) known << name;
    known.sort();
    m_known = known;
    emit changed();
}

void Scope::select(const QStringList& namespaces) {
    QStringList wanted = namespaces;
    wanted.removeDuplicates();
    wanted.sort();
    if (wanted == m_selected) return;
    m_selected = wanted;
    for (const QString& name : wanted)
        if (!m_known.contains(name)) m_known << name;
    m_known.sort();
    QSettings().setValue(settingsKey(), m_selected);
    emit changed();
}

void Scope::toggle(const QString& namespace_) {
    QStringList wanted = m_selected;
    if (!wanted.removeOne(namespace_)) wanted << namespace_;
    select(wanted);
}

QString Scope::text() const {
    if (m_selected.isEmpty()) return tr("All namespaces");
    if (m_selected.size() == 1) return m_selected.front();
    return tr("%1 and %n more", nullptr, static_cast<int>(m_selected.size()) - 1).arg(m_selected.front());
}

}  // namespace armillary::app
