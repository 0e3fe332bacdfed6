#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <vector>

namespace armillary::app {

/// Where everything goes: a card per node, a cell per pod inside it. Pure geometry, in view coordinates.
struct TopologyLayout {
    double cell = 0;                          ///< side of a pod's cell
    std::vector<QRectF> cards;                ///< one per group, in order
    std::vector<std::vector<QPointF>> cells;  ///< per group, the centres of its pods
    double height = 0;                        ///< may exceed the view's: then it scrolls
};

/// `podsPerGroup` says how many pods each card holds. Cells shrink until everything fits, down to the smallest that can
/// still be told apart; below that the layout grows downwards.
TopologyLayout layOut(const std::vector<int>& podsPerGroup, QSizeF view);

inline constexpr double kLargestCell = 48, kSmallestCell = 11;
inline constexpr double kCardHeader = 58, kCardPadding = 16, kCardGap = 18;

}  // namespace armillary::app
