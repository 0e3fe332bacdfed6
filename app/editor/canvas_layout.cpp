#include "canvas_layout.h"

#include <QRectF>
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "graphviz_layout.h"

namespace armillary::app {

namespace {

constexpr double kBetweenLayers = 84, kBetweenRows = 48, kBetweenNodes = 22, kBetweenPieces = 34, kBetweenGroups = 96;
/// From left to right is how traffic is read: top down has to be so much larger.
constexpr double kMuchBetter = 1.75;
/// As high as any view is: what is smaller is not shown any larger.
constexpr double kAtFullSize = 360;

/// Layers go along, what is in one stands across: from left to right, or from the top down.
struct Direction {
    bool down = false;
    double along() const { return down ? kCanvasCard.height() : kCanvasCard.width(); }
    double across() const { return down ? kCanvasCard.width() : kCanvasCard.height(); }
    double betweenLayers() const { return down ? kBetweenRows : kBetweenLayers; }
    QSizeF card() const { return {along(), across()}; }
    /// From along and across to the canvas' own axes, and back.
    QPointF turned(QPointF point) const { return down ? point.transposed() : point; }
    QSizeF turned(QSizeF size) const { return down ? size.transposed() : size; }
};

/// What hangs together: where it stands across, and how much room it takes there.
struct Piece {
    std::vector<int> nodes;
    std::vector<double> across;
    double extent = 0;
};

struct Arrangement {
    std::vector<QPointF> places;
    QSizeF size;
    /// How large it is shown in a view of that shape, compared with others.
    double zoomIn(double aspect) const { return 1 / std::max({size.width() / aspect, size.height(), kAtFullSize}); }
};

/// Who hangs together, within a group.
std::vector<Piece> piecesOf(const CanvasShape& shape) {
    std::vector<int> root(shape.nodes.size());
    std::iota(root.begin(), root.end(), 0);
    const auto find = [&](int node) {
        while (root[static_cast<std::size_t>(node)] != node) node = root[static_cast<std::size_t>(node)];
        return node;
    };
    for (const auto& [from, to] : shape.edges)
        if (shape.nodes[static_cast<std::size_t>(from)].group == shape.nodes[static_cast<std::size_t>(to)].group)
            root[static_cast<std::size_t>(std::max(find(from), find(to)))] = std::min(find(from), find(to));
    std::map<int, Piece> pieces;
    for (int i = 0; i < static_cast<int>(shape.nodes.size()); ++i) pieces[find(i)].nodes.push_back(i);
    std::vector<Piece> all;
    for (auto& [_, piece] : pieces) all.push_back(std::move(piece));
    return all;
}

void layOutPiece(const CanvasShape& shape, const Direction& direction, Piece& piece) {
    DotGraph dot;
    std::map<int, int> local;
    for (const int node : piece.nodes) {
        local[node] = static_cast<int>(local.size());
        dot.nodes.push_back({direction.card(), shape.nodes[static_cast<std::size_t>(node)].layer});
    }
    for (const auto& [from, to] : shape.edges) {
        if (!local.contains(from) || !local.contains(to)) continue;
        const int left = shape.nodes[static_cast<std::size_t>(from)].layer,
                  right = shape.nodes[static_cast<std::size_t>(to)].layer;
        if (left < right) dot.edges.push_back({local[from], local[to]});
        if (left > right) dot.edges.push_back({local[to], local[from]});
    }
    DotLayout layout;
    if (piece.nodes.size() > 1 && !dot.edges.empty())
        layout = layOutWithDot(dot, {direction.betweenLayers(), kBetweenNodes});
    const bool drawn = layout.centres.size() == piece.nodes.size();
    std::map<int, double> tops;
    for (std::size_t i = 0; i < piece.nodes.size(); ++i) {
        double& top = tops[dot.nodes[i].layer];
        piece.across.push_back(drawn ? layout.centres[i].y() : top);
        top += direction.across() + kBetweenNodes;
    }
    const auto [least, most] = std::ranges::minmax(piece.across);
    piece.extent = most - least + direction.across();
    for (double& at : piece.across) at -= least;
}

/// Pieces beside each other, their layers in line, until there is no more room across: then another row of them.
/// Returns how much room it takes, along and across.
QSizeF layOutBlock(const CanvasShape& shape, const Direction& direction, const std::vector<Piece>& pieces,
                   double mostAcross, std::vector<QPointF>& places) {
    double along = 0, widest = 0;
    for (auto first = pieces.begin(); first != pieces.end();) {
        double extent = first->extent;
        auto last = std::next(first);
        for (; last != pieces.end() && extent + kBetweenPieces + last->extent <= mostAcross; ++last)
            extent += kBetweenPieces + last->extent;
        std::map<int, double> layers;
        for (auto piece = first; piece != last; ++piece)
            for (const int node : piece->nodes) layers[shape.nodes[static_cast<std::size_t>(node)].layer] = 0;
        double end = along > 0 ? along + kBetweenPieces : 0;
        for (auto& [_, at] : layers) at = end, end += direction.along() + direction.betweenLayers();
        double across = 0;
        for (; first != last; across += first->extent + kBetweenPieces, ++first)
            for (std::size_t i = 0; i < first->nodes.size(); ++i) {
                const auto node = static_cast<std::size_t>(first->nodes[i]);
                places[node] = direction.turned(QPointF(layers[shape.nodes[node].layer], across + first->across[i]));
            }
        along = end - direction.betweenLayers();
        widest = std::max(widest, extent);
    }
    return {along, widest};
}

using Groups = std::map<std::string, std::vector<Piece>>;

/// Rows of groups, not wider than `most` where one fits into that.
Arrangement arrange(const CanvasShape& shape, const Direction& direction, const Groups& groups, QSizeF most) {
    Arrangement done;
    done.places.resize(shape.nodes.size());
    QPointF at;
    double row = 0;
    for (const auto& [_, pieces] : groups) {
        const QSizeF room =
            direction.turned(layOutBlock(shape, direction, pieces, direction.turned(most).height(), done.places));
        if (at.x() > 0 && at.x() + room.width() > most.width()) at = {0, at.y() + row + kBetweenGroups}, row = 0;
        for (const Piece& piece : pieces)
            for (const int node : piece.nodes) done.places[static_cast<std::size_t>(node)] += at;
        row = std::max(row, room.height());
        done.size = done.size.expandedTo({at.x() + room.width(), at.y() + room.height()});
        at.rx() += room.width() + kBetweenGroups;
    }
    return done;
}

/// The largest of those that several widths come to.
Arrangement bestOf(const CanvasShape& shape, const Direction& direction, double aspect) {
    Groups groups;
    for (Piece& piece : piecesOf(shape)) {
        layOutPiece(shape, direction, piece);
        groups[shape.nodes[static_cast<std::size_t>(piece.nodes.front())].group].push_back(std::move(piece));
    }
    const double card = (kCanvasCard.width() + kBetweenNodes) * (kCanvasCard.height() + kBetweenNodes);
    const double width = std::sqrt(card * static_cast<double>(shape.nodes.size()) * aspect);
    Arrangement best;
    for (const double times : {0.8, 1.0, 1.25, 1.6, 2.0, 2.5, 3.2, 4.0}) {
        Arrangement made = arrange(shape, direction, groups, QSizeF(width, width / aspect) * times);
        if (best.places.empty() || made.zoomIn(aspect) > best.zoomIn(aspect)) best = std::move(made);
    }
    return best;
}

}  // namespace

CanvasShape shapeOf(const CanvasGraph& graph) {
    CanvasShape shape;
    for (const CanvasNode& node : graph.nodes) shape.nodes.push_back({node.group, node.layer});
    for (const CanvasEdge& edge : graph.edges) shape.edges.emplace_back(edge.from, edge.to);
    return shape;
}

std::vector<QPointF> layOutCanvas(const CanvasShape& shape, double aspect) {
    const double within = std::clamp(aspect, 0.3, 4.0);
    Arrangement across = bestOf(shape, {.down = false}, within), down = bestOf(shape, {.down = true}, within);
    const bool turn = down.zoomIn(within) > kMuchBetter * across.zoomIn(within);
    return std::move(turn ? down : across).places;
}

QPointF freePlace(QPointF wanted, const std::vector<QPointF>& taken) {
    const QSizeF apart = kCanvasCard + QSizeF(kBetweenNodes, kBetweenNodes) / 2;
    for (std::size_t tries = 0; tries <= taken.size(); ++tries) {
        const auto hit = std::ranges::find_if(taken, [&](QPointF other) {
            return std::abs(other.x() - wanted.x()) < apart.width() &&
                   std::abs(other.y() - wanted.y()) < apart.height();
        });
        if (hit == taken.end()) break;
        wanted.setY(hit->y() + kCanvasCard.height() + kBetweenNodes);
    }
    return wanted;
}

}  // namespace armillary::app
