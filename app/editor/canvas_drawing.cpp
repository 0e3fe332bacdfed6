#include <algorithm>
#include <cmath>

#include "canvas_glyphs.h"
#include "canvas_view.h"

namespace armillary::app {

namespace {

constexpr double kSimple = 0.34;  ///< below, cards are boxes
constexpr double kCorner = 9, kTitle = 13.5, kSmall = 11.5;
/// Pixels: what would be smaller is left out, and the name stays.
constexpr double kSmallestText = 8.5, kSmallestTitle = 9.5;
constexpr std::size_t kMostDots = 10;

}  // namespace

QString CanvasView::stateWord(int index) const {
    const CanvasState& state = m_model->stateOf(index);
    const bool ghost = node(index).isGhost();
    if (!state.trouble.isEmpty()) return state.trouble;
    if (ghost)
        return !state.known   ? tr("Not in this project")
               : state.exists ? tr("Not in this project, but in the cluster")
                              : tr("Missing: neither in this project nor in the cluster");
    if (!state.known) return {};
    if (!state.exists) return tr("Not in the cluster yet");
    if (!state.drift.isEmpty()) return tr("The cluster has another %1").arg(state.drift);
    return state.pods.empty() ? tr("In the cluster")
                              : tr("%n pods in the cluster", nullptr, static_cast<int>(state.pods.size()));
}

QColor CanvasView::stateColor(int index) const {
    const CanvasState& state = m_model->stateOf(index);
    if (!state.trouble.isEmpty() || (node(index).isGhost() && state.known && !state.exists)) return m_colors.bad;
    if (!state.drift.isEmpty()) return m_colors.warning;
    return state.exists ? m_colors.good : m_colors.quiet;
}

void CanvasView::drawGroups(Scene& scene) const {
    const std::vector<Group> all = groups();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const QRectF place = onScreen(all[i].place);
        if (!place.intersects(boundingRect())) continue;
        scene.box(place, 14 * m_zoom, m_colors.sunk(m_colors.raised, 0.4));
        if (m_hovered.group == static_cast<int>(i)) scene.frame(place, 14 * m_zoom, 1.2, m_colors.line);
        const double size = std::clamp(13 * m_zoom, 10.0, 18.0);
        scene.text({place.left() + 18 * m_zoom, place.top() + std::max(20 * m_zoom, size * 0.8)},
                   Scene::elided(all[i].title, place.width() - 30 * m_zoom, size, true), size, m_colors.muted,
                   Scene::Align::Left, true);
    }
}

void CanvasView::drawEdges(Scene& scene) const {
    const QRectF seen = boundingRect().adjusted(-20, -20, 20, 20);
    const auto& edges = m_model->graph().edges;
    const int chosen = selectedEdge();
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const CanvasEdge& edge = edges[i];
        std::vector<Scene::Point> points;
        QRectF bounds;
        for (const QPointF& at : curveOf(edge)) {
            points.push_back({onScreen(at)});
            bounds |= QRectF(points.back().at, QSizeF(1, 1));
        }
        if (!bounds.intersects(seen)) continue;
        const bool selected = chosen == static_cast<int>(i), pointed = m_hovered.edge == static_cast<int>(i);
        const bool near =
            isSelected(edge.from) || isSelected(edge.to) || edge.from == m_hovered.node || edge.to == m_hovered.node;
        const CanvasNode& to = node(edge.to);
        const bool broken = to.isGhost() && m_model->stateOf(edge.to).known && !m_model->stateOf(edge.to).exists;
        const bool aside = m_gesture == Gesture::Line;
        const QColor color = withAlpha(broken                        ? m_colors.bad
                                       : selected || pointed || near ? m_colors.accent
                                                                     : m_colors.quiet,
                                       aside                                   ? 0.25
                                       : selected || pointed || near || broken ? 1.0
                                                                               : 0.75);
        const double width = (selected ? 3.0 : pointed ? 2.4 : near ? 1.9 : 1.4) * std::clamp(m_zoom, 0.5, 1.4);
        if (to.isGhost() && m_zoom > kSimple)
            scene.dashes(points, width, color);
        else
            scene.line(points, width, color);
        if (m_zoom < kSimple) continue;
        const QPointF tip = points.back().at, before = points[points.size() - 2].at;
        const double reach = std::hypot(tip.x() - before.x(), tip.y() - before.y());
        if (reach <= 0) continue;
        const QPointF along = (tip - before) / reach, across(-along.y(), along.x());
        const double head = 6 * m_zoom;
        scene.line({{tip - along * head + across * head * 0.7}, {tip}, {tip - along * head - across * head * 0.7}},
                   width, color);
    }
}

