#pragma once

#include <atomic>
#include <map>

#include "engine/controllers/apiservice/plan.h"
#include "engine/controllers/framework/controller.h"
#include "engine/server/outbound/outbound.h"

namespace armillary::controllers {

/// Registers an APIService for every group and version that this server serves: for the built-in ones when it starts,
/// for custom resources as their definitions come and go. Source: k8s.io/kube-aggregator/pkg/controllers/autoregister.
class ApiRegistrationController final : public QueuedController {
public:
    explicit ApiRegistrationController(const Context& context);
    std::string_view name() const override { return "autoregister"; }
    void start() override;
    Result<Outcome> reconcile(const std::string& key) override;

private:
    /// The APIService of that name that is wanted, if any.
    std::optional<apiservices::APIService> wanted(const std::string& name) const;

    const std::map<std::string, apiservices::APIService> m_builtIn;
    client::Informer &m_services, &m_definitions;
};

/// Finds out whether the servers behind APIServices answer, and says so in the condition Available.
class ApiAvailabilityController final : public QueuedController {
public:
    ApiAvailabilityController(const Context& context, pki::Credential frontProxy);
    std::string_view name() const override { return "apiservice-status-remote-available-controller"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    void addServicesBehind(const std::string& namespace_, const std::string& name);
    /// What the group's server answers to a request that every one must answer.
    apiservices::APIServiceCondition ask(const apiservices::APIService& service,
                                         const server::outbound::Address& address);

    const pki::Credential m_frontProxy;
    client::Informer &m_apiServices, &m_services, &m_slices;
    server::outbound::Outbound m_outbound{nullptr};
    std::atomic<std::size_t> m_turn = 0;
};

}  // namespace armillary::controllers
