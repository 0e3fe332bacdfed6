#include "scene.h"

#include <QFont>
#include <QFontMetricsF>
#include <QHash>
#include <algorithm>
#include <cmath>

namespace armillary::app {

namespace {

constexpr double kDash = 6, kGap = 4;
constexpr qsizetype kMostMeasured = 20'000;

QString& family() {
    static QString name = QStringLiteral("Inter");
    return name;
}

/// Widths at kTextSize, by text; bounded.
QHash<QString, double>& measured(bool strong) {
    static QHash<QString, double> widths[2];
    if (widths[strong].size() > kMostMeasured) widths[strong].clear();
    return widths[strong];
}

double length(QPointF vector) {
    return std::hypot(vector.x(), vector.y());
}

}  // namespace

QFont sceneFont(bool strong) {
    QFont font(family());
    font.setPixelSize(kTextSize);
    font.setWeight(strong ? QFont::DemiBold : QFont::Normal);
    return font;
}

int stepsOfCircle(double radius) {
    return std::clamp(static_cast<int>(std::ceil(M_PI * std::sqrt(radius / 0.5))), 6, 128);
}

std::vector<Scene::Point> outlineOf(const QRectF& rect, double corner) {
    const double radius = std::min({corner, rect.width() / 2, rect.height() / 2});
    const int steps = radius < 1 ? 0 : std::clamp(static_cast<int>(radius), 2, 8);
    std::vector<Scene::Point> points;
    points.reserve(static_cast<std::size_t>(4 * (steps + 1)));
    const QPointF centres[] = {{rect.right() - radius, rect.top() + radius},
                               {rect.right() - radius, rect.bottom() - radius},
                               {rect.left() + radius, rect.bottom() - radius},
                               {rect.left() + radius, rect.top() + radius}};
    for (int side = 0; side < 4; ++side)
        for (int step = 0; step <= steps; ++step) {
            const double angle = (side - 1 + (steps == 0 ? 0.5 : static_cast<double>(step) / steps)) * M_PI / 2;
            const double reach = steps == 0 ? radius * M_SQRT2 : radius;
            points.push_back({centres[side] + reach * QPointF(std::cos(angle), std::sin(angle))});
        }
    return points;
}

void Scene::clear() {
    m_shapes.clear();
    m_points.clear();
    m_texts.clear();
}

void Scene::disc(QPointF centre, double radius, const QColor& color) {
    if (radius > 0) m_shapes.push_back({.kind = Kind::Disc, .color = color, .at = centre, .size = radius});
}

void Scene::glow(QPointF centre, double radius, const QColor& color) {
    if (radius > 0) m_shapes.push_back({.kind = Kind::Glow, .color = color, .at = centre, .size = radius});
}

void Scene::box(const QRectF& rect, double corner, const QColor& color) {
    if (!rect.isEmpty()) m_shapes.push_back({.kind = Kind::Box, .color = color, .rect = rect, .size = corner});
}

void Scene::frame(const QRectF& rect, double corner, double width, const QColor& color, bool dashed) {
    const auto outline = outlineOf(rect, corner);
    dashed ? dashes(outline, width, color, true) : line(outline, width, color, true);
}

void Scene::arc(QPointF centre, double radius, double width, double start, double span, const QColor& color) {
    if (radius <= 0 || span <= 0) return;
    const bool whole = span >= 360;
    const int steps = std::max(3, static_cast<int>(std::ceil(stepsOfCircle(radius) * std::min(span, 360.0) / 360)));
    std::vector<Point> points;
    points.reserve(static_cast<std::size_t>(steps) + 1);
    for (int step = 0; step < steps + (whole ? 0 : 1); ++step) {
        const double angle = (start + span * step / steps - 90) * M_PI / 180;
        points.push_back({centre + radius * QPointF(std::cos(angle), std::sin(angle))});
    }
    line(points, width, color, whole);
}

void Scene::line(const std::vector<Point>& points, double width, const QColor& color, bool closed) {
    if (points.size() < 2) return;
    m_shapes.push_back({.kind = Kind::Strip,
                        .closed = closed,
                        .color = color,
                        .size = width,
                        .first = static_cast<quint32>(m_points.size()),
                        .count = static_cast<quint32>(points.size())});
    m_points.insert(m_points.end(), points.begin(), points.end());
}

void Scene::dashes(const std::vector<Point>& points, double width, const QColor& color, bool closed) {
    std::vector<Point> piece;
    double left = kDash;
    bool drawn = true;
    const std::size_t segments = points.size() - (closed ? 0 : 1);
    for (std::size_t i = 0; i < segments && points.size() > 1; ++i) {
        QPointF from = points[i].at;
        const QPointF to = points[(i + 1) % points.size()].at;
        double rest = length(to - from);
        if (drawn && piece.empty()) piece.push_back({from});
        while (rest > left) {
            from += (to - from) * (left / rest);
            rest -= left;
            if (drawn) {
                piece.push_back({from});
                line(piece, width, color);
                piece.clear();
            } else {
                piece = {{from}};
            }
            drawn = !drawn;
            left = drawn ? kDash : kGap;
        }
        left -= rest;
        if (drawn) piece.push_back({to});
    }
    if (drawn) line(piece, width, color);
}

void Scene::text(QPointF at, const QString& text, double size, const QColor& color, Align align, bool strong,
                 double opacity) {
    if (text.isEmpty() || opacity <= 0) return;
    const double width = align == Align::Left ? 0 : widthOf(text, size, strong);
    at.rx() -= align == Align::Middle ? width / 2 : width;
    m_texts.push_back({.at = at, .text = text, .size = size, .strong = strong, .color = color, .opacity = opacity});
}

void Scene::setFontFamily(const QString& name) {
    if (family() == name) return;
    family() = name;
    measured(false).clear();
    measured(true).clear();
}

QString Scene::fontFamily() {
    return family();
}

double Scene::widthOf(const QString& text, double size, bool strong) {
    auto& widths = measured(strong);
    auto found = widths.find(text);
    if (found == widths.end()) found = widths.insert(text, QFontMetricsF(sceneFont(strong)).horizontalAdvance(text));
    return *found * size / kTextSize;
}

QString Scene::elided(const QString& text, double width, double size, bool strong) {
    if (widthOf(text, size, strong) <= width) return text;
    return QFontMetricsF(sceneFont(strong)).elidedText(text, Qt::ElideRight, width * kTextSize / size);
}

}  // namespace armillary::app
