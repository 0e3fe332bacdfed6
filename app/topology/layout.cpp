#include "layout.h"

#include <algorithm>
#include <cmath>

namespace armillary::app {

namespace {

constexpr double kNarrowestCard = 230;

/// All cards at one cell size: as many columns as fit, rows as high as their fullest card.
TopologyLayout atCellSize(const std::vector<int>& podsPerGroup, QSizeF view, double cell, int columns) {
    TopologyLayout layout;
    layout.cell = cell;
    const double width = (view.width() - kCardGap * (columns + 1)) / columns;
    const int perRow = std::max(1, static_cast<int>((width - 2 * kCardPadding) / cell));
    double top = kCardGap;
    for (std::size_t first = 0; first < podsPerGroup.size(); first += static_cast<std::size_t>(columns)) {
        const std::size_t last = std::min(podsPerGroup.size(), first + static_cast<std::size_t>(columns));
        const int fullest = *std::max_element(podsPerGroup.begin() + static_cast<std::ptrdiff_t>(first),
                                              podsPerGroup.begin() + static_cast<std::ptrdiff_t>(last));
        const int lines = std::max(1, (fullest + perRow - 1) / perRow);
        const double height = kCardHeader + kCardPadding + lines * cell;
        for (std::size_t group = first; group < last; ++group) {
            const QRectF card(kCardGap + static_cast<double>(group - first) * (width + kCardGap), top, width, height);
            layout.cards.push_back(card);
            auto& centres = layout.cells.emplace_back();
            for (int pod = 0; pod < podsPerGroup[group]; ++pod)
                centres.emplace_back(card.left() + kCardPadding + (pod % perRow + 0.5) * cell,
                                     card.top() + kCardHeader + (pod / perRow + 0.5) * cell);
        }
        top += height + kCardGap;
    }
    layout.height = top;
    return layout;
}

}  // namespace

TopologyLayout layOut(const std::vector<int>& podsPerGroup, QSizeF view) {
    if (podsPerGroup.empty() || view.width() < kNarrowestCard || view.height() <= 0) return {};
    const int most = std::max(1, static_cast<int>(view.width() / (kNarrowestCard + kCardGap)));
    const int groups = static_cast<int>(podsPerGroup.size());
    // Near-square arrangements read best; the width decides how far that goes.
    const int columns = std::clamp(static_cast<int>(std::ceil(std::sqrt(groups * view.width() / view.height()))), 1,
                                   std::min(most, groups));
    for (double cell = kLargestCell; cell > kSmallestCell; cell -= 1)
        if (auto layout = atCellSize(podsPerGroup, view, cell, columns); layout.height <= view.height()) return layout;
    return atCellSize(podsPerGroup, view, kSmallestCell, columns);
}

}  // namespace armillary::app
