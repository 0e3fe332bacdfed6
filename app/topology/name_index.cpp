#include "name_index.h"

namespace armillary::app {

NameIndex::NameIndex(QString kind, QObject* parent) : QObject(parent), m_kind(std::move(kind)), m_source(this) {
    connect(&m_source, &TableSource::rowsChanged, this, &NameIndex::take);
    connect(&m_source, &TableSource::listed, this, [this] {
        mutableNames().known = true;
        settle();
    });
    connect(&m_source, &TableSource::narrowed, this,
            [this](const QString& to) { mutableNames().onlyNamespace = to.toStdString(); });
    connect(&m_source, &TableSource::failed, this, [this] {
        mutableNames() = {};
        settle();
    });
}

void NameIndex::follow(Cluster* cluster) {
    if (m_cluster == cluster) return;
    if (m_cluster) m_cluster->disconnect(this);
    m_source.close();
    m_open = m_settled = false;
    mutableNames() = {};
    m_cluster = cluster;
    if (m_cluster) connect(m_cluster, &Cluster::discoveryChanged, this, &NameIndex::open);
    open();
}

void NameIndex::open() {
    if (!m_cluster || m_open || !m_cluster->isDiscovered()) return;
    const auto* resource = m_cluster->resourceOfKind({}, m_kind);
    if (!resource) return settle();
    m_open = true;
    m_source.open(m_cluster, *resource, {});
}

void NameIndex::settle() {
    m_settled = true;
    emit changed();
}

void NameIndex::take(const std::vector<TableRow>& put, const QStringList& removed) {
    ReferenceNames& names = mutableNames();
    bool different = false;
    for (const QString& key : removed) different = names.keys.erase(key.toStdString()) > 0 || different;
    for (const TableRow& row : put) different = names.keys.insert(row.key().toStdString()).second || different;
    if (different && names.known) emit changed();
}

ReferenceNames& NameIndex::mutableNames() {
    if (m_names.use_count() > 1) m_names = std::make_shared<ReferenceNames>(*m_names);
    return *m_names;
}

}  // namespace armillary::app
