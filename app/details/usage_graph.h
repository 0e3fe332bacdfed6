#pragma once

#include <QColor>
#include <QQuickPaintedItem>
#include <QVariantList>
#include <QtQmlIntegration>

namespace armillary::app {

/// One measure over time: a line over a shaded area, a dashed line for what was requested and a full one for the limit,
/// where they are near enough to be seen. Painted, so that it is drawn without a graphics card too.
class UsageGraph : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    /// Of QPointF. x: seconds since the epoch, growing; y: 0 or more.
    Q_PROPERTY(QVariantList points READ points WRITE setPoints NOTIFY drawingChanged)
    /// The right edge, and how many seconds the left one is before it.
    Q_PROPERTY(double at MEMBER m_at NOTIFY drawingChanged)
    Q_PROPERTY(double span READ span NOTIFY drawingChanged)
    /// Less than 0 for none.
    Q_PROPERTY(double request MEMBER m_request NOTIFY drawingChanged)
    Q_PROPERTY(double limit MEMBER m_limit NOTIFY drawingChanged)
    /// What counts up stays where it is between two points.
    Q_PROPERTY(bool steps MEMBER m_steps NOTIFY drawingChanged)
    Q_PROPERTY(QColor color MEMBER m_color NOTIFY drawingChanged)
    Q_PROPERTY(QColor requestColor MEMBER m_requestColor NOTIFY drawingChanged)
    Q_PROPERTY(QColor limitColor MEMBER m_limitColor NOTIFY drawingChanged)
    Q_PROPERTY(QColor baseColor MEMBER m_baseColor NOTIFY drawingChanged)

public:
    explicit UsageGraph(QQuickItem* parent = nullptr);
    void paint(QPainter* painter) override;
    QVariantList points() const;
    void setPoints(const QVariantList& points);
    /// From the first point on: five minutes at least, an hour at most.
    double span() const;
    /// What the upper edge stands for.
    double top() const;

signals:
    void drawingChanged();

private:
    QList<QPointF> m_points;
    double m_at = 0, m_request = -1, m_limit = -1;
    bool m_steps = false;
    QColor m_color, m_requestColor, m_limitColor, m_baseColor;
};

}  // namespace armillary::app
