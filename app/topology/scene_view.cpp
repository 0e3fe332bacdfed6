#include "scene_view.h"

#include <QAccessible>
#include <QCursor>
#include <QGuiApplication>
#include <QHoverEvent>
#include <QImage>
#include <QKeyEvent>
#include <QPainter>
#include <QQuickWindow>
#include <QSGImageNode>
#include <QSGRendererInterface>
#include <QStyleHints>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "rasteriser.h"
#include "scene_nodes.h"
#include "scene_painter.h"

namespace armillary::app {

namespace {
constexpr double kLongestStep = 0.05;
constexpr double kAtOnce = 60;  // longer than any movement takes
constexpr QPointF kOutside(-1000, -1000);
constexpr double kKeyZoom = 1.25;
constexpr double kWheelZoom = 1.0012;  // for an eighth of a degree
}  // namespace

SceneView::SceneView(QQuickItem* parent) : QQuickItem(parent) {
    installSceneAccess();
    setFlag(ItemHasContents);
    setAcceptHoverEvents(true);
    setAcceptedMouseButtons(Qt::LeftButton | Qt::RightButton);
    setActiveFocusOnTab(true);
    connect(this, &SceneView::appearanceChanged, this, &SceneView::redraw);
    m_sinceFrame.start();
}

void SceneView::setVisibleArea(const QRectF& area) {
    if (m_visibleArea == area) return;
    m_visibleArea = area;
    emit visibleAreaChanged();
    update();  // as an image it is another piece of the same scene
    redraw();
}

void SceneView::setFontFamily(const QString& family) {
    if (Scene::fontFamily() == family) return;
    Scene::setFontFamily(family);
    emit appearanceChanged();
}

void SceneView::setColors(const QVariantMap& colors) {
    m_colorMap = colors;
    m_colors = SceneColors::from(colors);
    emit appearanceChanged();
}

void SceneView::select(const QString& resource, const QString& key) {
    if (m_selectedResource == resource && m_selectedKey == key) return;
    m_selectedResource = resource;
    m_selectedKey = key;
    selectionTaken();
    tellCurrentPart();
    emit selectionChanged();
    redraw();
}

void SceneView::tellCurrentPart() {
    if (!QAccessible::isActive() || !hasActiveFocus()) return;
    QAccessibleEvent event(this, QAccessible::Focus);
    if (const int part = currentPart(); part >= 0) event.setChild(part);
    QAccessible::updateAccessibility(&event);
}

void SceneView::tellParts() {
    if (!QAccessible::isActive()) return;
    QAccessibleEvent event(this, QAccessible::ObjectReorder);
    QAccessible::updateAccessibility(&event);
}

void SceneView::announce(const QString& what) {
    if (!QAccessible::isActive() || what.isEmpty()) return;
    QAccessibleAnnouncementEvent event(this, what);
    QAccessible::updateAccessibility(&event);
}

void SceneView::focusInEvent(QFocusEvent* event) {
    QQuickItem::focusInEvent(event);
    if (currentPart() >= 0) tellCurrentPart();
}

void SceneView::redraw() {
    m_due = true;
    // The first step after a pause counts from the change, not from the last frame.
    if (!m_moving) m_sinceFrame.restart();
    polish();
}

/// Moves time on, once a frame and only while something moves.
void SceneView::updatePolish() {
    if (!isVisible() || width() <= 0 || height() <= 0) return;
    const double seconds = std::min(kLongestStep, static_cast<double>(m_sinceFrame.restart()) / 1000.0);
    QElapsedTimer timer;
    timer.start();
    m_due = false;
    m_moving = advance(m_animated ? seconds : kAtOnce, m_animated && !m_inSoftware ? seconds : kAtOnce);
    m_next.clear();
    draw(m_next);
    m_drawMilliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    if (m_moving) QMetaObject::invokeMethod(this, &QQuickItem::polish, Qt::QueuedConnection);
    if (m_next == m_scene) return;
    std::swap(m_scene, m_next);
    ++m_shownScenes;
    update();
}

void SceneView::itemChange(ItemChange change, const ItemChangeData& data) {
    if (change == ItemVisibleHasChanged && data.boolValue) redraw();
    QQuickItem::itemChange(change, data);
}

void SceneView::geometryChange(const QRectF& now, const QRectF& before) {
    QQuickItem::geometryChange(now, before);
    if (now.size() != before.size()) redraw();
}

void SceneView::hoverMoveEvent(QHoverEvent* event) {
    m_pointer = event->position();
    m_pointerInside = true;
    hover(m_pointer);
}

void SceneView::hoverLeaveEvent(QHoverEvent*) {
    m_pointer = kOutside;
    m_pointerInside = false;
    hover(m_pointer);
}

void SceneView::pointed(Qt::CursorShape cursor) {
    setCursor(cursor);
    emit hoveredChanged();
    redraw();
}

void SceneView::wantMenu(const QString& resource, const QString& key, QPointF at) {
    select(resource, key);
    if (!resource.isEmpty() && !key.isEmpty()) emit menuWanted(resource, key, at.x(), at.y());
}

double SceneView::wheelFactor(const QWheelEvent& event) {
    return std::pow(kWheelZoom, event.angleDelta().y());
}

void SceneView::takePress(QPointF at) {
    forceActiveFocus(Qt::MouseFocusReason);
    m_pressedAt = m_pointer = at;
}

bool SceneView::isDrag() const {
    return (m_pointer - m_pressedAt).manhattanLength() >= QGuiApplication::styleHints()->startDragDistance();
}

void SceneView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return zoomBy(kKeyZoom);
        case Qt::Key_Minus:
            return zoomBy(1 / kKeyZoom);
        case Qt::Key_Period:
        case Qt::Key_F:
            return fit();
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Space:
            if (!m_selectedResource.isEmpty()) emit activated(m_selectedResource, m_selectedKey);
            return;
        case Qt::Key_Menu:
            return wantMenu(m_selectedResource, m_selectedKey, pointOf(m_selectedResource, m_selectedKey));
        case Qt::Key_Escape:
            if (m_selectedKey.isEmpty()) break;
            return select({}, {});
        default:
            break;
    }
    QQuickItem::keyPressEvent(event);
}

