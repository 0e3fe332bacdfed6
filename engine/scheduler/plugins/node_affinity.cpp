#include <algorithm>

#include "engine/scheduler/plugin.h"
#include "engine/volumes/placement.h"

namespace armillary::scheduler {

namespace {

constexpr std::string_view kReason = "node(s) didn't match Pod's node affinity/selector";

class NodeAffinity final : public Plugin {
    class Selection final : public Step {
    public:
        explicit Selection(const corev1::PodSpec& spec) : m_spec(spec) {}

        Refusal filter(const NodeInfo& node) override {
            return matchesRequiredNodeAffinity(m_spec, node) ? Refusal() : Refusal::final(std::string(kReason));
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
        Prepared prepared{.step = std::make_unique<Selection>(spec), .filters = filters, .scores = scores};
        if (filters && affinity) prepared.only = namedNodes(*affinity);
        return prepared;
    }
    bool mayHelp(const PodInfo& pod, const ClusterEvent& event, const NamespaceLabels&) const override {
        return bringsLabels(event) && event.node && matchesRequiredNodeAffinity(pod.pod->spec, *event.node);
    }

private:
    /// The nodes that the terms name, where each names some: a daemon set's pods concern one node each.
    static std::optional<std::unordered_set<std::string>> namedNodes(const corev1::NodeAffinity& affinity) {
        const auto& required = affinity.requiredDuringSchedulingIgnoredDuringExecution;
        if (!required || required->nodeSelectorTerms.empty()) return std::nullopt;
        std::unordered_set<std::string> names;
        for (const corev1::NodeSelectorTerm& term : required->nodeSelectorTerms) {
            const auto field = std::ranges::find_if(term.matchFields, [](const auto& requirement) {
                return requirement.key == "metadata.name" && requirement.operator_ == corev1::kNodeSelectorOpIn;
            });
            if (field == term.matchFields.end()) return std::nullopt;
            names.insert(field->values.begin(), field->values.end());
        }
        return names;
    }
};

}  // namespace

bool matchesNodeSelectorTerm(const corev1::NodeSelectorTerm& term, const NodeInfo& node) {
    return volumes::matches(term, node.object->meta().labels, node.name);
}

bool matchesRequiredNodeAffinity(const corev1::PodSpec& spec, const NodeInfo& node) {
    return volumes::isSelected(spec, node.object->meta().labels, node.name);
}

std::unique_ptr<Plugin> makeNodeAffinity() {
    return std::make_unique<NodeAffinity>();
}

}  // namespace armillary::scheduler
