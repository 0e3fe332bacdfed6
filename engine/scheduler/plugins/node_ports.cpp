#include <algorithm>

#include "engine/scheduler/plugin.h"

namespace armillary::scheduler {

namespace {

class NodePorts final : public Plugin {
    class Ports final : public Step {
    public:
        explicit Ports(const std::vector<HostPort>& wanted) : m_wanted(wanted) {}
        Refusal filter(const NodeInfo& node) override {
            for (const HostPort& wanted : m_wanted)
                if (std::ranges::any_of(node.ports, [&](const HostPort& used) { return used.conflictsWith(wanted); }))
                    return Refusal::resolvable("node(s) didn't have free ports for the requested pod ports");
            return {};
        }

    private:
        const std::vector<HostPort>& m_wanted;
    };

public:
    std::string_view name() const override { return "NodePorts"; }
    Prepared prepare(const Cycle& cycle) const override {
        if (cycle.pod.ports.empty()) return {};
        return {.step = std::make_unique<Ports>(cycle.pod.ports), .filters = true};
    }
    bool mayHelp(const PodInfo& pod, const ClusterEvent& event, const NamespaceLabels&) const override {
        if (event.kind == ClusterEvent::Kind::Node) return event.isNew();
        if (event.kind != ClusterEvent::Kind::AssignedPod || !event.isGone()) return false;
        return std::ranges::any_of(pod.ports, [&](const HostPort& wanted) {
            return std::ranges::any_of(event.podBefore->ports,
                                       [&](const HostPort& freed) { return freed.conflictsWith(wanted); });
        });
    }
};

}  // namespace

std::unique_ptr<Plugin> makeNodePorts() {
    return std::make_unique<NodePorts>();
}

}  // namespace armillary::scheduler
