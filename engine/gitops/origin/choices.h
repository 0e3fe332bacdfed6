#pragma once

#include <string>
#include <vector>

#include "engine/gitops/source/tree.h"

namespace armillary::gitops {

/// Something in a folder that comes to objects only when it is rendered.
struct ViewChoice {
    enum class Kind { Kustomization, Chart };
    Kind kind = Kind::Kustomization;
    std::string folder;                   ///< of the tree
    std::vector<std::string> valueFiles;  ///< of a chart, beside its own values.yaml; paths from the chart
    bool operator==(const ViewChoice&) const = default;
};

/// At most so many are offered.
inline constexpr std::size_t kMostChoices = 200;

/// The kustomizations (components are none) at and below a folder, then the charts (those within a chart are none):
/// each with its own values alone, and with each of its other value files, which are called values-….yaml or stand in a
/// folder of that name.
std::vector<ViewChoice> viewsIn(const Tree& tree, std::string_view folder);

}  // namespace armillary::gitops
