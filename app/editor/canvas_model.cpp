#include "canvas_model.h"

#include <QStandardPaths>
#include <algorithm>
#include <ranges>

#include "canvas_fresh.h"

namespace armillary::app {

namespace {

constexpr auto kRememberAfter = std::chrono::milliseconds(600);
constexpr double kColumn = kCanvasCard.width() + 84, kRow = kCanvasCard.height() + 22;
constexpr std::size_t kMostSteps = 1000;

}  // namespace

CanvasModel::CanvasModel(QObject* parent)
    : QObject(parent),
      m_live(this),
      m_folder(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/canvas")) {
    m_rememberSoon.setSingleShot(true);
    m_rememberSoon.setInterval(kRememberAfter);
    connect(&m_rememberSoon, &QTimer::timeout, this, &CanvasModel::remember);
    connect(&m_live, &CanvasLive::changed, this, &CanvasModel::refreshStates);
}

CanvasModel::~CanvasModel() {
    if (m_dirty) writePlaces(m_folder, m_path, m_known);
}

void CanvasModel::setDocument(EditorDocument* document) {
    if (m_document == document) return;
    if (m_document) disconnect(m_document, nullptr, this, nullptr);
    m_document = document;
    m_project = nullptr;
    if (document) {
        connect(document, &EditorDocument::changed, this, &CanvasModel::take);
        connect(document, &EditorDocument::placing, this, &CanvasModel::expectAt);
        connect(document, &EditorDocument::saved, &m_rememberSoon, qOverload<>(&QTimer::start));
        connect(document, &EditorDocument::findingsChanged, this, [this] {
            countFindings(m_graph, m_document->project());
            emit graphChanged();
        });
        const auto follow = [this] {
            Cluster* cluster = m_document->cluster();
            m_live.setCluster(cluster);
            if (cluster) {
                connect(cluster, &Cluster::feedsReady, &m_live, [this] { m_live.follow(m_graph); });
                connect(cluster, &Cluster::discoveryChanged, &m_live, [this] { m_live.follow(m_graph); });
            }
            m_live.follow(m_graph);
        };
        connect(document, &EditorDocument::clusterChanged, this, follow);
        follow();
        take();
    }
    emit documentChanged();
}

std::size_t CanvasModel::depth() const {
    return m_document ? m_document->project().workspace().undoDepth() : 0;
}

/// The document is another one than before.
void CanvasModel::take() {
    if (!m_document) return;
    const editor::Project& project = m_document->project();
    const bool another = m_project != &project;
    m_project = &project;
    m_graph = buildCanvas(project, another ? CanvasGraph() : m_graph);
    // Whoever has got another name stays where it is.
    std::map<editor::ItemId, std::string> keys;
    for (const CanvasNode& node : m_graph.nodes) {
        if (node.isGhost()) continue;
        keys[node.item] = node.key;
        const auto before = another ? m_keys.end() : m_keys.find(node.item);
        if (before == m_keys.end() || before->second == node.key) continue;
        if (const auto place = m_known.find(before->second); place != m_known.end()) m_known[node.key] = place->second;
    }
    m_keys = std::move(keys);
    if (another) {
        begin();
    } else if (!m_beginning) {
        placeNew();
    }
    // Something new was done: what was undone of the cards is gone with the rest. What is done again is what came next.
    const bool again = !m_next.empty() && project.workspace().undoTitle() == m_next;
    if (depth() > m_lastDepth && !again) m_undone.clear();
    m_lastDepth = depth();
    m_next = project.workspace().redoTitle();
    m_live.follow(m_graph);
    refreshStates();
    emit graphChanged();
    emit placesChanged();
}

/// Another project: what is remembered of it is read backstage.
void CanvasModel::begin() {
    if (m_dirty) writePlaces(m_folder, m_path, m_known);
    m_dirty = false;
    m_known.clear();
    m_done.clear();
    m_undone.clear();
    m_places.assign(m_graph.nodes.size(), QPointF());
    m_path = projectPath(m_document->project().workspace().files());
    ++m_generation;
    m_arranging = m_beginning = false;
    Cluster* cluster = m_document->cluster();
    if (m_graph.nodes.empty() || !cluster) return placeNew();
    m_arranging = m_beginning = true;
    cluster->work(
        this, [folder = m_folder, path = m_path] { return readPlaces(folder, path); },
        [this, generation = m_generation](CanvasPlaces places) {
            if (generation != m_generation) return;
            m_beginning = m_arranging = false;
            m_known = std::move(places);
            const auto known = std::ranges::count_if(
                m_graph.nodes, [&](const CanvasNode& node) { return m_known.contains(node.key); });
            if (known == 0) return arrangeAll(false);
            placeNew();
            emit placesChanged();
        });
}

void CanvasModel::arrangeAll(bool asStep) {
    Cluster* cluster = m_document ? m_document->cluster() : nullptr;
    if (m_arranging || !cluster || m_graph.nodes.empty()) return;
    m_arranging = true;
    if (!asStep) m_beginning = true;
    emit placesChanged();
    std::vector<std::string> keys;
    for (const CanvasNode& node : m_graph.nodes) keys.push_back(node.key);
    cluster->work(
        this, [shape = shapeOf(m_graph), aspect = m_aspect] { return layOutCanvas(shape, aspect); },
        [this, asStep, keys = std::move(keys), generation = m_generation](const std::vector<QPointF>& places) {
            if (generation != m_generation) return;
            m_arranging = m_beginning = false;
            Moved before, after;
            for (std::size_t i = 0; i < keys.size(); ++i) {
                if (const auto known = m_known.find(keys[i]); known != m_known.end()) before.emplace_back(*known);
                after.emplace_back(keys[i], places[i]);
            }
            apply(after);
            if (asStep) record(std::move(before), std::move(after));
        });
}

void CanvasModel::tidyUp() {
    arrangeAll(true);
}

/// Beside what it has to do with, in its own layer.
QPointF CanvasModel::wantedFor(int node) const {
    const CanvasNode& own = m_graph.nodes[static_cast<std::size_t>(node)];
    for (const CanvasEdge& edge : m_graph.edges) {
        if (edge.from != node && edge.to != node) continue;
        const int other = edge.from == node ? edge.to : edge.from;
        const CanvasNode& near = m_graph.nodes[static_cast<std::size_t>(other)];
        const auto place = m_known.find(near.key);
        if (place == m_known.end()) continue;
        const int layers = own.layer == near.layer ? (edge.from == node ? -1 : 1) : (own.layer > near.layer ? 1 : -1);
        return place->second + QPointF(layers * kColumn, 0);
    }
    const QRectF all = bounds();
    return all.isNull() ? QPointF() : QPointF(all.left(), all.bottom() + kRow - kCanvasCard.height());
}

/// What has no place yet gets one, where it was expected or beside what it has to do with.
void CanvasModel::placeNew() {
    std::vector<int> fresh;
    std::vector<QPointF> taken;
    m_places.assign(m_graph.nodes.size(), QPointF());
    for (std::size_t i = 0; i < m_graph.nodes.size(); ++i) {
        const auto known = m_known.find(m_graph.nodes[i].key);
        if (known == m_known.end()) {
            fresh.push_back(static_cast<int>(i));
            continue;
        }
        m_places[i] = known->second;
        taken.push_back(known->second);
    }
    // Those of the project first: what they refer to stands beside them.
    std::ranges::stable_partition(fresh,
                                  [&](int node) { return !m_graph.nodes[static_cast<std::size_t>(node)].isGhost(); });
    const auto expected = std::exchange(m_expected, {});
    int leftmost = 100;
    for (const int node : fresh) leftmost = std::min(leftmost, m_graph.nodes[static_cast<std::size_t>(node)].layer);
    std::map<int, int> columns;
    for (const int node : fresh) columns.emplace(m_graph.nodes[static_cast<std::size_t>(node)].layer, 0);
    int column = 0;
    for (auto& [_, at] : columns) at = column++;
    for (const int node : fresh) {
        const CanvasNode& own = m_graph.nodes[static_cast<std::size_t>(node)];
        const QPointF wanted =
            expected && !own.isGhost() ? *expected + QPointF(columns[own.layer] * kColumn, 0) : wantedFor(node);
        const QPointF place = freePlace(wanted, taken);
        m_places[static_cast<std::size_t>(node)] = m_known[own.key] = place;
        taken.push_back(place);
    }
    if (fresh.empty()) return;
    m_dirty = true;
    m_rememberSoon.start();
}

QRectF CanvasModel::bounds() const {
    QRectF all;
    for (const CanvasNode& node : m_graph.nodes)
        if (const auto place = m_known.find(node.key); place != m_known.end())
            all |= QRectF(place->second, kCanvasCard);
    return all;
}

void CanvasModel::apply(const Moved& moved) {
    for (const auto& [key, at] : moved) m_known[key] = at;
    m_dirty = true;
    m_rememberSoon.start();
    placeNew();
    emit placesChanged();
}

void CanvasModel::record(Moved before, Moved after) {
    m_done.push_back({depth(), std::move(before), std::move(after)});
    if (m_done.size() > kMostSteps) m_done.erase(m_done.begin());
    m_undone.clear();
    emit graphChanged();
}

void CanvasModel::move(const std::vector<std::pair<int, QPointF>>& to) {
    Moved before, after;
    for (const auto& [node, at] : to) {
        const std::string& key = m_graph.nodes[static_cast<std::size_t>(node)].key;
        before.emplace_back(key, m_places[static_cast<std::size_t>(node)]);
        after.emplace_back(key, at);
    }
    if (before == after) return;
    apply(after);
    record(std::move(before), std::move(after));
}

bool CanvasModel::canUndo() const {
    return m_document && (!m_document->undoTitle().isEmpty() || (!m_done.empty() && m_done.back().depth <= depth()));
}

bool CanvasModel::canRedo() const {
    return m_document &&
           (!m_document->redoTitle().isEmpty() || (!m_undone.empty() && m_undone.back().depth == depth()));
}

/// What was done last, to the cards or to the document.
void CanvasModel::undo() {
    if (!m_document) return;
    while (!m_done.empty() && m_done.back().depth > depth()) {
        m_undone.push_back(std::move(m_done.back()));
        m_done.pop_back();
    }
    if (m_done.empty() || m_done.back().depth < depth()) return m_document->undo();
    Step step = std::move(m_done.back());
    m_done.pop_back();
    apply(step.before);
    m_undone.push_back(std::move(step));
    emit graphChanged();
}

void CanvasModel::redo() {
    if (!m_document) return;
    if (m_undone.empty() || m_undone.back().depth != depth()) return m_document->redo();
    Step step = std::move(m_undone.back());
    m_undone.pop_back();
    apply(step.after);
    m_done.push_back(std::move(step));
    emit graphChanged();
}

void CanvasModel::refreshStates() {
    std::vector<CanvasState> states;
    states.reserve(m_graph.nodes.size());
    for (const CanvasNode& node : m_graph.nodes) states.push_back(m_live.stateOf(node));
    if (states == m_states) return;
    m_states = std::move(states);
    emit statesChanged();
}

void CanvasModel::remember() {
    if (!m_document) return;
    m_path = projectPath(m_document->project().workspace().files());
    Cluster* cluster = m_document->cluster();
    if (!m_dirty || m_path.isEmpty() || !cluster) return;
    m_dirty = false;
    // Of what is gone nothing is kept for another day.
    CanvasPlaces places;
    for (const CanvasNode& node : m_graph.nodes)
        if (const auto place = m_known.find(node.key); place != m_known.end()) places.insert(*place);
    cluster->work(
        this,
        [folder = m_folder, path = m_path, places = std::move(places)] {
            writePlaces(folder, path, places);
            return true;
        },
        [](bool) {});
}

}  // namespace armillary::app
