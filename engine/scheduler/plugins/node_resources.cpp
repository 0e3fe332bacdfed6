#include <algorithm>
#include <cmath>
#include <format>

#include "engine/scheduler/plugin.h"

namespace armillary::scheduler {

namespace {

/// Filters by what is free; scores by what stays free (upstream's LeastAllocated strategy, CPU and memory alike).
class NodeResourcesFit final : public Plugin {
    class Fit final : public Step {
    public:
        explicit Fit(const PodInfo& pod) : m_pod(pod) {}

        Refusal filter(const NodeInfo& node) override {
            const Amounts& want = m_pod.request;
            std::string reasons;
            const auto lacks = [&](std::string_view reason) {
                reasons += (reasons.empty() ? "" : ", ") + std::string(reason);
            };
            if (node.requested.pods + 1 > node.allocatable.pods) lacks("Too many pods");
            if (want.milliCpu > 0 && want.milliCpu > node.allocatable.milliCpu - node.requested.milliCpu)
                lacks("Insufficient cpu");
            if (want.memory > 0 && want.memory > node.allocatable.memory - node.requested.memory)
                lacks("Insufficient memory");
            if (want.ephemeralStorage > 0 &&
                want.ephemeralStorage > node.allocatable.ephemeralStorage - node.requested.ephemeralStorage)
                lacks("Insufficient ephemeral-storage");
            for (const auto& [name, amount] : want.extended)
                if (amount > 0 && amount > available(node, name)) lacks("Insufficient " + name);
            return reasons;
        }

        std::int64_t score(const NodeInfo& node) override {
            const auto free = [](std::int64_t used, std::int64_t capacity) {
                return capacity <= 0 || used > capacity ? 0 : (capacity - used) * kMaxScore / capacity;
            };
            const Amounts& want = m_pod.assumedRequest;
            return (free(node.assumedRequested.milliCpu + want.milliCpu, node.allocatable.milliCpu) +
                    free(node.assumedRequested.memory + want.memory, node.allocatable.memory)) /
                   2;
        }

    private:
        static std::int64_t available(const NodeInfo& node, std::string_view name) {
            const auto has = node.allocatable.extended.find(name);
            const auto used = node.requested.extended.find(name);
            return (has == node.allocatable.extended.end() ? 0 : has->second) -
                   (used == node.requested.extended.end() ? 0 : used->second);
        }
        const PodInfo& m_pod;
    };

public:
    std::string_view name() const override { return "NodeResourcesFit"; }
    Prepared prepare(const Cycle& cycle) const override { return {std::make_unique<Fit>(cycle.pod), true, true}; }
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
        return {std::make_unique<Balance>(cycle.pod), false, true};
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
