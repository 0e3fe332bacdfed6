#include "map_view.h"

#include <QCursor>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <unordered_map>

namespace armillary::app {

namespace {

constexpr double kMoveSeconds = 0.4, kTravelSeconds = 0.35;
constexpr double kFarthest = 0.04, kNearest = 3, kLegible = 0.72, kReading = 1;
constexpr double kMargin = 28;
constexpr double kPixelsPerReplica = 16;
constexpr int kMostReplicas = 1000;
constexpr double kHandleWidth = 22;
constexpr double kEdgeReach = 5;
constexpr double kTellingCell = 7;  // pixels of a strip's cell that can be pointed at
const QString kPod = QStringLiteral("/Pod");

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

}  // namespace

MapView::MapView(QQuickItem* parent) : SceneView(parent) {
    setClip(true);
}

void MapView::setModel(MapModel* model) {
    if (m_model == model) return;
    if (m_model) m_model->disconnect(this);
    m_model = model;
    if (m_model) {
        connect(m_model, &MapModel::pictureChanged, this, &MapView::takePicture);
        takePicture();
    }
    emit modelChanged();
}

/// Each node goes from where it is seen now to where it belongs; those that are new appear.
void MapView::takePicture() {
    const MapPictureRef next = m_model->picture();
    if (!next || next == m_picture) return;
    std::unordered_map<std::string, QPointF> seen;
    if (m_picture)
        for (std::size_t i = 0; i < m_picture->graph.nodes.size(); ++i)
            seen[m_picture->graph.nodes[i].id] = placeOf(static_cast<int>(i)).topLeft();
    m_picture = next;
    m_shown.clear();
    bool moves = false;
    for (std::size_t i = 0; i < next->graph.nodes.size(); ++i) {
        const auto before = seen.find(next->graph.nodes[i].id);
        const QPointF place = next->places[i].topLeft();
        const bool known = before != seen.end();
        m_shown.push_back({known ? before->second : place, known ? 1.0 : 0.0});
        moves = moves || !known || before->second != place;
    }
    m_progress = moves ? 0 : 1;
    m_hovered = m_pressed = {};
    m_scaling = false;
    m_selectedNode = nodeOf(m_selectedResource, m_selectedKey);
    tellParts();
    if (!m_placed && width() > 0) fitAtOnce();
    emit viewportChanged();
    redraw();
}

void MapView::geometryChange(const QRectF& now, const QRectF& before) {
    SceneView::geometryChange(now, before);
    if (m_picture && before.isEmpty() && !m_placed) fitAtOnce();
}

void MapView::selectionTaken() {
    m_selectedNode = nodeOf(m_selectedResource, m_selectedKey);
}

int MapView::nodeOf(const QString& resource, const QString& key) const {
    if (!m_picture || key.isEmpty()) return -1;
    const std::string pod = resource == kPod ? key.toStdString() : std::string();
    const auto& nodes = m_picture->graph.nodes;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i].resource == resource && nodes[i].key == key) return static_cast<int>(i);
        if (!pod.empty() && std::ranges::contains(nodes[i].pods, pod, &MapPod::key)) return static_cast<int>(i);
    }
    return -1;
}

QRectF MapView::placeOf(int node) const {
    const auto at = static_cast<std::size_t>(node);
    const QRectF& place = m_picture->places[at];
    const QPointF from = m_shown[at].from;
    return {from + (place.topLeft() - from) * eased(m_progress), place.size()};
}

QRectF MapView::onScreen(const QRectF& place) const {
    return {onScreen(place.topLeft()), place.size() * m_zoom};
}

QRectF MapView::cellOf(int node, std::size_t pod) const {
    const QRectF card = onScreen(placeOf(node));
    const double cell = MapLayouter::kCell * m_zoom;
    const auto column = static_cast<double>(pod % MapLayouter::kCellsInARow);
    const auto row = static_cast<double>(pod / MapLayouter::kCellsInARow);
    const double left = (MapLayouter::kNodeWidth - MapLayouter::kCell * MapLayouter::kCellsInARow) / 2 * m_zoom;
    return {card.left() + left + column * cell, card.top() + 29 * m_zoom + row * cell, cell, cell};
}

QRectF MapView::handleRect(const QRectF& card) const {
    const double width = kHandleWidth * m_zoom;
    return {card.right() - width, card.top(), width, card.height()};
}

