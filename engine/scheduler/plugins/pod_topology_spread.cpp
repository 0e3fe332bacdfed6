#include <algorithm>
#include <cmath>
#include <ranges>
#include <unordered_map>

#include "engine/scheduler/plugin.h"

/// Source: https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/.
namespace armillary::scheduler {

namespace {

constexpr std::string_view kSkewed = "node(s) didn't match pod topology spread constraints";
constexpr std::string_view kMissingLabel =
    "node(s) didn't match pod topology spread constraints (missing required label)";

/// One constraint of the pod, and how many matching pods each domain has.
struct Spread {
    const corev1::TopologySpreadConstraint* constraint;
    LabelSelector selector;
    bool selfMatches;
    std::unordered_map<std::string_view, std::int64_t> counts;
    std::int64_t fewest = 0;

    /// True for nodes that the constraint's inclusion policies let count.
    bool includes(const corev1::PodSpec& spec, const NodeInfo& node) const {
        if (!node.hasLabel(constraint->topologyKey)) return false;
        if (constraint->nodeAffinityPolicy.value_or("Honor") == "Honor" && !matchesRequiredNodeAffinity(spec, node))
            return false;
        if (constraint->nodeTaintsPolicy.value_or("Ignore") == "Honor")
            for (const corev1::Taint& taint : node.node->spec.taints)
                if (taint.effect != corev1::kTaintEffectPreferNoSchedule && !tolerates(spec.tolerations, taint))
                    return false;
        return true;
    }

    void count(const PodInfo& pod, const Nodes& nodes) {
        for (const NodeInfo* node : nodes) {
            if (!includes(pod.pod->spec, *node)) continue;
            std::int64_t& domain = counts[node->label(constraint->topologyKey)];
            for (const PodInfoRef& other : node->pods)
                domain += other->object->namespace_() == pod.object->namespace_() &&
                          !other->object->meta().deletionTimestamp && selector.matches(other->object->meta().labels);
        }
        if (counts.empty()) return;
        fewest = std::ranges::min(std::views::values(counts));
        if (static_cast<std::int64_t>(counts.size()) < constraint->minDomains.value_or(1)) fewest = 0;
    }
};

Spread makeSpread(const corev1::TopologySpreadConstraint& constraint, const PodInfo& pod) {
    const auto& labels = pod.object->meta().labels;
    metav1::LabelSelector wanted = constraint.labelSelector ? *constraint.labelSelector : metav1::LabelSelector();
    for (const std::string& key : constraint.matchLabelKeys)
        if (const auto found = labels.find(key); found != labels.end()) wanted.matchLabels[key] = found->second;
    auto selector = LabelSelector::from(wanted).value_or(LabelSelector::nothing());
    if (!constraint.labelSelector && constraint.matchLabelKeys.empty()) selector = LabelSelector::nothing();
    const bool self = selector.matches(labels);
    return {&constraint, std::move(selector), self, {}, 0};
}

/// The pod's own constraints.
class Constraints final : public Step {
public:
    Constraints(const Cycle& cycle, bool& filters, bool& scores) {
        for (const auto& constraint : cycle.pod.pod->spec.topologySpreadConstraints) {
            auto& list = constraint.whenUnsatisfiable == corev1::kDoNotSchedule ? m_required : m_preferred;
            list.push_back(makeSpread(constraint, cycle.pod));
            list.back().count(cycle.pod, cycle.nodes);
        }
        filters = !m_required.empty();
        scores = !m_preferred.empty();
    }

    Refusal filter(const NodeInfo& node) override {
        for (const Spread& spread : m_required) {
            if (!node.hasLabel(spread.constraint->topologyKey)) return Refusal(kMissingLabel);
            const auto found = spread.counts.find(node.label(spread.constraint->topologyKey));
            const std::int64_t here = found == spread.counts.end() ? 0 : found->second;
            if (here + spread.selfMatches - spread.fewest > spread.constraint->maxSkew) return Refusal(kSkewed);
        }
        return {};
    }

    std::int64_t score(const NodeInfo& node) override {
        double sum = 0;
        for (const Spread& spread : m_preferred) {
            const auto found = spread.counts.find(node.label(spread.constraint->topologyKey));
            if (found == spread.counts.end()) continue;
            // Few domains weigh less than many, as a difference of one pod between few domains matters less.
            sum += static_cast<double>(found->second) * std::log(static_cast<double>(spread.counts.size() + 2)) +
                   spread.constraint->maxSkew - 1;
        }
        return std::llround(sum);
    }

    void normalise(std::vector<std::int64_t>& scores) override { normaliseToMaximum(scores, true); }

private:
    std::vector<Spread> m_required, m_preferred;
};

/// For pods without constraints: pods of one controller spread over nodes, and over zones where there are zones.
class ByController final : public Step {
public:
    explicit ByController(const Cycle& cycle) : m_controller(cycle.pod.controller) {
        for (const NodeInfo* node : cycle.nodes)
            if (!node->zone.empty()) m_zones[node->zone] += here(*node);
        m_zoneWeight = std::log(static_cast<double>(m_zones.size() + 2));
        m_nodeWeight = std::log(static_cast<double>(cycle.nodes.size() + 2));
    }

    std::int64_t score(const NodeInfo& node) override {
        double sum = static_cast<double>(here(node)) * m_nodeWeight;
        if (!node.zone.empty()) sum += static_cast<double>(m_zones.at(node.zone)) * m_zoneWeight;
        return std::llround(sum);
    }
    void normalise(std::vector<std::int64_t>& scores) override { normaliseToMaximum(scores, true); }

private:
    std::int64_t here(const NodeInfo& node) const {
        const auto found = node.podsByController.find(m_controller);
        return found == node.podsByController.end() ? 0 : found->second;
    }
    const std::string& m_controller;
    std::unordered_map<std::string_view, std::int64_t> m_zones;
    double m_zoneWeight, m_nodeWeight;
};

class PodTopologySpread final : public Plugin {
public:
    std::string_view name() const override { return "PodTopologySpread"; }
    std::int64_t weight() const override { return 2; }
    Prepared prepare(const Cycle& cycle) const override {
        if (!cycle.pod.pod->spec.topologySpreadConstraints.empty()) {
            Prepared prepared;
            prepared.step = std::make_unique<Constraints>(cycle, prepared.filters, prepared.scores);
            return prepared;
        }
        if (cycle.pod.controller.empty()) return {};
        return {std::make_unique<ByController>(cycle), false, true};
    }
};

}  // namespace

std::unique_ptr<Plugin> makePodTopologySpread() {
    return std::make_unique<PodTopologySpread>();
}

}  // namespace armillary::scheduler
