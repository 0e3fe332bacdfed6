// What the map looks like.
#include <algorithm>
#include <cmath>

#include "map_view.h"

namespace armillary::app {

namespace {

constexpr double kTitleSize = 13, kSmallSize = 11;
constexpr double kSmallestText = 5.5;  // pixels; below, nobody could read it
constexpr double kCorner = 9;
constexpr double kSimple = 0.22;  // of zoom; below, a card is a block of its colour

/// What a kind looks like, on a grid of 20 by 20: lines that are drawn one after the other.
using Glyph = std::vector<std::vector<QPointF>>;
const Glyph& glyphOf(MapKind kind) {
    static const Glyph glyphs[] = {
        // Ingress: an arrow into a gate.
        {{{2, 10}, {12, 10}}, {{8, 6}, {12, 10}, {8, 14}}, {{15, 3}, {18, 3}, {18, 17}, {15, 17}}},
        // Service: one that becomes three.
        {{{3, 10}, {8, 10}}, {{8, 10}, {17, 4}}, {{8, 10}, {17, 10}}, {{8, 10}, {17, 16}}},
        // Workload: a stack of two.
        {{{3, 7}, {13, 7}, {13, 17}, {3, 17}, {3, 7}}, {{7, 7}, {7, 3}, {17, 3}, {17, 13}, {13, 13}}},
        // Pods: a hexagon.
        {{{10, 2}, {17, 6}, {17, 14}, {10, 18}, {3, 14}, {3, 6}, {10, 2}}},
        // Configuration: a page with lines.
        {{{4, 2}, {16, 2}, {16, 18}, {4, 18}, {4, 2}}, {{7, 7}, {13, 7}}, {{7, 11}, {13, 11}}},
        // Secret: a lock.
        {{{4, 9}, {16, 9}, {16, 17}, {4, 17}, {4, 9}}, {{7, 9}, {7, 5}, {10, 3}, {13, 5}, {13, 9}}},
        // Claim: a drum.
        {{{4, 5}, {10, 3}, {16, 5}, {10, 7}, {4, 5}}, {{4, 5}, {4, 15}, {10, 17}, {16, 15}, {16, 5}}},
        // Account: somebody.
        {{{7, 6}, {10, 3}, {13, 6}, {10, 9}, {7, 6}}, {{4, 17}, {5, 13}, {10, 11}, {15, 13}, {16, 17}}},
    };
    return glyphs[static_cast<std::size_t>(kind)];
}

}  // namespace

QColor MapView::toneColor(kinds::Tone tone) const {
    switch (tone) {
        case kinds::Tone::Good:
            return m_colors.good;
        case kinds::Tone::Warning:
            return m_colors.warning;
        case kinds::Tone::Bad:
            return m_colors.bad;
        default:
            return m_colors.quiet;
    }
}

/// With something pointed at or selected, what has to do with it stands out.
void MapView::findNear() {
    m_near.clear();
    if (focus() < 0) return;
    m_near.resize(m_picture->graph.nodes.size());
    m_near[static_cast<std::size_t>(focus())] = true;
    for (const MapEdge& edge : m_picture->graph.edges)
        if (edge.from == focus() || edge.to == focus())
            m_near[static_cast<std::size_t>(edge.from)] = m_near[static_cast<std::size_t>(edge.to)] = true;
}

void MapView::draw(Scene& scene) {
    if (!m_picture) return;
    findNear();
    drawBands(scene);
    drawEdges(scene);
    for (std::size_t i = 0; i < m_picture->graph.nodes.size(); ++i) drawNode(scene, static_cast<int>(i));
    drawScaling(scene);
}

void MapView::drawBands(Scene& scene) const {
    const double size = kTitleSize * m_zoom;
    for (const MapPicture::Band& band : m_picture->bands) {
        const QRectF place = onScreen(band.place);
        if (!place.intersects(boundingRect())) continue;
        scene.box(place, 12 * m_zoom, m_colors.sunk(m_colors.raised, 0.35));
        // Groups can be told when nothing else can.
        const double shown = std::clamp(size, 10.0, 22.0);
        scene.text(QPointF(place.left() + 16 * m_zoom, place.top() + std::max(18 * m_zoom, shown * 0.7)),
                   Scene::elided(band.title, place.width() - 24 * m_zoom, shown, true), shown, m_colors.muted,
                   Scene::Align::Left, true);
    }
}

void MapView::drawEdges(Scene& scene) const {
    const QRectF seen = boundingRect().adjusted(-20, -20, 20, 20);
    const auto& graph = m_picture->graph;
    const double t = 1 - std::pow(1 - m_progress, 3);
    const int focus = this->focus();
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        const MapEdge& edge = graph.edges[i];
        const auto& line = m_picture->lines[i];
        // While its ends are on their way, a line goes with them.
        const auto offset = [&](int node) {
            const auto at = static_cast<std::size_t>(node);
            return (m_shown[at].from - m_picture->places[at].topLeft()) * (1 - t);
        };
        const QPointF start = offset(edge.from), end = offset(edge.to);
        std::vector<Scene::Point> points;
        points.reserve(line.size());
        QRectF bounds;
        for (std::size_t k = 0; k < line.size(); ++k) {
            const double share = line.size() > 1 ? static_cast<double>(k) / static_cast<double>(line.size() - 1) : 0;
            const QPointF at = onScreen(line[k] + start * (1 - share) + end * share);
            bounds |= QRectF(at, QSizeF(1, 1));
            points.push_back({at});
        }
        if (!bounds.intersects(seen)) continue;
        const bool near = focus >= 0 && (edge.from == focus || edge.to == focus);
        const bool pointed = m_hovered.edge == static_cast<int>(i);
        const double presence = std::min(m_shown[static_cast<std::size_t>(edge.from)].presence,
                                         m_shown[static_cast<std::size_t>(edge.to)].presence);
        const double appeared = presence + (1 - presence) * t;
        const QColor color = withAlpha(edge.broken       ? m_colors.bad
                                       : near || pointed ? m_colors.accent
                                                         : m_colors.quiet,
                                       (near || pointed || edge.broken ? 1.0
                                        : focus >= 0                   ? 0.35
                                                                       : 0.7) *
                                           appeared);
        const double width = (pointed ? 2.4 : near || edge.broken ? 1.8 : 1.3) * std::clamp(m_zoom, 0.5, 1.4);
        if (edge.broken && m_zoom > kSimple)
            scene.dashes(points, width, color);
        else
            scene.line(points, width, color);
        if (m_zoom < 0.4 || points.size() < 2) continue;
        // A head, at what it leads to.
        const QPointF tip = points.back().at, before = points[points.size() - 2].at;
        const double reach = std::hypot(tip.x() - before.x(), tip.y() - before.y());
        if (reach <= 0) continue;
        const QPointF along = (tip - before) / reach, across(-along.y(), along.x());
        const double head = 5 * m_zoom;
        scene.line({{tip - along * head + across * head * 0.7}, {tip}, {tip - along * head - across * head * 0.7}},
                   width, color);
    }
}