/// From the render thread, while the window's waits.
void SceneView::setInSoftware(bool inSoftware) {
    if (std::exchange(m_inSoftware, inSoftware) != inSoftware)
        QMetaObject::invokeMethod(this, &SceneView::calmChanged, Qt::QueuedConnection);
}

QSGNode* SceneView::updatePaintNode(QSGNode* old, UpdatePaintNodeData*) {
    if (window()->rendererInterface()->graphicsApi() == QSGRendererInterface::Software) {
        setInSoftware(true);
        return paintImage(old);
    }
    auto* nodes = static_cast<SceneNodes*>(old);
    if (!nodes) {
        setInSoftware(isDrawnInSoftware(*window()));
        nodes = new SceneNodes(window());
    }
    nodes->update(m_scene);
    return nodes;
}

QSGNode* SceneView::paintImage(QSGNode* old) {
    const QRectF area = visibleArea().intersected(boundingRect());
    auto* node = static_cast<QSGImageNode*>(old);
    if (area.isEmpty()) {
        delete node;
        return nullptr;
    }
    const double ratio = window()->effectiveDevicePixelRatio();
    QImage image((area.size() * ratio).toSize().expandedTo({1, 1}), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.translate(-area.topLeft());
    paint(painter, m_scene);
    painter.end();
    if (!node) {
        node = window()->createImageNode();
        node->setOwnsTexture(true);
    }
    node->setTexture(window()->createTextureFromImage(image, QQuickWindow::TextureHasAlphaChannel));
    node->setRect(area);
    return node;
}

}  // namespace armillary::app
