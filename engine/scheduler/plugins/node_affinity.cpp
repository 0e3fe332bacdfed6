#include <algorithm>
#include <charconv>

#include "engine/scheduler/plugin.h"

namespace armillary::scheduler {

namespace {

constexpr std::string_view kReason = "node(s) didn't match Pod's node affinity/selector";

std::optional<std::int64_t> integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// One expression against a value, absent being nullopt.
/// Source: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#operators.
bool holds(const corev1::NodeSelectorRequirement& requirement, std::optional<std::string_view> value) {
    const std::string& op = requirement.operator_;
    const bool listed = value && std::ranges::find(requirement.values, *value) != requirement.values.end();
    if (op == corev1::kNodeSelectorOpIn) return listed;
    if (op == corev1::kNodeSelectorOpNotIn) return !listed;
    if (op == corev1::kNodeSelectorOpExists) return value.has_value();
    if (op == corev1::kNodeSelectorOpDoesNotExist) return !value.has_value();
    if (!value || requirement.values.size() != 1) return false;
    const auto left = integer(*value), right = integer(requirement.values.front());
    if (!left || !right) return false;
    if (op == corev1::kNodeSelectorOpGt) return *left > *right;
    return op == corev1::kNodeSelectorOpLt && *left < *right;
}

class NodeAffinity final : public Plugin {
    class Selection final : public Step {
    public:
        explicit Selection(const corev1::PodSpec& spec) : m_spec(spec) {}

        Refusal filter(const NodeInfo& node) override {
            return matchesRequiredNodeAffinity(m_spec, node) ? Refusal() : Refusal(kReason);
        }

        std::int64_t score(const NodeInfo& node) override {
            std::int64_t sum = 0;
            for (const auto& preferred : m_spec.affinity->nodeAffinity->preferredDuringSchedulingIgnoredDuringExecution)
                if (matchesNodeSelectorTerm(preferred.preference, node)) sum += preferred.weight;
            return sum;
        }
        void normalise(std::vector<std::int64_t>& scores) override { normaliseToMaximum(scores, false); }

    private:
        const corev1::PodSpec& m_spec;
    };

public:
    std::string_view name() const override { return "NodeAffinity"; }
    std::int64_t weight() const override { return 2; }
    Prepared prepare(const Cycle& cycle) const override {
        const corev1::PodSpec& spec = cycle.pod.pod->spec;
        const auto* affinity = spec.affinity ? spec.affinity->nodeAffinity.get() : nullptr;
        const bool filters =
            !spec.nodeSelector.empty() || (affinity && affinity->requiredDuringSchedulingIgnoredDuringExecution);
        const bool scores = affinity && !affinity->preferredDuringSchedulingIgnoredDuringExecution.empty();
        if (!filters && !scores) return {};
        return {std::make_unique<Selection>(spec), filters, scores};
    }
};

}  // namespace

bool matchesNodeSelectorTerm(const corev1::NodeSelectorTerm& term, const NodeInfo& node) {
    if (term.matchExpressions.empty() && term.matchFields.empty()) return false;
    const auto& labels = node.object->meta().labels;
    for (const auto& requirement : term.matchExpressions) {
        const auto found = labels.find(requirement.key);
        const auto value = found == labels.end() ? std::nullopt : std::optional<std::string_view>(found->second);
        if (!holds(requirement, value)) return false;
    }
    return std::ranges::all_of(term.matchFields, [&](const corev1::NodeSelectorRequirement& requirement) {
        return requirement.key == "metadata.name" && holds(requirement, node.name);
    });
}

bool matchesNodeSelector(const corev1::NodeSelector& selector, const NodeInfo& node) {
    return std::ranges::any_of(selector.nodeSelectorTerms, [&](const corev1::NodeSelectorTerm& term) {
        return matchesNodeSelectorTerm(term, node);
    });
}

bool matchesRequiredNodeAffinity(const corev1::PodSpec& spec, const NodeInfo& node) {
    for (const auto& [key, value] : spec.nodeSelector)
        if (!node.hasLabel(key) || node.label(key) != value) return false;
    if (!spec.affinity || !spec.affinity->nodeAffinity) return true;
    const auto& required = spec.affinity->nodeAffinity->requiredDuringSchedulingIgnoredDuringExecution;
    return !required || matchesNodeSelector(*required, node);
}

std::unique_ptr<Plugin> makeNodeAffinity() {
    return std::make_unique<NodeAffinity>();
}

}  // namespace armillary::scheduler
