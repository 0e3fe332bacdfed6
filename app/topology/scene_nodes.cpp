#include "scene_nodes.h"

#include <QSGVertexColorMaterial>
#include <QTextLayout>
#include <algorithm>
#include <cmath>

namespace armillary::app {

namespace {

using Vertex = QSGGeometry::ColoredPoint2D;

void put(Vertex& vertex, QPointF at, const QColor& color, double alpha) {
    // The material wants colours multiplied by their alpha.
    const double a = color.alphaF() * alpha;
    vertex.set(static_cast<float>(at.x()), static_cast<float>(at.y()), static_cast<uchar>(color.red() * a),
               static_cast<uchar>(color.green() * a), static_cast<uchar>(color.blue() * a),
               static_cast<uchar>(255 * a));
}

/// Triangles with a rim of one pixel that fades out: smooth edges without multisampling.
class Triangles {
public:
    void add(const Scene& scene, const Scene::Shape& shape) {
        switch (shape.kind) {
            case Scene::Kind::Disc:
                return filled(circle(shape.at, shape.size), shape.at, shape.color);
            case Scene::Kind::Glow:
                return fading(circle(shape.at, shape.size), shape.at, shape.color);
            case Scene::Kind::Box:
                return filled(outlineOf(shape.rect, shape.size), shape.rect.center(), shape.color);
            case Scene::Kind::Strip:
                return strip({scene.points().data() + shape.first, shape.count}, shape.size, shape.closed, shape.color);
        }
    }

    void fill(QSGGeometry& geometry) const {
        geometry.allocate(static_cast<int>(m_vertices.size()), static_cast<int>(m_indices.size()));
        std::ranges::copy(m_vertices, geometry.vertexDataAsColoredPoint2D());
        std::ranges::copy(m_indices, geometry.indexDataAsUInt());
    }

private:
    static std::vector<Scene::Point> circle(QPointF centre, double radius) {
        const int steps = stepsOfCircle(radius);
        std::vector<Scene::Point> points;
        points.reserve(static_cast<std::size_t>(steps));
        for (int step = 0; step < steps; ++step) {
            const double angle = 2 * M_PI * step / steps;
            points.push_back({centre + radius * QPointF(std::cos(angle), std::sin(angle))});
        }
        return points;
    }

    /// A convex outline, filled, with a rim that fades.
    void filled(const std::vector<Scene::Point>& outline, QPointF centre, const QColor& color) {
        const auto count = static_cast<quint32>(outline.size());
        const auto base = static_cast<quint32>(m_vertices.size());
        m_vertices.resize(base + 2 * count);
        Vertex* vertex = m_vertices.data() + base;
        for (quint32 i = 0; i < count; ++i) {
            const QPointF at = outline[i].at, out = at - centre;
            const double reach = std::hypot(out.x(), out.y());
            put(vertex[i], at, color, 1);
            put(vertex[count + i], reach > 0 ? at + out / reach : at, color, 0);
        }
        for (quint32 i = 2; i < count; ++i) triangle(base, base + i - 1, base + i);
        for (quint32 i = 0; i < count; ++i) {
            const quint32 inner = base + i, innerNext = base + (i + 1) % count;
            triangle(inner, inner + count, innerNext);
            triangle(innerNext, inner + count, innerNext + count);
        }
    }

    /// Its colour in the middle, nothing of it at the outline.
    void fading(const std::vector<Scene::Point>& outline, QPointF centre, const QColor& color) {
        const auto count = static_cast<quint32>(outline.size());
        const auto base = static_cast<quint32>(m_vertices.size());
        m_vertices.resize(base + 1 + count);
        put(m_vertices[base], centre, color, 1);
        for (quint32 i = 0; i < count; ++i) put(m_vertices[base + 1 + i], outline[i].at, color, 0);
        for (quint32 i = 0; i < count; ++i) triangle(base, base + 1 + i, base + 1 + (i + 1) % count);
    }

