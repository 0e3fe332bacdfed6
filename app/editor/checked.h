#pragma once

#include <memory>
#include <vector>

#include "cluster_side.h"

namespace armillary::app {

/// What has been found of one revision of a project, by its files and by the cluster's side.
struct Checked {
    std::uint64_t revision = 0, digest = 0;  ///< of the project; of the side, 0 without one
    std::vector<manifest::Finding> own, cluster;
    std::vector<relations::ObjectId> changes;
};

/// Pure, and may take a while. `known`: what was found last, some of which may still hold; null: nothing. Answers
/// `known` itself where all of it does.
std::shared_ptr<const Checked> checked(const std::vector<manifest::Source>& sources, const std::string& homeNamespace,
                                       std::uint64_t revision, const std::shared_ptr<const ClusterSide>& side,
                                       const std::shared_ptr<const Checked>& known);

/// All of it in the order of the files, `refusals` too.
std::vector<manifest::Finding> allOf(const Checked& checked, std::vector<manifest::Finding> refusals);
/// Whether somebody would read the same.
bool saysTheSame(std::span<const editor::Finding> before, const std::vector<manifest::Finding>& now);

}  // namespace armillary::app
