#include "map_graph.h"

#include <algorithm>
#include <deque>
#include <map>
#include <unordered_map>

#include "app/kinds/registry.h"
#include "engine/relations/relations.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/corev1.h"
#include "map_words.h"
#include "topology_model.h"

namespace armillary::app {

namespace {

using kinds::Tone;
namespace relation = relations::relation;

/// How far from what is looked for the map still shows what belongs to it.
constexpr int kVicinity = 3;

std::string idOf(std::string_view kind, std::string_view namespace_, std::string_view name) {
    std::string id(kind);
    id.append("/").append(namespace_).append("/").append(name);
    return id;
}

/// Workloads and claims, found quickly: what a service selects is looked for among those that have its first label.
class MapWorld final : public relations::World {
public:
    explicit MapWorld(const MapSources& sources) {
        for (const ObjectRef& claim : sources.claims) m_claims[claim->namespace_()].push_back(claim);
        for (const auto* list : {&sources.workloads, &sources.pods})
            for (const ObjectRef& object : *list) {
                // A workload stands for its pods.
                if (object->kind() == "Pod" && workloadOf(*object).kind != QLatin1StringView("Pod")) continue;
                if (const auto labels = relations::podLabels(object))
                    for (const auto& [key, value] : *labels)
                        m_labelled[object->namespace_() + "/" + key + "=" + value].push_back(object);
            }
    }
    /// Only what a service may select; everything again after nullptr.
    void narrow(const ObjectRef& service) {
        m_candidates = nullptr;
        if (!service) return;
        const auto& selector = service->as<corev1::Service>().spec.selector;
        if (selector.empty()) return;
        const auto& [key, value] = *selector.begin();
        const auto found = m_labelled.find(service->namespace_() + "/" + key + "=" + value);
        if (found != m_labelled.end()) m_candidates = &found->second;
    }

    ObjectRef find(const relations::Kind&, std::string_view, std::string_view) const override { return nullptr; }
    std::vector<ObjectRef> list(const relations::Kind& kind, std::string_view namespace_) const override {
        if (kind.name == "PersistentVolumeClaim") {
            const auto found = m_claims.find(std::string(namespace_));
            return found == m_claims.end() ? std::vector<ObjectRef>() : found->second;
        }
        std::vector<ObjectRef> fitting;
        if (m_candidates)
            for (const ObjectRef& object : *m_candidates)
                if (object->kind() == kind.name) fitting.push_back(object);
        return fitting;
    }

private:
    std::unordered_map<std::string, std::vector<ObjectRef>> m_labelled, m_claims;
    const std::vector<ObjectRef>* m_candidates = nullptr;
};

class Builder {
public:
    Builder(const MapSources& sources, const MapOptions& options)
        : m_sources(sources), m_options(options), m_world(sources) {}

    MapGraph build() {
        for (const ObjectRef& ingress : m_sources.ingresses) addObject(ingress, MapKind::Ingress, "networking.k8s.io");
        for (const ObjectRef& service : m_sources.services) addService(service);
        addWorkloads();
        addPods();
        for (const ObjectRef& claim : m_sources.claims) addClaim(claim);
        for (const ObjectRef& ingress : m_sources.ingresses) addReferences(ingress, MapKind::Ingress);
        for (const ObjectRef& service : m_sources.services) addReferences(service, MapKind::Service);
        for (const ObjectRef& workload : m_sources.workloads) addReferences(workload, MapKind::Workload);
        for (const ObjectRef& pod : m_alone) addReferences(pod, MapKind::Pods);
        judgeServices();
        return std::move(m_graph);
    }
    const std::vector<bool>& matched() const { return m_matched; }

private:
    bool hides(MapKind kind) const { return std::ranges::contains(m_options.hidden, kind); }
    bool isInScope(const std::string& namespace_) const {
        return m_options.namespaces.isEmpty() || m_options.namespaces.contains(QString::fromStdString(namespace_));
    }