QPointF MapView::pointOf(const QString& resource, const QString& key) const {
    const int node = nodeOf(resource, key);
    if (node < 0) return {};
    const MapNode& shown = m_picture->graph.nodes[static_cast<std::size_t>(node)];
    if (resource == kPod && shown.pods.size() <= MapLayouter::kMostCells) {
        const auto pod = std::ranges::find(shown.pods, key.toStdString(), &MapPod::key);
        if (pod != shown.pods.end()) return cellOf(node, static_cast<std::size_t>(pod - shown.pods.begin())).center();
    }
    return onScreen(placeOf(node)).center();
}

QPointF MapView::handleOf(const QString& resource, const QString& key) const {
    const int node = nodeOf(resource, key);
    if (node < 0 || m_picture->graph.nodes[static_cast<std::size_t>(node)].replicas < 0) return {};
    return handleRect(onScreen(placeOf(node))).center();
}

MapView::Target MapView::targetAt(QPointF point) const {
    if (!m_picture) return {};
    const auto& nodes = m_picture->graph.nodes;
    for (int i = static_cast<int>(nodes.size()) - 1; i >= 0; --i) {
        const QRectF card = onScreen(placeOf(i));
        if (!card.contains(point)) continue;
        Target target{.node = i};
        const MapNode& node = nodes[static_cast<std::size_t>(i)];
        target.handle = m_changeable && node.replicas >= 0 && handleRect(card).contains(point);
        if (MapLayouter::kCell * m_zoom >= kTellingCell && node.pods.size() <= MapLayouter::kMostCells)
            for (std::size_t pod = 0; pod < node.pods.size(); ++pod)
                if (cellOf(i, pod).contains(point)) target.pod = static_cast<int>(pod);
        return target;
    }
    Target target;
    double nearest = kEdgeReach;
    for (std::size_t i = 0; i < m_picture->lines.size() && m_progress >= 1; ++i)
        for (std::size_t k = 1; k < m_picture->lines[i].size(); ++k) {
            const double away =
                distanceTo(point, onScreen(m_picture->lines[i][k - 1]), onScreen(m_picture->lines[i][k]));
            if (away < nearest) nearest = away, target.edge = static_cast<int>(i);
        }
    return target;
}

QVariantMap MapView::hovered() const {
    if (m_panning || m_scaling || m_carrying || !m_picture) return {};
    const auto& graph = m_picture->graph;
    QVariantMap tip{{"x", m_pointer.x()}, {"y", m_pointer.y()}, {"size", 24.0}};
    if (m_hovered.edge >= 0) {
        const MapEdge& edge = graph.edges[static_cast<std::size_t>(m_hovered.edge)];
        const auto name = [&](int node) {
            const MapNode& end = graph.nodes[static_cast<std::size_t>(node)];
            return end.title.isEmpty() ? tr("its %n pods", nullptr, static_cast<int>(end.pods.size())) : end.title;
        };
        tip.insert({{"title", edge.label},
                    {"status", name(edge.from) + QStringLiteral(" → ") + name(edge.to)},
                    {"color", edge.broken ? m_colors.bad : m_colors.accent},
                    {"detail", edge.broken ? tr("What it names is not there") : QString()}});
        return tip;
    }
    if (m_hovered.node < 0) return {};
    const MapNode& node = graph.nodes[static_cast<std::size_t>(m_hovered.node)];
    if (m_hovered.pod >= 0) {
        const MapPod& pod = node.pods[static_cast<std::size_t>(m_hovered.pod)];
        tip.insert({{"title", QString::fromStdString(pod.key).section(u'/', 1)},
                    {"status", podStateName(pod.state)},
                    {"color", m_colors.state(static_cast<int>(pod.state))},
                    {"detail", QString::fromStdString(node.namespace_)}});
        return tip;
    }
    tip.insert(
        {{"title", node.title.isEmpty() ? tr("%n pods", nullptr, static_cast<int>(node.pods.size())) : node.title},
         {"status", m_hovered.handle ? tr("Drag up or down to scale") : node.subtitle},
         {"color", toneColor(node.tone)},
         {"detail", QString::fromStdString(node.namespace_)}});
    return tip;
}

bool MapView::reveal(const QString& resource, const QString& key) {
    const int node = nodeOf(resource, key);
    if (node < 0) return false;
    select(resource, key);
    const double zoom = std::max(m_zoom, kReading);
    const QPointF middle = m_picture->places[static_cast<std::size_t>(node)].center();
    moveTo(middle - QPointF(width(), height()) / (2 * zoom), zoom);
    return true;
}

