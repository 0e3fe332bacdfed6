#include <algorithm>
#include <map>

#include "engine/scheduler/plugin.h"

/// Source:
/// https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity.
namespace armillary::scheduler {

namespace {

/// An affinity term of one pod, compiled.
struct Term {
    std::string topologyKey;
    LabelSelector selector;
    std::vector<std::string> namespaces;
    std::optional<LabelSelector> namespaceSelector;
    std::int64_t weight = 0;

    Term(const corev1::PodAffinityTerm& term, const PodInfo& owner, std::int64_t termWeight = 0)
        : topologyKey(term.topologyKey),
          selector(LabelSelector::nothing()),
          namespaces(term.namespaces),
          weight(termWeight) {
        const auto& labels = owner.object->meta().labels;
        if (term.labelSelector) {
            metav1::LabelSelector wanted = *term.labelSelector;
            for (const std::string& key : term.matchLabelKeys)
                if (const auto found = labels.find(key); found != labels.end()) wanted.matchLabels[key] = found->second;
            selector = LabelSelector::from(wanted).value_or(LabelSelector::nothing());
        }
        if (term.namespaceSelector)
            namespaceSelector = LabelSelector::from(*term.namespaceSelector).value_or(LabelSelector::nothing());
        if (namespaces.empty() && !namespaceSelector) namespaces.push_back(owner.object->namespace_());
    }

    bool matches(const Cycle& cycle, const Object& pod) const {
        if (!selector.matches(pod.meta().labels)) return false;
        if (std::ranges::find(namespaces, pod.namespace_()) != namespaces.end()) return true;
        if (!namespaceSelector) return false;
        const auto* labels = cycle.namespaceLabels(pod.namespace_());
        return labels && namespaceSelector->matches(*labels);
    }
};

template <class Terms>
std::vector<Term> compile(const Terms& terms, const PodInfo& owner) {
    std::vector<Term> compiled;
    for (const corev1::PodAffinityTerm& term : terms) compiled.emplace_back(term, owner);
    return compiled;
}

using Domain = std::pair<std::string, std::string>;  // topology key, value
using Counts = std::map<Domain, std::int64_t>;

class Affinity final : public Step {
public:
    Affinity(const Cycle& cycle, bool& filters, bool& scores) {
        readOwnTerms(cycle.pod);
        for (const NodeInfo* node : cycle.nodes)
            for (const PodInfoRef& other : node->pods) visit(cycle, *node, *other);
        m_selfMatches =
            std::ranges::all_of(m_affinity, [&](const Term& term) { return term.matches(cycle, *cycle.pod.object); });
        filters = !m_affinity.empty() || !m_antiAffinity.empty() || !m_forbidden.empty();
        scores = !m_preference.empty();
    }

    Refusal filter(const NodeInfo& node) override {
        for (const auto& [domain, count] : m_forbidden)
            if (node.hasLabel(domain.first) && node.label(domain.first) == domain.second)
                return "node(s) didn't satisfy existing pods anti-affinity rules";
        if (!affinityHolds(node)) return "node(s) didn't match pod affinity rules";
        for (const Term& term : m_antiAffinity)
            if (count(m_antiCounts, node, term.topologyKey) > 0) return "node(s) didn't match pod anti-affinity rules";
        return {};
    }

    std::int64_t score(const NodeInfo& node) override {
        std::int64_t sum = 0;
        for (const auto& [domain, weight] : m_preference)
            if (node.hasLabel(domain.first) && node.label(domain.first) == domain.second) sum += weight;
        return sum;
    }

