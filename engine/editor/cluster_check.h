#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/manifest/check.h"
#include "engine/plan/surroundings.h"
#include "engine/relations/relations.h"

/// What a live cluster would make of manifests, said while somebody edits them.
namespace armillary::editor {

/// The cluster's side, as it is now.
struct LiveCluster {
    const relations::World& world;
    /// Whether it is known if the cluster has that object; nothing is said of others. Null: always.
    std::function<bool(const relations::ObjectId& id)> knows = {};
    /// Which versions of a kind are served; null: nobody knows.
    plan::Surroundings::Served served = {};
};

struct ClusterVerdict {
    std::vector<manifest::Finding> findings;
    /// What applying all of it would make or change, as far as that is known.
    std::vector<relations::ObjectId> changes;
};

/// What the server would refuse (errors), and what it would take and would not run (warnings), each at the field to
/// blame. Objects are judged together, as if all were applied; those that the cluster has like this already are passed
/// over. Silenced by the same comments as manifest::check(), and as bounded; files that are no YAML are left out.
ClusterVerdict checkAgainst(std::span<const manifest::Source> sources, std::string_view homeNamespace,
                            const LiveCluster& cluster);

/// A refusal that the server itself has given.
inline constexpr std::string_view kServerRefuses = "server-refuses";

/// The ids of all these findings, see manifest::rules().
std::span<const manifest::RuleInfo> clusterRules();
/// Of these, or of manifest::rules(); null when there is no such rule.
const manifest::RuleInfo* ruleOf(std::string_view id);

}  // namespace armillary::editor
