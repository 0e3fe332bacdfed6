#include "canvas_graph.h"

#include <QCoreApplication>
#include <algorithm>

namespace armillary::app {

namespace {

const std::string kPartOf = "app.kubernetes.io/part-of";
/// More nobody can look at; the table has them all the same.
constexpr std::size_t kMostGhosts = 500;

QString said(const char* text) {
    return QCoreApplication::translate("Canvas", text);
}

std::string keyOf(const relations::ObjectId& object) {
    return object.kind.text() + "/" + object.namespace_ + "/" + object.name;
}

CanvasNode nodeOf(const editor::Item& item) {
    CanvasNode node;
    node.item = item.id;
    node.object = item.value ? relations::idOf(*item.value) : item.object;
    node.apiVersion = item.apiVersion;
    node.value = item.value;
    node.kind = QString::fromStdString(item.object.kind.name);
    node.layer = canvasLayerOf(item.object.kind);
    node.substance = item.value ? substanceOf(*item.value) : said(QT_TRANSLATE_NOOP("Canvas", "Cannot be read"));
    node.group = node.object.namespace_;
    if (!item.value) return node;
    const auto& labels = item.value->meta().labels;
    const auto application = labels.find(kPartOf);
    if (application == labels.end()) return node;
    node.group = application->second;
    node.application = true;
    return node;
}

CanvasNode ghostOf(const relations::ObjectId& object, const CanvasNode& referrer) {
    CanvasNode node;
    node.object = object;
    node.kind = QString::fromStdString(object.kind.name);
    node.layer = canvasLayerOf(object.kind);
    node.group = referrer.group;
    node.application = referrer.application;
    return node;
}

}  // namespace

int CanvasGraph::find(editor::ItemId item) const {
    const auto found = byItem.find(item);
    return found == byItem.end() ? -1 : found->second;
}

int CanvasGraph::findKey(const std::string& key) const {
    const auto found = std::ranges::find(nodes, key, &CanvasNode::key);
    return found == nodes.end() ? -1 : static_cast<int>(found - nodes.begin());
}

CanvasGraph buildCanvas(const editor::Project& project, const CanvasGraph& before) {
    CanvasGraph graph;
    std::map<std::string, int> used;
    const auto add = [&](CanvasNode node) {
        node.key = keyOf(node.object);
        if (const int times = ++used[node.key]; times > 1) node.key += "#" + std::to_string(times);
        graph.nodes.push_back(std::move(node));
        return static_cast<int>(graph.nodes.size()) - 1;
    };
    for (const editor::Item& item : project.items()) {
        const int known = before.find(item.id);
        const bool same = known >= 0 && item.value && before.nodes[static_cast<std::size_t>(known)].value == item.value;
        graph.byItem[item.id] = add(same ? before.nodes[static_cast<std::size_t>(known)] : nodeOf(item));
    }
    std::map<relations::ObjectId, int> ghosts;
    std::map<std::pair<int, int>, int> lanes;
    for (const editor::Connection& each : project.connections()) {
        const int from = graph.find(each.from);
        int to = graph.find(each.to);
        if (from < 0) continue;
        if (to < 0) {
            auto ghost = ghosts.find(each.edge.to);
            if (ghost == ghosts.end()) {
                if (ghosts.size() >= kMostGhosts) continue;
                const CanvasNode made = ghostOf(each.edge.to, graph.nodes[static_cast<std::size_t>(from)]);
                ghost = ghosts.emplace(each.edge.to, add(made)).first;
            }
            to = ghost->second;
        }
        if (from == to) continue;
        graph.edges.push_back({from, to, lanes[std::minmax(from, to)]++, each});
    }
    countFindings(graph, project);
    return graph;
}

void countFindings(CanvasGraph& graph, const editor::Project& project) {
    for (CanvasNode& node : graph.nodes) {
        node.errors = node.warnings = 0;
        node.finding.clear();
    }
    for (const editor::Finding& each : project.findings()) {
        const int at = graph.find(each.item);
        if (at < 0 || each.what.severity == manifest::Severity::Hint) continue;
        CanvasNode& node = graph.nodes[static_cast<std::size_t>(at)];
        const bool error = each.what.severity == manifest::Severity::Error;
        if (node.finding.isEmpty() || (error && node.errors == 0))
            node.finding = QString::fromStdString(each.what.message);
        ++(error ? node.errors : node.warnings);
    }
}

int canvasLayerOf(const relations::Kind& kind) {
    static const std::map<std::string, int, std::less<>> layers = {
        {"Namespace", 0},
        {"GatewayClass", 0},
        {"IngressClass", 0},
        {"Gateway", 0},
        {"Ingress", 1},
        {"HTTPRoute", 1},
        {"GRPCRoute", 1},
        {"TLSRoute", 1},
        {"TCPRoute", 1},
        {"UDPRoute", 1},
        {"ValidatingWebhookConfiguration", 1},
        {"MutatingWebhookConfiguration", 1},
        {"APIService", 1},
        {"Service", 2},
        {"HorizontalPodAutoscaler", 2},
        {"NetworkPolicy", 2},
        {"PodDisruptionBudget", 2},
        {"ConfigMap", 4},
        {"Secret", 4},
        {"ServiceAccount", 4},
        {"PersistentVolumeClaim", 4},
        {"Role", 4},
        {"ClusterRole", 4},
        {"StorageClass", 5},
        {"PersistentVolume", 5},
        {"PriorityClass", 5},
        {"RuntimeClass", 5},
        {"Node", 5},
    };
    const auto found = layers.find(kind.name);
    return found == layers.end() ? 3 : found->second;
}

QString meaningOf(std::string_view relation) {
    static const std::map<std::string_view, const char*> words = {
        {relations::relation::kSelects, QT_TRANSLATE_NOOP("Canvas", "Selects pods of")},
        {relations::relation::kRoutes, QT_TRANSLATE_NOOP("Canvas", "Sends traffic to")},
        {relations::relation::kAttaches, QT_TRANSLATE_NOOP("Canvas", "Attaches to")},
        {relations::relation::kScales, QT_TRANSLATE_NOOP("Canvas", "Scales")},
        {relations::relation::kReads, QT_TRANSLATE_NOOP("Canvas", "Reads")},
        {relations::relation::kPullsWith, QT_TRANSLATE_NOOP("Canvas", "Pulls images with")},
        {relations::relation::kMounts, QT_TRANSLATE_NOOP("Canvas", "Mounts")},
        {relations::relation::kNamedBy, QT_TRANSLATE_NOOP("Canvas", "Gets its pods' names from")},
        {relations::relation::kClaims, QT_TRANSLATE_NOOP("Canvas", "Claims storage by")},
        {relations::relation::kOfClass, QT_TRANSLATE_NOOP("Canvas", "Is of the class")},
        {relations::relation::kBound, QT_TRANSLATE_NOOP("Canvas", "Is bound to")},
        {relations::relation::kRunsAs, QT_TRANSLATE_NOOP("Canvas", "Runs as")},
        {relations::relation::kGrants, QT_TRANSLATE_NOOP("Canvas", "Grants")},
        {relations::relation::kTo, QT_TRANSLATE_NOOP("Canvas", "Grants to")},
        {relations::relation::kPeer, QT_TRANSLATE_NOOP("Canvas", "Lets through")},
        {relations::relation::kRunsOn, QT_TRANSLATE_NOOP("Canvas", "Runs on")},
        {relations::relation::kPlaces, QT_TRANSLATE_NOOP("Canvas", "May run on")},
        {relations::relation::kOwned, QT_TRANSLATE_NOOP("Canvas", "Is owned by")},
    };
    const auto found = words.find(relation);
    return found == words.end() ? said(QT_TRANSLATE_NOOP("Canvas", "Refers to")) : said(found->second);
}

}  // namespace armillary::app
