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
/// The score of a node that lacks one of the topologies.
constexpr std::int64_t kIgnored = -1;

/// The constraint's selector, with the values that the pod has for matchLabelKeys.
LabelSelector selectorOf(const corev1::TopologySpreadConstraint& constraint,
                         const schema::StringMap<std::string>& labels) {
    if (!constraint.labelSelector) return LabelSelector::nothing();
    metav1::LabelSelector wanted = *constraint.labelSelector;
    for (const std::string& key : constraint.matchLabelKeys) {
        const auto found = labels.find(key);
        if (found == labels.end()) continue;
        metav1::LabelSelectorRequirement& requirement = wanted.matchExpressions.emplace_back();
        requirement.key = key;
        requirement.operator_ = metav1::kLabelSelectorOpIn;
        requirement.values = {found->second};
    }
    return LabelSelector::from(wanted).value_or(LabelSelector::nothing());
}

/// One constraint of the pod, and how many matching pods each domain has.
struct Spread {
    const corev1::TopologySpreadConstraint* constraint;
    LabelSelector selector;
    bool selfMatches;
    std::unordered_map<std::string_view, std::int64_t> counts;
    std::int64_t fewest = 0;
    bool fewestStale = true;

    Spread(const corev1::TopologySpreadConstraint& of, const PodInfo& pod)
        : constraint(&of),
          selector(selectorOf(of, pod.meta().labels)),
          selfMatches(selector.matches(pod.meta().labels)) {}

    /// True for nodes that the constraint's inclusion policies let count.
    bool includes(const corev1::PodSpec& spec, const NodeInfo& node) const {
        if (constraint->nodeAffinityPolicy.value_or("Honor") == "Honor" && !matchesRequiredNodeAffinity(spec, node))
            return false;
        return constraint->nodeTaintsPolicy.value_or("Ignore") != "Honor" || !untoleratedTaint(spec, *node.node);
    }

    bool countsPod(const PodInfo& pod, const PodInfo& other) const {
        // An empty selector counts nobody here, though it matches the pod itself; upstream's reading.
        return !selector.matchesEverything() && other.object->namespace_() == pod.object->namespace_() &&
               !other.meta().deletionTimestamp && selector.matches(other.meta().labels);
    }

    std::int64_t countOn(const PodInfo& pod, const NodeInfo& node) const {
        return std::ranges::count_if(node.pods, [&](const PodInfoRef& other) { return countsPod(pod, *other); });
    }

    /// The count of the emptiest domain; 0 while there are fewer domains than there must be.
    std::int64_t minimum() {
        if (!std::exchange(fewestStale, false)) return fewest;
        fewest = counts.empty() ? INT32_MAX : std::ranges::min(std::views::values(counts));
        if (static_cast<std::int64_t>(counts.size()) < constraint->minDomains.value_or(1)) fewest = 0;
        return fewest;
    }
};

bool hasAllTopologies(const std::vector<Spread>& spreads, const NodeInfo& node) {
    return std::ranges::all_of(spreads,
                               [&](const Spread& spread) { return node.hasLabel(spread.constraint->topologyKey); });
}

/// Brings counts to scores: the fewer the better, nodes that were ignored last.
void normaliseCounts(std::vector<std::int64_t>& scores) {
    std::int64_t low = INT64_MAX, high = 0;
    for (const std::int64_t score : scores) {
        if (score == kIgnored) continue;
        low = std::min(low, score);
        high = std::max(high, score);
    }
    for (std::int64_t& score : scores)
        score = score == kIgnored ? 0 : high == 0 ? kMaxScore : kMaxScore * (high + low - score) / high;
}

/// The pod's own constraints.
class Constraints final : public Step {
public:
    explicit Constraints(const Cycle& cycle) : m_cycle(cycle) {
        for (const auto& constraint : cycle.pod.pod->spec.topologySpreadConstraints) {
            auto& list = constraint.whenUnsatisfiable == corev1::kDoNotSchedule ? m_required : m_preferred;
            list.emplace_back(constraint, cycle.pod);
        }
        count(m_required);
    }
    bool filters() const { return !m_required.empty(); }
    bool scores() const { return !m_preferred.empty(); }

    Refusal filter(const NodeInfo& node) override {
        for (Spread& spread : m_required) {
            if (!node.hasLabel(spread.constraint->topologyKey)) return Refusal::final(std::string(kMissingLabel));
            const auto found = spread.counts.find(node.label(spread.constraint->topologyKey));
            const std::int64_t here = found == spread.counts.end() ? 0 : found->second;
            if (here + spread.selfMatches - spread.minimum() > spread.constraint->maxSkew)
                return Refusal::resolvable(std::string(kSkewed));
        }
        return {};
    }

    void adjust(const PodInfo& pod, const NodeInfo& node, int sign) override {
        if (!hasAllTopologies(m_required, node)) return;
        for (Spread& spread : m_required) {
            if (!spread.countsPod(m_cycle.pod, pod) || !spread.includes(m_cycle.pod.pod->spec, node)) continue;
            const auto found = spread.counts.find(node.label(spread.constraint->topologyKey));
            if (found == spread.counts.end()) continue;
            found->second += sign;
            spread.fewestStale = true;
        }
    }

