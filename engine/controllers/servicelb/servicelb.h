#pragma once

#include "engine/controllers/framework/controller.h"

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

    client::Informer& m_services;
    client::Informer& m_nodes;
    client::Informer& m_slices;
    std::unique_ptr<client::EventRecorder> m_events;
};

}  // namespace armillary::controllers
