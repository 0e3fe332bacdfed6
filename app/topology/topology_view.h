#pragma once

#include <QColor>

#include "scene_view.h"
#include "topology_model.h"

namespace armillary::app {

/// Draws a TopologyModel's pods, a thousand of them in one go, over the cards that they stand on. A pod that is dragged
/// onto another card is offered to its machine.
class TopologyView : public SceneView {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::TopologyModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
    /// Colours by PodState, and the palette that workloads take in turn.
    Q_PROPERTY(QList<QColor> stateColors MEMBER m_stateColors NOTIFY appearanceChanged)
    Q_PROPERTY(QList<QColor> workloadColors MEMBER m_workloadColors NOTIFY appearanceChanged)
    Q_PROPERTY(QColor selectionColor MEMBER m_selectionColor NOTIFY appearanceChanged)
    Q_PROPERTY(bool colorByWorkload MEMBER m_colorByWorkload NOTIFY appearanceChanged)
    /// Pods may be dragged.
    Q_PROPERTY(bool movable MEMBER m_movable NOTIFY appearanceChanged)
    /// "namespace/name", "" for none.
    Q_PROPERTY(QString selectedKey READ selectedKey WRITE setSelectedKey NOTIFY selectedKeyChanged)
    Q_PROPERTY(QString hoveredKey READ hoveredKey NOTIFY hoveredKeyChanged)
    /// What the tip shows: title, status, color, detail, x, y, size; nothing when nothing is under the pointer.
    Q_PROPERTY(QVariantMap hovered READ hovered NOTIFY hoveredKeyChanged)

public:
    explicit TopologyView(QQuickItem* parent = nullptr);

    TopologyModel* model() const { return m_model; }
    void setModel(TopologyModel* model);
    QString selectedKey() const { return m_selectedKey; }
    void setSelectedKey(const QString& key);
    QString hoveredKey() const { return m_hoveredKey; }
    QVariantMap hovered() const;
    /// The middle of a pod's shape; where to scroll to.
    Q_INVOKABLE QPointF centreOf(const QString& key) const;

signals:
    void modelChanged();
    void selectedKeyChanged();
    void hoveredKeyChanged();
    void activated(const QString& key);
    void menuWanted(const QString& key, double x, double y);
    /// A pod has been dropped on a machine's card.
    void dropped(const QString& key, const QString& machine);

protected:
    void draw(Scene& scene) override;
    bool advance(double seconds) override { return m_model && m_model->step(seconds); }
    void hoverMoveEvent(QHoverEvent* event) override;
    void hoverLeaveEvent(QHoverEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseUngrabEvent() override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString keyAt(QPointF point) const;
    void setHovered(const QString& key);
    QColor colorOf(const PodDot& dot) const;

    TopologyModel* m_model = nullptr;
    QList<QColor> m_stateColors, m_workloadColors;
    QColor m_selectionColor = Qt::white;
    bool m_colorByWorkload = false, m_movable = false;
    QString m_selectedKey, m_hoveredKey;
    QPointF m_pointer, m_pressedAt;
    QString m_pressedKey;
    bool m_pointerInside = false, m_dragging = false;
};

}  // namespace armillary::app
