#include "map_model.h"

#include <QElapsedTimer>
#include <QThread>
#include <algorithm>
#include <array>

#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/batchv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/networkingv1.h"

namespace armillary::app {

namespace {

constexpr auto kSoon = std::chrono::milliseconds(150);
// A picture is made anew after this many times as long as the last one took: a fifth of a processor at most.
constexpr int kRestShare = 4;
const QStringList kKindNames = {"Ingress", "Service", "Workload", "Pods", "Config", "Secret", "Claim", "Account"};

// In the order of connectFeeds().
enum Source { Ingresses, Services, Deployments, StatefulSets, DaemonSets, Jobs, CronJobs, Pods, Claims, kSources };

ReferenceNames namesOf(const Feed& feed) {
    ReferenceNames names{.known = feed.problem().isEmpty(), .onlyNamespace = feed.narrowedTo().toStdString()};
    for (const ObjectRef& object : feed.objects()) names.keys.insert(object->key());
    return names;
}

}  // namespace

struct MapModel::Made {
    MapPictureRef picture;
    int milliseconds = 0;
    Qt::HANDLE thread = nullptr;
};

MapModel::MapModel(QObject* parent)
    : QObject(parent),
      m_configMaps(QStringLiteral("ConfigMap")),
      m_secrets(QStringLiteral("Secret")),
      m_accounts(QStringLiteral("ServiceAccount")) {
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &MapModel::make);
    for (NameIndex* names : {&m_configMaps, &m_secrets, &m_accounts})
        connect(names, &NameIndex::changed, this, &MapModel::changed);
}

void MapModel::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    m_cluster = cluster;
    if (m_cluster) connect(m_cluster, &Cluster::feedsReady, this, &MapModel::connectFeeds);
    connectFeeds();
    emit clusterChanged();
}

void MapModel::setActive(bool active) {
    if (m_active == active) return;
    m_active = active;
    emit optionsChanged();
    connectFeeds();
    chosen();
}

/// Nothing is read before somebody looks.
void MapModel::connectFeeds() {
    if (!m_cluster || !m_cluster->hasFeeds() || !m_active || !m_feeds.empty()) return;
    m_feeds = {m_cluster->feed<networkingv1::Ingress>(),
               m_cluster->feed<corev1::Service>(),
               m_cluster->feed<appsv1::Deployment>(),
               m_cluster->feed<appsv1::StatefulSet>(),
               m_cluster->feed<appsv1::DaemonSet>(),
               m_cluster->feed<batchv1::Job>(),
               m_cluster->feed<batchv1::CronJob>(),
               m_cluster->feed<corev1::Pod>(),
               m_cluster->feed<corev1::PersistentVolumeClaim>()};
    for (Feed* feed : m_feeds) {
        connect(feed, &Feed::changed, this, &MapModel::changed);
        connect(feed, &Feed::synced, this, &MapModel::changed);
    }
    for (NameIndex* names : {&m_configMaps, &m_secrets, &m_accounts}) names->follow(m_cluster);
    changed();
}

void MapModel::setNamespaces(const QStringList& namespaces) {
    if (m_options.namespaces == namespaces) return;
    m_options.namespaces = namespaces;
    emit optionsChanged();
    chosen();
}

void MapModel::setSelector(const QString& selector) {
    if (m_selector == selector) return;
    m_selector = selector;
    const auto parsed = LabelSelector::parse(selector.trimmed().toStdString());
    m_options.selector = parsed ? *parsed : LabelSelector();
    emit optionsChanged();
    chosen();
}

void MapModel::setOnlyProblems(bool only) {
    if (m_options.onlyProblems == only) return;
    m_options.onlyProblems = only;
    emit optionsChanged();
    chosen();
}

void MapModel::setGrouping(const QString& grouping) {
    if (m_grouping == grouping) return;
    m_grouping = grouping;
    m_options.podsByMachine = grouping == QLatin1StringView("machine");
    emit optionsChanged();
    chosen();
}

void MapModel::setHiddenKinds(const QStringList& kinds) {
    if (m_hidden == kinds) return;
    m_hidden = kinds;
    m_options.hidden.clear();
    for (const QString& kind : kinds)
        if (const auto at = kKindNames.indexOf(kind); at >= 0) m_options.hidden.push_back(static_cast<MapKind>(at));
    emit optionsChanged();
    chosen();
}

