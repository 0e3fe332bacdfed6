// What a screen reader finds on the canvas: its cards, then its lines.

#include <algorithm>

#include "canvas_view.h"

namespace armillary::app {

/// "Deployment web, 2 of 2 pods ready, 1 problem".
QString CanvasView::nameOf(int index) const {
    const CanvasNode& about = node(index);
    const CanvasState& state = m_model->stateOf(index);
    QStringList parts{about.kind + u' ' + about.title()};
    if (!state.pods.empty()) {
        const auto all = static_cast<int>(state.pods.size());
        const auto ready = static_cast<int>(std::ranges::count(state.pods, PodState::Running));
        parts << tr("%1 of %n pods ready", nullptr, all).arg(ready);
    }
    if (state.pods.empty() || !state.trouble.isEmpty() || !state.drift.isEmpty()) parts << stateWord(index);
    if (about.errors + about.warnings > 0) parts << tr("%n problems", nullptr, about.errors + about.warnings);
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QString CanvasView::nameOf(const CanvasEdge& edge) const {
    const auto called = [this](int index) { return node(index).kind + u' ' + node(index).title(); };
    return tr("From %1 to %2: %3").arg(called(edge.from), called(edge.to), meaningOf(edge.connection.edge.relation));
}

/// The line that leads from one card to another; "" when there is none.
QString CanvasView::wayTo(int to, int from) const {
    for (const CanvasEdge& edge : m_model->graph().edges)
        if ((edge.from == from && edge.to == to) || (edge.from == to && edge.to == from)) return nameOf(edge);
    return {};
}

int CanvasView::partCount() const {
    if (!m_model || m_model->places().size() != m_model->graph().nodes.size()) return 0;
    return static_cast<int>(m_model->graph().nodes.size() + m_model->graph().edges.size());
}

QString CanvasView::partKey(int part) const {
    const int cards = m_model->count();
    if (part < cards) return QString::fromStdString(node(part).key);
    const CanvasEdge& edge = m_model->graph().edges[static_cast<std::size_t>(part - cards)];
    return QString::fromStdString(node(edge.from).key + '>' + node(edge.to).key + '>' + edge.connection.edge.path);
}

ScenePart CanvasView::partAt(int part) const {
    const int cards = m_model->count();
    if (part < cards) {
        const CanvasNode& about = node(part);
        QStringList more{about.finding, about.substance};
        more.removeAll(QString());
        return {nameOf(part), more.join(QStringLiteral(", ")), onScreen(placeOf(part)), isSelected(part), false};
    }
    const CanvasEdge& edge = m_model->graph().edges[static_cast<std::size_t>(part - cards)];
    QRectF place;
    for (const QPointF& point : curveOf(edge)) place |= QRectF(onScreen(point), QSizeF(1, 1));
    return {nameOf(edge), QString::fromStdString(edge.connection.edge.path), place, selectedEdge() == part - cards,
            true};
}

int CanvasView::currentPart() const {
    if (!m_model || !m_model->document()) return -1;
    if (const int edge = selectedEdge(); edge >= 0) return m_model->count() + edge;
    return m_model->graph().find(static_cast<editor::ItemId>(m_model->document()->current()));
}

void CanvasView::choosePart(int part) {
    const int cards = m_model->count();
    if (part >= cards) return choose({.edge = part - cards}, false);
    if (!node(part).isGhost()) reveal(static_cast<int>(node(part).item));
}

void CanvasView::openPart(int part) {
    if (part >= 0 && part < m_model->count() && !node(part).isGhost()) emit formWanted();
}

}  // namespace armillary::app
