#include "scene_painter.h"

#include <QFontMetricsF>
#include <QPainterPath>
#include <QRadialGradient>
#include <algorithm>

namespace armillary::app {

namespace {

QColor faded(QColor color, float alpha) {
    color.setAlphaF(color.alphaF() * alpha);
    return color;
}

void paintStrip(QPainter& painter, const Scene& scene, const Scene::Shape& shape) {
    const auto* points = scene.points().data() + shape.first;
    const quint32 segments = shape.closed ? shape.count : shape.count - 1;
    // Runs of one alpha become one path: a great circle fades from piece to piece, most lines not at all.
    quint32 at = 0;
    while (at < segments) {
        const auto alphaOf = [&](quint32 segment) {
            return (points[segment].alpha + points[(segment + 1) % shape.count].alpha) / 2;
        };
        const float alpha = alphaOf(at);
        QPainterPath path(points[at].at);
        for (; at < segments && alphaOf(at) == alpha; ++at) path.lineTo(points[(at + 1) % shape.count].at);
        if (alpha <= 0) continue;
        painter.strokePath(path, QPen(faded(shape.color, alpha), shape.size, Qt::SolidLine, Qt::FlatCap));
    }
}

}  // namespace

void paint(QPainter& painter, const Scene& scene) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (const Scene::Shape& shape : scene.shapes()) {
        switch (shape.kind) {
            case Scene::Kind::Disc:
                painter.setBrush(shape.color);
                painter.drawEllipse(shape.at, shape.size, shape.size);
                break;
            case Scene::Kind::Glow: {
                QRadialGradient gradient(shape.at, shape.size);
                gradient.setColorAt(0, shape.color);
                gradient.setColorAt(1, faded(shape.color, 0));
                painter.setBrush(gradient);
                painter.drawEllipse(shape.at, shape.size, shape.size);
                break;
            }
            case Scene::Kind::Box:
                painter.setBrush(shape.color);
                painter.drawRoundedRect(shape.rect, shape.size, shape.size);
                break;
            case Scene::Kind::Strip:
                paintStrip(painter, scene, shape);
                break;
        }
    }
    for (const Scene::Text& text : scene.texts()) {
        QFont font = sceneFont(text.strong);
        font.setPixelSize(std::max(1, qRound(text.size)));
        painter.setFont(font);
        painter.setPen(faded(text.color, static_cast<float>(text.opacity)));
        const QFontMetricsF metrics(font);
        painter.drawText(text.at + QPointF(0, (metrics.ascent() - metrics.descent()) / 2), text.text);
    }
}

}  // namespace armillary::app
