#pragma once

#include <QPointF>
#include <QRectF>
#include <QString>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "map_graph.h"

namespace armillary::app {

/// A map with everything in its place, in units of its own from 0, 0: a pixel at zoom 1.
struct MapPicture {
    MapGraph graph;
    std::vector<QRectF> places;               ///< of the nodes
    std::vector<std::vector<QPointF>> lines;  ///< of the edges, from the one node to the other
    struct Band {
        QString title;
        QRectF place;
        bool operator==(const Band&) const = default;
    };
    std::vector<Band> bands;  ///< around the nodes of a group
    QSizeF size;
    bool operator==(const MapPicture&) const = default;
};
using MapPictureRef = std::shared_ptr<const MapPicture>;

/// Lays maps out, what hangs together apart from the rest. What has not changed keeps its shape, and the order is by
/// names, so that a change here moves little there. Safe to call from any thread.
class MapLayouter {
public:
    /// `grouping`: "", "namespace" or "application"; `aspect`: width by height of where it will be looked at.
    MapPictureRef layOut(MapGraph graph, const QString& grouping, double aspect);
    /// How many graphs Graphviz has laid out so far.
    int laidOut() const { return m_laidOut; }

    static constexpr double kNodeWidth = 196;
    /// A strip's cells: how far apart, how many in a row, and at most.
    static constexpr double kCell = 13;
    static constexpr int kCellsInARow = 13;
    static constexpr std::size_t kMostCells = 52;
    static double heightOf(const MapNode& node);

private:
    /// What hangs together, laid out by itself.
    struct Piece {
        std::vector<QRectF> places;
        std::vector<std::vector<QPointF>> lines;
        QSizeF size;
    };
    using PieceRef = std::shared_ptr<const Piece>;
    PieceRef pieceOf(const MapGraph& graph, const std::vector<int>& nodes, const std::vector<int>& edges);

    std::mutex m_mutex;
    std::map<std::string, PieceRef> m_pieces;  ///< of the last picture, by what they are made of
    std::map<std::string, PieceRef> m_next;
    int m_laidOut = 0;
};

}  // namespace armillary::app
