#include "drains.h"

#include <algorithm>

namespace armillary::app {

void Drains::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    m_cluster = cluster;
    qDeleteAll(m_drains);
    m_drains.clear();
    emit clusterChanged();
}

Drain* Drains::of(const QString& node) {
    if (!m_cluster) return nullptr;
    for (Drain* drain : m_drains)
        if (drain->node() == node) return drain;
    if (m_drains.size() >= kMost) {
        const auto idle = std::ranges::find_if(m_drains, [](const Drain* drain) { return !drain->isActive(); });
        if (idle == m_drains.end()) return nullptr;
        (*idle)->deleteLater();
        m_drains.erase(idle);
    }
    auto* drain = new Drain(m_cluster, node, std::chrono::milliseconds(m_retryAfter), this);
    connect(drain, &Drain::told, this, [this, node](const QString& title, bool failed, bool over) {
        emit told(QStringLiteral("drain/") + node, title, failed, over);
    });
    m_drains.append(drain);
    return drain;
}

}  // namespace armillary::app
