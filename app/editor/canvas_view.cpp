#include "canvas_view.h"

#include <QKeyEvent>
#include <algorithm>
#include <cmath>
#include <limits>

namespace armillary::app {

namespace {

constexpr double kMoveSeconds = 0.3, kTravelSeconds = 0.3;
constexpr double kFarthest = 0.05, kNearest = 3, kLegible = 0.75, kMargin = 56;
constexpr double kEdgeReach = 6, kHandleReach = 11;
constexpr int kSteps = 18;
constexpr double kLane = 14;
/// Cards that stand above each other, and no farther apart, have their line straight down.
constexpr double kBeneath = 80;
constexpr QSizeF kMapSize(168, 112);

double eased(double t) {
    return 1 - std::pow(1 - t, 3);
}

double distanceTo(QPointF point, QPointF from, QPointF to) {
    const QPointF along = to - from, away = point - from;
    const double square = QPointF::dotProduct(along, along);
    const double t = square > 0 ? std::clamp(QPointF::dotProduct(away, along) / square, 0.0, 1.0) : 0;
    const QPointF rest = away - along * t;
    return std::hypot(rest.x(), rest.y());
}

/// Leaves and arrives in the directions of two handles.
std::vector<QPointF> bent(QPointF start, QPointF end, QPointF out, QPointF in) {
    const QPointF a = start + out, b = end + in;
    std::vector<QPointF> points;
    points.reserve(kSteps + 1);
    for (int step = 0; step <= kSteps; ++step) {
        const double t = static_cast<double>(step) / kSteps, u = 1 - t;
        points.push_back(u * u * u * start + 3 * u * u * t * a + 3 * u * t * t * b + t * t * t * end);
    }
    return points;
}

}  // namespace

CanvasView::CanvasView(QQuickItem* parent) : SceneView(parent) {
    setClip(true);
    setAcceptedMouseButtons(Qt::LeftButton | Qt::RightButton | Qt::MiddleButton);
}

void CanvasView::setModel(CanvasModel* model) {
    if (m_model == model) return;
    if (m_model) {
        disconnect(m_model, nullptr, this, nullptr);
        if (m_model->document()) disconnect(m_model->document(), nullptr, this, nullptr);
    }
    m_model = model;
    if (m_model) {
        connect(m_model, &CanvasModel::graphChanged, this, &CanvasView::take);
        connect(m_model, &CanvasModel::placesChanged, this, &CanvasView::take);
        connect(m_model, &CanvasModel::statesChanged, this, &CanvasView::redraw);
        const auto follow = [this] {
            if (!m_model->document()) return;
            connect(m_model->document(), &EditorDocument::selectionChanged, this, &CanvasView::selectionMoved,
                    Qt::UniqueConnection);
            take();
        };
        connect(m_model, &CanvasModel::documentChanged, this, follow);
        follow();
    }
    emit modelChanged();
}

/// Cards go from where they are seen to where they belong.
void CanvasView::take() {
    const auto& nodes = m_model->graph().nodes;
    std::unordered_map<std::string, QPointF> from, at;
    bool moves = false;
    for (std::size_t i = 0; i < nodes.size() && i < m_model->places().size(); ++i) {
        const std::string& key = nodes[i].key;
        const QPointF to = m_model->places()[i];
        at[key] = to;
        const auto known = m_at.find(key);
        QPointF seen = to;
        if (known != m_at.end()) {
            const auto start = m_from.find(key);
            seen = start == m_from.end() ? known->second
                                         : start->second + (known->second - start->second) * eased(m_progress);
        }
        from[key] = seen;
        moves = moves || seen != to;
    }
    // Findings and states come while somebody drags: only other cards end that.
    const bool same = at.size() == m_at.size() &&
                      std::ranges::all_of(at, [&](const auto& each) { return m_at.contains(each.first); });
    if (!same) tellParts();
    m_from = std::move(from);
    m_at = std::move(at);
    m_progress = moves ? 0 : 1;
    if (!same) {
        m_hovered = m_pressed = {};
        m_gesture = Gesture::None;
        m_dragged.clear();
        m_lineFrom = -1;
    }
    if (!m_placed && !m_model->isArranging() && !nodes.empty() && width() > 0) fitAtOnce();
    if (nodes.empty()) m_placed = false;
    emit edgeSelectedChanged();
    emit viewportChanged();
    redraw();
}

void CanvasView::selectionMoved() {
    if (!m_model->document()->selection().isEmpty()) m_edge.reset();
    tellCurrentPart();
    emit edgeSelectedChanged();
    redraw();
}

void CanvasView::geometryChange(const QRectF& now, const QRectF& before) {
    SceneView::geometryChange(now, before);
    if (m_model && !m_placed && !m_model->isArranging() && m_model->count() > 0 && now.width() > 0) fitAtOnce();
}

int CanvasView::selectedEdge() const {
    if (!m_edge || !m_model) return -1;
    const auto& edges = m_model->graph().edges;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const editor::Connection& each = edges[i].connection;
        if (each.from == m_edge->from && each.edge.to == m_edge->edge.to && each.edge.path == m_edge->edge.path)
            return static_cast<int>(i);
    }
    return -1;
}

