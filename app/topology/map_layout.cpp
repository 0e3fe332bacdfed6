#include "map_layout.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <set>

#include "graphviz_layout.h"

namespace armillary::app {

namespace {

constexpr double kBetweenLayers = 76, kBetweenNodes = 12;
constexpr double kBetweenPieces = 22, kBetweenBands = 26, kBandHeader = 34, kBandPadding = 18;
constexpr double kNodeHeight = 46, kStripTop = 30, kStripBottom = 10;

/// The part of a group that one column takes.
struct Block {
    std::string group;
    std::vector<std::size_t> pieces;
    QSizeF size;
};

}  // namespace

double MapLayouter::heightOf(const MapNode& node) {
    if (node.kind != MapKind::Pods) return kNodeHeight;
    const std::size_t cells = std::min(node.pods.size(), kMostCells);
    const auto rows = std::max<std::size_t>(1, (cells + kCellsInARow - 1) / kCellsInARow);
    return kStripTop + static_cast<double>(node.pods.size() > kMostCells ? 1 : rows) * kCell + kStripBottom;
}

/// Layers stand at the same place in every piece, also where a piece has none of a layer between: Graphviz' lines are
/// stretched to it.
MapLayouter::PieceRef MapLayouter::pieceOf(const MapGraph& graph, const std::vector<int>& nodes,
                                           const std::vector<int>& edges) {
    std::string signature;
    std::map<int, int> local;
    for (const int node : nodes) {
        local[node] = static_cast<int>(local.size());
        const MapNode& each = graph.nodes[static_cast<std::size_t>(node)];
        signature += each.id + ' ' + std::to_string(heightOf(each)) + '\n';
    }
    for (const int edge : edges) {
        const MapEdge& each = graph.edges[static_cast<std::size_t>(edge)];
        signature += std::to_string(local[each.from]) + '-' + std::to_string(local[each.to]) + '\n';
    }
    if (const auto known = m_pieces.find(signature); known != m_pieces.end()) return m_next[signature] = known->second;

    DotGraph dot;
    std::set<int> layers;
    for (const int node : nodes) {
        const MapNode& each = graph.nodes[static_cast<std::size_t>(node)];
        dot.nodes.push_back({QSizeF(kNodeWidth, heightOf(each)), layerOf(each.kind)});
        layers.insert(layerOf(each.kind));
    }
    for (const int edge : edges) {
        const MapEdge& each = graph.edges[static_cast<std::size_t>(edge)];
        dot.edges.push_back({local[each.from], local[each.to]});
    }
    DotLayout layout;
    if (nodes.size() > 1) {
        layout = layOutWithDot(dot, {kBetweenLayers, kBetweenNodes});
        ++m_laidOut;
    }
    auto piece = std::make_shared<Piece>();
    const double step = kNodeWidth + kBetweenLayers;
    if (layout.centres.size() != nodes.size()) {
        // Alone, or refused: one below the other.
        double top = 0;
        for (const DotGraph::Node& node : dot.nodes) {
            piece->places.emplace_back(QPointF(node.layer * step, top), node.size);
            top += node.size.height() + kBetweenNodes;
        }
        piece->lines.resize(edges.size());
        piece->size = {*layers.rbegin() * step + kNodeWidth, top - kBetweenNodes};
        return m_next[signature] = piece;
    }
    // From where Graphviz has a layer to where it stands.
    std::map<double, double> columns;
    for (std::size_t i = 0; i < nodes.size(); ++i)
        columns[layout.centres[i].x()] = dot.nodes[i].layer * step + kNodeWidth / 2;
    const auto stretched = [&](double x) {
        auto right = columns.lower_bound(x);
        if (right == columns.end()) return std::prev(right)->second + (x - std::prev(right)->first);
        if (right == columns.begin()) return right->second + (x - right->first);
        const auto left = std::prev(right);
        const double inside = kNodeWidth / 2;
        if (x - left->first < inside) return left->second + (x - left->first);
        if (right->first - x < inside) return right->second - (right->first - x);
        const double share = (x - left->first - inside) / std::max(1.0, right->first - left->first - 2 * inside);
        return left->second + inside + share * (right->second - left->second - 2 * inside);
    };
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const QPointF centre(stretched(layout.centres[i].x()), layout.centres[i].y());
        const QSizeF size = dot.nodes[i].size;
        piece->places.emplace_back(centre - QPointF(size.width() / 2, size.height() / 2), size);
    }
    for (auto& line : layout.lines) {
        for (QPointF& point : line) point.setX(stretched(point.x()));
        piece->lines.push_back(std::move(line));
    }
    piece->size = {*layers.rbegin() * step + kNodeWidth, layout.size.height()};
    return m_next[signature] = piece;
}

