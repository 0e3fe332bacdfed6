#pragma once

#include <QColor>
#include <QFont>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <vector>

namespace armillary::app {

/// What a view shows, in the order in which it is drawn, in the view's pixels; texts lie above all else. Small on
/// purpose: everything in it can be made of triangles for a graphics card as well as painted without one.
class Scene {
public:
    enum class Kind : quint8 {
        Disc,   ///< at, size: radius
        Glow,   ///< at, size: radius; fades out towards its rim
        Box,    ///< rect, size: radius of its corners
        Strip,  ///< points first … first + count, size: width
    };
    struct Shape {
        Kind kind;
        bool closed = false;
        QColor color;
        QPointF at;
        QRectF rect;
        double size = 0;
        quint32 first = 0, count = 0;
        bool operator==(const Shape&) const = default;
    };
    /// A point of a strip; `alpha` is multiplied with its colour's.
    struct Point {
        QPointF at;
        float alpha = 1;
        bool operator==(const Point&) const = default;
    };
    struct Text {
        QPointF at;  ///< of its left end, middle or right end, as `align` says; vertically its middle
        QString text;
        double size = 12;  ///< height of its letters as fonts count it
        bool strong = false;
        QColor color;
        double opacity = 1;
        bool operator==(const Text&) const = default;
    };
    enum class Align { Left, Middle, Right };

    void clear();
    void disc(QPointF centre, double radius, const QColor& color);
    void glow(QPointF centre, double radius, const QColor& color);
    void box(const QRectF& rect, double corner, const QColor& color);
    /// The outline of a box.
    void frame(const QRectF& rect, double corner, double width, const QColor& color, bool dashed = false);
    /// Clockwise from twelve o'clock, in degrees.
    void arc(QPointF centre, double radius, double width, double start, double span, const QColor& color);
    void ring(QPointF centre, double radius, double width, const QColor& color) {
        arc(centre, radius, width, 0, 360, color);
    }
    void line(const std::vector<Point>& points, double width, const QColor& color, bool closed = false);
    void dashes(const std::vector<Point>& points, double width, const QColor& color, bool closed = false);
    void text(QPointF at, const QString& text, double size, const QColor& color, Align align = Align::Left,
              bool strong = false, double opacity = 1);

    const std::vector<Shape>& shapes() const { return m_shapes; }
    const std::vector<Point>& points() const { return m_points; }
    const std::vector<Text>& texts() const { return m_texts; }
    bool operator==(const Scene&) const = default;

    /// The family of all texts.
    static void setFontFamily(const QString& family);
    static QString fontFamily();
    static double widthOf(const QString& text, double size, bool strong = false);
    /// `text`, or as much of it as fits, with an ellipsis.
    static QString elided(const QString& text, double width, double size, bool strong = false);

private:
    std::vector<Shape> m_shapes;
    std::vector<Point> m_points;
    std::vector<Text> m_texts;
};

/// Texts are laid out at this size once, and scaled to theirs.
inline constexpr int kTextSize = 16;
QFont sceneFont(bool strong);

/// How many straight pieces a circle is made of, so that nobody sees that they are straight: none is farther from it
/// than a quarter of a pixel.
int stepsOfCircle(double radius);
/// What outlines are made of: clockwise, the corners rounded by `steps` points each.
std::vector<Scene::Point> outlineOf(const QRectF& rect, double corner);

}  // namespace armillary::app
