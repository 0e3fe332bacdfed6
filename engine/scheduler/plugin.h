#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/scheduler/node_info.h"
#include "engine/schema/selector.h"

namespace armillary::scheduler {

/// Every node that is known, in one order that stays the same during a cycle.
using Nodes = std::vector<const NodeInfo*>;

/// What a cycle hands its plugins beside the node.
struct Cycle {
    const PodInfo& pod;
    const Nodes& nodes;
    /// Labels of a namespace, for affinity terms with a namespaceSelector; null when it is unknown.
    std::function<const schema::StringMap<std::string>*(const std::string&)> namespaceLabels;
};

/// Why a node does not fit: upstream's sentence, as "0/3 nodes are available: …" counts them. Empty: it fits.
using Refusal = std::string;

/// The work of one plugin in one cycle, made by prepare() for one pod. Not thread-safe; lives as long as the cycle.
class Step {
public:
    virtual ~Step() = default;
    virtual Refusal filter(const NodeInfo& node) {
        (void)node;
        return {};
    }
    /// Any number; normalise() brings the numbers of all nodes to 0…100.
    virtual std::int64_t score(const NodeInfo& node) {
        (void)node;
        return 0;
    }
    virtual void normalise(std::vector<std::int64_t>& scores) { (void)scores; }
};

/// A step with what it is good for; a null step sits the cycle out (upstream's Skip).
struct Prepared {
    std::unique_ptr<Step> step;
    bool filters = false, scores = false;
};

/// A scheduling plugin under upstream's name.
/// Source: https://kubernetes.io/docs/reference/scheduling/config/#scheduling-plugins.
class Plugin {
public:
    virtual ~Plugin() = default;
    virtual std::string_view name() const = 0;
    virtual std::int64_t weight() const { return 1; }
    virtual Prepared prepare(const Cycle& cycle) const = 0;
};

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
std::unique_ptr<Plugin> makePodTopologySpread();
std::unique_ptr<Plugin> makeInterPodAffinity();
std::unique_ptr<Plugin> makeImageLocality();

/// All of them, in the order in which they filter (cheapest first).
std::vector<std::unique_ptr<Plugin>> defaultPlugins();

/// Whether the pod tolerates the taint. Source:
/// https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/.
bool tolerates(const std::vector<corev1::Toleration>& tolerations, const corev1::Taint& taint);
/// Whether a node satisfies a selector: any of its terms.
bool matchesNodeSelector(const corev1::NodeSelector& selector, const NodeInfo& node);
bool matchesNodeSelectorTerm(const corev1::NodeSelectorTerm& term, const NodeInfo& node);
/// nodeSelector and required node affinity together.
bool matchesRequiredNodeAffinity(const corev1::PodSpec& spec, const NodeInfo& node);

}  // namespace armillary::scheduler
