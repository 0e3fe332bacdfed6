#include "engine/scheduler/plugin.h"

namespace armillary::scheduler {

namespace {

class NodeName final : public Plugin {
    class Only final : public Step {
    public:
        explicit Only(const std::string& name) : m_name(name) {}
        Refusal filter(const NodeInfo& node) override {
            return node.name == m_name ? Refusal() : Refusal::final("node(s) didn't match the requested node name");
        }

    private:
        const std::string& m_name;
    };

public:
    std::string_view name() const override { return "NodeName"; }
    Prepared prepare(const Cycle& cycle) const override {
        const std::string& wanted = cycle.pod.pod->spec.nodeName;
        if (wanted.empty()) return {};
        return {.step = std::make_unique<Only>(wanted), .filters = true};
    }
    bool mayHelp(const PodInfo& pod, const ClusterEvent& event, const NamespaceLabels&) const override {
        return event.kind == ClusterEvent::Kind::Node && event.isNew() && event.after->name() == pod.pod->spec.nodeName;
    }
};

}  // namespace

std::unique_ptr<Plugin> makeNodeName() {
    return std::make_unique<NodeName>();
}

}  // namespace armillary::scheduler
