#pragma once

#include "engine/controllers/endpointslice/trigger_times.h"
#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Writes the Endpoints object of each service that selects pods, for clients that know nothing of slices.
class EndpointsController final : public QueuedController {
public:
    explicit EndpointsController(const Context& context);
    std::string_view name() const override { return "endpoints"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    client::Informer &m_services, &m_pods, &m_endpoints;
    std::unique_ptr<client::EventRecorder> m_events;
    endpointslice::TriggerTimes m_triggers;
};

}  // namespace armillary::controllers