    void normalise(std::vector<std::int64_t>& scores) override {
        if (scores.empty()) return;
        const auto [low, high] = std::ranges::minmax(scores);
        for (std::int64_t& score : scores) score = high == low ? 0 : kMaxScore * (score - low) / (high - low);
    }

private:
    void readOwnTerms(const PodInfo& pod) {
        const auto& affinity = pod.pod->spec.affinity;
        if (affinity && affinity->podAffinity) {
            m_affinity = compile(affinity->podAffinity->requiredDuringSchedulingIgnoredDuringExecution, pod);
            for (const auto& preferred : affinity->podAffinity->preferredDuringSchedulingIgnoredDuringExecution)
                m_preferred.emplace_back(preferred.podAffinityTerm, pod, preferred.weight);
        }
        if (affinity && affinity->podAntiAffinity) {
            m_antiAffinity = compile(affinity->podAntiAffinity->requiredDuringSchedulingIgnoredDuringExecution, pod);
            for (const auto& preferred : affinity->podAntiAffinity->preferredDuringSchedulingIgnoredDuringExecution)
                m_preferred.emplace_back(preferred.podAffinityTerm, pod, -preferred.weight);
        }
    }

    void visit(const Cycle& cycle, const NodeInfo& node, const PodInfo& other) {
        // A term counts for a pod only when all required terms match it, as upstream reads several terms together.
        if (!m_affinity.empty() &&
            std::ranges::all_of(m_affinity, [&](const Term& term) { return term.matches(cycle, *other.object); })) {
            m_anyMatch = true;
            for (const Term& term : m_affinity) add(m_affinityCounts, node, term.topologyKey, 1);
        }
        for (const Term& term : m_antiAffinity)
            if (term.matches(cycle, *other.object)) add(m_antiCounts, node, term.topologyKey, 1);
        for (const Term& term : m_preferred)
            if (term.matches(cycle, *other.object)) add(m_preference, node, term.topologyKey, term.weight);
        if (!other.hasRequiredAntiAffinity()) return;
        for (const auto& term :
             other.pod->spec.affinity->podAntiAffinity->requiredDuringSchedulingIgnoredDuringExecution)
            if (Term(term, other).matches(cycle, *cycle.pod.object)) add(m_forbidden, node, term.topologyKey, 1);
    }

    static void add(Counts& counts, const NodeInfo& node, const std::string& key, std::int64_t by) {
        if (node.hasLabel(key)) counts[{key, std::string(node.label(key))}] += by;
    }
    static std::int64_t count(const Counts& counts, const NodeInfo& node, const std::string& key) {
        if (!node.hasLabel(key)) return 0;
        const auto found = counts.find({key, std::string(node.label(key))});
        return found == counts.end() ? 0 : found->second;
    }

    bool affinityHolds(const NodeInfo& node) const {
        if (m_affinity.empty()) return true;
        if (!std::ranges::all_of(m_affinity, [&](const Term& term) { return node.hasLabel(term.topologyKey); }))
            return false;
        // The first pod of a group that wants to be with its own kind has nobody to be with yet.
        if (!m_anyMatch && m_selfMatches) return true;
        return std::ranges::all_of(
            m_affinity, [&](const Term& term) { return count(m_affinityCounts, node, term.topologyKey) > 0; });
    }

    std::vector<Term> m_affinity, m_antiAffinity, m_preferred;
    Counts m_affinityCounts, m_antiCounts, m_forbidden, m_preference;
    bool m_anyMatch = false, m_selfMatches = false;
};

class InterPodAffinity final : public Plugin {
public:
    std::string_view name() const override { return "InterPodAffinity"; }
    std::int64_t weight() const override { return 2; }
    Prepared prepare(const Cycle& cycle) const override {
        const auto& affinity = cycle.pod.pod->spec.affinity;
        const bool own = affinity && (affinity->podAffinity || affinity->podAntiAffinity);
        const bool others =
            std::ranges::any_of(cycle.nodes, [](const NodeInfo* node) { return node->podsWithAntiAffinity > 0; });
        if (!own && !others) return {};
        Prepared prepared;
        prepared.step = std::make_unique<Affinity>(cycle, prepared.filters, prepared.scores);
        return prepared;
    }
};

}  // namespace

std::unique_ptr<Plugin> makeInterPodAffinity() {
    return std::make_unique<InterPodAffinity>();
}

}  // namespace armillary::scheduler
