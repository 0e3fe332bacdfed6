#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/object.h"

/// Who refers to whom: one table of edges between kinds, read in both directions. Pure functions over a World that says
/// what else is there; the window, the command line and explanations ask the same ones.
/// A reference stays in its object's namespace unless its field says another one; a name alone never joins namespaces.
namespace armillary::relations {

/// A kind of any version: {"apps", "Deployment"}, {"", "Pod"}.
struct Kind {
    std::string group, name;
    auto operator<=>(const Kind&) const = default;
    /// "Deployment.apps", "Pod".
    std::string text() const { return group.empty() ? name : name + "." + group; }
};
Kind kindOf(const Object& object);

struct ObjectId {
    Kind kind;
    std::string namespace_;  ///< "" for cluster scope
    std::string name;
    auto operator<=>(const ObjectId&) const = default;
};
ObjectId idOf(const Object& object);

/// One object that refers to another.
struct Edge {
    std::string_view relation;  ///< a word of namespace relation
    ObjectId from, to;
    std::string path;               ///< the field in `from`: "spec.containers[0].envFrom[1].configMapRef.name"
    std::vector<std::string> keys;  ///< which keys of a ConfigMap or Secret it wants; none: the whole
    bool optional = false;          ///< the field says that it may be missing
    bool named = true;              ///< by name; otherwise a selector found it
    bool guessed = false;           ///< a custom resource's field is called as references are
    std::string uid;                ///< of an owner, which is that very object and no later one of its name
};

/// What the edges are called: stable, for programs.
namespace relation {
inline constexpr std::string_view kSelects = "selects";       ///< Service, NetworkPolicy, budget → pods and workloads
inline constexpr std::string_view kRoutes = "routes-to";      ///< Ingress, route, webhook, APIService → Service
inline constexpr std::string_view kAttaches = "attaches-to";  ///< route → Gateway
inline constexpr std::string_view kScales = "scales";         ///< autoscaler → workload
inline constexpr std::string_view kReads = "reads";           ///< workload → ConfigMap, Secret
inline constexpr std::string_view kPullsWith = "pulls-with";  ///< workload, service account → Secret
inline constexpr std::string_view kMounts = "mounts";         ///< workload → PersistentVolumeClaim
inline constexpr std::string_view kNamedBy = "named-by";      ///< StatefulSet → Service
inline constexpr std::string_view kClaims = "claims";         ///< StatefulSet → PersistentVolumeClaim
inline constexpr std::string_view kOfClass = "of-class";      ///< whatever has a class → the class
inline constexpr std::string_view kBound = "bound-to";        ///< claim ↔ volume
inline constexpr std::string_view kRunsAs = "runs-as";        ///< workload → ServiceAccount
inline constexpr std::string_view kGrants = "grants";         ///< binding → role
inline constexpr std::string_view kTo = "grants-to";          ///< binding → ServiceAccount
inline constexpr std::string_view kPeer = "peers-with";       ///< NetworkPolicy → whom it lets through
inline constexpr std::string_view kRunsOn = "runs-on";        ///< pod → its Node
inline constexpr std::string_view kPlaces = "may-run-on";  ///< workload → Nodes that its selector or affinity matches
inline constexpr std::string_view kOwned = "owned-by";     ///< read only: nobody edits owner references
}  // namespace relation

/// What else is there, as far as the asker may see it. Absent and not permitted are the same here.
class World {
public:
    virtual ~World() = default;
    virtual ObjectRef find(const Kind& kind, std::string_view namespace_, std::string_view name) const = 0;
    /// Of one namespace; of all, and of cluster scope, for "".
    virtual std::vector<ObjectRef> list(const Kind& kind, std::string_view namespace_) const = 0;
};

/// No object gets more edges than this; what is beyond is left out.
inline constexpr std::size_t kMaxEdges = 10'000;

/// What the object names, whether that is there or not. Needs no world.
std::vector<Edge> namedReferences(const ObjectRef& object);
/// What the object refers to: what it names, and what its selectors find.
std::vector<Edge> references(const ObjectRef& object, const World& world);
/// What a custom resource seems to refer to, by what its fields are called: secretName, issuerRef, podSelector. No kind
/// of the table has any; whether what is named is there decides whether the guess was good.
std::vector<Edge> guessedReferences(const ObjectRef& object, const World& world);
/// What refers to the object, by name or by a selector.
std::vector<Edge> referrers(const ObjectRef& object, const World& world);

/// Of the kinds that are known; custom ones count as namespaced.
bool isClusterScoped(const Kind& kind);

/// Where a kind keeps pods' specification and labels.
struct PodTemplate {
    std::string_view spec, labels;  ///< paths; "" when the kind has none
};
PodTemplate podTemplateOf(const Kind& kind);
/// The labels by which selectors find an object: a pod's own, a workload's those of its pods; nothing for other kinds.
std::optional<schema::StringMap<std::string>> podLabels(const ObjectRef& object);
/// The kinds that have one, Pod first.
std::vector<Kind> workloadKinds();

/// The table's rows, for whoever draws or checks all of them.
struct RowView {
    std::string from, to, path;  ///< kinds as Kind::text(), "workload" for all that have pods; "*" where the field says
    std::string_view relation;
    std::string_view others;  ///< further kinds for `to`, separated by '|'; "*" for custom ones
    std::string_view way;     ///< how it is written, see writing.h; "" for what is read only
    std::string_view title;   ///< that way in words, or why it is read only
};
std::vector<RowView> table();

}  // namespace armillary::relations
