#pragma once

#include <QPointF>
#include <QSizeF>
#include <string>
#include <utility>
#include <vector>

#include "canvas_graph.h"

namespace armillary::app {

/// Of every card, at zoom 1.
inline constexpr QSizeF kCanvasCard{212, 66};
/// Room around the cards of a group; its title has more.
inline constexpr double kCanvasGroupMargin = 18, kCanvasGroupTitle = 30;

/// What of a canvas decides where its cards stand.
struct CanvasShape {
    struct Node {
        std::string group;
        int layer = 0;
    };
    std::vector<Node> nodes;
    std::vector<std::pair<int, int>> edges;
};
CanvasShape shapeOf(const CanvasGraph& graph);

/// The cards' upper left corners: group beside group, in each what hangs together apart from the rest, laid out by
/// Graphviz in layers from left to right, or from the top down where that is much larger to look at. Takes its time
/// with hundreds: for backstage. `aspect` is width by height of where it is looked at.
std::vector<QPointF> layOutCanvas(const CanvasShape& shape, double aspect);

/// The free place for a card that is nearest below `wanted`.
QPointF freePlace(QPointF wanted, const std::vector<QPointF>& taken);

}  // namespace armillary::app