bool CanvasView::selectEdge(int from, int to) {
    for (const CanvasEdge& edge : m_model->graph().edges) {
        if (static_cast<int>(edge.connection.from) != from || static_cast<int>(edge.connection.to) != to) continue;
        m_model->document()->setSelection({});
        m_edge = edge.connection;
        selectionMoved();
        return true;
    }
    return false;
}

bool CanvasView::isSelected(int index) const {
    const editor::ItemId item = node(index).item;
    return item != editor::kNoItem && m_model->document()->selection().contains(static_cast<int>(item));
}

QRectF CanvasView::placeOf(int index) const {
    QRectF place = m_model->placeOf(index);
    if (m_dragged.contains(index)) return place.translated(m_offset);
    if (m_progress >= 1) return place;
    const auto from = m_from.find(node(index).key);
    if (from != m_from.end()) place.moveTopLeft(from->second + (place.topLeft() - from->second) * eased(m_progress));
    return place;
}

/// From side to side, so that it leaves and arrives level.
std::vector<QPointF> CanvasView::curveOf(const CanvasEdge& edge) const {
    const QRectF from = placeOf(edge.from), to = placeOf(edge.to);
    const double shift = (edge.lane % 2 ? -1 : 1) * ((edge.lane + 1) / 2) * kLane;
    const double down = to.top() - from.bottom(), up = from.top() - to.bottom();
    if (std::abs(to.center().x() - from.center().x()) < from.width() / 2 && std::max(down, up) > 0 &&
        std::max(down, up) < kBeneath)
        return bent({from.center().x() + shift, down > 0 ? from.bottom() : from.top()},
                    {to.center().x() + shift, down > 0 ? to.top() : to.bottom()},
                    {0, (down > 0 ? 0.5 : -0.5) * std::max(down, up)},
                    {0, (down > 0 ? -0.5 : 0.5) * std::max(down, up)});
    QPointF start(from.right(), from.center().y() + shift), end(to.left(), to.center().y() + shift);
    double out = 1, in = -1;
    if (to.left() < from.right() - 20) {
        const bool behind = to.right() < from.left() + 20;
        start.setX(behind ? from.left() : from.right());
        end.setX(to.right());
        out = behind ? -1 : 1;
        in = 1;
    }
    const double reach = std::clamp(std::abs(end.x() - start.x()) / 2, 36.0, 160.0);
    return bent(start, end, {out * reach, 0}, {in * reach, 0});
}

/// Only where there is something to tell apart.
std::vector<CanvasView::Group> CanvasView::groups() const {
    std::map<std::pair<bool, std::string>, Group> all;
    const auto& nodes = m_model->graph().nodes;
    bool applications = false;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        Group& group = all[{!nodes[i].application, nodes[i].group}];
        group.place |= placeOf(static_cast<int>(i));
        group.nodes.push_back(static_cast<int>(i));
        applications = applications || nodes[i].application;
        if (!group.title.isEmpty()) continue;
        const QString name = QString::fromStdString(nodes[i].group);
        group.title = nodes[i].application ? name : name.isEmpty() ? tr("Whole cluster") : tr("Namespace %1").arg(name);
    }
    std::vector<Group> shown;
    if (all.size() < 2 && !applications) return shown;
    for (auto& [_, group] : all) {
        group.place.adjust(-kCanvasGroupMargin, -kCanvasGroupMargin - kCanvasGroupTitle, kCanvasGroupMargin,
                           kCanvasGroupMargin);
        shown.push_back(std::move(group));
    }
    return shown;
}

QRectF CanvasView::titleOf(const Group& group) const {
    const QRectF place = onScreen(group.place);
    return {place.left(), place.top(), place.width(),
            std::max(24.0, (kCanvasGroupTitle + kCanvasGroupMargin / 2) * m_zoom)};
}

QRectF CanvasView::mapRect() const {
    if (!m_minimap || !m_model || m_model->count() == 0) return {};
    const QRectF all = onScreen(m_model->bounds());
    if (QRectF(QPointF(), size()).contains(all)) return {};
    return {QPointF(14, height() - kMapSize.height() - 14), kMapSize};
}

