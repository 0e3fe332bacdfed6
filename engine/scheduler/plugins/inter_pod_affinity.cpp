#include <algorithm>
#include <map>

#include "engine/scheduler/plugin.h"

/// Source:
/// https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity.
namespace armillary::scheduler {

namespace {

using Domain = std::pair<std::string, std::string>;  // topology key, value
using Counts = std::map<Domain, std::int64_t>;

/// The weight of a pod's required affinity when another pod looks for a node (upstream's hardPodAffinityWeight).
constexpr std::int64_t kRequiredWeight = 1;

class Affinity final : public Step {
public:
    explicit Affinity(const Cycle& cycle) : m_cycle(cycle) {
        const bool own = cycle.pod.hasAffinity();
        for (const NodeInfo* node : cycle.nodes) {
            if (own)
                for (const PodInfoRef& other : node->pods) countForOwn(*node, *other, 1);
            for (const PodInfoRef& other : node->podsWithAffinity) {
                countForOther(*node, *other, 1);
                prefer(*node, *other);
            }
        }
        m_selfMatches = matchesAll(*cycle.pod.object);
    }

    bool filters() const { return !m_cycle.pod.affinity.empty() || !m_cycle.pod.antiAffinity.empty() || m_forbids; }
    bool scores() const { return !m_preference.empty(); }

    Refusal filter(const NodeInfo& node) override {
        if (!affinityHolds(node)) return Refusal::final("node(s) didn't match pod affinity rules");
        for (const AffinityTerm& term : m_cycle.pod.antiAffinity)
            if (count(m_antiCounts, node, term.topologyKey) > 0)
                return Refusal::resolvable("node(s) didn't match pod anti-affinity rules");
        for (const auto& [domain, count] : m_forbidden)
            if (count > 0 && isIn(node, domain))
                return Refusal::resolvable("node(s) didn't satisfy existing pods anti-affinity rules");
        return {};
    }

    void adjust(const PodInfo& pod, const NodeInfo& node, int sign) override {
        if (m_cycle.pod.hasAffinity()) countForOwn(node, pod, sign);
        countForOther(node, pod, sign);
    }

    std::int64_t score(const NodeInfo& node) override {
        std::int64_t sum = 0;
        for (const auto& [domain, weight] : m_preference)
            if (isIn(node, domain)) sum += weight;
        return sum;
    }

    void normalise(std::vector<std::int64_t>& scores) override {
        if (scores.empty()) return;
        const auto [low, high] = std::ranges::minmax(scores);
        for (std::int64_t& score : scores) score = high == low ? 0 : kMaxScore * (score - low) / (high - low);
    }

private:
    bool matches(const AffinityTerm& term, const Object& pod) const {
        return term.matches(pod, m_cycle.namespaceLabels);
    }
    /// A pod counts for the required terms only when all of them match it, as upstream reads several terms together.
    bool matchesAll(const Object& pod) const {
        return std::ranges::all_of(m_cycle.pod.affinity, [&](const AffinityTerm& term) { return matches(term, pod); });
    }
    void countForOwn(const NodeInfo& node, const PodInfo& other, int sign) {
        const PodInfo& pod = m_cycle.pod;
        if (!pod.affinity.empty() && matchesAll(*other.object))
            for (const AffinityTerm& term : pod.affinity) m_matching += add(m_affinityCounts, node, term, sign);
        for (const AffinityTerm& term : pod.antiAffinity)
            if (matches(term, *other.object)) add(m_antiCounts, node, term, sign);
        if (sign > 0 && !other.meta().deletionTimestamp)
            for (const AffinityTerm& term : pod.preferences)
                if (matches(term, *other.object)) add(m_preference, node, term, term.weight);
    }
    void countForOther(const NodeInfo& node, const PodInfo& other, int sign) {
        for (const AffinityTerm& term : other.antiAffinity)
            if (matches(term, *m_cycle.pod.object)) m_forbids |= add(m_forbidden, node, term, sign) != 0;
    }
    void prefer(const NodeInfo& node, const PodInfo& other) {
        for (const AffinityTerm& term : other.affinity)
            if (matches(term, *m_cycle.pod.object)) add(m_preference, node, term, kRequiredWeight);
        for (const AffinityTerm& term : other.preferences)
            if (matches(term, *m_cycle.pod.object)) add(m_preference, node, term, term.weight);
    }

