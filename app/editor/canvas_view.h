#pragma once

#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "canvas_model.h"
#include "scene_view.h"

namespace armillary::app {

/// Draws a CanvasModel and lets it be worked on: cards are moved, chosen, connected from the handles at their sides;
/// lines can be chosen, too. Panned by dragging its ground or with the middle button, zoomed to the pointer by the
/// wheel; with Ctrl or Shift, dragging chooses what is in a rectangle. Everything it does has a key.
class CanvasView : public SceneView {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::CanvasModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
    Q_PROPERTY(bool minimap MEMBER m_minimap NOTIFY appearanceChanged)
    Q_PROPERTY(double zoom READ zoom NOTIFY viewportChanged)
    /// Of each card, on the screen.
    Q_PROPERTY(QSizeF cardSize READ cardSize NOTIFY viewportChanged)
    /// A line is chosen rather than cards.
    Q_PROPERTY(bool edgeSelected READ isEdgeSelected NOTIFY edgeSelectedChanged)

public:
    explicit CanvasView(QQuickItem* parent = nullptr);

    CanvasModel* model() const { return m_model; }
    void setModel(CanvasModel* model);
    QVariantMap hovered() const override;
    double zoom() const { return m_zoom; }
    QSizeF cardSize() const { return kCanvasCard * m_zoom; }
    bool isEdgeSelected() const { return selectedEdge() >= 0; }
    int selectedEdge() const;

    void fit() override { fitInto(false); }
    void zoomBy(double factor) override;
    /// `key` is an item's id.
    QPointF pointOf(const QString& resource, const QString& key) const override;
    /// Where a line is drawn from an item's card.
    Q_INVOKABLE QPointF handleOf(int item) const;
    Q_INVOKABLE QRectF cardOf(int item) const;
    /// A point of the view, on the canvas.
    Q_INVOKABLE QPointF toCanvas(QPointF point) const { return m_origin + point / m_zoom; }
    Q_INVOKABLE QPointF middle() const { return {width() / 2, height() / 2}; }
    Q_INVOKABLE void reveal(int item);
    /// The item whose card is there, 0 for none.
    Q_INVOKABLE int itemAt(QPointF point) const;
    /// Cards first, then lines.
    int partCount() const override;
    QString partKey(int part) const override;
    ScenePart partAt(int part) const override;
    int currentPart() const override;
    void choosePart(int part) override;
    void openPart(int part) override;
    /// Chooses the first line between two items, for who has no pointer.
    Q_INVOKABLE bool selectEdge(int from, int to);
    /// Takes away what is chosen: lines, or cards and what refers to them.
    Q_INVOKABLE void removeSelected();

signals:
    void modelChanged();
    void viewportChanged();
    void edgeSelectedChanged();
    void formWanted();
    void renameWanted(int item);
    void findWanted();
    void contextWanted(QPointF at);
    /// Something is to be made here.
    void quickAddWanted(QPointF at);
    /// A line has been drawn to a card, or to an empty place; one that is drawn by keyboard has no `to`.
    void connectWanted(int from, int to);
    void connectToNewWanted(int from, QPointF at);
    void connectByKeyWanted(int from);

protected:
    void draw(Scene& scene) override;
    bool advance(double seconds, double byItself) override;
    void hover(QPointF at) override;
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseUngrabEvent() override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void geometryChange(const QRectF& now, const QRectF& before) override;

private:
    enum class Gesture { None, Pan, Cards, Rectangle, Line, Map };
    struct Target {
        int node = -1, edge = -1, group = -1;
        bool handle = false, map = false;
        bool operator==(const Target&) const = default;
    };
    struct Group {
        QString title;
        QRectF place;
        std::vector<int> nodes;
    };

    // canvas_view.cpp
    void take();
    void selectionMoved();
    /// All of it, or as much as can be read when that is `legible`.
    void fitInto(bool legible);
    void fitAtOnce();
    void moveTo(QPointF origin, double zoom);
    QRectF placeOf(int node) const;
    QRectF onScreen(const QRectF& place) const { return {onScreen(place.topLeft()), place.size() * m_zoom}; }
    QPointF onScreen(QPointF point) const { return (point - m_origin) * m_zoom; }
    std::vector<QPointF> curveOf(const CanvasEdge& edge) const;
    Target targetAt(QPointF point) const;
    std::vector<Group> groups() const;
    QRectF titleOf(const Group& group) const;
    QRectF mapRect() const;
    bool isSelected(int node) const;
    const CanvasNode& node(int index) const { return m_model->graph().nodes[static_cast<std::size_t>(index)]; }
    QString whyNot(int node) const;

    // canvas_input.cpp
    void choose(const Target& target, bool more);
    void beginDrag(QMouseEvent* event);
    void drag(QPointF to);
    void beginLine(int node);
    void endLine();
    void endRectangle();
    QPointF snapped(QPointF offset);
    void centreMap(QPointF at);
    void selectTowards(Qt::Key direction);
    bool selectNext(int by);
    void selectNextEdge();
    bool control(const QKeyEvent& event);
    bool plain(const QKeyEvent& event);

    // canvas_parts.cpp
    QString nameOf(int node) const;
    QString nameOf(const CanvasEdge& edge) const;
    QString wayTo(int node, int from) const;

    // canvas_drawing.cpp
    void drawGroups(Scene& scene) const;
    void drawEdges(Scene& scene) const;
    void drawCard(Scene& scene, int index) const;
    void drawWords(Scene& scene, int index, const QRectF& card, double presence) const;
    void drawPods(Scene& scene, int index, const QRectF& card, double presence) const;
    void drawBadge(Scene& scene, int index, const QRectF& card) const;
    void drawHandles(Scene& scene, int index, const QRectF& card) const;
    void drawGestures(Scene& scene) const;
    void drawMap(Scene& scene) const;
    QString stateWord(int index) const;
    QColor stateColor(int index) const;

    CanvasModel* m_model = nullptr;
    bool m_minimap = true;
    QPointF m_origin;
    double m_zoom = 1;
    QPointF m_originFrom, m_originTo;
    double m_zoomFrom = 1, m_zoomTo = 1, m_travel = 1;
    bool m_placed = false;  ///< somebody has moved it, or it has been fitted

    std::unordered_map<std::string, QPointF> m_from;  ///< where cards come from while they move, by key
    std::unordered_map<std::string, QPointF> m_at;    ///< where they were last told to be
    double m_progress = 1;

    Target m_hovered, m_pressed;
    Gesture m_gesture = Gesture::None;
    Qt::KeyboardModifiers m_modifiers;
    QPointF m_lastAt, m_offset;
    std::set<int> m_dragged;                   ///< nodes that follow the pointer
    std::vector<double> m_guidesX, m_guidesY;  ///< what they are in line with
    int m_lineFrom = -1;
    std::vector<bool> m_reachable;             ///< nodes that a line from there may go to
    std::optional<editor::Connection> m_edge;  ///< that is chosen
};

}  // namespace armillary::app
