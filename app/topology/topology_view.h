#pragma once

#include <QColor>
#include <QElapsedTimer>
#include <QQuickItem>
#include <QtQmlIntegration>

#include "topology_model.h"

namespace armillary::app {

/// Draws a TopologyModel's pods as one batch of triangles: a thousand of them move in one draw call.
class TopologyView : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::TopologyModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
    /// Colours by PodState, and the palette that workloads take in turn.
    Q_PROPERTY(QList<QColor> stateColors MEMBER m_stateColors NOTIFY appearanceChanged)
    Q_PROPERTY(QList<QColor> workloadColors MEMBER m_workloadColors NOTIFY appearanceChanged)
    Q_PROPERTY(QColor selectionColor MEMBER m_selectionColor NOTIFY appearanceChanged)
    Q_PROPERTY(bool colorByWorkload MEMBER m_colorByWorkload NOTIFY appearanceChanged)
    Q_PROPERTY(bool animated MEMBER m_animated NOTIFY appearanceChanged)
    /// "namespace/name", "" for none.
    Q_PROPERTY(QString selectedKey READ selectedKey WRITE setSelectedKey NOTIFY selectedKeyChanged)
    Q_PROPERTY(QString hoveredKey READ hoveredKey NOTIFY hoveredKeyChanged)
    Q_PROPERTY(QVariantMap hovered READ hovered NOTIFY hoveredKeyChanged)

public:
    explicit TopologyView(QQuickItem* parent = nullptr);

    TopologyModel* model() const { return m_model; }
    void setModel(TopologyModel* model);
    QString selectedKey() const { return m_selectedKey; }
    void setSelectedKey(const QString& key);
    QString hoveredKey() const { return m_hoveredKey; }
    /// What the tooltip shows: name, namespaceName, status, state (index), workload, node, age, x, y, size.
    QVariantMap hovered() const;

signals:
    void modelChanged();
    void appearanceChanged();
    void selectedKeyChanged();
    void hoveredKeyChanged();
    void activated(const QString& key);

protected:
    QSGNode* updatePaintNode(QSGNode* old, UpdatePaintNodeData*) override;
    void updatePolish() override;
    void hoverMoveEvent(QHoverEvent* event) override;
    void hoverLeaveEvent(QHoverEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void setHovered(const QString& key);
    void refreshHover();
    QColor colorOf(const PodDot& dot) const;

    TopologyModel* m_model = nullptr;
    QList<QColor> m_stateColors, m_workloadColors;
    QColor m_selectionColor = Qt::white;
    bool m_colorByWorkload = false, m_animated = true;
    QString m_selectedKey, m_hoveredKey;
    QPointF m_pointer;
    bool m_pointerInside = false;
    QElapsedTimer m_sinceFrame;
    bool m_moving = false;
};

}  // namespace armillary::app