MapPictureRef MapLayouter::layOut(MapGraph graph, const QString& grouping, double aspect) {
    const std::lock_guard lock(m_mutex);
    const int count = graph.components.empty() ? 0 : 1 + *std::ranges::max_element(graph.components);
    std::vector<std::vector<int>> nodes(static_cast<std::size_t>(count)), edges(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        nodes[static_cast<std::size_t>(graph.components[i])].push_back(static_cast<int>(i));
    for (std::size_t i = 0; i < graph.edges.size(); ++i)
        edges[static_cast<std::size_t>(graph.components[static_cast<std::size_t>(graph.edges[i].from)])].push_back(
            static_cast<int>(i));

    // In the order of names, whatever order the objects came in.
    struct Entry {
        std::string group, name;
        std::size_t component;
    };
    std::vector<Entry> entries;
    for (std::size_t component = 0; component < nodes.size(); ++component) {
        Entry entry{.component = component};
        // A workload says best what it is all about.
        const MapNode* head = nullptr;
        for (const int node : nodes[component]) {
            const MapNode& each = graph.nodes[static_cast<std::size_t>(node)];
            const auto rank = [](const MapNode& of) {
                return std::tuple(of.kind == MapKind::Workload ? 0 : 1, of.application.empty(), of.id);
            };
            if (!head || rank(each) < rank(*head)) head = &each;
        }
        entry.name = head->namespace_ + "/" + head->id;
        if (grouping == QLatin1StringView("namespace")) entry.group = head->namespace_;
        if (grouping == QLatin1StringView("application")) entry.group = head->application;
        entries.push_back(std::move(entry));
    }
    // What has no application comes last.
    std::ranges::sort(entries, {},
                      [](const Entry& entry) { return std::tuple(entry.group.empty(), entry.group, entry.name); });
    for (auto& list : nodes)
        std::ranges::sort(list, {}, [&](int node) { return graph.nodes[static_cast<std::size_t>(node)].id; });

    for (auto& list : edges)
        std::ranges::sort(list, {}, [&](int edge) {
            const MapEdge& each = graph.edges[static_cast<std::size_t>(edge)];
            return std::tie(graph.nodes[static_cast<std::size_t>(each.from)].id,
                            graph.nodes[static_cast<std::size_t>(each.to)].id);
        });

    m_next.clear();
    std::vector<PieceRef> pieces;
    double width = kNodeWidth, height = 0;
    for (const Entry& entry : entries) {
        pieces.push_back(pieceOf(graph, nodes[entry.component], edges[entry.component]));
        width = std::max(width, pieces.back()->size.width());
        height += pieces.back()->size.height() + kBetweenPieces;
    }
    m_pieces = std::move(m_next);

    // In so many columns that it has about the shape of the window; a group stays in one piece where it can.
    const bool banded = !grouping.isEmpty();
    const double frame = banded ? 2 * kBandPadding : 0;
    const int columns =
        std::clamp(static_cast<int>(std::lround(std::sqrt(height * aspect / (width + frame + kBetweenBands)))), 1, 12);
    const double highest = height / columns * 1.06;
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const double more = pieces[i]->size.height() + kBetweenPieces;
        if (blocks.empty() || (banded && blocks.back().group != entries[i].group) ||
            (blocks.back().size.height() > 0 && blocks.back().size.height() + more / 2 > highest))
            blocks.push_back({.group = entries[i].group, .size = {width, 0}});
        blocks.back().pieces.push_back(i);
        blocks.back().size.rheight() += more;
    }

    auto picture = std::make_shared<MapPicture>();
    picture->places.resize(graph.nodes.size());
    picture->lines.resize(graph.edges.size());
    double left = 0, top = 0;
    for (const Block& block : blocks) {
        const double blockHeight = block.size.height() - kBetweenPieces + (banded ? kBandHeader + kBandPadding : 0);
        if (top > 0 && top + blockHeight * 0.6 > highest + (banded ? kBandHeader : 0))
            top = 0, left += width + frame + 2 * kBetweenBands;
        const QRectF band(left, top, width + frame, blockHeight);
        double y = top + (banded ? kBandHeader : 0);
        for (const std::size_t i : block.pieces) {
            const QPointF origin(left + frame / 2, y);
            const auto& own = nodes[entries[i].component];
            for (std::size_t k = 0; k < own.size(); ++k)
                picture->places[static_cast<std::size_t>(own[k])] = pieces[i]->places[k].translated(origin);
            const auto& lines = edges[entries[i].component];
            for (std::size_t k = 0; k < lines.size(); ++k) {
                auto& line = picture->lines[static_cast<std::size_t>(lines[k])];
                line = pieces[i]->lines[k];
                for (QPointF& point : line) point += origin;
            }
            y += pieces[i]->size.height() + kBetweenPieces;
        }
        if (banded)
            picture->bands.push_back({block.group.empty() ? QCoreApplication::translate("Map", "No application")
                                                          : QString::fromStdString(block.group),
                                      band});
        picture->size = {std::max(picture->size.width(), band.right()),
                         std::max(picture->size.height(), band.bottom())};
        top += blockHeight + kBetweenBands;
    }
    // A line that Graphviz gave none goes straight.
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        if (!picture->lines[i].empty()) continue;
        const QRectF& from = picture->places[static_cast<std::size_t>(graph.edges[i].from)];
        const QRectF& to = picture->places[static_cast<std::size_t>(graph.edges[i].to)];
        picture->lines[i] = {QPointF(from.right(), from.center().y()), QPointF(to.left(), to.center().y())};
    }
    picture->graph = std::move(graph);
    return picture;
}

}  // namespace armillary::app
