#include "usage_graph.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

namespace armillary::app {

namespace {

constexpr double kLeastSpan = 300, kMostSpan = 3600;
/// Without a sample for so long nobody knows what was between.
constexpr double kGap = 45;
/// A bound that is farther away would flatten everything.
constexpr double kNear = 4;

}  // namespace

UsageGraph::UsageGraph(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAntialiasing(true);
    connect(this, &UsageGraph::drawingChanged, this, [this] { update(); });
}

QVariantList UsageGraph::points() const {
    return QVariantList(m_points.begin(), m_points.end());
}

void UsageGraph::setPoints(const QVariantList& points) {
    m_points.clear();
    for (const QVariant& point : points) m_points << point.toPointF();
    emit drawingChanged();
}

double UsageGraph::span() const {
    const double seen = m_points.isEmpty() ? 0 : m_at - m_points.first().x();
    return std::clamp(seen, kLeastSpan, kMostSpan);
}

double UsageGraph::top() const {
    double most = 0;
    for (const QPointF& point : m_points) most = std::max(most, point.y());
    double top = most;
    for (const double bound : {m_request, m_limit})
        if (bound > 0 && bound <= kNear * most) top = std::max(top, bound);
    return top > 0 ? top * 1.15 : 1;
}

void UsageGraph::paint(QPainter* painter) {
    const double width = this->width(), height = this->height() - 1, top = this->top(), span = this->span();
    const auto xOf = [&](double at) { return width * (1 - (m_at - at) / span); };
    const auto yOf = [&](double value) { return height * (1 - value / top); };
    painter->setPen(QPen(m_baseColor, 1));
    painter->drawLine(QPointF(0, height), QPointF(width, height));
    const auto drawBound = [&](double bound, const QColor& color, Qt::PenStyle style) {
        if (bound <= 0 || bound > top) return;
        painter->setPen(QPen(color, 1, style));
        painter->drawLine(QPointF(0, yOf(bound)), QPointF(width, yOf(bound)));
    };
    drawBound(m_request, m_requestColor, Qt::DashLine);
    drawBound(m_limit, m_limitColor, Qt::SolidLine);

    QColor shade = m_color;
    shade.setAlphaF(0.16F);
    const auto drawRun = [&](qsizetype first, qsizetype last) {
        QPainterPath line(QPointF(xOf(m_points[first].x()), yOf(m_points[first].y())));
        for (qsizetype i = first + 1; i <= last; ++i) {
            const double x = xOf(m_points[i].x());
            if (m_steps) line.lineTo(x, yOf(m_points[i - 1].y()));
            line.lineTo(x, yOf(m_points[i].y()));
        }
        if (first == last) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(m_color);
            painter->drawEllipse(line.currentPosition() - QPointF(3, 0), 2.5, 2.5);
            return;
        }
        QPainterPath area = line;
        area.lineTo(xOf(m_points[last].x()), height);
        area.lineTo(xOf(m_points[first].x()), height);
        area.closeSubpath();
        painter->fillPath(area, shade);
        painter->strokePath(line, QPen(m_color, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    };
    qsizetype first = 0;
    for (qsizetype i = 0; i < m_points.size(); ++i) {
        const bool ends = i + 1 == m_points.size() || m_points[i + 1].x() - m_points[i].x() > kGap;
        if (!ends) continue;
        drawRun(first, i);
        first = i + 1;
    }
}

}  // namespace armillary::app
