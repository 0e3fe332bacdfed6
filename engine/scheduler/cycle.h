#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/async/identifiers.h"
#include "engine/scheduler/plugin.h"

namespace armillary::scheduler {

/// What one scheduling cycle came to.
struct Decision {
    std::string node;  ///< "" when none fits
    std::size_t nodesAvailable = 0;
    Refusal everywhere;                                         ///< the pod fits nowhere, whatever the node
    std::vector<std::pair<const NodeInfo*, Refusal>> refusals;  ///< by node
    std::string restrictedBy;     ///< "NodeAffinity": who named the only nodes that come into question
    std::uint32_t refusedBy = 0;  ///< the plugins that refused, a bit for each
    std::string preemption;       ///< what looking for victims came to, where it found none

    /// "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable. preemption: 0/3 nodes are available:
    /// 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling."; upstream's
    /// sentence.
    std::string message() const;
    /// How many nodes refuse it for what. A node may give several reasons at once ("Insufficient cpu", "Insufficient
    /// memory"); each counts by itself.
    std::map<std::string, int> reasons() const;
};

/// "0/3 nodes are available: 2 a, 1 b."
std::string countedReasons(std::size_t nodes, const std::map<std::string, int>& reasons);

/// Once so many nodes fit, the best of them is taken without looking at the rest; where the search begins moves on
/// from cycle to cycle, so that all nodes get their turn. Upstream's floor (minFeasibleNodesToFind).
inline constexpr std::size_t kEnoughNodes = 100;

/// One pod's way through the plugins.
class Evaluation {
public:
    /// Prepares every plugin. `cycle` and `plugins` outlive it.
    Evaluation(const Cycle& cycle, const Plugins& plugins);

    /// Filters, scores and selects. `searchFrom` is the rotating start of the search; `nominated` is the node that the
    /// pod has been promised, which is taken when it fits.
    Decision decide(async::Identifiers& identifiers, std::size_t& searchFrom, const std::string& nominated);

    /// The first node that takes it, unscored: for who asks only whether there is one.
    Decision decideAny(std::size_t& searchFrom);

    /// Whether the pod fits on the node, both with and without the pods of at least its priority that are to come
    /// there.
    Refusal filter(const NodeInfo& node);
    /// Tells the steps that a pod has come to a node, or gone from it.
    void adjust(const PodInfo& pod, const NodeInfo& node, int sign);
    const Cycle& cycle() const { return m_cycle; }

private:
    struct ActiveStep {
        const Plugin* plugin;
        std::uint32_t bit;
        Prepared prepared;
    };
    Refusal runFilters(const NodeInfo& node);
    bool considers(const NodeInfo& node) const;
    Nodes feasible(std::size_t& searchFrom, Decision& decision, std::size_t enough);
    std::string best(const Nodes& fitting, async::Identifiers& identifiers);

    const Cycle& m_cycle;
    std::vector<ActiveStep> m_steps;
    Refusal m_everywhere;
    std::uint32_t m_refusedBy = 0;
};

}  // namespace armillary::scheduler