void MapView::drawNode(Scene& scene, int index) const {
    const QRectF card = onScreen(placeOf(index));
    if (!card.intersects(boundingRect())) return;
    const auto at = static_cast<std::size_t>(index);
    const MapNode& node = m_picture->graph.nodes[at];
    const double t = 1 - std::pow(1 - m_progress, 3);
    const double presence = m_shown[at].presence + (1 - m_shown[at].presence) * t;
    const QColor tone = toneColor(node.tone);
    const bool selected = index == m_selectedNode, pointed = index == m_hovered.node;
    if (m_zoom < kSimple) {
        scene.box(card, 2, m_colors.sunk(node.isProblem() ? tone : m_colors.quiet, node.isProblem() ? 1 : 0.55));
        if (selected) scene.frame(card.adjusted(-3, -3, 3, 3), 4, 2, m_colors.text);
        return;
    }
    const bool aside = !m_near.empty() && !m_near[at];
    const double corner = kCorner * m_zoom, strength = (aside ? 0.62 : 1) * presence;
    scene.box(card, corner, m_colors.sunk(pointed ? m_colors.raised : m_colors.surface, presence));
    const QColor edge = node.isProblem() ? m_colors.sunk(tone, strength) : m_colors.sunk(m_colors.line, presence);
    scene.frame(card, corner, 1.2, edge, node.missing);
    if (selected) scene.frame(card.adjusted(-3, -3, 3, 3), corner + 3, 2, m_colors.text);

    // What it is, in its own tone.
    const double glyph = 17 * m_zoom;
    const QPointF corner0 = card.topLeft() + QPointF(12, node.kind == MapKind::Pods ? 8 : 14.5) * m_zoom;
    if (node.kind != MapKind::Pods)
        for (const auto& stroke : glyphOf(node.kind)) {
            std::vector<Scene::Point> points;
            for (const QPointF& point : stroke) points.push_back({corner0 + point * (glyph / 20)});
            scene.line(points, 1.5 * std::min(m_zoom, 1.3),
                       m_colors.sunk(node.tone == kinds::Tone::None ? m_colors.muted : tone, strength));
        }
    const double title = kTitleSize * m_zoom, small = kSmallSize * m_zoom;
    const bool scales = m_changeable && node.replicas >= 0;
    if (node.kind == MapKind::Pods) {
        drawStrip(scene, index, strength);
    } else if (title >= kSmallestText) {
        const double left = card.left() + 39 * m_zoom, width = card.width() - (scales ? 66 : 48) * m_zoom;
        scene.text({left, card.top() + 15.5 * m_zoom}, Scene::elided(node.title, width, title, true), title,
                   m_colors.sunk(m_colors.text, strength), Scene::Align::Left, true);
        scene.text({left, card.top() + 32 * m_zoom}, Scene::elided(node.subtitle, width, small), small,
                   m_colors.sunk(node.isProblem() ? tone : m_colors.muted, strength));
    }
    if (!scales) return;
    // The handle: how many there are, and that there may be more or fewer.
    const QRectF handle = handleRect(card);
    const bool held = pointed && m_hovered.handle;
    scene.line({{handle.topLeft() + QPointF(0, 6 * m_zoom)}, {handle.bottomLeft() - QPointF(0, 6 * m_zoom)}}, 1,
               m_colors.sunk(m_colors.line, strength));
    const QColor arrow = m_colors.sunk(held ? m_colors.accent : m_colors.muted, strength);
    const double wing = 3.6 * m_zoom, line = 1.5 * std::min(m_zoom, 1.3);
    for (const double sign : {-1.0, 1.0}) {
        const QPointF tip = handle.center() + QPointF(0, sign * 14 * m_zoom);
        scene.line({{tip + QPointF(-wing, -sign * wing)}, {tip}, {tip + QPointF(wing, -sign * wing)}}, line, arrow);
    }
    if (small >= kSmallestText)
        scene.text(handle.center(), QString::number(node.replicas), small, arrow, Scene::Align::Middle, true);
}

