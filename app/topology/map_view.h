#pragma once

#include <QHash>
#include <vector>

#include "map_model.h"
#include "scene_view.h"

namespace armillary::app {

/// Draws a MapModel: cards in layers, lines between them, each picture growing out of the one before. A pod that is
/// selected is marked by its node. Panned by
/// dragging its ground, zoomed to the pointer by the wheel. A card that can be scaled has a handle: as far as it is
/// dragged up or down, so many pods more or less.
class MapView : public SceneView {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::MapModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
    /// Handles are there.
    Q_PROPERTY(bool changeable MEMBER m_changeable NOTIFY appearanceChanged)
    Q_PROPERTY(double zoom READ zoom NOTIFY viewportChanged)
    Q_PROPERTY(QPointF origin READ origin NOTIFY viewportChanged)

public:
    explicit MapView(QQuickItem* parent = nullptr);

    MapModel* model() const { return m_model; }
    void setModel(MapModel* model);
    QVariantMap hovered() const override;
    double zoom() const { return m_zoom; }
    QPointF origin() const { return m_origin; }

    /// Pans to an object, near enough to read it. False when it is not on the map.
    Q_INVOKABLE bool reveal(const QString& resource, const QString& key);
    void fit() override { fitInto(false); }
    void zoomBy(double factor) override;
    QPointF pointOf(const QString& resource, const QString& key) const override;
    /// Cards first, then lines.
    int partCount() const override;
    QString partKey(int part) const override;
    ScenePart partAt(int part) const override;
    int currentPart() const override { return m_selectedNode; }
    void choosePart(int part) override;
    void openPart(int part) override;
    /// The handle of what can be scaled; a null point when there is none.
    Q_INVOKABLE QPointF handleOf(const QString& resource, const QString& key) const;

signals:
    void modelChanged();
    void viewportChanged();
    /// The handle has been let go at another number.
    void scaleWanted(const QString& resource, const QString& key, int replicas);

protected:
    void draw(Scene& scene) override;
    bool advance(double seconds, double byItself) override;
    void hover(QPointF at) override;
    void selectionTaken() override;
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
    /// The whole map, or as much of it as can be read when that is `legible`.
    void fitInto(bool legible);
    void fitAtOnce();
    void moveTo(QPointF origin, double zoom);
    int nodeOf(const QString& resource, const QString& key) const;
    QRectF placeOf(int node) const;
    QRectF onScreen(const QRectF& place) const;
    QPointF onScreen(QPointF point) const { return (point - m_origin) * m_zoom; }
    QRectF cellOf(int node, std::size_t pod) const;
    QRectF handleRect(const QRectF& card) const;
    Target targetAt(QPointF point) const;
    void selectTowards(Qt::Key direction);
    void chooseNode(int node);
    QString nameOf(int node) const;
    QString nameOf(const MapEdge& edge) const;
    std::pair<QString, QString> objectAt(const Target& target) const;
    int scaledTo() const;

    // map_drawing.cpp
    void drawBands(Scene& scene) const;
    void drawEdges(Scene& scene) const;
    void drawNode(Scene& scene, int node) const;
    void drawStrip(Scene& scene, int node, double presence) const;
    void drawScaling(Scene& scene) const;
    int focus() const { return m_hovered.node >= 0 ? m_hovered.node : m_selectedNode; }
    void findNear();
    QColor toneColor(kinds::Tone tone) const;

    MapModel* m_model = nullptr;
    MapPictureRef m_picture;
    bool m_changeable = false;
    int m_selectedNode = -1;
    std::vector<bool> m_near;  ///< nodes that have to do with what is pointed at or selected; empty for none

    QPointF m_origin;  ///< what of the map is in the view's upper left corner
    double m_zoom = 1;
    QPointF m_originFrom, m_originTo;
    double m_zoomFrom = 1, m_zoomTo = 1, m_travel = 1;
    bool m_placed = false;  ///< somebody has moved it, or it has been fitted

    std::vector<Shown> m_shown;  ///< of the picture's nodes
    double m_progress = 1;
    Target m_hovered, m_pressed;
    QPointF m_lastAt;
    bool m_panning = false, m_scaling = false, m_carrying = false;
};

}  // namespace armillary::app
