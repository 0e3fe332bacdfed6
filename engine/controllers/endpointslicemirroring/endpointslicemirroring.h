#pragma once

#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Mirrors Endpoints that people or programs wrote, for services without a selector, to EndpointSlices.
/// Source: https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#endpointslice-mirroring.
class EndpointSliceMirroringController final : public QueuedController {
public:
    explicit EndpointSliceMirroringController(const Context& context);
    std::string_view name() const override { return "endpointslice-mirroring-controller"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    /// The endpoints that are to be mirrored; null when there are none.
    ObjectRef mirrored(const std::string& key) const;

    std::unique_ptr<client::EventRecorder> m_events;
    client::Informer &m_endpoints, &m_services, &m_slices;
};

}  // namespace armillary::controllers
