#pragma once

#include <mutex>
#include <set>

#include "engine/controllers/endpointslice/plan.h"
#include "engine/controllers/endpointslice/trigger_times.h"
#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Writes the EndpointSlices of each service that selects pods.
/// Source: https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/.
class EndpointSliceController final : public QueuedController {
public:
    explicit EndpointSliceController(const Context& context);
    std::string_view name() const override { return "endpointslice"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    Result<void> removeAll(const std::string& key);
    /// Removes the slices of families that the service has no more.
    Result<void> removeOthers(const std::string& key, const std::vector<std::string>& families);
    /// Wakes the services of a node's pods, which are endpoints only while it is there.
    void wakeServicesOn(const std::string& node);
    Result<void> reconcileFamily(const Object& service, std::string_view family, const std::vector<ObjectRef>& pods,
                                 const std::optional<schema::Time>& trigger);
    void followNodes();
    /// Adds hints as the service asks, and says in an event when they begin, end, or cannot be.
    void addHints(const Object& service, std::string_view family, endpointslice::Groups& groups,
                  const std::vector<discoveryv1::EndpointSlice>& existing);

    client::Informer &m_services, &m_pods, &m_slices, &m_nodes;
    std::unique_ptr<client::EventRecorder> m_events;
    endpointslice::TriggerTimes m_triggers;
    std::mutex m_hintedMutex;
    std::set<std::string> m_hinted;  ///< services that have hints by capacity
};

/// Adds to `queue` the services that select a pod, or selected it before, whenever that matters to their endpoints.
void followPodsOfServices(client::Informer& services, client::Informer& pods, client::WorkQueue& queue);
/// The pods that a service selects.
std::vector<ObjectRef> podsOf(const client::Informer& pods, const corev1::Service& service);

}  // namespace armillary::controllers
