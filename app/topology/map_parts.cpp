// What a screen reader finds on the map: its cards, then its lines.

#include "map_view.h"

namespace armillary::app {

namespace {
const QString kPods = QStringLiteral("/Pod");
constexpr double kInset = 28;  // of a card that is chosen, from the view's edge
}  // namespace

QString MapView::nameOf(int index) const {
    const MapNode& node = m_picture->graph.nodes[static_cast<std::size_t>(index)];
    const auto pods = static_cast<int>(node.pods.size());
    QStringList parts{node.title.isEmpty() ? tr("%n pods", nullptr, pods) : node.title, node.subtitle};
    for (std::size_t state = 0; state < node.states.size() && !node.pods.empty(); ++state)
        if (node.states[state] > 0)
            parts << tr("%1 of %n pods: %2", nullptr, pods)
                         .arg(node.states[state])
                         .arg(podStateName(static_cast<PodState>(state)));
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QString MapView::nameOf(const MapEdge& edge) const {
    const auto called = [this](int index) {
        const MapNode& node = m_picture->graph.nodes[static_cast<std::size_t>(index)];
        return node.title.isEmpty() ? tr("its %n pods", nullptr, static_cast<int>(node.pods.size())) : node.title;
    };
    const QString name = tr("From %1 to %2: %3").arg(called(edge.from), called(edge.to), edge.label);
    return edge.broken ? name + QStringLiteral(", ") + tr("What it names is not there") : name;
}

int MapView::partCount() const {
    return m_picture ? static_cast<int>(m_picture->graph.nodes.size() + m_picture->graph.edges.size()) : 0;
}

QString MapView::partKey(int part) const {
    const auto& graph = m_picture->graph;
    const auto cards = static_cast<int>(graph.nodes.size());
    if (part < cards) return QString::fromStdString(graph.nodes[static_cast<std::size_t>(part)].id);
    const MapEdge& edge = graph.edges[static_cast<std::size_t>(part - cards)];
    return QString::fromStdString(graph.nodes[static_cast<std::size_t>(edge.from)].id + '>' +
                                  graph.nodes[static_cast<std::size_t>(edge.to)].id) +
           u'>' + edge.label;
}

ScenePart MapView::partAt(int part) const {
    const auto& graph = m_picture->graph;
    const auto cards = static_cast<int>(graph.nodes.size());
    if (part < cards) {
        const MapNode& node = graph.nodes[static_cast<std::size_t>(part)];
        return {nameOf(part), QString::fromStdString(node.namespace_), onScreen(placeOf(part)), m_selectedNode == part,
                false};
    }
    const auto line = static_cast<std::size_t>(part - cards);
    QRectF place;
    for (const QPointF& point : m_picture->lines[line]) place |= QRectF(onScreen(point), QSizeF(1, 1));
    return {nameOf(graph.edges[line]), {}, place, false, true};
}

void MapView::choosePart(int part) {
    if (part < static_cast<int>(m_picture->graph.nodes.size())) chooseNode(part);
}

void MapView::openPart(int part) {
    if (part < 0 || part >= static_cast<int>(m_picture->graph.nodes.size())) return;
    if (!selectedResource().isEmpty()) emit activated(selectedResource(), selectedKey());
}

/// Selects a card, and brings it to where it can be seen.
void MapView::chooseNode(int index) {
    const auto at = static_cast<std::size_t>(index);
    const MapNode& node = m_picture->graph.nodes[at];
    if (node.resource.isEmpty() && node.pods.empty()) {
        // What is missing cannot be opened, but be looked at.
        select({}, node.key);
        m_selectedNode = index;
        tellCurrentPart();
    } else if (node.resource.isEmpty()) {
        select(kPods, QString::fromStdString(node.pods.front().key));
    } else {
        select(node.resource, node.key);
    }
    const QRectF inner = QRectF(QPointF(), size()).adjusted(kInset, kInset, -kInset, -kInset);
    if (!inner.contains(onScreen(m_picture->places[at])))
        moveTo(m_picture->places[at].center() - QPointF(width(), height()) / (2 * m_zoom), m_zoom);
    redraw();
}

}  // namespace armillary::app