    /// What was added: 0 on a node without the term's topology.
    static std::int64_t add(Counts& counts, const NodeInfo& node, const AffinityTerm& term, std::int64_t by) {
        if (!node.hasLabel(term.topologyKey)) return 0;
        counts[{term.topologyKey, std::string(node.label(term.topologyKey))}] += by;
        return by;
    }
    static bool isIn(const NodeInfo& node, const Domain& domain) {
        return node.hasLabel(domain.first) && node.label(domain.first) == domain.second;
    }
    static std::int64_t count(const Counts& counts, const NodeInfo& node, const std::string& key) {
        if (!node.hasLabel(key)) return 0;
        const auto found = counts.find({key, std::string(node.label(key))});
        return found == counts.end() ? 0 : found->second;
    }

    bool affinityHolds(const NodeInfo& node) const {
        const auto& terms = m_cycle.pod.affinity;
        if (terms.empty()) return true;
        if (!std::ranges::all_of(terms, [&](const AffinityTerm& term) { return node.hasLabel(term.topologyKey); }))
            return false;
        // The first pod of a group that wants to be with its own kind has nobody to be with yet.
        if (m_matching == 0 && m_selfMatches) return true;
        return std::ranges::all_of(
            terms, [&](const AffinityTerm& term) { return count(m_affinityCounts, node, term.topologyKey) > 0; });
    }

    const Cycle& m_cycle;
    Counts m_affinityCounts, m_antiCounts, m_forbidden, m_preference;
    std::int64_t m_matching = 0;  ///< pods in a domain that all required terms match
    bool m_forbids = false, m_selfMatches = false;
};

class InterPodAffinity final : public Plugin {
public:
    std::string_view name() const override { return "InterPodAffinity"; }
    std::int64_t weight() const override { return 2; }
    Prepared prepare(const Cycle& cycle) const override {
        const bool coming = std::ranges::any_of(cycle.nominations, [](const auto& entry) {
            return std::ranges::any_of(entry.second, [](const PodInfoRef& pod) { return pod->hasAffinity(); });
        });
        if (!cycle.pod.hasAffinity() && cycle.totals.podsWithAffinity == 0 && !coming) return {};
        auto step = std::make_unique<Affinity>(cycle);
        const bool filters = step->filters() || coming, scores = step->scores();
        return {.step = std::move(step), .filters = filters, .scores = scores};
    }
    bool mayHelp(const PodInfo& pod, const ClusterEvent& event, const NamespaceLabels& labelsOf) const override {
        if (event.kind == ClusterEvent::Kind::Node) return bringsLabels(event);
        if (event.kind != ClusterEvent::Kind::AssignedPod) return false;
        const auto anyMatches = [&](const std::vector<AffinityTerm>& terms, const Object& other) {
            return std::ranges::any_of(terms, [&](const AffinityTerm& term) { return term.matches(other, labelsOf); });
        };
        // Company that it wants comes; company that it cannot bear, or that cannot bear it, goes.
        if (event.podAfter && anyMatches(pod.affinity, *event.podAfter->object)) return true;
        return event.podBefore && (anyMatches(pod.antiAffinity, *event.podBefore->object) ||
                                   anyMatches(event.podBefore->antiAffinity, *pod.object));
    }
};

}  // namespace

std::unique_ptr<Plugin> makeInterPodAffinity() {
    return std::make_unique<InterPodAffinity>();
}

}  // namespace armillary::scheduler