    /// -1 when it is not to be shown.
    int add(MapNode node, bool matches = false) {
        if (hides(node.kind) || !isInScope(node.namespace_)) return -1;
        const auto [at, fresh] = m_byId.try_emplace(node.id, static_cast<int>(m_graph.nodes.size()));
        if (!fresh) return at->second;
        m_graph.nodes.push_back(std::move(node));
        m_matched.push_back(matches);
        return at->second;
    }
    int find(const std::string& id) const {
        const auto found = m_byId.find(id);
        return found == m_byId.end() ? -1 : found->second;
    }

    static MapNode nodeOf(const Object& object, MapKind kind, std::string_view group) {
        MapNode node{.id = idOf(object.kind(), object.namespace_(), object.name()), .kind = kind};
        node.resource = QString::fromUtf8(group.data(), static_cast<qsizetype>(group.size())) + u'/' +
                        QString::fromStdString(object.kind());
        node.key = QString::fromStdString(object.key());
        node.title = QString::fromStdString(object.name());
        node.subtitle = kindWord(object.kind());
        node.namespace_ = object.namespace_();
        node.application = applicationOf(object);
        return node;
    }
    int addObject(const ObjectRef& object, MapKind kind, std::string_view group) {
        return add(nodeOf(*object, kind, group), m_options.selector.matches(object->meta().labels));
    }

    void addService(const ObjectRef& service) {
        const int at = addObject(service, MapKind::Service, "");
        if (at >= 0 && !service->as<corev1::Service>().spec.selector.empty()) m_selecting.push_back(at);
    }

    void addWorkloads() {
        for (const ObjectRef& object : m_sources.workloads) {
            if (object->kind() == "Job") {
                // A cron job stands for its jobs.
                const auto& owners = object->meta().ownerReferences;
                const auto owner = std::ranges::find(owners, "CronJob", &metav1::OwnerReference::kind);
                if (owner != owners.end()) {
                    m_jobOwners[object->key()] = owner->name;
                    continue;
                }
            }
            const bool batch = object->kind() == "Job" || object->kind() == "CronJob";
            MapNode node = nodeOf(*object, MapKind::Workload, batch ? "batch" : "apps");
            const kinds::Row row = kinds::rowOf(*object);
            node.tone = row.tone;
            node.subtitle = row.status.isEmpty() ? node.subtitle : node.subtitle + QStringLiteral(" · ") + row.status;
            if (object->kind() == "Deployment")
                node.replicas = object->as<appsv1::Deployment>().spec.replicas.value_or(1);
            if (object->kind() == "StatefulSet")
                node.replicas = object->as<appsv1::StatefulSet>().spec.replicas.value_or(1);
            const auto labels = relations::podLabels(object);
            add(std::move(node),
                m_options.selector.matches(object->meta().labels) || (labels && m_options.selector.matches(*labels)));
        }
    }

    void addPods() {
        for (const ObjectRef& pod : m_sources.pods) {
            Workload owner = workloadOf(*pod);
            const bool alone = owner.kind == QLatin1StringView("Pod");
            if (owner.kind == QLatin1StringView("Job"))
                if (const auto cron = m_jobOwners.find((owner.namespace_ + u'/' + owner.name).toStdString());
                    cron != m_jobOwners.end())
                    owner = {QStringLiteral("CronJob"), owner.namespace_, QString::fromStdString(cron->second)};
            const std::string workload =
                idOf(owner.kind.toStdString(), owner.namespace_.toStdString(), owner.name.toStdString());
            const std::string machine = pod->as<corev1::Pod>().spec.nodeName;
            MapNode node{.id = "Pods/" + workload + (m_options.podsByMachine ? "@" + machine : ""),
                         .kind = MapKind::Pods};
            node.namespace_ = pod->namespace_();
            node.application = applicationOf(*pod);
            if (alone)
                node.resource = QStringLiteral("/Pod"), node.key = QString::fromStdString(pod->key()),
                m_alone.push_back(pod);
            node.title = alone                      ? owner.name
                         : !m_options.podsByMachine ? QString()
                         : machine.empty()          ? kindWord("waiting")
                                                    : QString::fromStdString(machine);
            const bool matches = m_options.selector.matches(pod->meta().labels);
            const int parent = alone ? -1 : ownerNode(workload, owner, *pod);
            const int at = add(std::move(node), matches);
            if (at < 0) continue;
            const PodState state = podState(*pod);
            MapNode& kept = m_graph.nodes[static_cast<std::size_t>(at)];
            if (kept.pods.empty() && parent >= 0) {
                connect(parent, at, edgeWord("runs"), false);
                m_podsOf[parent].push_back(at);
            }
            kept.pods.push_back({pod->key(), state});
            ++kept.states[static_cast<std::size_t>(state)];
            if (matches) m_matched[static_cast<std::size_t>(at)] = true;
            if (state == PodState::Failing) kept.tone = Tone::Bad;
            if (state == PodState::Waiting && kept.tone != Tone::Bad) kept.tone = Tone::Warning;
        }
        // What fails comes first in the strip, so that it is seen however many there are.
        for (MapNode& node : m_graph.nodes)
            std::ranges::sort(node.pods, {}, [](const MapPod& pod) {
                return std::pair(pod.state == PodState::Failing ? 0 : pod.state == PodState::Waiting ? 1 : 2, pod.key);
            });
    }