void CanvasView::drawCard(Scene& scene, int index) const {
    const QRectF card = onScreen(placeOf(index));
    if (!card.adjusted(-20, -20, 20, 20).intersects(boundingRect())) return;
    const CanvasNode& about = node(index);
    const CanvasState& state = m_model->stateOf(index);
    const bool line = m_gesture == Gesture::Line && m_lineFrom >= 0;
    const bool reachable =
        line && index < static_cast<int>(m_reachable.size()) && m_reachable[static_cast<std::size_t>(index)];
    const double presence = line && !reachable && index != m_lineFrom ? 0.35 : about.isGhost() ? 0.75 : 1;
    const bool bad = about.errors > 0 || !state.trouble.isEmpty() || (about.isGhost() && state.known && !state.exists);
    if (m_zoom < kSimple) {
        scene.box(card, 2,
                  m_colors.sunk(bad ? m_colors.bad : m_colors.workload(about.layer), presence * (bad ? 1 : 0.6)));
        if (isSelected(index)) scene.frame(card.adjusted(-2, -2, 2, 2), 3, 2, m_colors.text);
        return;
    }
    const double corner = kCorner * m_zoom;
    const bool hovered = m_hovered.node == index;
    scene.box(card, corner,
              m_colors.sunk(hovered && !line ? m_colors.raised : m_colors.surface, about.isGhost() ? 0.5 : presence));
    const QColor edge = reachable                ? m_colors.accent
                        : bad                    ? m_colors.bad
                        : !state.drift.isEmpty() ? m_colors.warning
                                                 : m_colors.line;
    scene.frame(card, corner, reachable || bad ? 1.8 : 1.2, m_colors.sunk(edge, presence), about.isGhost());
    if (isSelected(index)) scene.frame(card.adjusted(-3, -3, 3, 3), corner + 3, 2, m_colors.accent);
    const QColor sign = m_colors.sunk(bad ? m_colors.bad : m_colors.workload(about.layer), presence);
    const QPointF at = card.topLeft() + QPointF(13, 21) * m_zoom;
    for (const auto& stroke : canvasGlyphOf(about.object.kind.name)) {
        std::vector<Scene::Point> points;
        for (const QPointF& point : stroke) points.push_back({at + point * (24.0 / 20 * m_zoom)});
        scene.line(points, 1.6 * std::min(m_zoom, 1.3), sign);
    }
    drawWords(scene, index, card, presence);
    drawPods(scene, index, card, presence);
    drawHandles(scene, index, card);
    drawBadge(scene, index, card);
}

void CanvasView::drawWords(Scene& scene, int index, const QRectF& card, double presence) const {
    const CanvasNode& about = node(index);
    const double left = card.left() + 48 * m_zoom;
    const double title = std::max(kSmallestTitle, kTitle * m_zoom), small = kSmall * m_zoom;
    if (small < kSmallestText) {
        scene.text({left, card.center().y()}, Scene::elided(about.title(), card.right() - left - 4, title, true), title,
                   m_colors.sunk(m_colors.text, presence), Scene::Align::Left, true);
        return;
    }
    const double width = card.width() - 62 * m_zoom;
    const std::size_t pods = std::min(m_model->stateOf(index).pods.size(), kMostDots);
    scene.text({left, card.top() + 15 * m_zoom},
               Scene::elided(about.kind, width - static_cast<double>(pods) * 9 * m_zoom, small), small,
               m_colors.sunk(m_colors.muted, presence));
    scene.text({left, card.top() + 33 * m_zoom}, Scene::elided(about.title(), width, title, true), title,
               m_colors.sunk(m_colors.text, presence), Scene::Align::Left, true);
    const QString& trouble = m_model->stateOf(index).trouble;
    const bool ghost = about.isGhost(), state = ghost || !trouble.isEmpty();
    const bool missing = ghost && m_model->stateOf(index).known && !m_model->stateOf(index).exists;
    const QString said = missing                                   ? tr("Missing")
                         : ghost && m_model->stateOf(index).exists ? tr("In the cluster")
                         : state                                   ? stateWord(index)
                                                                   : about.substance;
    scene.text(
        {left, card.top() + 51 * m_zoom}, Scene::elided(said, width, small), small,
        m_colors.sunk(state && stateColor(index) != m_colors.quiet ? stateColor(index) : m_colors.muted, presence));
}

