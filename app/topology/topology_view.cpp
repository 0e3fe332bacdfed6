#include "topology_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <cmath>

namespace armillary::app {

namespace {

constexpr double kRounding = 0.32;  // of the half side
constexpr double kFill = 0.40;      // half side of a pod's shape, of its cell
const QString kPod = QStringLiteral("/Pod");

double eased(double t) {
    return 1 - std::pow(1 - t, 3);
}

void addPod(Scene& scene, QPointF centre, double half, QColor color, double alpha = 1) {
    color.setAlphaF(static_cast<float>(color.alphaF() * alpha));
    scene.box(QRectF(centre - QPointF(half, half), QSizeF(2 * half, 2 * half)), half * kRounding, color);
}

}  // namespace

TopologyView::TopologyView(QQuickItem* parent) : SceneView(parent) {}

void TopologyView::setModel(TopologyModel* model) {
    if (m_model == model) return;
    if (m_model) m_model->disconnect(this);
    m_model = model;
    if (m_model)
        connect(m_model, &TopologyModel::dotsChanged, this, [this] {
            // Pods move and change under a resting pointer.
            if (m_pointerInside && isVisible()) {
                if (!m_hoveredKey.isEmpty() && keyAt(m_pointer) == m_hoveredKey) emit hoveredChanged();
                hover(m_pointer);
            }
            redraw();
        });
    if (m_model) connect(m_model, &TopologyModel::countsChanged, this, &TopologyView::tellParts);
    emit modelChanged();
    redraw();
}

void TopologyView::hover(QPointF at) {
    const QString key = keyAt(at);
    if (std::exchange(m_hoveredKey, key) != key) pointed(key.isEmpty() ? Qt::ArrowCursor : Qt::PointingHandCursor);
}

QString TopologyView::keyAt(QPointF point) const {
    const int at = m_model ? m_model->dotAt(point) : -1;
    return at < 0 ? QString() : QString::fromStdString(m_model->dots()[static_cast<std::size_t>(at)].key);
}

QVariantMap TopologyView::hovered() const {
    const int at = m_model && !m_dragging ? m_model->indexOfKey(m_hoveredKey.toStdString()) : -1;
    if (at < 0) return {};
    const PodDot& dot = m_model->dots()[static_cast<std::size_t>(at)];
    QVariantMap tip = m_model->describe(dot);
    tip.insert({{"color", m_colors.state(static_cast<int>(dot.state))},
                {"x", dot.to.x()},
                {"y", dot.to.y()},
                {"size", m_model->cellSize()}});
    return tip;
}

QPointF TopologyView::pointOf(const QString& resource, const QString& key) const {
    const int at = m_model && resource == kPod ? m_model->indexOfKey(key.toStdString()) : -1;
    return at < 0 ? QPointF() : m_model->dots()[static_cast<std::size_t>(at)].to;
}

QString TopologyView::partKey(int part) const {
    return QString::fromStdString(m_model->dots()[static_cast<std::size_t>(part)].key);
}

ScenePart TopologyView::partAt(int part) const {
    const PodDot& dot = m_model->dots()[static_cast<std::size_t>(part)];
    const QVariantMap words = m_model->describe(dot);
    const double cell = m_model->cellSize();
    return {.name = tr("Pod %1, %2").arg(words["title"].toString(), words["status"].toString()),
            .description = words["detail"].toString(),
            .place = dot.hidden ? QRectF() : QRectF(dot.to - QPointF(cell, cell) / 2, QSizeF(cell, cell)),
            .selected = m_selectedResource == kPod && m_selectedKey.toStdString() == dot.key,
            .line = false};
}

int TopologyView::currentPart() const {
    return m_model && m_selectedResource == kPod ? m_model->indexOfKey(m_selectedKey.toStdString()) : -1;
}

void TopologyView::openPart(int part) {
    if (part >= 0) emit activated(kPod, partKey(part));
}

QColor TopologyView::colorOf(const PodDot& dot) const {
    if (!m_colorByWorkload) return m_colors.state(static_cast<int>(dot.state));
    return withAlpha(m_colors.workload(dot.workload), dot.state == PodState::Running ? 1 : 0.45);
}

void TopologyView::draw(Scene& scene) {
    if (!m_model) return;
    const std::string selected = m_selectedResource == kPod ? m_selectedKey.toStdString() : std::string();
    const std::string hovered = m_hoveredKey.toStdString(), pressed = m_pressedKey.toStdString();
    const double cell = m_model->cellSize();
    const QRectF seen = visibleArea().adjusted(-cell, -cell, cell, cell);
    const PodDot* dragged = nullptr;
    for (const PodDot& dot : m_model->dots()) {
        if (dot.hidden) continue;
        const double t = eased(dot.progress);
        const QPointF centre = dot.from + (dot.to - dot.from) * t;
        if (!seen.contains(centre)) continue;
        const double half = cell * kFill * (dot.scaleFrom + (dot.scaleTo - dot.scaleFrom) * t);
        const QColor color = colorOf(dot);
        const bool moves = m_dragging && dot.key == pressed;
        if (moves) dragged = &dot;
        if (dot.key == selected) addPod(scene, centre, half + 3, m_colors.text);
        if (dot.pulse > 0) addPod(scene, centre, half * (1 + 0.6 * (1 - dot.pulse)), color, 0.5 * dot.pulse);
        addPod(scene, centre, dot.key == hovered ? half * 1.12 : half, color, moves ? 0.3 : 1);
    }
    if (!dragged) return;
    const QRectF card = m_movable ? m_model->cardAt(m_pointer) : QRectF();
    if (!card.isEmpty()) scene.frame(card.adjusted(1, 1, -1, -1), 10, 2, m_colors.text);
    addPod(scene, m_pointer, cell * kFill, colorOf(*dragged));
}

void TopologyView::mousePressEvent(QMouseEvent* event) {
    takePress(event->position());
    const QString key = keyAt(m_pressedAt);
    m_pressedKey = event->button() == Qt::LeftButton ? key : QString();
    const QString resource = key.isEmpty() ? QString() : kPod;
    if (event->button() == Qt::RightButton)
        wantMenu(resource, key, m_pressedAt);
    else
        select(resource, key);
    if (key.isEmpty()) event->ignore();  // the card below may want it
}

void TopologyView::mouseMoveEvent(QMouseEvent* event) {
    m_pointer = event->position();
    if (m_pressedKey.isEmpty() || (!m_dragging && !isDrag())) return;
    // The list behind would take it for scrolling.
    setKeepMouseGrab(true);
    if (!std::exchange(m_dragging, true)) emit carried(kPod, m_pressedKey);
    redraw();
}

void TopologyView::mouseReleaseEvent(QMouseEvent* event) {
    const QString key = std::exchange(m_pressedKey, {});
    setKeepMouseGrab(false);
    if (std::exchange(m_dragging, false)) {
        const QString machine = m_model->machineAt(event->position());
        if (m_movable && contains(event->position()) && !machine.isEmpty() && !key.isEmpty())
            emit dropped(key, machine);
        redraw();
    } else if (!key.isEmpty()) {
        emit activated(kPod, key);
    }
}

void TopologyView::mouseUngrabEvent() {
    m_pressedKey.clear();
    m_dragging = false;
    redraw();
}

void TopologyView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down: {
            const int from =
                m_model && m_selectedResource == kPod ? m_model->indexOfKey(m_selectedKey.toStdString()) : -1;
            const int at = m_model ? m_model->dotTowards(from, static_cast<Qt::Key>(event->key())) : -1;
            if (at >= 0) select(kPod, QString::fromStdString(m_model->dots()[static_cast<std::size_t>(at)].key));
            return;
        }
        default:
            SceneView::keyPressEvent(event);
    }
}

}  // namespace armillary::app
