#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/scheduler/default_spreading.h"
#include "engine/scheduler/node_info.h"

namespace armillary::scheduler {

class VolumeState;

/// Every node that is known, in one order that stays the same during a cycle.
using Nodes = std::vector<const NodeInfo*>;
/// By node: the pods that are to come to it.
using Nominations = std::unordered_map<std::string, std::vector<PodInfoRef>>;

/// What the cluster has in all, kept up change by change, so that plugins with nothing to do find that out at once.
struct Totals {
    int taintedNodes = 0, cordonedNodes = 0;
    int podsWithAffinity = 0;
    std::unordered_map<std::string, int> imageHolders;  ///< image to the number of nodes that have it
    std::unordered_map<std::string, int> claimUsers;  ///< "namespace/claim" to the number of pods on nodes that use it
};

/// What a cycle hands its plugins beside the node.
struct Cycle {
    const PodInfo& pod;
    const Nodes& nodes;
    const Totals& totals;
    const Nominations& nominations;
    const VolumeState& volumes;
    const DefaultSpreading& spreading;
    NamespaceLabels namespaceLabels;
};

/// Why a node does not fit: upstream's sentences, as "0/3 nodes are available: …" counts them.
struct Refusal {
    std::vector<std::string> reasons = {};  ///< empty: it fits
    /// No pod that goes could change it (upstream's UnschedulableAndUnresolvable).
    bool isFinal = false;

    static Refusal resolvable(std::string reason) { return {{std::move(reason)}, false}; }
    static Refusal final(std::string reason) { return {{std::move(reason)}, true}; }
    bool empty() const { return reasons.empty(); }
};

/// The work of one plugin in one cycle, made by prepare() for one pod. Not thread-safe; lives as long as the cycle.
class Step {
public:
    virtual ~Step() = default;
    virtual Refusal filter(const NodeInfo& node) {
        (void)node;
        return {};
    }
    /// As if `pod` had come to the node (sign 1), or had gone from it (-1): for what was counted over all nodes.
    virtual void adjust(const PodInfo& pod, const NodeInfo& node, int sign) { (void)pod, (void)node, (void)sign; }
    /// Before the scores: the nodes that fit.
    virtual void beginScoring(const Nodes& fitting) { (void)fitting; }
    /// Any number; normalise() brings the numbers of all nodes to 0…100.
    virtual std::int64_t score(const NodeInfo& node) {
        (void)node;
        return 0;
    }
    virtual void normalise(std::vector<std::int64_t>& scores) { (void)scores; }
};

/// A step with what it is good for; a null step sits the cycle out (upstream's Skip).
struct Prepared {
    std::unique_ptr<Step> step = nullptr;
    bool filters = false, scores = false;
    std::optional<std::unordered_set<std::string>> only = std::nullopt;  ///< no other nodes come into question
    Refusal everywhere = {};                                             ///< not empty: the pod fits nowhere
};

/// A change in the cluster that waiting pods may have waited for.
struct ClusterEvent {
    enum class Kind { Node, AssignedPod, Claim, Volume, StorageClass, CsiNode, CsiDriver, CsiCapacity } kind;
    const Object *before = nullptr, *after = nullptr;         ///< null: did not exist, is gone
    const NodeInfo* node = nullptr;                           ///< Node: as it is now, unless gone
    const PodInfo *podBefore = nullptr, *podAfter = nullptr;  ///< AssignedPod

    bool isNew() const { return !before && after; }
    bool isGone() const { return before && !after; }
};

/// A scheduling plugin under upstream's name.
/// Source: https://kubernetes.io/docs/reference/scheduling/config/#scheduling-plugins.
class Plugin {
public:
    virtual ~Plugin() = default;
    virtual std::string_view name() const = 0;
    virtual std::int64_t weight() const { return 1; }
    virtual Prepared prepare(const Cycle& cycle) const = 0;
    /// Whether the change may make this plugin accept a pod that it refused (upstream's queueing hint).
    virtual bool mayHelp(const PodInfo& pod, const ClusterEvent& event, const NamespaceLabels& labelsOf) const {
        (void)pod, (void)event, (void)labelsOf;
        return false;
    }
};
using Plugins = std::vector<std::unique_ptr<Plugin>>;

inline constexpr std::int64_t kMaxScore = 100;

/// Scales scores so that the largest becomes kMaxScore; `reverse` makes the smallest the best.
void normaliseToMaximum(std::vector<std::int64_t>& scores, bool reverse);

std::unique_ptr<Plugin> makeNodeUnschedulable();
std::unique_ptr<Plugin> makeNodeName();
std::unique_ptr<Plugin> makeTaintToleration();
std::unique_ptr<Plugin> makeNodeAffinity();
std::unique_ptr<Plugin> makeNodePorts();
std::unique_ptr<Plugin> makeNodeResourcesFit();
std::unique_ptr<Plugin> makeNodeResourcesBalancedAllocation();
std::unique_ptr<Plugin> makeVolumeRestrictions();
std::unique_ptr<Plugin> makeNodeVolumeLimits();
std::unique_ptr<Plugin> makeVolumeBinding();
std::unique_ptr<Plugin> makeVolumeZone();
std::unique_ptr<Plugin> makePodTopologySpread();
std::unique_ptr<Plugin> makeInterPodAffinity();
std::unique_ptr<Plugin> makeImageLocality();

/// All of them, in the order in which they filter: upstream's. At most 32.
Plugins defaultPlugins();

/// Whether the pod tolerates the taint. Source:
/// https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/.
bool tolerates(const std::vector<corev1::Toleration>& tolerations, const corev1::Taint& taint);
/// The first taint that keeps the pod away; null when none does.
const corev1::Taint* untoleratedTaint(const corev1::PodSpec& spec, const corev1::Node& node);
bool matchesNodeSelectorTerm(const corev1::NodeSelectorTerm& term, const NodeInfo& node);
/// nodeSelector and required node affinity together.
bool matchesRequiredNodeAffinity(const corev1::PodSpec& spec, const NodeInfo& node);
/// Whether the event brings a node, or a node with other labels.
bool bringsLabels(const ClusterEvent& event);

}  // namespace armillary::scheduler
