#pragma once

#include <QPointF>
#include <QSizeF>
#include <vector>

namespace armillary::app {

/// A graph as Graphviz' `dot` takes it.
struct DotGraph {
    struct Node {
        QSizeF size;
        int layer = 0;  ///< from left to right; nodes of one layer stand above each other
    };
    struct Edge {
        int from = 0, to = 0;  ///< to a higher layer
    };
    std::vector<Node> nodes;
    std::vector<Edge> edges;
};

struct DotLayout {
    std::vector<QPointF> centres;             ///< of the nodes
    std::vector<std::vector<QPointF>> lines;  ///< of the edges, from left to right; empty for one that has none
    QSizeF size;
};

/// Lays a graph out in layers from left to right, `between` apart. Graphviz does one graph at a time: whoever comes
/// meanwhile waits, so this is for backstage only. An empty layout when Graphviz refuses.
DotLayout layOutWithDot(const DotGraph& graph, QSizeF between);

}  // namespace armillary::app