CanvasView::Target CanvasView::targetAt(QPointF point) const {
    Target target;
    if (!m_model || m_model->places().size() != m_model->graph().nodes.size()) return target;
    if (mapRect().contains(point)) {
        target.map = true;
        return target;
    }
    for (int i = m_model->count() - 1; i >= 0; --i) {
        const QRectF card = onScreen(placeOf(i));
        if (!card.adjusted(-kHandleReach, 0, kHandleReach, 0).contains(point)) continue;
        const bool left = std::hypot(point.x() - card.left(), point.y() - card.center().y()) <= kHandleReach,
                   right = std::hypot(point.x() - card.right(), point.y() - card.center().y()) <= kHandleReach;
        target.handle = (left || right) && !node(i).isGhost();
        if (!target.handle && !card.contains(point)) continue;
        target.node = i;
        return target;
    }
    double nearest = kEdgeReach;
    const auto& edges = m_model->graph().edges;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const std::vector<QPointF> points = curveOf(edges[i]);
        for (std::size_t k = 1; k < points.size(); ++k) {
            const double away = distanceTo(point, onScreen(points[k - 1]), onScreen(points[k]));
            if (away < nearest) nearest = away, target.edge = static_cast<int>(i);
        }
    }
    if (target.edge >= 0) return target;
    const std::vector<Group> all = groups();
    for (std::size_t i = 0; i < all.size(); ++i)
        if (titleOf(all[i]).contains(point)) target.group = static_cast<int>(i);
    return target;
}

int CanvasView::itemAt(QPointF point) const {
    const Target target = targetAt(point);
    return target.node < 0 ? 0 : static_cast<int>(node(target.node).item);
}

QRectF CanvasView::cardOf(int item) const {
    const int index = m_model ? m_model->graph().find(static_cast<editor::ItemId>(item)) : -1;
    return index < 0 ? QRectF() : onScreen(placeOf(index));
}

QPointF CanvasView::pointOf(const QString&, const QString& key) const {
    return cardOf(key.toInt()).center();
}

QPointF CanvasView::handleOf(int item) const {
    const QRectF card = cardOf(item);
    return {card.right(), card.center().y()};
}

void CanvasView::reveal(int item) {
    const QRectF card = cardOf(item);
    if (card.isNull()) return;
    m_model->document()->setSelection({item});
    const double zoom = std::max(m_zoom, 0.8);
    if (m_zoom < 0.8 || !QRectF(QPointF(), size()).adjusted(kMargin, kMargin, -kMargin, -kMargin).contains(card))
        moveTo(toCanvas(card.center()) - middle() / zoom, zoom);
}

void CanvasView::moveTo(QPointF origin, double zoom) {
    m_originFrom = m_origin;
    m_zoomFrom = m_zoom;
    m_originTo = origin;
    m_zoomTo = zoom;
    m_travel = 0;
    m_placed = true;
    redraw();
}

void CanvasView::fitInto(bool legible) {
    if (!m_model || m_model->count() == 0) return;
    const QRectF all = m_model->bounds().adjusted(-kCanvasGroupMargin, -kCanvasGroupMargin - kCanvasGroupTitle,
                                                  kCanvasGroupMargin, kCanvasGroupMargin);
    const double whole = std::min((width() - kMargin) / all.width(), (height() - kMargin) / all.height());
    const double zoom = std::clamp(legible ? std::max(whole, kLegible) : whole, kFarthest, 1.0);
    // What does not fit begins at its beginning.
    const auto start = [&](double from, double content, double view) {
        return content * zoom <= view ? from + content / 2 - view / zoom / 2 : from - kMargin / 2 / zoom;
    };
    moveTo({start(all.left(), all.width(), width()), start(all.top(), all.height(), height())}, zoom);
}

void CanvasView::fitAtOnce() {
    fitInto(true);
    m_travel = 1;
    m_origin = m_originTo;
    m_zoom = m_zoomTo;
}

void CanvasView::zoomBy(double factor) {
    const QPointF at = m_pointerInside && contains(m_pointer) ? m_pointer : middle();
    const QPointF fixed = toCanvas(at);
    m_zoom = std::clamp(m_zoom * factor, kFarthest, kNearest);
    m_origin = fixed - at / m_zoom;
    m_travel = 1;
    m_placed = true;
    emit viewportChanged();
    redraw();
}

