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

constexpr double kBetweenLayers = 84, kBetweenNodes = 22, kBetweenPieces = 34, kBetweenGroups = 96;

struct Piece {
    std::vector<int> nodes;
    std::vector<QPointF> places;
    QSizeF size;
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

/// `columns` says where each layer of the group stands.
void layOutPiece(const CanvasShape& shape, const std::map<int, double>& columns, Piece& piece) {
    DotGraph dot;
    std::map<int, int> local;
    for (const int node : piece.nodes) {
        local[node] = static_cast<int>(local.size());
        dot.nodes.push_back({kCanvasCard, shape.nodes[static_cast<std::size_t>(node)].layer});
    }
    for (const auto& [from, to] : shape.edges) {
        if (!local.contains(from) || !local.contains(to)) continue;
        const int left = shape.nodes[static_cast<std::size_t>(from)].layer,
                  right = shape.nodes[static_cast<std::size_t>(to)].layer;
        if (left < right) dot.edges.push_back({local[from], local[to]});
        if (left > right) dot.edges.push_back({local[to], local[from]});
    }
    DotLayout layout;
    if (piece.nodes.size() > 1 && !dot.edges.empty()) layout = layOutWithDot(dot, {kBetweenLayers, kBetweenNodes});
    const bool drawn = layout.centres.size() == piece.nodes.size();
    std::map<int, double> tops;
    for (std::size_t i = 0; i < piece.nodes.size(); ++i) {
        const int layer = dot.nodes[i].layer;
        double& top = tops[layer];
        const double y = drawn ? layout.centres[i].y() - kCanvasCard.height() / 2 : top;
        top += kCanvasCard.height() + kBetweenNodes;
        piece.places.emplace_back(columns.at(layer), y);
    }
    double left = piece.places.front().x(), top = piece.places.front().y(), right = left, bottom = top;
    for (const QPointF& at : piece.places) {
        left = std::min(left, at.x()), right = std::max(right, at.x());
        top = std::min(top, at.y()), bottom = std::max(bottom, at.y());
    }
    for (QPointF& at : piece.places) at.ry() -= top;
    piece.size = {right + kCanvasCard.width(), bottom - top + kCanvasCard.height()};
}

}  // namespace

CanvasShape shapeOf(const CanvasGraph& graph) {
    CanvasShape shape;
    for (const CanvasNode& node : graph.nodes) shape.nodes.push_back({node.group, node.layer});
    for (const CanvasEdge& edge : graph.edges) shape.edges.emplace_back(edge.from, edge.to);
    return shape;
}

std::vector<QPointF> layOutCanvas(const CanvasShape& shape, double aspect) {
    std::vector<QPointF> places(shape.nodes.size());
    std::map<std::string, std::vector<Piece>> groups;
    for (Piece& piece : piecesOf(shape))
        groups[shape.nodes[static_cast<std::size_t>(piece.nodes.front())].group].push_back(std::move(piece));

    struct Block {
        std::vector<Piece> pieces;
        QSizeF size;
    };
    std::vector<Block> blocks;
    double area = 0;
    for (auto& [_, pieces] : groups) {
        std::set<int> layers;
        for (const Piece& piece : pieces)
            for (const int node : piece.nodes) layers.insert(shape.nodes[static_cast<std::size_t>(node)].layer);
        std::map<int, double> columns;
        for (const int layer : layers)
            columns.emplace(layer, static_cast<double>(columns.size()) * (kCanvasCard.width() + kBetweenLayers));
        Block block;
        for (Piece& piece : pieces) {
            layOutPiece(shape, columns, piece);
            block.size = {std::max(block.size.width(), piece.size.width()),
                          block.size.height() + (block.size.isEmpty() ? 0 : kBetweenPieces) + piece.size.height()};
        }
        block.pieces = std::move(pieces);
        area += (block.size.width() + kBetweenGroups) * (block.size.height() + kBetweenGroups);
        blocks.push_back(std::move(block));
    }
    // Rows of groups, about as wide as what they are looked at in.
    const double most = std::sqrt(area * std::clamp(aspect, 0.3, 4.0));
    QPointF at;
    double row = 0;
    for (const Block& block : blocks) {
        if (at.x() > 0 && at.x() + block.size.width() > most) at = {0, at.y() + row + kBetweenGroups}, row = 0;
        double top = at.y();
        for (const Piece& piece : block.pieces) {
            for (std::size_t i = 0; i < piece.nodes.size(); ++i)
                places[static_cast<std::size_t>(piece.nodes[i])] = piece.places[i] + QPointF(at.x(), top);
            top += piece.size.height() + kBetweenPieces;
        }
        row = std::max(row, block.size.height());
        at.rx() += block.size.width() + kBetweenGroups;
    }
    return places;
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