void MapView::fitInto(bool legible) {
    if (!m_picture || m_picture->size.isEmpty()) return;
    const QSizeF size = m_picture->size;
    const double whole = std::min((width() - 2 * kMargin) / size.width(), (height() - 2 * kMargin) / size.height());
    const double zoom = std::clamp(legible ? std::max(whole, kLegible) : whole, kFarthest, 1.1);
    // What does not fit begins at its beginning.
    const auto start = [&](double view, double content) {
        return content * zoom + 2 * kMargin <= view + 1 ? (content - view / zoom) / 2 : -kMargin / zoom;
    };
    moveTo({start(width(), size.width()), start(height(), size.height())}, zoom);
}

void MapView::fitAtOnce() {
    fitInto(true);
    m_travel = 1;
    m_origin = m_originTo;
    m_zoom = m_zoomTo;
}

void MapView::moveTo(QPointF origin, double zoom) {
    m_originFrom = m_origin;
    m_zoomFrom = m_zoom;
    m_originTo = origin;
    m_zoomTo = zoom;
    m_travel = 0;
    m_placed = true;
    redraw();
}

void MapView::zoomBy(double factor) {
    const QPointF at = QRectF(QPointF(), size()).contains(m_pointer) && !m_pointer.isNull()
                           ? m_pointer
                           : QPointF(width() / 2, height() / 2);
    const QPointF fixed = m_origin + at / m_zoom;
    m_zoom = std::clamp(m_zoom * factor, kFarthest, kNearest);
    m_origin = fixed - at / m_zoom;
    m_travel = 1;
    m_placed = true;
    emit viewportChanged();
    redraw();
}

bool MapView::advance(double seconds, double byItself) {
    bool moving = false;
    if (m_travel < 1) {
        m_travel = std::min(1.0, m_travel + seconds / kTravelSeconds);
        const double t = eased(m_travel);
        // The zoom grows by factors, and the middle of the view goes straight.
        const QPointF half(width() / 2, height() / 2);
        const QPointF from = m_originFrom + half / m_zoomFrom, to = m_originTo + half / m_zoomTo;
        m_zoom = m_zoomFrom * std::pow(m_zoomTo / m_zoomFrom, t);
        m_origin = from + (to - from) * t - half / m_zoom;
        emit viewportChanged();
        moving = m_travel < 1;
    }
    if (m_progress < 1) {
        m_progress = std::min(1.0, m_progress + byItself / kMoveSeconds);
        moving = moving || m_progress < 1;
    }
    return moving;
}

void MapView::hover(QPointF at) {
    const Target now = targetAt(at);
    if (now == m_hovered) return;
    m_hovered = now;
    pointed(now.handle ? Qt::SizeVerCursor : now.node >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void MapView::mousePressEvent(QMouseEvent* event) {
    takePress(event->position());
    m_lastAt = m_pressedAt;
    m_pressed = targetAt(m_pressedAt);
    m_travel = 1;
    if (event->button() == Qt::LeftButton) {
        m_scaling = m_pressed.handle;
        return redraw();
    }
    const Target pressed = std::exchange(m_pressed, {});
    if (pressed.node < 0) return select({}, {});
    const MapNode& node = m_picture->graph.nodes[static_cast<std::size_t>(pressed.node)];
    const bool pod = pressed.pod >= 0;
    const QString key = pod ? QString::fromStdString(node.pods[static_cast<std::size_t>(pressed.pod)].key) : node.key;
    const QString resource = pod ? kPod : node.resource;
    if (!resource.isEmpty()) wantMenu(resource, key, event->position());
}

void MapView::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton)) return;
    m_pointer = event->position();
    if (m_scaling) {
        setKeepMouseGrab(true);
        return redraw();
    }
    if (m_carrying) return;
    if (!m_panning) {
        if (!isDrag()) return;
        const auto [resource, key] = objectAt(m_pressed);
        m_carrying = !resource.isEmpty();
        m_panning = !m_carrying;
        setKeepMouseGrab(true);
        setCursor(Qt::ClosedHandCursor);
        emit hoveredChanged();
        if (m_carrying) {
            emit carried(resource, key);
            return;
        }
    }
    m_origin -= (m_pointer - m_lastAt) / m_zoom;
    m_placed = true;
    m_lastAt = m_pointer;
    emit viewportChanged();
    redraw();
}

