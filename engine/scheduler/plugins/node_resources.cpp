#include <algorithm>
#include <cmath>
#include <format>

#include "engine/scheduler/plugin.h"

namespace armillary::scheduler {

namespace {

std::int64_t valueOf(const Amounts& amounts, std::string_view name) {
    const auto found = amounts.extended.find(name);
    return found == amounts.extended.end() ? 0 : found->second;
}

/// What of the pod's request a node with these amounts lacks. Final: the node could not take it if it were empty.
Refusal lacking(const Amounts& want, const Amounts& allocatable, const Amounts& used) {
    Refusal refusal;
    const auto lacks = [&](std::string reason, bool ever) {
        refusal.reasons.push_back(std::move(reason));
        refusal.isFinal |= ever;
    };
    if (used.pods + 1 > allocatable.pods) lacks("Too many pods", false);
    const auto check = [&](std::int64_t amount, std::int64_t all, std::int64_t taken, std::string_view name) {
        if (amount > 0 && amount > all - taken) lacks("Insufficient " + std::string(name), amount > all);
    };
    check(want.milliCpu, allocatable.milliCpu, used.milliCpu, "cpu");
    check(want.memory, allocatable.memory, used.memory, "memory");
    check(want.ephemeralStorage, allocatable.ephemeralStorage, used.ephemeralStorage, "ephemeral-storage");
    for (const auto& [name, amount] : want.extended)
        check(amount, valueOf(allocatable, name), valueOf(used, name), name);
    return refusal;
}

/// Filters by what is free; scores by what stays free (upstream's LeastAllocated strategy, CPU and memory alike).
class NodeResourcesFit final : public Plugin {
    class Fit final : public Step {
    public:
        explicit Fit(const PodInfo& pod) : m_pod(pod) {}

        Refusal filter(const NodeInfo& node) override {
            return lacking(m_pod.request, node.allocatable, node.requested);
        }

        std::int64_t score(const NodeInfo& node) override {
            std::int64_t sum = 0, counted = 0;
            const auto add = [&](std::int64_t used, std::int64_t capacity) {
                if (capacity <= 0) return;
                ++counted;
                if (used <= capacity) sum += (capacity - used) * kMaxScore / capacity;
            };
            add(node.assumedRequested.milliCpu + m_pod.assumedRequest.milliCpu, node.allocatable.milliCpu);
            add(node.assumedRequested.memory + m_pod.assumedRequest.memory, node.allocatable.memory);
            return counted == 0 ? 0 : sum / counted;
        }

    private:
        const PodInfo& m_pod;
    };

public:
    std::string_view name() const override { return "NodeResourcesFit"; }
    Prepared prepare(const Cycle& cycle) const override {
        return {.step = std::make_unique<Fit>(cycle.pod), .filters = true, .scores = true};
    }
    bool mayHelp(const PodInfo& pod, const ClusterEvent& event, const NamespaceLabels&) const override {
        if (event.kind == ClusterEvent::Kind::AssignedPod) return frees(event);
        if (event.kind != ClusterEvent::Kind::Node || !event.node) return false;
        if (!lacking(pod.request, event.node->allocatable, {}).empty()) return false;
        if (event.isNew()) return true;
        const Amounts before = amountsOf(event.before->as<corev1::Node>().status.allocatable);
        return grew(before, event.node->allocatable);
    }

private:
    static bool frees(const ClusterEvent& event) {
        if (event.isGone()) return true;
        return event.podBefore && event.podAfter && grew(event.podAfter->request, event.podBefore->request);
    }
    static bool grew(const Amounts& from, const Amounts& to) {
        if (to.milliCpu > from.milliCpu || to.memory > from.memory || to.pods > from.pods ||
            to.ephemeralStorage > from.ephemeralStorage)
            return true;
        return std::ranges::any_of(to.extended,
                                   [&](const auto& entry) { return entry.second > valueOf(from, entry.first); });
    }
};

/// Prefers nodes whose CPU and memory would be used in like measure.
class NodeResourcesBalancedAllocation final : public Plugin {
    class Balance final : public Step {
    public:
        explicit Balance(const PodInfo& pod) : m_pod(pod) {}
        std::int64_t score(const NodeInfo& node) override {
            const auto share = [](std::int64_t used, std::int64_t capacity) {
                return capacity <= 0 ? 1.0 : std::min(1.0, static_cast<double>(used) / static_cast<double>(capacity));
            };
            const double cpu = share(node.requested.milliCpu + m_pod.request.milliCpu, node.allocatable.milliCpu);
            const double memory = share(node.requested.memory + m_pod.request.memory, node.allocatable.memory);
            // The standard deviation of two numbers is half their distance.
            return static_cast<std::int64_t>((1.0 - std::abs(cpu - memory) / 2.0) * kMaxScore);
        }

    private:
        const PodInfo& m_pod;
    };

public:
    std::string_view name() const override { return "NodeResourcesBalancedAllocation"; }
    Prepared prepare(const Cycle& cycle) const override {
        if (cycle.pod.request.milliCpu == 0 && cycle.pod.request.memory == 0) return {};
        return {.step = std::make_unique<Balance>(cycle.pod), .scores = true};
    }
};

}  // namespace

std::unique_ptr<Plugin> makeNodeResourcesFit() {
    return std::make_unique<NodeResourcesFit>();
}
std::unique_ptr<Plugin> makeNodeResourcesBalancedAllocation() {
    return std::make_unique<NodeResourcesBalancedAllocation>();
}

}  // namespace armillary::scheduler