    /// Across: a rim that fades, what is full, and a rim again. Of what is a pixel wide nothing but its middle is full.
    void strip(std::span<const Scene::Point> points, double width, bool closed, const QColor& color) {
        const std::size_t count = points.size();
        const auto base = static_cast<quint32>(m_vertices.size());
        // Lines thinner than a pixel are a pixel wide and paler.
        const double half = std::max(width, 1.0) / 2, strength = std::min(width, 1.0);
        const quint32 across = half > 0.5 ? 4 : 3;
        m_vertices.resize(base + across * count);
        for (std::size_t i = 0; i < count; ++i) {
            const QPointF before = points[i == 0 ? (closed ? count - 1 : 0) : i - 1].at;
            const QPointF after = points[i + 1 == count ? (closed ? 0 : i) : i + 1].at;
            const QPointF along = after - before;
            const double reach = std::hypot(along.x(), along.y());
            const QPointF normal = reach > 0 ? QPointF(-along.y(), along.x()) / reach : QPointF();
            Vertex* vertex = m_vertices.data() + base + across * i;
            const double alpha = strength * points[i].alpha;
            put(*vertex++, points[i].at - normal * (half + 0.5), color, 0);
            put(*vertex++, points[i].at - normal * (half - 0.5), color, alpha);
            if (across == 4) put(*vertex++, points[i].at + normal * (half - 0.5), color, alpha);
            put(*vertex, points[i].at + normal * (half + 0.5), color, 0);
        }
        for (std::size_t i = 0; i + 1 < count + (closed ? 1 : 0); ++i)
            for (quint32 side = 0; side + 1 < across; ++side) {
                const auto here = base + across * static_cast<quint32>(i) + side;
                const auto next = base + across * static_cast<quint32>((i + 1) % count) + side;
                triangle(here, here + 1, next);
                triangle(next, here + 1, next + 1);
            }
    }

    void triangle(quint32 a, quint32 b, quint32 c) { m_indices.insert(m_indices.end(), {a, b, c}); }

    std::vector<Vertex> m_vertices;
    std::vector<quint32> m_indices;
};

}  // namespace

SceneNodes::SceneNodes(QQuickWindow* window) : m_window(window), m_shapes(new QSGGeometryNode), m_texts(new QSGNode) {
    auto* geometry =
        new QSGGeometry(QSGGeometry::defaultAttributes_ColoredPoint2D(), 0, 0, QSGGeometry::UnsignedIntType);
    geometry->setDrawingMode(QSGGeometry::DrawTriangles);
    geometry->setVertexDataPattern(QSGGeometry::DynamicPattern);
    geometry->setIndexDataPattern(QSGGeometry::DynamicPattern);
    m_shapes->setGeometry(geometry);
    m_shapes->setMaterial(new QSGVertexColorMaterial);
    m_shapes->material()->setFlag(QSGMaterial::Blending);
    m_shapes->setFlags(QSGNode::OwnsMaterial | QSGNode::OwnsGeometry | QSGNode::OwnedByParent);
    appendChildNode(m_shapes);
    appendChildNode(m_texts);
}

void SceneNodes::update(const Scene& scene) {
    Triangles triangles;
    for (const Scene::Shape& shape : scene.shapes()) triangles.add(scene, shape);
    triangles.fill(*m_shapes->geometry());
    m_shapes->markDirty(QSGNode::DirtyGeometry);
    updateTexts(scene);
}

void SceneNodes::updateTexts(const Scene& scene) {
    QMultiHash<TextKey, TextNode> shown;
    shown.reserve(static_cast<qsizetype>(scene.texts().size()));
    for (const Scene::Text& text : scene.texts()) {
        const TextKey key{text.text, text.color.rgba(), text.strong};
        const auto known = m_known.find(key);
        TextNode node;
        if (known == m_known.end()) {
            node = makeText(key);
        } else {
            node = *known;
            m_known.erase(known);
        }
        QMatrix4x4 matrix;
        matrix.translate(static_cast<float>(text.at.x()), static_cast<float>(text.at.y()));
        matrix.scale(static_cast<float>(text.size / kTextSize));
        if (node.place->matrix() != matrix) node.place->setMatrix(matrix);
        if (node.opacity->opacity() != text.opacity) node.opacity->setOpacity(text.opacity);
        shown.insert(key, node);
    }
    for (const TextNode& gone : std::as_const(m_known)) {
        m_texts->removeChildNode(gone.opacity);
        delete gone.opacity;
    }
    m_known = std::move(shown);
}

SceneNodes::TextNode SceneNodes::makeText(const TextKey& key) {
    QTextLayout layout(key.text, sceneFont(key.strong));
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(1e6);
    line.setPosition({0, -line.height() / 2});
    layout.endLayout();
    QSGTextNode* text = m_window->createTextNode();
    text->setColor(QColor::fromRgba(key.color));
    text->addTextLayout({}, &layout);
    TextNode made{new QSGOpacityNode, new QSGTransformNode};
    made.place->appendChildNode(text);
    made.opacity->appendChildNode(made.place);
    m_texts->appendChildNode(made.opacity);
    return made;
}

}  // namespace armillary::app