/// What runs of it: a dot for each pod, by state; a ring for what is there and has none; a broken sign for drift.
void CanvasView::drawPods(Scene& scene, int index, const QRectF& card, double presence) const {
    const CanvasState& state = m_model->stateOf(index);
    if (node(index).isGhost() || !state.exists) return;
    double x = card.right() - 14 * m_zoom;
    const double y = card.top() + 15 * m_zoom;
    if (!state.drift.isEmpty()) {
        scene.text({x, y}, QStringLiteral("≠"), 13 * m_zoom, m_colors.sunk(m_colors.warning, presence),
                   Scene::Align::Middle, true);
        x -= 12 * m_zoom;
    }
    if (state.pods.empty()) scene.ring({x, y}, 3 * m_zoom, 1.6 * m_zoom, m_colors.sunk(m_colors.good, presence));
    // Sorted by state, what fails must not be what is left out.
    std::vector<PodState> pods = state.pods;
    std::ranges::stable_partition(pods, [](PodState each) { return each == PodState::Failing; });
    for (std::size_t i = 0; i < std::min(pods.size(), kMostDots); ++i, x -= 9 * m_zoom)
        scene.disc({x, y}, 3.2 * m_zoom, m_colors.sunk(m_colors.state(static_cast<int>(pods[i])), presence));
}

void CanvasView::drawBadge(Scene& scene, int index, const QRectF& card) const {
    const CanvasNode& about = node(index);
    const int count = about.errors > 0 ? about.errors : about.warnings;
    if (count == 0) return;
    const double radius = std::max(7.0, 9 * m_zoom);
    const QPointF at = card.topLeft() + QPointF(2, 2) * m_zoom;
    scene.disc(at, radius, about.errors > 0 ? m_colors.bad : m_colors.warning);
    scene.text(at, count > 9 ? QStringLiteral("9+") : QString::number(count), radius * 1.2, m_colors.background,
               Scene::Align::Middle, true);
}

void CanvasView::drawHandles(Scene& scene, int index, const QRectF& card) const {
    if (node(index).isGhost() || m_zoom < 0.5) return;
    const bool near = m_hovered.node == index || isSelected(index) || m_lineFrom == index;
    const double radius = (near ? 5.0 : 3.0) * std::min(m_zoom, 1.2);
    for (const double x : {card.left(), card.right()}) {
        const QPointF at(x, card.center().y());
        scene.disc(at, radius, near ? m_colors.accent : m_colors.quiet);
        if (near) scene.disc(at, radius * 0.45, m_colors.surface);
    }
}

void CanvasView::drawGestures(Scene& scene) const {
    for (const double x : m_guidesX)
        scene.line({{{onScreen(QPointF(x, 0)).x(), 0}}, {{onScreen(QPointF(x, 0)).x(), height()}}}, 1,
                   withAlpha(m_colors.accent, 0.6));
    for (const double y : m_guidesY)
        scene.line({{{0, onScreen(QPointF(0, y)).y()}}, {{width(), onScreen(QPointF(0, y)).y()}}}, 1,
                   withAlpha(m_colors.accent, 0.6));
    if (m_gesture == Gesture::Rectangle) {
        const QRectF rectangle = QRectF(m_pressedAt, m_pointer).normalized();
        scene.box(rectangle, 2, withAlpha(m_colors.accent, 0.12));
        scene.frame(rectangle, 2, 1.2, m_colors.accent);
    }
    if (m_gesture != Gesture::Line || m_lineFrom < 0) return;
    const QRectF card = onScreen(placeOf(m_lineFrom));
    const bool right = m_pointer.x() >= card.center().x();
    const QPointF start(right ? card.right() : card.left(), card.center().y());
    const bool wrong =
        m_hovered.node >= 0 && m_hovered.node != m_lineFrom && !m_reachable[static_cast<std::size_t>(m_hovered.node)];
    scene.line({{start}, {m_pointer}}, 2.2, wrong ? m_colors.bad : m_colors.accent);
    scene.disc(m_pointer, 5, wrong ? m_colors.bad : m_colors.accent);
}

/// All of it, small: where the cards are and which of them are in sight.
void CanvasView::drawMap(Scene& scene) const {
    const QRectF map = mapRect();
    if (map.isNull()) return;
    const QRectF all = m_model->bounds();
    const double scale = std::min((map.width() - 12) / all.width(), (map.height() - 12) / all.height());
    const auto inMap = [&](const QRectF& place) {
        return QRectF(map.center() + (place.topLeft() - all.center()) * scale, place.size() * scale);
    };
    scene.box(map, 8, withAlpha(m_colors.surface, 0.94));
    scene.frame(map, 8, 1, m_colors.line);
    for (int i = 0; i < m_model->count(); ++i) {
        QRectF place = inMap(placeOf(i));
        place.setSize(place.size().expandedTo({2, 2}));
        const bool bad = node(i).errors > 0 || !m_model->stateOf(i).trouble.isEmpty();
        scene.box(place, 1, bad ? m_colors.bad : isSelected(i) ? m_colors.accent : m_colors.workload(node(i).layer));
    }
    const QRectF seen =
        inMap(QRectF(toCanvas({}), QSizeF(width(), height()) / m_zoom)).intersected(map.adjusted(2, 2, -2, -2));
    if (!seen.isEmpty()) scene.frame(seen, 3, 1.5, m_colors.text);
}

}  // namespace armillary::app
