#include "topology_view.h"

#include <QCursor>
#include <QHoverEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QSGGeometryNode>
#include <QSGVertexColorMaterial>
#include <array>
#include <cmath>
#include <vector>

#include "app/kinds/text.h"
#include "engine/schema/api/corev1.h"

namespace armillary::app {

namespace {

// A rounded square of sixteen corners, filled, with a rim one pixel wide that fades out: smooth edges without
// multisampling.
constexpr int kCornerSteps = 3;
constexpr int kOutline = 4 * (kCornerSteps + 1);
constexpr int kVertices = 2 * kOutline + 1;
constexpr int kIndices = 3 * kOutline + 6 * kOutline;
constexpr double kRounding = 0.32;  // of the half side
constexpr double kFill = 0.40;      // half side of a pod's shape, of its cell
constexpr double kLongestStep = 0.05;

using Vertex = QSGGeometry::ColoredPoint2D;

std::array<QPointF, kOutline> unitOutline() {
    std::array<QPointF, kOutline> points;
    int next = 0;
    for (int corner = 0; corner < 4; ++corner) {
        const double start = corner * M_PI / 2;
        const QPointF centre((corner == 0 || corner == 3 ? 1 : -1) * (1 - kRounding),
                             (corner < 2 ? 1 : -1) * (1 - kRounding));
        for (int step = 0; step <= kCornerSteps; ++step) {
            const double angle = start + step * M_PI / 2 / kCornerSteps;
            points[static_cast<std::size_t>(next++)] = centre + kRounding * QPointF(std::cos(angle), std::sin(angle));
        }
    }
    return points;
}

void put(Vertex& vertex, QPointF at, const QColor& color, double alpha) {
    // The material wants colours multiplied by their alpha.
    const double a = color.alphaF() * alpha;
    vertex.set(static_cast<float>(at.x()), static_cast<float>(at.y()), static_cast<uchar>(color.red() * a),
               static_cast<uchar>(color.green() * a), static_cast<uchar>(color.blue() * a),
               static_cast<uchar>(255 * a));
}

/// One shape appended to the arrays.
class Batch {
public:
    explicit Batch(std::size_t shapes) {
        m_vertices.reserve(shapes * kVertices);
        m_indices.reserve(shapes * kIndices);
    }

    void add(QPointF centre, double halfSide, const QColor& color, double alpha = 1) {
        static const auto outline = unitOutline();
        const auto base = static_cast<quint32>(m_vertices.size());
        m_vertices.resize(m_vertices.size() + kVertices);
        Vertex* vertex = m_vertices.data() + base;
        put(vertex[0], centre, color, alpha);
        for (int i = 0; i < kOutline; ++i) {
            const QPointF direction = outline[static_cast<std::size_t>(i)];
            put(vertex[1 + i], centre + direction * halfSide, color, alpha);
            put(vertex[1 + kOutline + i], centre + direction * (halfSide + 1), color, 0);
        }
        for (quint32 i = 0; i < kOutline; ++i) {
            const quint32 next = (i + 1) % kOutline;
            const quint32 inner = base + 1 + i, innerNext = base + 1 + next;
            const quint32 outer = inner + kOutline, outerNext = innerNext + kOutline;
            m_indices.insert(m_indices.end(),
                             {base, inner, innerNext, inner, outer, innerNext, innerNext, outer, outerNext});
        }
    }