/// Pods by state: a cell for each, or shares of a bar where there are too many; and how many there are.
void MapView::drawStrip(Scene& scene, int index, double presence) const {
    const MapNode& node = m_picture->graph.nodes[static_cast<std::size_t>(index)];
    const QRectF card = onScreen(placeOf(index));
    const double title = 12 * m_zoom;
    if (title >= kSmallestText) {
        const QString count = tr("%n pods", nullptr, static_cast<int>(node.pods.size()));
        const double width = card.width() - 28 * m_zoom;
        const QString name = node.title.isEmpty() ? count : node.title + QStringLiteral(" · ") + count;
        const int failing = node.states[static_cast<std::size_t>(PodState::Failing)];
        const int waiting = node.states[static_cast<std::size_t>(PodState::Waiting)];
        const QString trouble = failing > 0   ? tr("%1 failing").arg(failing)
                                : waiting > 0 ? tr("%1 waiting").arg(waiting)
                                              : QString();
        const double taken = trouble.isEmpty() ? 0 : Scene::widthOf(trouble, title) + 8 * m_zoom;
        const QPointF at = card.topLeft() + QPointF(14, 16) * m_zoom;
        scene.text(at, Scene::elided(name, width - taken, title, true), title, m_colors.sunk(m_colors.text, presence),
                   Scene::Align::Left, true);
        scene.text({card.right() - 14 * m_zoom, at.y()}, trouble, title,
                   m_colors.sunk(failing > 0 ? m_colors.bad : m_colors.warning, presence), Scene::Align::Right);
    }
    if (node.pods.size() > MapLayouter::kMostCells) {
        const double left = card.left() + 14 * m_zoom, whole = card.width() - 28 * m_zoom;
        double from = 0;
        const auto all = static_cast<double>(node.pods.size());
        for (std::size_t state = 0; state < node.states.size(); ++state) {
            const double share = node.states[state] / all;
            if (share <= 0) continue;
            scene.box(
                QRectF(left + from * whole, card.top() + 30 * m_zoom, std::max(share * whole - 1, 1.5), 8 * m_zoom),
                2 * m_zoom, m_colors.sunk(m_colors.state(static_cast<int>(state)), presence));
            from += share;
        }
        return;
    }
    const std::string selected = m_selectedResource == QLatin1StringView("/Pod") ? m_selectedKey.toStdString() : "";
    for (std::size_t i = 0; i < node.pods.size(); ++i) {
        const QRectF cell = cellOf(index, i).adjusted(1.5 * m_zoom, 1.5 * m_zoom, -1.5 * m_zoom, -1.5 * m_zoom);
        const bool pointed = m_hovered.node == index && m_hovered.pod == static_cast<int>(i);
        if (node.pods[i].key == selected) scene.box(cell.adjusted(-2.5, -2.5, 2.5, 2.5), 4 * m_zoom, m_colors.text);
        scene.box(pointed ? cell.adjusted(-1, -1, 1, 1) : cell, 2.6 * m_zoom,
                  m_colors.sunk(m_colors.state(static_cast<int>(node.pods[i].state)), presence));
    }
}

/// The number follows the pointer.
void MapView::drawScaling(Scene& scene) const {
    if (!m_scaling || m_pressed.node < 0) return;
    const MapNode& node = m_picture->graph.nodes[static_cast<std::size_t>(m_pressed.node)];
    const QString text = QStringLiteral("%1 → %2").arg(node.replicas).arg(scaledTo());
    const double width = Scene::widthOf(text, 15, true) + 24;
    const QRectF bubble(m_pointer.x() + 16, m_pointer.y() - 15, width, 30);
    scene.box(bubble, 15, m_colors.accent);
    scene.text(bubble.center(), text, 15, m_colors.background, Scene::Align::Middle, true);
}

}  // namespace armillary::app
