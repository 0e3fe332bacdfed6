#include <algorithm>
#include <format>

#include "engine/scheduler/plugin.h"
#include "engine/volumes/placement.h"

namespace armillary::scheduler {

namespace {

const corev1::Taint& unschedulableTaint() {
    static const corev1::Taint taint = [] {
        corev1::Taint made;
        made.key = "node.kubernetes.io/unschedulable";
        made.effect = corev1::kTaintEffectNoSchedule;
        return made;
    }();
    return taint;
}

class NodeUnschedulable final : public Plugin {
    class Cordon final : public Step {
    public:
        explicit Cordon(bool tolerated) : m_tolerated(tolerated) {}
        Refusal filter(const NodeInfo& node) override {
            return node.node->spec.unschedulable && !m_tolerated ? Refusal::final("node(s) were unschedulable")
                                                                 : Refusal();
        }

    private:
        bool m_tolerated;
    };

public:
    std::string_view name() const override { return "NodeUnschedulable"; }
    Prepared prepare(const Cycle& cycle) const override {
        if (cycle.totals.cordonedNodes == 0) return {};
        return {.step = std::make_unique<Cordon>(tolerates(cycle.pod.pod->spec.tolerations, unschedulableTaint())),
                .filters = true};
    }
    bool mayHelp(const PodInfo&, const ClusterEvent& event, const NamespaceLabels&) const override {
        return event.kind == ClusterEvent::Kind::Node && event.node && !event.node->node->spec.unschedulable;
    }
};

class TaintToleration final : public Plugin {
    class Taints final : public Step {
    public:
        explicit Taints(const corev1::PodSpec& spec) : m_spec(spec) {}

        Refusal filter(const NodeInfo& node) override {
            const corev1::Taint* taint = untoleratedTaint(m_spec, *node.node);
            if (!taint) return {};
            return Refusal::final(std::format("node(s) had untolerated taint {{{}: {}}}", taint->key, taint->value));
        }

        std::int64_t score(const NodeInfo& node) override {
            return std::ranges::count_if(node.node->spec.taints, [&](const corev1::Taint& taint) {
                return taint.effect == corev1::kTaintEffectPreferNoSchedule && !tolerates(m_spec.tolerations, taint);
            });
        }
        void normalise(std::vector<std::int64_t>& scores) override { normaliseToMaximum(scores, true); }

    private:
        const corev1::PodSpec& m_spec;
    };

public:
    std::string_view name() const override { return "TaintToleration"; }
    std::int64_t weight() const override { return 3; }
    Prepared prepare(const Cycle& cycle) const override {
        if (cycle.totals.taintedNodes == 0) return {};
        return {.step = std::make_unique<Taints>(cycle.pod.pod->spec), .filters = true, .scores = true};
    }
    bool mayHelp(const PodInfo& pod, const ClusterEvent& event, const NamespaceLabels&) const override {
        return event.kind == ClusterEvent::Kind::Node && event.node &&
               !untoleratedTaint(pod.pod->spec, *event.node->node);
    }
};

}  // namespace

bool tolerates(const std::vector<corev1::Toleration>& tolerations, const corev1::Taint& taint) {
    return std::ranges::any_of(tolerations,
                               [&](const corev1::Toleration& each) { return volumes::tolerates(each, taint); });
}

const corev1::Taint* untoleratedTaint(const corev1::PodSpec& spec, const corev1::Node& node) {
    for (const corev1::Taint& taint : node.spec.taints)
        if (taint.effect != corev1::kTaintEffectPreferNoSchedule && !tolerates(spec.tolerations, taint)) return &taint;
    return nullptr;
}

std::unique_ptr<Plugin> makeNodeUnschedulable() {
    return std::make_unique<NodeUnschedulable>();
}
std::unique_ptr<Plugin> makeTaintToleration() {
    return std::make_unique<TaintToleration>();
}

}  // namespace armillary::scheduler