    QSGGeometry* geometry(QSGGeometry* reuse) const {
        const int vertices = static_cast<int>(m_vertices.size()), indices = static_cast<int>(m_indices.size());
        if (!reuse || reuse->vertexCount() != vertices || reuse->indexCount() != indices) {
            reuse = new QSGGeometry(QSGGeometry::defaultAttributes_ColoredPoint2D(), vertices, indices,
                                    QSGGeometry::UnsignedIntType);
            reuse->setDrawingMode(QSGGeometry::DrawTriangles);
            reuse->setVertexDataPattern(QSGGeometry::DynamicPattern);
            std::copy(m_indices.begin(), m_indices.end(), reuse->indexDataAsUInt());
        }
        std::copy(m_vertices.begin(), m_vertices.end(), reuse->vertexDataAsColoredPoint2D());
        return reuse;
    }

private:
    std::vector<Vertex> m_vertices;
    std::vector<quint32> m_indices;
};

double eased(double t) {
    return 1 - std::pow(1 - t, 3);
}

}  // namespace

TopologyView::TopologyView(QQuickItem* parent) : QQuickItem(parent) {
    setFlag(ItemHasContents);
    setAcceptHoverEvents(true);
    setAcceptedMouseButtons(Qt::LeftButton);
    setActiveFocusOnTab(true);
    connect(this, &TopologyView::appearanceChanged, this, &QQuickItem::update);
    m_sinceFrame.start();
}

void TopologyView::setModel(TopologyModel* model) {
    if (m_model == model) return;
    if (m_model) m_model->disconnect(this);
    m_model = model;
    if (m_model)
        connect(m_model, &TopologyModel::dotsChanged, this, [this] {
            if (!m_moving) m_sinceFrame.restart();
            if (m_pointerInside) refreshHover();
            polish();
        });
    emit modelChanged();
    polish();
}

void TopologyView::setSelectedKey(const QString& key) {
    if (m_selectedKey == key) return;
    m_selectedKey = key;
    emit selectedKeyChanged();
    update();
}

void TopologyView::setHovered(const QString& key) {
    if (m_hoveredKey == key) return;
    m_hoveredKey = key;
    setCursor(key.isEmpty() ? Qt::ArrowCursor : Qt::PointingHandCursor);
    emit hoveredKeyChanged();
    update();
}

/// Pods move and change under a resting pointer.
void TopologyView::refreshHover() {
    const int at = m_model ? m_model->dotAt(m_pointer) : -1;
    const QString key = at < 0 ? QString() : QString::fromStdString(m_model->dots()[static_cast<std::size_t>(at)].key);
    if (key == m_hoveredKey && !key.isEmpty()) emit hoveredKeyChanged();
    setHovered(key);
}

QVariantMap TopologyView::hovered() const {
    const int at = m_model ? m_model->indexOfKey(m_hoveredKey.toStdString()) : -1;
    if (at < 0) return {};
    const PodDot& dot = m_model->dots()[static_cast<std::size_t>(at)];
    const Workload workload = workloadOf(*dot.object);
    return {{"name", QString::fromStdString(dot.object->name())},
            {"namespaceName", QString::fromStdString(dot.object->namespace_())},
            {"status", podStatusText(*dot.object)},
            {"state", static_cast<int>(dot.state)},
            {"workload", workload.kind == "Pod" ? QString() : workload.kind + " " + workload.name},
            {"node", QString::fromStdString(dot.object->as<corev1::Pod>().spec.nodeName)},
            {"age", age(dot.object->meta().creationTimestamp)},
            {"x", dot.to.x()},
            {"y", dot.to.y()},
            {"size", m_model->cellSize()}};
}

QColor TopologyView::colorOf(const PodDot& dot) const {
    const auto pick = [](const QList<QColor>& colors, int index) {
        return colors.isEmpty() ? QColor(Qt::gray) : colors[index % colors.size()];
    };
    if (!m_colorByWorkload) return pick(m_stateColors, static_cast<int>(dot.state));
    QColor color = pick(m_workloadColors, dot.workload);
    if (dot.state != PodState::Running) color.setAlphaF(0.45f);
    return color;
}

/// Moves time on, once a frame and only while something moves.
void TopologyView::updatePolish() {
    if (!m_model) return;
    // The first step after a pause counts from the change, not from the last frame.
    const double seconds = std::min(kLongestStep, static_cast<double>(m_sinceFrame.restart()) / 1000.0);
    m_moving = m_model->step(m_animated ? seconds : 10.0);
    if (m_moving) QMetaObject::invokeMethod(this, &QQuickItem::polish, Qt::QueuedConnection);
    update();
}

QSGNode* TopologyView::updatePaintNode(QSGNode* old, UpdatePaintNodeData*) {
    auto* node = static_cast<QSGGeometryNode*>(old);
    if (!node) {
        node = new QSGGeometryNode;
        node->setMaterial(new QSGVertexColorMaterial);
        node->material()->setFlag(QSGMaterial::Blending);
        node->setFlags(QSGNode::OwnsMaterial | QSGNode::OwnsGeometry);
    }
    static const std::vector<PodDot> kNone;
    const auto& dots = m_model ? m_model->dots() : kNone;
    const std::string selected = m_selectedKey.toStdString(), hovered = m_hoveredKey.toStdString();
    Batch batch(dots.size() + 2);
    for (const PodDot& dot : dots) {
        const double t = eased(dot.progress);
        const QPointF centre = dot.from + (dot.to - dot.from) * t;
        const double half = m_model->cellSize() * kFill * (dot.scaleFrom + (dot.scaleTo - dot.scaleFrom) * t);
        const QColor color = colorOf(dot);
        if (dot.key == selected) batch.add(centre, half + 3, m_selectionColor);
        if (dot.pulse > 0) batch.add(centre, half * (1 + 0.6 * (1 - dot.pulse)), color, 0.5 * dot.pulse);
        batch.add(centre, dot.key == hovered ? half * 1.12 : half, color);
    }
    node->setGeometry(batch.geometry(old ? node->geometry() : nullptr));
    node->markDirty(QSGNode::DirtyGeometry);
    return node;
}

void TopologyView::hoverMoveEvent(QHoverEvent* event) {
    m_pointer = event->position();
    m_pointerInside = true;
    const int at = m_model ? m_model->dotAt(m_pointer) : -1;
    setHovered(at < 0 ? QString() : QString::fromStdString(m_model->dots()[static_cast<std::size_t>(at)].key));
}

void TopologyView::hoverLeaveEvent(QHoverEvent*) {
    m_pointerInside = false;
    setHovered({});
}

void TopologyView::mousePressEvent(QMouseEvent* event) {
    forceActiveFocus(Qt::MouseFocusReason);
    const int at = m_model ? m_model->dotAt(event->position()) : -1;
    setSelectedKey(at < 0 ? QString() : QString::fromStdString(m_model->dots()[static_cast<std::size_t>(at)].key));
    if (at >= 0)
        emit activated(m_selectedKey);
    else
        event->ignore();  // the card below may want it
}

void TopologyView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down: {
            const int at = m_model ? m_model->dotTowards(m_model->indexOfKey(m_selectedKey.toStdString()),
                                                         static_cast<Qt::Key>(event->key()))
                                   : -1;
            if (at >= 0) setSelectedKey(QString::fromStdString(m_model->dots()[static_cast<std::size_t>(at)].key));
            return;
        }
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Space:
            if (!m_selectedKey.isEmpty()) emit activated(m_selectedKey);
            return;
        case Qt::Key_Escape:
            return setSelectedKey({});
        default:
            QQuickItem::keyPressEvent(event);
    }
}

}  // namespace armillary::app
