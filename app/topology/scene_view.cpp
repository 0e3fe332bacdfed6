#include "scene_view.h"

#include <QImage>
#include <QPainter>
#include <QQuickWindow>
#include <QSGImageNode>
#include <QSGRendererInterface>
#include <algorithm>

#include "scene_nodes.h"
#include "scene_painter.h"

namespace armillary::app {

namespace {
constexpr double kLongestStep = 0.05;
constexpr double kAtOnce = 60;  // longer than any movement takes
}  // namespace

SceneView::SceneView(QQuickItem* parent) : QQuickItem(parent) {
    setFlag(ItemHasContents);
    connect(this, &SceneView::appearanceChanged, this, &SceneView::redraw);
    m_sinceFrame.start();
}

void SceneView::setVisibleArea(const QRectF& area) {
    if (m_visibleArea == area) return;
    m_visibleArea = area;
    emit visibleAreaChanged();
    redraw();
}

void SceneView::setFontFamily(const QString& family) {
    if (Scene::fontFamily() == family) return;
    Scene::setFontFamily(family);
    emit appearanceChanged();
}

void SceneView::redraw() {
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
    m_moving = advance(m_animated ? seconds : kAtOnce);
    m_scene.clear();
    draw(m_scene);
    m_drawMilliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    if (m_moving) QMetaObject::invokeMethod(this, &QQuickItem::polish, Qt::QueuedConnection);
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

QSGNode* SceneView::updatePaintNode(QSGNode* old, UpdatePaintNodeData*) {
    if (window()->rendererInterface()->graphicsApi() == QSGRendererInterface::Software) return paintImage(old);
    auto* nodes = static_cast<SceneNodes*>(old);
    if (!nodes) nodes = new SceneNodes(window());
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