/// What can be opened there: {"", ""} for what is missing. A strip stands for the pods in it.
std::pair<QString, QString> MapView::objectAt(const Target& target) const {
    if (target.node < 0) return {};
    const MapNode& node = m_picture->graph.nodes[static_cast<std::size_t>(target.node)];
    const auto pod = static_cast<std::size_t>(std::max(0, target.pod));
    if ((target.pod >= 0 || node.kind == MapKind::Pods) && pod < node.pods.size())
        return {kPod, QString::fromStdString(node.pods[pod].key)};
    return {node.resource, node.resource.isEmpty() ? QString() : node.key};
}

int MapView::scaledTo() const {
    const int now = m_picture->graph.nodes[static_cast<std::size_t>(m_pressed.node)].replicas;
    const int more = static_cast<int>(std::lround((m_pressedAt.y() - m_pointer.y()) / kPixelsPerReplica));
    return std::clamp(now + more, 0, kMostReplicas);
}

void MapView::mouseReleaseEvent(QMouseEvent* event) {
    m_pointer = event->position();
    setKeepMouseGrab(false);
    unsetCursor();
    const bool scaled = std::exchange(m_scaling, false), panned = std::exchange(m_panning, false),
               carried = std::exchange(m_carrying, false);
    const int to = scaled && m_pressed.node >= 0 ? scaledTo() : -1;
    const Target pressed = std::exchange(m_pressed, {});
    redraw();
    if (event->button() != Qt::LeftButton || panned || carried) return;
    if (pressed.node < 0) return select({}, {});
    const MapNode& node = m_picture->graph.nodes[static_cast<std::size_t>(pressed.node)];
    if (scaled && to != node.replicas) {
        emit scaleWanted(node.resource, node.key, to);
        return;
    }
    // A strip stands for its workload, a cell for its pod.
    if (pressed.pod >= 0) {
        const QString key = QString::fromStdString(node.pods[static_cast<std::size_t>(pressed.pod)].key);
        select(kPod, key);
        emit activated(kPod, key);
    } else if (!node.resource.isEmpty()) {
        const QString resource = node.resource, key = node.key;
        select(resource, key);
        emit activated(resource, key);
    } else if (node.kind == MapKind::Pods && !node.pods.empty()) {
        fit();
        reveal(kPod, QString::fromStdString(node.pods.front().key));
    }
}

void MapView::mouseUngrabEvent() {
    m_pressed = {};
    m_panning = m_scaling = m_carrying = false;
    unsetCursor();
    redraw();
}

void MapView::wheelEvent(QWheelEvent* event) {
    m_pointer = event->position();
    zoomBy(wheelFactor(*event));
}

/// To the next card in a direction; straight on counts before near by.
void MapView::selectTowards(Qt::Key direction) {
    if (!m_picture || m_picture->graph.nodes.empty()) return;
    const bool level = direction == Qt::Key_Left || direction == Qt::Key_Right;
    const double sign = direction == Qt::Key_Left || direction == Qt::Key_Up ? -1 : 1;
    int best = m_selectedNode < 0 ? 0 : -1;
    double nearest = std::numeric_limits<double>::max();
    for (std::size_t i = 0; m_selectedNode >= 0 && i < m_picture->places.size(); ++i) {
        const QPointF away =
            m_picture->places[i].center() - m_picture->places[static_cast<std::size_t>(m_selectedNode)].center();
        const double along = sign * (level ? away.x() : away.y()), across = std::abs(level ? away.y() : away.x());
        if (along < 5) continue;
        const double distance = along + 2.5 * across;
        if (distance < nearest) nearest = distance, best = static_cast<int>(i);
    }
    if (best < 0) return;
    for (const MapEdge& edge : m_picture->graph.edges)
        if ((edge.from == best && edge.to == m_selectedNode) || (edge.to == best && edge.from == m_selectedNode))
            announce(nameOf(edge));
    chooseNode(best);
}

void MapView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
            return selectTowards(static_cast<Qt::Key>(event->key()));
        case Qt::Key_Plus:
        case Qt::Key_Equal:
        case Qt::Key_Minus:
            m_pointer = {};  // not to where it happens to be
            break;
        default:
            break;
    }
    SceneView::keyPressEvent(event);
}

}  // namespace armillary::app