    /// Owners of kinds that are not read are known by their pods.
    int ownerNode(const std::string& id, const Workload& owner, const Object& pod) {
        if (const int known = find(id); known >= 0) return known;
        MapNode node{.id = id, .kind = MapKind::Workload};
        node.resource = owner.kind == QLatin1StringView("ReplicaSet") ? QStringLiteral("apps/ReplicaSet") : QString();
        node.key = owner.namespace_ + u'/' + owner.name;
        node.title = owner.name;
        node.subtitle = kindWord(owner.kind.toStdString());
        node.namespace_ = pod.namespace_();
        node.application = applicationOf(pod);
        return add(std::move(node), m_options.selector.matches(pod.meta().labels));
    }

    void addClaim(const ObjectRef& claim) {
        MapNode node = nodeOf(*claim, MapKind::Claim, "");
        const std::string& phase = claim->as<corev1::PersistentVolumeClaim>().status.phase;
        node.subtitle = node.subtitle + QStringLiteral(" · ") + QString::fromStdString(phase);
        node.tone = phase == "Bound" ? Tone::Good : phase == "Lost" ? Tone::Bad : Tone::Warning;
        add(std::move(node), m_options.selector.matches(claim->meta().labels));
    }

    void addReferences(const ObjectRef& object, MapKind kind) {
        const std::string own = idOf(object->kind(), object->namespace_(), object->name());
        const int from =
            find(kind == MapKind::Pods
                     ? "Pods/" + own + (m_options.podsByMachine ? "@" + object->as<corev1::Pod>().spec.nodeName : "")
                     : own);
        if (from < 0) return;
        m_world.narrow(kind == MapKind::Service ? object : nullptr);
        // Configuration is read by pods: where they are one node, its lines begin there.
        int reader = from;
        if (const auto pods = m_podsOf.find(from); pods != m_podsOf.end() && pods->second.size() == 1)
            reader = pods->second.front();
        for (const relations::Edge& edge : relations::references(object, m_world)) {
            if (edge.relation == relation::kSelects && kind == MapKind::Service) {
                const std::string id = idOf(edge.to.kind.name, edge.to.namespace_, edge.to.name);
                const int to = edge.to.kind.name == "Pod" ? podNode(id) : find(id);
                if (to >= 0) connect(from, to, edgeWord(edge.relation), false);
                if (to >= 0) m_selects.push_back(from);
            } else if (edge.relation == relation::kRoutes || edge.relation == relation::kReads ||
                       edge.relation == relation::kPullsWith || edge.relation == relation::kMounts ||
                       edge.relation == relation::kClaims || edge.relation == relation::kRunsAs) {
                const int to = target(edge);
                if (to < 0) continue;
                const bool broken = m_graph.nodes[static_cast<std::size_t>(to)].missing;
                connect(layerOf(m_graph.nodes[static_cast<std::size_t>(to)].kind) == 4 ? reader : from, to,
                        edgeWord(edge.relation), broken && !edge.optional);
                if (broken && !edge.optional) {
                    m_graph.nodes[static_cast<std::size_t>(to)].tone = Tone::Bad;
                    m_graph.nodes[static_cast<std::size_t>(to)].subtitle = missingWord(false);
                }
            }
        }
    }
    int podNode(const std::string& id) const {
        for (const ObjectRef& pod : m_alone)
            if (idOf("Pod", pod->namespace_(), pod->name()) == id)
                return find("Pods/" + id + (m_options.podsByMachine ? "@" + pod->as<corev1::Pod>().spec.nodeName : ""));
        return -1;
    }

