#include "topology_view.h"

#include <QCursor>
#include <QGuiApplication>
#include <QHoverEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QStyleHints>
#include <cmath>

namespace armillary::app {

namespace {

constexpr double kRounding = 0.32;  // of the half side
constexpr double kFill = 0.40;      // half side of a pod's shape, of its cell

double eased(double t) {
    return 1 - std::pow(1 - t, 3);
}

void addPod(Scene& scene, QPointF centre, double half, QColor color, double alpha = 1) {
    color.setAlphaF(static_cast<float>(color.alphaF() * alpha));
    scene.box(QRectF(centre - QPointF(half, half), QSizeF(2 * half, 2 * half)), half * kRounding, color);
}

}  // namespace

TopologyView::TopologyView(QQuickItem* parent) : SceneView(parent) {
    setAcceptHoverEvents(true);
    setAcceptedMouseButtons(Qt::LeftButton | Qt::RightButton);
    setActiveFocusOnTab(true);
}

void TopologyView::setModel(TopologyModel* model) {
    if (m_model == model) return;
    if (m_model) m_model->disconnect(this);
    m_model = model;
    if (m_model)
        connect(m_model, &TopologyModel::dotsChanged, this, [this] {
            // Pods move and change under a resting pointer.
            if (m_pointerInside && isVisible()) {
                const QString key = keyAt(m_pointer);
                if (key == m_hoveredKey && !key.isEmpty()) emit hoveredKeyChanged();
                setHovered(key);
            }
            redraw();
        });
    emit modelChanged();
    redraw();
}

void TopologyView::setSelectedKey(const QString& key) {
    if (m_selectedKey == key) return;
    m_selectedKey = key;
    emit selectedKeyChanged();
    redraw();
}

void TopologyView::setHovered(const QString& key) {
    if (m_hoveredKey == key) return;
    m_hoveredKey = key;
    setCursor(key.isEmpty() ? Qt::ArrowCursor : Qt::PointingHandCursor);
    emit hoveredKeyChanged();
    redraw();
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
    tip.insert({{"color", m_stateColors.value(static_cast<int>(dot.state))},
                {"x", dot.to.x()},
                {"y", dot.to.y()},
                {"size", m_model->cellSize()}});
    return tip;
}

QPointF TopologyView::centreOf(const QString& key) const {
    const int at = m_model ? m_model->indexOfKey(key.toStdString()) : -1;
    return at < 0 ? QPointF() : m_model->dots()[static_cast<std::size_t>(at)].to;
}

QColor TopologyView::colorOf(const PodDot& dot) const {
    const auto pick = [](const QList<QColor>& colors, int index) {
        return colors.isEmpty() ? QColor(Qt::gray) : colors[index % colors.size()];
    };
    if (!m_colorByWorkload) return pick(m_stateColors, static_cast<int>(dot.state));
    QColor color = pick(m_workloadColors, dot.workload);
    if (dot.state != PodState::Running) color.setAlphaF(0.45f);
    return color;
}

void TopologyView::draw(Scene& scene) {
    if (!m_model) return;
    const std::string selected = m_selectedKey.toStdString(), hovered = m_hoveredKey.toStdString();
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
        const bool moves = m_dragging && dot.key == m_pressedKey.toStdString();
        if (moves) dragged = &dot;
        if (dot.key == selected) addPod(scene, centre, half + 3, m_selectionColor);
        if (dot.pulse > 0) addPod(scene, centre, half * (1 + 0.6 * (1 - dot.pulse)), color, 0.5 * dot.pulse);
        addPod(scene, centre, dot.key == hovered ? half * 1.12 : half, color, moves ? 0.3 : 1);
    }
    if (!dragged) return;
    const QRectF card = m_model->cardAt(m_pointer);
    if (!card.isEmpty()) scene.frame(card.adjusted(1, 1, -1, -1), 10, 2, m_selectionColor);
    addPod(scene, m_pointer, cell * kFill, colorOf(*dragged));
}

void TopologyView::hoverMoveEvent(QHoverEvent* event) {
    m_pointer = event->position();
    m_pointerInside = true;
    setHovered(keyAt(m_pointer));
}

void TopologyView::hoverLeaveEvent(QHoverEvent*) {
    m_pointerInside = false;
    setHovered({});
}

void TopologyView::mousePressEvent(QMouseEvent* event) {
    forceActiveFocus(Qt::MouseFocusReason);
    const QString key = keyAt(event->position());
    m_pressedKey = event->button() == Qt::LeftButton ? key : QString();
    m_pressedAt = event->position();
    setSelectedKey(key);
    if (key.isEmpty()) return event->ignore();  // the card below may want it
    if (event->button() == Qt::RightButton) emit menuWanted(key, event->position().x(), event->position().y());
}

void TopologyView::mouseMoveEvent(QMouseEvent* event) {
    m_pointer = event->position();
    if (m_pressedKey.isEmpty() || !m_movable) return;
    if (!m_dragging && (m_pointer - m_pressedAt).manhattanLength() < QGuiApplication::styleHints()->startDragDistance())
        return;
    // The list behind would take it for scrolling.
    setKeepMouseGrab(true);
    m_dragging = true;
    redraw();
}

void TopologyView::mouseReleaseEvent(QMouseEvent* event) {
    const QString key = std::exchange(m_pressedKey, {});
    setKeepMouseGrab(false);
    if (std::exchange(m_dragging, false)) {
        const QString machine = m_model->machineAt(event->position());
        if (!machine.isEmpty() && !key.isEmpty()) emit dropped(key, machine);
        redraw();
    } else if (!key.isEmpty()) {
        emit activated(key);
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
            const int at = m_model ? m_model->dotTowards(m_model->indexOfKey(m_selectedKey.toStdString()),
                                                         static_cast<Qt::Key>(event->key()))
                                   : -1;
            if (at >= 0) setSelectedKey(QString::fromStdString(m_model->dots()[static_cast<std::size_t>(at)].key));
            return;
        }
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Space:
            if (!m_selectedKey.isEmpty()) emit activated(m_selectedKey);
            return;
        case Qt::Key_Menu:
            if (const QPointF at = centreOf(m_selectedKey); !m_selectedKey.isEmpty())
                emit menuWanted(m_selectedKey, at.x(), at.y());
            return;
        case Qt::Key_Escape:
            if (!m_selectedKey.isEmpty()) return setSelectedKey({});
            [[fallthrough]];
        default:
            QQuickItem::keyPressEvent(event);
    }
}

}  // namespace armillary::app
