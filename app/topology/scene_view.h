#pragma once

#include <QElapsedTimer>
#include <QQuickItem>
#include <QtQmlIntegration>

#include "scene.h"

namespace armillary::app {

/// An item that is drawn from a Scene: on a graphics card (or its software rasteriser) as one batch of triangles and
/// the texts, with Qt Quick's own software renderer, which draws no geometry, as an image. Time passes for it only
/// while something moves, and it does nothing while it is not visible.
class SceneView : public QQuickItem {
    Q_OBJECT
    QML_ANONYMOUS
    /// What can be seen of it; the whole unless set. What lies outside may be left out.
    Q_PROPERTY(QRectF visibleArea READ visibleArea WRITE setVisibleArea NOTIFY visibleAreaChanged)
    Q_PROPERTY(QString fontFamily READ fontFamily WRITE setFontFamily NOTIFY appearanceChanged)
    /// False: what moves is at its end at once.
    Q_PROPERTY(bool animated MEMBER m_animated NOTIFY appearanceChanged)

public:
    explicit SceneView(QQuickItem* parent = nullptr);

    QRectF visibleArea() const { return m_visibleArea.isValid() ? m_visibleArea : boundingRect(); }
    void setVisibleArea(const QRectF& area);
    QString fontFamily() const { return Scene::fontFamily(); }
    void setFontFamily(const QString& family);
    bool isAnimated() const { return m_animated; }
    /// How long the last drawing took on the window's thread, in milliseconds.
    double drawMilliseconds() const { return m_drawMilliseconds; }
    const Scene& scene() const { return m_scene; }

signals:
    void visibleAreaChanged();
    void appearanceChanged();

protected:
    /// Puts everything there is to see into an empty scene.
    virtual void draw(Scene& scene) = 0;
    /// Moves time on; true while something still moves.
    virtual bool advance(double seconds) = 0;
    /// Something has changed.
    void redraw();

    QSGNode* updatePaintNode(QSGNode* old, UpdatePaintNodeData*) override;
    void updatePolish() override;
    void itemChange(ItemChange change, const ItemChangeData& data) override;
    void geometryChange(const QRectF& now, const QRectF& before) override;

private:
    QSGNode* paintImage(QSGNode* old);

    Scene m_scene;
    QRectF m_visibleArea;
    QElapsedTimer m_sinceFrame;
    double m_drawMilliseconds = 0;
    bool m_animated = true, m_moving = false;
};

}  // namespace armillary::app
