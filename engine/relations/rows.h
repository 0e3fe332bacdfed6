#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/relations/relations.h"

/// The table itself. For the sources of this folder only.
namespace armillary::relations {

/// How a row's field says what it refers to.
enum class How {
    Name,            ///< a name, with what stands beside it: namespace, kind, group, key, optional
    Selector,        ///< labels of pods
    Peer,            ///< a network policy's peer: labels of pods, of namespaces, or both
    NodeSelector,    ///< nodeSelector or required node affinity
    ClaimTemplate,   ///< the name of a template, from which claims get theirs
    EphemeralClaim,  ///< a volume whose claim is called after pod and volume
};

struct Row {
    std::string_view group, from;  ///< kinds, separated by '|'; kWorkload for all that have pods
    std::string_view path;         ///< pattern; a workload's starts at the pods' specification
    std::string_view toGroup, to;  ///< the default where the reference names a kind itself
    std::string_view relation;
    How how = How::Name;
    bool saysNamespace = false;  ///< "namespace" beside it counts
    bool saysKind = false;       ///< "kind" and "apiVersion", "apiGroup" or "group" beside it count
};

inline constexpr std::string_view kWorkload = "workload";

std::span<const Row> rows();
/// The kinds that a row is about.
std::vector<Kind> sourcesOf(const Row& row);
bool isClusterScoped(const Kind& kind);

}  // namespace armillary::relations
