#pragma once

#include <mutex>
#include <set>

#include "engine/controllers/framework/controller.h"
#include "engine/controllers/servicelb/plan.h"

namespace armillary::controllers {

/// Gives services of type LoadBalancer the addresses of the cluster's nodes, where the nodes' service proxies answer
/// for them: what a cloud's load balancer would do elsewhere.
class ServiceLbController final : public QueuedController {
public:
    explicit ServiceLbController(const Context& context);
    std::string_view name() const override { return "service-lb-controller"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    /// Ports are shared by all of them, and so are nodes.
    void addAll();
    void noteChange(const Object& previous, const Object& current);
    bool takeChange(const std::string& key);
    Result<void> write(const Object& service, const servicelb::Plan& plan);

    client::Informer& m_services;
    client::Informer& m_nodes;
    client::Informer& m_slices;
    std::unique_ptr<client::EventRecorder> m_events;
    std::mutex m_mutex;
    std::set<std::string> m_changed;  ///< services whose specification has changed since they were planned for
};

}  // namespace armillary::controllers
