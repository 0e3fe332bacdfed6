#pragma once

#include "scene_view.h"
#include "topology_model.h"

namespace armillary::app {

/// Draws a TopologyModel's pods, a thousand of them in one go, over the cards that they stand on. A pod that is dragged
/// onto another card is offered to its machine.
class TopologyView : public SceneView {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::TopologyModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
    /// Pods may be dragged.
    Q_PROPERTY(bool movable MEMBER m_movable NOTIFY appearanceChanged)

public:
    explicit TopologyView(QQuickItem* parent = nullptr);

    TopologyModel* model() const { return m_model; }
    void setModel(TopologyModel* model);
    QVariantMap hovered() const override;
    /// Where to scroll to.
    QPointF pointOf(const QString& resource, const QString& key) const override;
    int partCount() const override { return m_model ? static_cast<int>(m_model->dots().size()) : 0; }
    QString partKey(int part) const override;
    ScenePart partAt(int part) const override;
    int currentPart() const override;
    void choosePart(int part) override { select(QStringLiteral("/Pod"), partKey(part)); }
    void openPart(int part) override;

signals:
    void modelChanged();
    /// A pod has been dropped on a machine's card.
    void dropped(const QString& key, const QString& machine);

protected:
    void draw(Scene& scene) override;
    bool advance(double, double byItself) override { return m_model && m_model->step(byItself); }
    void hover(QPointF at) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseUngrabEvent() override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString keyAt(QPointF point) const;
    QColor colorOf(const PodDot& dot) const;

    TopologyModel* m_model = nullptr;
    QString m_hoveredKey, m_pressedKey;
    bool m_movable = false, m_dragging = false;
};

}  // namespace armillary::app
