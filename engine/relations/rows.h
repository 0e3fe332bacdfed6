#pragma once

#include <cstddef>
#include <span>
#include <string>
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

/// How a reference of a row is written.
enum class Form {
    ReadOnly,
    Name,       ///< sets the field, in a chosen item of each list on the way
    Member,     ///< the same, where what holds the field is there already
    Item,       ///< an item of the last list of the path
    EnvKey,     ///< a container's variable from one key
    EnvAll,     ///< all keys as a container's variables
    Volume,     ///< a volume, and where a container mounts it
    Projected,  ///< a source of a volume, and where a container mounts that
    Path,       ///< a path of an ingress, in the rule of its host
    Selector,   ///< labels that tell the pods apart
    Peer,       ///< an own rule of a policy
    NodeLabel,  ///< the node's own name among its labels
};
/// What a reference says besides.
enum class Port {
    None,
    Backend,   ///< an ingress' {"name"} or {"number"}, which it needs
    Route,     ///< a number, which it needs
    Optional,  ///< a number, 443 without
};
/// Whether the field may change in an object that lives in a cluster.
enum class Bond {
    Free,
    Needed,  ///< it may lead elsewhere, but not be gone
    Fixed,
};
struct Writing {
    Form form = Form::ReadOnly;
    std::string_view id;     ///< of the way
    std::string_view title;  ///< in words; of what is read only, why it is
    std::size_t goes = 1;    ///< Name, Member: how many steps at the end of the path go when it is taken back
    Bond bond = Bond::Free;
    Port port = Port::None;
    std::string_view saysGroup = {};  ///< "apiVersion", "apiGroup" or "group", where it says kinds
    std::string_view others = {};     ///< what it may refer to beside `to`: kinds separated by '|', "*" for custom ones
    std::string_view beside = {};     ///< JSON: members that a new item has besides
};

struct Row {
    std::string_view group, from;  ///< kinds, separated by '|'; kWorkload for all that have pods
    std::string_view path;         ///< pattern; a workload's starts at the pods' specification
    std::string_view toGroup, to;  ///< the default where the reference names a kind itself
    std::string_view relation;
    Writing writing;
    How how = How::Name;
    bool saysNamespace = false;  ///< "namespace" beside it counts
    bool saysKind = false;       ///< "kind" and "apiVersion", "apiGroup" or "group" beside it count
};

inline constexpr std::string_view kWorkload = "workload";

std::span<const Row> rows();
/// The kinds that a row is about.
std::vector<Kind> sourcesOf(const Row& row);
bool isBuiltIn(const Kind& kind);
/// The row's path in an object of that kind; "" when the kind has no such place.
std::string pathIn(const Row& row, const Kind& kind);

}  // namespace armillary::relations
