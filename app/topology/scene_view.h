#pragma once

#include <QElapsedTimer>
#include <QQuickItem>
#include <QtQmlIntegration>

#include "scene.h"
#include "scene_access.h"
#include "scene_colors.h"

class QWheelEvent;

namespace armillary::app {

/// An item that is drawn from a Scene: on a graphics card (or its software rasteriser) as one batch of triangles and
/// the texts, with Qt Quick's own software renderer, which draws no geometry, as an image. Time passes for it only
/// while something moves, it does nothing while it is not visible, and a scene that is as the one before is not drawn
/// again. What all of them have in common is here too: a selection, something pointed at, and the keys.
class SceneView : public QQuickItem {
    Q_OBJECT
    QML_ANONYMOUS
    /// What can be seen of it; the whole unless set. What lies outside may be left out.
    Q_PROPERTY(QRectF visibleArea READ visibleArea WRITE setVisibleArea NOTIFY visibleAreaChanged)
    Q_PROPERTY(QString fontFamily READ fontFamily WRITE setFontFamily NOTIFY appearanceChanged)
    /// False: what moves is at its end at once.
    Q_PROPERTY(bool animated MEMBER m_animated NOTIFY appearanceChanged)
    /// What the cluster does is shown at once, because each frame takes the processor's time.
    Q_PROPERTY(bool calm READ isCalm NOTIFY calmChanged)
    /// As SceneColors::from() reads them.
    Q_PROPERTY(QVariantMap colors READ colors WRITE setColors NOTIFY appearanceChanged)
    Q_PROPERTY(bool colorByWorkload MEMBER m_colorByWorkload NOTIFY appearanceChanged)
    /// "/Pod", "apps/Deployment", and the object's key; "" for none. What is not here is kept, and shown by nothing.
    Q_PROPERTY(QString selectedResource READ selectedResource NOTIFY selectionChanged)
    Q_PROPERTY(QString selectedKey READ selectedKey NOTIFY selectionChanged)
    /// What the tip shows: title, status, color, detail, x, y, size; nothing when nothing is under the pointer.
    Q_PROPERTY(QVariantMap hovered READ hovered NOTIFY hoveredChanged)

public:
    explicit SceneView(QQuickItem* parent = nullptr);

    QRectF visibleArea() const { return m_visibleArea.isValid() ? m_visibleArea : boundingRect(); }
    void setVisibleArea(const QRectF& area);
    QString fontFamily() const { return Scene::fontFamily(); }
    void setFontFamily(const QString& family);
    bool isAnimated() const { return m_animated; }
    bool isCalm() const { return m_inSoftware; }
    QVariantMap colors() const { return m_colorMap; }
    void setColors(const QVariantMap& colors);
    QString selectedResource() const { return m_selectedResource; }
    QString selectedKey() const { return m_selectedKey; }
    Q_INVOKABLE void select(const QString& resource, const QString& key);
    virtual QVariantMap hovered() const = 0;
    /// Where an object is on the screen; a null point when it is not drawn by itself.
    Q_INVOKABLE virtual QPointF pointOf(const QString& resource, const QString& key) const = 0;
    Q_INVOKABLE virtual void zoomBy(double) {}
    /// All there is to see, as it was at first.
    Q_INVOKABLE virtual void fit() {}

    /// What a screen reader finds in the picture, in an order of its own; a part's key stays the same while others come
    /// and go.
    virtual int partCount() const { return 0; }
    virtual QString partKey(int) const { return {}; }
    virtual ScenePart partAt(int) const { return {}; }
    /// The part that the keyboard is on, -1 for none.
    virtual int currentPart() const { return -1; }
    /// Puts the keyboard there, and shows it; does what Enter does there.
    virtual void choosePart(int) {}
    virtual void openPart(int) {}

    /// How long the last drawing took on the window's thread, in milliseconds.
    double drawMilliseconds() const { return m_drawMilliseconds; }
    /// Something is on its way to another place, or will be with the next drawing.
    bool isMoving() const { return m_due || m_moving; }
    /// How many scenes have been shown so far; one that is as the one before does not count.
    int shownScenes() const { return m_shownScenes; }
    const Scene& scene() const { return m_scene; }

signals:
    void visibleAreaChanged();
    void appearanceChanged();
    void calmChanged();
    void selectionChanged();
    void hoveredChanged();
    void activated(const QString& resource, const QString& key);
    /// An object is being dragged; it may be let go outside.
    void carried(const QString& resource, const QString& key);
    void menuWanted(const QString& resource, const QString& key, double x, double y);

protected:
    /// Puts everything there is to see into an empty scene.
    virtual void draw(Scene& scene) = 0;
    /// Moves time on; true while something still moves. `seconds` is for what somebody has set going; what moves
    /// because the cluster has changed goes by `byItself`: it is at its end at once where each frame is worked out by
    /// the processor, which has better to do than to show that something happens all the time.
    virtual bool advance(double seconds, double byItself) = 0;
    /// The pointer is at `at` now, or far outside.
    virtual void hover(QPointF at) = 0;
    /// Something else is selected.
    virtual void selectionTaken() {}

    /// Something has changed.
    void redraw();
    /// Another part has the keyboard: a screen reader says so.
    void tellCurrentPart();
    /// There are other parts than before.
    void tellParts();
    /// Says something by a screen reader that is no part's name.
    void announce(const QString& what);
    /// Something else is pointed at.
    void pointed(Qt::CursorShape cursor);
    /// Selects what a menu is wanted for.
    void wantMenu(const QString& resource, const QString& key, QPointF at);
    /// By how much an event of the wheel zooms.
    static double wheelFactor(const QWheelEvent& event);
    /// A button is down: remembers where.
    void takePress(QPointF at);
    /// The pointer has gone far enough from there to mean it.
    bool isDrag() const;

    QSGNode* updatePaintNode(QSGNode* old, UpdatePaintNodeData*) override;
    void updatePolish() override;
    void itemChange(ItemChange change, const ItemChangeData& data) override;
    void geometryChange(const QRectF& now, const QRectF& before) override;
    void hoverMoveEvent(QHoverEvent* event) override;
    void hoverLeaveEvent(QHoverEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    /// What is common to all: zoom, fit, open, menu, and Escape for the selection.
    void keyPressEvent(QKeyEvent* event) override;

    SceneColors m_colors;
    bool m_colorByWorkload = false;
    QString m_selectedResource, m_selectedKey;
    QPointF m_pointer, m_pressedAt;
    bool m_pointerInside = false;

private:
    QSGNode* paintImage(QSGNode* old);
    void setInSoftware(bool inSoftware);

    Scene m_scene, m_next;
    QRectF m_visibleArea;
    QVariantMap m_colorMap;
    QElapsedTimer m_sinceFrame;
    double m_drawMilliseconds = 0;
    int m_shownScenes = 0;
    bool m_animated = true, m_moving = false, m_due = false;
    bool m_inSoftware = false;  ///< as the last frame was drawn
};

}  // namespace armillary::app