    /// What an edge leads to: known, made here, or missing. -1 for kinds that the map does not show.
    int target(const relations::Edge& edge) {
        struct Known {
            std::string_view kind;
            MapKind shown;
            const ReferenceNames* names;
        };
        const Known kinds[] = {{"Service", MapKind::Service, &m_sources.serviceNames},
                               {"ConfigMap", MapKind::Config, &m_sources.configMaps},
                               {"Secret", MapKind::Secret, &m_sources.secrets},
                               {"PersistentVolumeClaim", MapKind::Claim, &m_sources.claimNames},
                               {"ServiceAccount", MapKind::Account, &m_sources.accounts}};
        const auto known = std::ranges::find(kinds, edge.to.kind.name, &Known::kind);
        if (known == std::end(kinds) || !edge.to.kind.group.empty()) return -1;
        const std::string id = idOf(edge.to.kind.name, edge.to.namespace_, edge.to.name);
        if (const int at = find(id); at >= 0) return at;
        MapNode node{.id = id, .kind = known->shown};
        node.title = QString::fromStdString(edge.to.name);
        node.key = QString::fromStdString(edge.to.namespace_ + "/" + edge.to.name);
        node.namespace_ = edge.to.namespace_;
        node.missing = known->names->lacks(edge.to.namespace_, edge.to.name);
        node.subtitle = node.missing ? missingWord(true) : kindWord(edge.to.kind.name);
        if (node.missing)
            node.tone = Tone::Quiet;
        else
            node.resource = u'/' + QString::fromStdString(edge.to.kind.name);
        return add(std::move(node));
    }

    void connect(int from, int to, const QString& label, bool broken) {
        const auto [at, fresh] = m_edges.try_emplace({from, to}, m_graph.edges.size());
        if (fresh) return m_graph.edges.push_back({from, to, label, broken});
        MapEdge& edge = m_graph.edges[at->second];
        edge.broken = edge.broken || broken;
        if (!edge.label.split(QStringLiteral(", ")).contains(label)) edge.label += QStringLiteral(", ") + label;
    }

    /// A service that selects nothing leads nowhere.
    void judgeServices() {
        for (const int at : m_selecting) {
            if (std::ranges::contains(m_selects, at) || hides(MapKind::Workload)) continue;
            MapNode& node = m_graph.nodes[static_cast<std::size_t>(at)];
            node.tone = Tone::Warning;
            node.subtitle += QStringLiteral(" · ") + nothingSelectedWord();
        }
    }

