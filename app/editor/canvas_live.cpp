#include "canvas_live.h"

#include <algorithm>

#include "canvas_drift.h"
#include "engine/resources/resource.h"
#include "engine/schema/api/corev1.h"

namespace armillary::app {

namespace {

constexpr auto kSoon = std::chrono::milliseconds(150);

const resources::Resource* resourceRowOf(const relations::Kind& kind, const std::string& apiVersion) {
    const auto& table = resources::Table::builtIn();
    const resources::Resource* best = nullptr;
    for (const resources::Resource& row : table.rows()) {
        if (row.group != kind.group || row.kind != kind.name || row.virtual_ || !row.has(resources::kList)) continue;
        if (!best || row.apiVersion() == apiVersion) best = &row;
    }
    return best;
}

std::string liveKeyOf(const relations::ObjectId& object) {
    return object.namespace_.empty() ? object.name : object.namespace_ + "/" + object.name;
}

}  // namespace

CanvasLive::CanvasLive(QObject* parent)
    : QObject(parent),
      m_configMaps(QStringLiteral("ConfigMap")),
      m_secrets(QStringLiteral("Secret")),
      m_accounts(QStringLiteral("ServiceAccount")) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoon);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        countPods();
        emit changed();
    });
    for (NameIndex* names : {&m_configMaps, &m_secrets, &m_accounts})
        connect(names, &NameIndex::changed, &m_soon, qOverload<>(&QTimer::start));
}

void CanvasLive::setCluster(Cluster* cluster) {
    for (const auto& [_, feed] : m_feeds)
        if (feed) disconnect(feed, nullptr, &m_soon, nullptr);
    if (m_podFeed) disconnect(m_podFeed, nullptr, &m_soon, nullptr);
    m_cluster = cluster;
    m_feeds.clear();
    m_podFeed = nullptr;
}

const NameIndex* CanvasLive::namesOf(const relations::Kind& kind) const {
    if (!kind.group.empty()) return nullptr;
    return kind.name == "ConfigMap"        ? &m_configMaps
           : kind.name == "Secret"         ? &m_secrets
           : kind.name == "ServiceAccount" ? &m_accounts
                                           : nullptr;
}

void CanvasLive::watch(Feed* feed) {
    connect(feed, &Feed::changed, &m_soon, qOverload<>(&QTimer::start), Qt::UniqueConnection);
    connect(feed, &Feed::synced, &m_soon, qOverload<>(&QTimer::start), Qt::UniqueConnection);
    m_soon.start();
}

Feed* CanvasLive::feedOf(const relations::Kind& kind, const std::string& apiVersion) {
    const auto known = m_feeds.find(kind);
    if (known != m_feeds.end()) return known->second;
    const resources::Resource* row = resourceRowOf(kind, apiVersion);
    Feed* feed = row && m_cluster->resourceOfKind(QString::fromStdString(kind.group), QString::fromStdString(kind.name))
                     ? m_cluster->feed(*row)
                     : nullptr;
    if (feed) watch(feed);
    return m_feeds[kind] = feed;
}

void CanvasLive::follow(const CanvasGraph& graph) {
    if (!m_cluster || !m_cluster->hasFeeds() || !m_cluster->isDiscovered()) return;
    for (const CanvasNode& node : graph.nodes) {
        if (const NameIndex* names = namesOf(node.object.kind)) {
            const_cast<NameIndex*>(names)->follow(m_cluster);
            continue;
        }
        feedOf(node.object.kind, node.apiVersion);
        if (!m_podFeed && !relations::podTemplateOf(node.object.kind).spec.empty()) {
            m_podFeed = m_cluster->feed<corev1::Pod>();
            if (m_podFeed) watch(m_podFeed);
        }
    }
    m_soon.start();
}

void CanvasLive::countPods() {
    m_pods.clear();
    if (!m_podFeed) return;
    for (const ObjectRef& pod : m_podFeed->objects()) {
        const PodState state = podState(*pod);
        const Workload owner = workloadOf(*pod);
        const QString namespace_ = QString::fromStdString(pod->namespace_());
        const auto count = [&](const WorkloadName& name) {
            Pods& pods = m_pods[name];
            pods.states.push_back(state);
            if (state == PodState::Failing && pods.trouble.isEmpty()) pods.trouble = podStatusText(*pod);
        };
        count({owner.kind, owner.namespace_, owner.name});
        if (owner.kind != u"Pod") count({QStringLiteral("Pod"), namespace_, QString::fromStdString(pod->name())});
    }
    for (auto& [_, pods] : m_pods) std::ranges::sort(pods.states);
}

CanvasState CanvasLive::stateOf(const CanvasNode& node) const {
    CanvasState state;
    const std::string key = liveKeyOf(node.object);
    if (const NameIndex* names = namesOf(node.object.kind)) {
        state.exists = names->names()->keys.contains(key);
        state.known = state.exists || names->names()->lacks(node.object.namespace_, node.object.name);
        return state;
    }
    const auto found = m_feeds.find(node.object.kind);
    Feed* feed = found == m_feeds.end() ? nullptr : found->second;
    if (!feed || !feed->isSynced() || !feed->problem().isEmpty()) return state;
    const ObjectRef live = feed->get(key);
    state.exists = live != nullptr;
    const std::string narrowed = feed->narrowedTo().toStdString();
    state.known = state.exists || narrowed.empty() || narrowed == node.object.namespace_;
    if (!live) return state;
    if (node.value) state.drift = firstDrift(*node.value, *live);
    const auto pods = m_pods.find({node.kind, QString::fromStdString(node.object.namespace_), node.title()});
    if (pods == m_pods.end()) return state;
    state.pods = pods->second.states;
    state.trouble = pods->second.trouble;
    return state;
}

}  // namespace armillary::app
