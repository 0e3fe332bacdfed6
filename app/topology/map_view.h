#pragma once

#include <QHash>
#include <vector>

#include "map_model.h"
#include "scene_colors.h"
#include "scene_view.h"

namespace armillary::app {

/// Draws a MapModel: cards in layers, lines between them, each picture growing out of the one before. Panned by
/// dragging, zoomed to the pointer by the wheel. A card that can be scaled has a handle: as far as it is dragged up or
/// down, so many pods more or less.
class MapView : public SceneView {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::MapModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
    /// As SceneColors::from() reads them.
    Q_PROPERTY(QVariantMap colors READ colors WRITE setColors NOTIFY appearanceChanged)
    Q_PROPERTY(bool colorByWorkload MEMBER m_colorByWorkload NOTIFY appearanceChanged)
    /// Handles are there.
    Q_PROPERTY(bool changeable MEMBER m_changeable NOTIFY appearanceChanged)
    /// What is selected anywhere; a pod's node is marked for it.
    Q_PROPERTY(QString selectedResource READ selectedResource NOTIFY selectionChanged)
    Q_PROPERTY(QString selectedKey READ selectedKey NOTIFY selectionChanged)
    /// What the tip shows: title, status, color, detail, x, y, size; nothing when nothing is under the pointer.
    Q_PROPERTY(QVariantMap hovered READ hovered NOTIFY hoveredChanged)
    Q_PROPERTY(double zoom READ zoom NOTIFY viewportChanged)
    Q_PROPERTY(QPointF origin READ origin NOTIFY viewportChanged)

public:
    explicit MapView(QQuickItem* parent = nullptr);

    MapModel* model() const { return m_model; }
    void setModel(MapModel* model);
    QVariantMap colors() const { return m_colorMap; }
    void setColors(const QVariantMap& colors);
    QString selectedResource() const { return m_selectedResource; }
    QString selectedKey() const { return m_selectedKey; }
    Q_INVOKABLE void select(const QString& resource, const QString& key);
    QVariantMap hovered() const;
    double zoom() const { return m_zoom; }
    QPointF origin() const { return m_origin; }

    /// Pans to an object, near enough to read it. False when it is not on the map.
    Q_INVOKABLE bool reveal(const QString& resource, const QString& key);
    /// The whole map, or as much of it as can be read when that is `legible`.
    Q_INVOKABLE void fit(bool legible = false);
    Q_INVOKABLE void zoomBy(double factor);
    /// Where an object is on the screen, and the handle of one that can be scaled; null points when it is not there.
    Q_INVOKABLE QPointF pointOf(const QString& resource, const QString& key) const;
    Q_INVOKABLE QPointF handleOf(const QString& resource, const QString& key) const;

signals:
    void modelChanged();
    void selectionChanged();
    void hoveredChanged();
    void viewportChanged();
    void activated(const QString& resource, const QString& key);
    void menuWanted(const QString& resource, const QString& key, double x, double y);
    /// The handle has been let go at another number.
    void scaleWanted(const QString& resource, const QString& key, int replicas);

protected:
    void draw(Scene& scene) override;
    bool advance(double seconds) override;
    void hoverMoveEvent(QHoverEvent* event) override;
    void hoverLeaveEvent(QHoverEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseUngrabEvent() override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void geometryChange(const QRectF& now, const QRectF& before) override;

private:
    struct Target {
        int node = -1, pod = -1, edge = -1;
        bool handle = false;
        bool operator==(const Target&) const = default;
    };
    /// Where a node comes from while the map moves.
    struct Shown {
        QPointF from;
        double presence = 1;  ///< less than 1 while it appears
    };

    void takePicture();
    void moveTo(QPointF origin, double zoom);
    int nodeOf(const QString& resource, const QString& key) const;
    QRectF placeOf(int node) const;
    QRectF onScreen(const QRectF& place) const;
    QPointF onScreen(QPointF point) const { return (point - m_origin) * m_zoom; }
    QRectF cellOf(int node, std::size_t pod) const;
    QRectF handleRect(const QRectF& card) const;
    Target targetAt(QPointF point) const;
    void hover(QPointF at);
    void selectTowards(Qt::Key direction);
    int scaledTo() const;

    // map_drawing.cpp
    void drawBands(Scene& scene) const;
    void drawEdges(Scene& scene) const;
    void drawNode(Scene& scene, int node) const;
    void drawStrip(Scene& scene, int node, double presence) const;
    void drawScaling(Scene& scene) const;
    bool isNear(int node) const;
    QColor toneColor(kinds::Tone tone) const;

    MapModel* m_model = nullptr;
    MapPictureRef m_picture;
    SceneColors m_colors;
    QVariantMap m_colorMap;
    bool m_colorByWorkload = false, m_changeable = false;
    QString m_selectedResource, m_selectedKey;
    int m_selectedNode = -1;

    QPointF m_origin;  ///< what of the map is in the view's upper left corner
    double m_zoom = 1;
    QPointF m_originFrom, m_originTo;
    double m_zoomFrom = 1, m_zoomTo = 1, m_travel = 1;
    bool m_placed = false;  ///< somebody has moved it, or it has been fitted

    std::vector<Shown> m_shown;  ///< of the picture's nodes
    double m_progress = 1;
    Target m_hovered, m_pressed;
    QPointF m_pointer, m_pressedAt, m_lastAt;
    bool m_panning = false, m_scaling = false;
};

}  // namespace armillary::app