    const MapSources& m_sources;
    const MapOptions& m_options;
    MapWorld m_world;
    MapGraph m_graph;
    std::vector<bool> m_matched;
    std::unordered_map<std::string, int> m_byId;
    std::unordered_map<std::string, std::string> m_jobOwners;
    std::map<int, std::vector<int>> m_podsOf;
    std::map<std::pair<int, int>, std::size_t> m_edges;
    std::vector<ObjectRef> m_alone;
    std::vector<int> m_selecting, m_selects;
};

using Neighbours = std::vector<std::vector<int>>;

Neighbours neighboursOf(const MapGraph& graph) {
    Neighbours neighbours(graph.nodes.size());
    for (const MapEdge& edge : graph.edges) {
        neighbours[static_cast<std::size_t>(edge.from)].push_back(edge.to);
        neighbours[static_cast<std::size_t>(edge.to)].push_back(edge.from);
    }
    return neighbours;
}

/// Only what `kept` says, in the same order.
MapGraph reduced(MapGraph graph, const std::vector<bool>& kept) {
    std::vector<int> moved(graph.nodes.size(), -1);
    MapGraph result;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        if (kept[i]) {
            moved[i] = static_cast<int>(result.nodes.size());
            result.nodes.push_back(std::move(graph.nodes[i]));
        }
    for (MapEdge& edge : graph.edges) {
        edge.from = moved[static_cast<std::size_t>(edge.from)];
        edge.to = moved[static_cast<std::size_t>(edge.to)];
        if (edge.from >= 0 && edge.to >= 0) result.edges.push_back(std::move(edge));
    }
    return result;
}

/// What satisfies `wanted`, and what is near it.
std::vector<bool> vicinity(const MapGraph& graph, const std::function<bool(std::size_t)>& wanted) {
    const Neighbours neighbours = neighboursOf(graph);
    std::vector<int> distance(graph.nodes.size(), -1);
    std::deque<int> queue;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        if (wanted(i)) distance[i] = 0, queue.push_back(static_cast<int>(i));
    for (; !queue.empty(); queue.pop_front()) {
        const auto here = static_cast<std::size_t>(queue.front());
        if (distance[here] == kVicinity) continue;
        for (const int next : neighbours[here])
            if (distance[static_cast<std::size_t>(next)] < 0)
                distance[static_cast<std::size_t>(next)] = distance[here] + 1, queue.push_back(next);
    }
    std::vector<bool> kept(graph.nodes.size());
    for (std::size_t i = 0; i < kept.size(); ++i) kept[i] = distance[i] >= 0;
    return kept;
}

void findComponents(MapGraph& graph) {
    const Neighbours neighbours = neighboursOf(graph);
    graph.components.assign(graph.nodes.size(), -1);
    int count = 0;
    for (std::size_t start = 0; start < graph.nodes.size(); ++start) {
        if (graph.components[start] >= 0) continue;
        std::vector<int> open{static_cast<int>(start)};
        graph.components[start] = count;
        while (!open.empty()) {
            const auto here = static_cast<std::size_t>(open.back());
            open.pop_back();
            for (const int next : neighbours[here])
                if (auto& component = graph.components[static_cast<std::size_t>(next)]; component < 0)
                    component = count, open.push_back(next);
        }
        ++count;
    }
}

/// Problems first, then what is around them, then the rest in its order, component after component.
std::vector<bool> theMostUseful(const MapGraph& graph, std::size_t most) {
    const std::vector<bool> near = vicinity(graph, [&](std::size_t i) { return graph.nodes[i].isProblem(); });
    std::vector<std::size_t> order(graph.nodes.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, {}, [&](std::size_t i) {
        return std::pair(graph.nodes[i].isProblem() ? 0 : near[i] ? 1 : 2, graph.components[i]);
    });
    std::vector<bool> kept(graph.nodes.size());
    for (std::size_t i = 0; i < std::min(most, order.size()); ++i) kept[order[i]] = true;
    return kept;
}

}  // namespace

int layerOf(MapKind kind) {
    return std::min(static_cast<int>(kind), 4);
}

MapGraph buildMap(const MapSources& sources, const MapOptions& options) {
    Builder builder(sources, options);
    MapGraph graph = builder.build();
    std::vector<bool> kept(graph.nodes.size(), true);
    if (!options.selector.matchesEverything())
        kept = vicinity(graph, [&](std::size_t i) { return builder.matched()[i]; });
    if (options.onlyProblems) {
        const auto near = vicinity(graph, [&](std::size_t i) { return kept[i] && graph.nodes[i].isProblem(); });
        for (std::size_t i = 0; i < kept.size(); ++i) kept[i] = kept[i] && near[i];
    }
    graph = reduced(std::move(graph), kept);
    findComponents(graph);
    if (graph.nodes.size() > options.most) {
        const int omitted = static_cast<int>(graph.nodes.size() - options.most);
        graph = reduced(std::move(graph), theMostUseful(graph, options.most));
        graph.omitted = omitted;
        findComponents(graph);
    }
    return graph;
}

}  // namespace armillary::app