    void beginScoring(const Nodes& fitting) override {
        count(m_preferred);
        m_weights.clear();
        for (const Spread& spread : m_preferred) {
            std::unordered_map<std::string_view, bool> domains;
            for (const NodeInfo* node : fitting)
                if (hasAllTopologies(m_preferred, *node)) domains[node->label(spread.constraint->topologyKey)] = true;
            // Few domains weigh less than many, as a difference of one pod between few domains matters less.
            m_weights.push_back(std::log(static_cast<double>(domains.size() + 2)));
        }
    }

    std::int64_t score(const NodeInfo& node) override {
        if (!hasAllTopologies(m_preferred, node)) return kIgnored;
        double sum = 0;
        for (std::size_t i = 0; i < m_preferred.size(); ++i) {
            const Spread& spread = m_preferred[i];
            const auto found = spread.counts.find(node.label(spread.constraint->topologyKey));
            const std::int64_t here = found == spread.counts.end() ? 0 : found->second;
            sum += static_cast<double>(here) * m_weights[i] + spread.constraint->maxSkew - 1;
        }
        return std::llround(sum);
    }

    void normalise(std::vector<std::int64_t>& scores) override { normaliseCounts(scores); }

private:
    void count(std::vector<Spread>& spreads) const {
        for (const NodeInfo* node : m_cycle.nodes) {
            if (!hasAllTopologies(spreads, *node)) continue;
            for (Spread& spread : spreads)
                if (spread.includes(m_cycle.pod.pod->spec, *node))
                    spread.counts[node->label(spread.constraint->topologyKey)] += spread.countOn(m_cycle.pod, *node);
        }
    }

    const Cycle& m_cycle;
    std::vector<Spread> m_required, m_preferred;
    std::vector<double> m_weights;
};

/// For pods without constraints, the cluster's defaults: pods that are alike spread over nodes and, less urgently, over
/// zones. A node without one of the two labels is scored by the other.
class ByDefault final : public Step {
public:
    ByDefault(const Cycle& cycle, DefaultSpreading::Counts counts) : m_counts(std::move(counts)) {
        for (const auto& [node, count] : m_counts)
            if (node->node && matchesRequiredNodeAffinity(cycle.pod.pod->spec, *node)) m_zones[node->zone] += count;
    }

    void beginScoring(const Nodes& fitting) override {
        std::unordered_set<std::string_view> zones;
        for (const NodeInfo* node : fitting) zones.insert(node->zone);
        m_zoneWeight = std::log(static_cast<double>(zones.size() + 2));
        m_nodeWeight = std::log(static_cast<double>(fitting.size() + 2));
    }
    std::int64_t score(const NodeInfo& node) override {
        double sum = 0;
        if (node.hasLabel(corev1::kLabelHostname)) {
            const auto here = m_counts.find(&node);
            sum += (here == m_counts.end() ? 0.0 : static_cast<double>(here->second)) * m_nodeWeight + kNodeSkew - 1;
        }
        if (!node.zone.empty()) {
            const auto here = m_zones.find(node.zone);
            sum += (here == m_zones.end() ? 0.0 : static_cast<double>(here->second)) * m_zoneWeight + kZoneSkew - 1;
        }
        return std::llround(sum);
    }
    void normalise(std::vector<std::int64_t>& scores) override { normaliseCounts(scores); }

private:
    static constexpr int kNodeSkew = 3, kZoneSkew = 5;

    DefaultSpreading::Counts m_counts;
    std::unordered_map<std::string_view, std::int64_t> m_zones;
    double m_zoneWeight = 0, m_nodeWeight = 0;
};

class PodTopologySpread final : public Plugin {
public:
    std::string_view name() const override { return "PodTopologySpread"; }
    std::int64_t weight() const override { return 2; }
    Prepared prepare(const Cycle& cycle) const override {
        if (!cycle.pod.pod->spec.topologySpreadConstraints.empty()) {
            auto step = std::make_unique<Constraints>(cycle);
            const bool filters = step->filters(), scores = step->scores();
            return {.step = std::move(step), .filters = filters, .scores = scores};
        }
        auto counts = cycle.spreading.alike(cycle.pod);
        if (!counts) return {};
        return {.step = std::make_unique<ByDefault>(cycle, std::move(*counts)), .scores = true};
    }
    bool mayHelp(const PodInfo& pod, const ClusterEvent& event, const NamespaceLabels&) const override {
        if (event.kind == ClusterEvent::Kind::Node) {
            if (event.isGone() || event.isNew()) return true;
            return event.before->meta().labels != event.after->meta().labels ||
                   event.before->as<corev1::Node>().spec.taints != event.after->as<corev1::Node>().spec.taints;
        }
        if (event.kind != ClusterEvent::Kind::AssignedPod) return false;
        return std::ranges::any_of(pod.pod->spec.topologySpreadConstraints, [&](const auto& constraint) {
            const Spread spread(constraint, pod);
            const bool before = event.podBefore && spread.countsPod(pod, *event.podBefore);
            const bool after = event.podAfter && spread.countsPod(pod, *event.podAfter);
            return before != after;
        });
    }
};

}  // namespace

std::unique_ptr<Plugin> makePodTopologySpread() {
    return std::make_unique<PodTopologySpread>();
}

}  // namespace armillary::scheduler