void MapModel::setAspect(double aspect) {
    // Not for every pixel of a window that is being resized.
    if (!(aspect > 0.1) || std::abs(m_aspect - aspect) < 0.15) return;
    m_aspect = aspect;
    emit optionsChanged();
    chosen();
}

/// Somebody waits for it.
void MapModel::chosen() {
    if (m_active && !m_feeds.empty()) m_soon.start(kSoon);
}

/// By itself.
void MapModel::changed() {
    if (m_active && !m_feeds.empty() && !m_soon.isActive())
        m_soon.start(std::max(kSoon, std::chrono::milliseconds(kRestShare * m_layoutMilliseconds)));
}

void MapModel::make() {
    if (m_making) {
        m_again = true;
        return;
    }
    if (!m_active || !m_cluster || !std::ranges::all_of(m_feeds, &Feed::isSynced)) return;
    if (!m_configMaps.isSettled() || !m_secrets.isSettled() || !m_accounts.isSettled()) return;
    m_making = true;
    MapSources sources;
    const auto objects = [&](Source source) { return m_feeds[source]->objects(); };
    sources.ingresses = objects(Ingresses);
    sources.services = objects(Services);
    for (const Source source : {Deployments, StatefulSets, DaemonSets, Jobs, CronJobs})
        std::ranges::move(objects(source), std::back_inserter(sources.workloads));
    sources.pods = objects(Pods);
    sources.claims = objects(Claims);
    sources.serviceNames = namesOf(*m_feeds[Services]);
    sources.claimNames = namesOf(*m_feeds[Claims]);

    m_cluster->ask(
        this,
        [sources = std::move(sources), options = m_options, layouter = m_layouter, grouping = m_grouping,
         aspect = m_aspect, configMaps = m_configMaps.names(), secrets = m_secrets.names(),
         accounts = m_accounts.names()](const Reader&) mutable {
            QElapsedTimer timer;
            timer.start();
            Made made{.thread = QThread::currentThreadId()};
            sources.configMaps = *configMaps;
            sources.secrets = *secrets;
            sources.accounts = *accounts;
            made.picture =
                layouter->layOut(buildMap(sources, options), grouping == u"machine" ? QString() : grouping, aspect);
            made.milliseconds = static_cast<int>(timer.elapsed());
            return made;
        },
        [this](const Made& made) { take(made); });
}

void MapModel::take(const Made& made) {
    m_making = false;
    ++m_made;
    m_layoutMilliseconds = made.milliseconds;
    m_madeOn = made.thread;
    // Most of what happens in a cluster does not show on its map.
    if (!m_picture || *m_picture != *made.picture) {
        m_picture = made.picture;
        emit pictureChanged();
    }
    if (std::exchange(m_again, false)) chosen();
}

int MapModel::problems() const {
    return m_picture ? static_cast<int>(std::ranges::count_if(m_picture->graph.nodes, &MapNode::isProblem)) : 0;
}

QVariantList MapModel::search(const QString& text, int most) const {
    const QString wanted = text.trimmed().toLower();
    if (wanted.isEmpty() || !m_picture) return {};
    // In the order of their rank: the very name, what begins with it, what has it somewhere; pods after all else.
    std::array<QVariantList, 6> ranks;
    const auto offer = [&](const QString& name, const QString& resource, const QString& key, int node, bool pod) {
        const auto at = name.indexOf(wanted, 0, Qt::CaseInsensitive);
        if (at < 0) return;
        const std::size_t rank = (at > 0 ? 2u : name.size() > wanted.size() ? 1u : 0u) + (pod ? 3u : 0u);
        if (ranks[rank].size() < most)
            ranks[rank].append(QVariantMap{{"resource", resource}, {"key", key}, {"title", key}, {"node", node}});
    };
    const auto& nodes = m_picture->graph.nodes;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const int at = static_cast<int>(i);
        if (!nodes[i].title.isEmpty() && !nodes[i].key.isEmpty() && nodes[i].kind != MapKind::Pods)
            offer(nodes[i].title, nodes[i].resource, nodes[i].key, at, false);
        for (const MapPod& pod : nodes[i].pods) {
            const QString key = QString::fromStdString(pod.key);
            offer(key.section(u'/', 1), QStringLiteral("/Pod"), key, at, true);
        }
    }
    QVariantList found;
    for (const QVariantList& rank : ranks)
        for (const QVariant& each : rank)
            if (found.size() < most) found.append(each);
    return found;
}

}  // namespace armillary::app