bool CanvasView::advance(double seconds, double) {
    bool moving = false;
    if (m_travel < 1) {
        m_travel = std::min(1.0, m_travel + seconds / kTravelSeconds);
        const double t = eased(m_travel);
        m_zoom = m_zoomFrom * std::pow(m_zoomTo / m_zoomFrom, t);
        const QPointF from = m_originFrom + middle() / m_zoomFrom, to = m_originTo + middle() / m_zoomTo;
        m_origin = from + (to - from) * t - middle() / m_zoom;
        emit viewportChanged();
        moving = m_travel < 1;
    }
    if (m_progress < 1) {
        m_progress = std::min(1.0, m_progress + seconds / kMoveSeconds);
        moving = moving || m_progress < 1;
    }
    return moving;
}

void CanvasView::hover(QPointF at) {
    const Target now = targetAt(at);
    if (now == m_hovered) return;
    m_hovered = now;
    pointed(now.handle                       ? Qt::CrossCursor
            : now.node >= 0 || now.edge >= 0 ? Qt::PointingHandCursor
            : now.group >= 0                 ? Qt::SizeAllCursor
                                             : Qt::ArrowCursor);
}

/// Why the line that is being drawn cannot end there; "" when it can.
QString CanvasView::whyNot(int index) const {
    const CanvasNode& from = node(m_lineFrom);
    const CanvasNode& to = node(index);
    if (index == m_lineFrom) return tr("An object is not connected to itself.");
    if (to.isGhost()) return tr("%1 is not in this project.").arg(to.title());
    if (!from.value || !to.value) return tr("An object that cannot be read cannot be connected.");
    const auto there = relations::waysToConnect(from.value, to.value);
    if (there || relations::waysToConnect(to.value, from.value)) return {};
    return QString::fromStdString(there.error());
}

QVariantMap CanvasView::hovered() const {
    if (!m_model || (m_gesture != Gesture::None && m_gesture != Gesture::Line)) return {};
    QVariantMap tip{{"x", m_pointer.x()}, {"y", m_pointer.y()}, {"size", 24.0}};
    if (m_gesture == Gesture::Line) {
        const int to = m_hovered.node;
        const QString why = to >= 0 && to != m_lineFrom ? whyNot(to) : QString();
        tip.insert(
            {{"title", to < 0 || to == m_lineFrom ? tr("Connect %1").arg(node(m_lineFrom).title())
                       : why.isEmpty() ? tr("Connect %1 and %2").arg(node(m_lineFrom).title(), node(to).title())
                                       : tr("Cannot be connected")},
             {"status",
              to < 0 || to == m_lineFrom ? tr("Let go over a card, or over an empty place for something new") : why},
             {"color", why.isEmpty() ? m_colors.accent : m_colors.bad}});
        return tip;
    }
    const int chosen = m_hovered.node < 0 && m_hovered.edge < 0 ? selectedEdge() : m_hovered.edge;
    if (chosen >= 0) {
        const CanvasEdge& edge = m_model->graph().edges[static_cast<std::size_t>(chosen)];
        if (m_hovered.edge < 0) {
            const std::vector<QPointF> points = curveOf(edge);
            const QPointF at = onScreen(points[points.size() / 2]);
            tip["x"] = at.x(), tip["y"] = at.y();
        }
        tip.insert({{"title", node(edge.from).title() + QStringLiteral(" → ") + node(edge.to).title()},
                    {"status", meaningOf(edge.connection.edge.relation)},
                    {"color", m_colors.accent},
                    {"detail", QString::fromStdString(edge.connection.edge.path)}});
        return tip;
    }
    if (m_hovered.node < 0) return {};
    const CanvasNode& about = node(m_hovered.node);
    const QString state = stateWord(m_hovered.node);
    tip.insert({{"title", about.kind + u' ' + about.title()},
                {"status", m_hovered.handle          ? tr("Drag to what it is to be connected to")
                           : about.finding.isEmpty() ? state
                                                     : about.finding},
                {"color", about.errors > 0     ? m_colors.bad
                          : about.warnings > 0 ? m_colors.warning
                                               : stateColor(m_hovered.node)},
                {"detail", about.finding.isEmpty() || m_hovered.handle ? QString::fromStdString(about.object.namespace_)
                                                                       : state}});
    return tip;
}

void CanvasView::draw(Scene& scene) {
    if (!m_model || m_model->places().size() != m_model->graph().nodes.size()) return;
    drawGroups(scene);
    drawEdges(scene);
    for (int i = 0; i < m_model->count(); ++i)
        if (!m_dragged.contains(i)) drawCard(scene, i);
    for (const int dragged : m_dragged) drawCard(scene, dragged);
    drawGestures(scene);
    drawMap(scene);
}

}  // namespace armillary::app
