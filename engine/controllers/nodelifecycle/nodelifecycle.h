#pragma once

#include <map>
#include <mutex>

#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Watches nodes' heartbeats (lease and status). A node that is silent for 40 seconds becomes Unknown; conditions turn
/// into taints; pods of a node that is not ready are marked so. While no node at all is ready nobody is evicted: then
/// it is rather the control plane that has lost its network.
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
    bool anyReady() const;

    client::Informer &m_nodes, &m_leases, &m_pods;
    std::unique_ptr<client::EventRecorder> m_events;
    std::mutex m_mutex;
    std::map<std::string, Health> m_health;
};

}  // namespace armillary::controllers
