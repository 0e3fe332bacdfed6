#pragma once

#include <map>
#include <mutex>

#include "engine/controllers/framework/controller.h"
#include "engine/controllers/nodelifecycle/plan.h"

namespace armillary::controllers {

/// Watches nodes' heartbeats (lease and status). A node that is silent for 50 seconds becomes Unknown; conditions turn
/// into taints, and old labels say what the new ones do; pods of a node that is not ready are marked so. Nodes are
/// tainted so that their pods have to go one after the other in each zone, and not where most of a zone is down.
class NodeLifecycleController final : public QueuedController {
public:
    explicit NodeLifecycleController(const Context& context);
    std::string_view name() const override { return "nodelifecycle"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    struct Health {
        std::string uid;
        std::int64_t lease = 0, heartbeat = 0;
        async::SteadyTime seen;
        std::string readiness;
    };
    /// Notes the node's latest sign of life; how long ago the controller saw it change.
    std::chrono::nanoseconds silence(const Object& node);
    Result<ObjectRef> silenceNode(const ObjectRef& node);
    Result<void> reportTransition(const Object& node);
    Result<void> markPodsNotReady(const Object& node);
    /// Whether the node may be tainted against its pods now; it counts as tainted then.
    nodelifecycle::Eviction evictionFor(const corev1::Node& node);

    client::Informer &m_nodes, &m_leases, &m_pods;
    std::unique_ptr<client::EventRecorder> m_events;
    std::mutex m_mutex;
    std::map<std::string, Health> m_health;
    /// By region and zone, when the next node may be tainted; bounded by the zones that there have been.
    std::map<std::pair<std::string, std::string>, async::SteadyTime> m_nextEviction;
};

}  // namespace armillary::controllers
