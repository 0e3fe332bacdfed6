#include "engine/controllers/endpoints/endpoints.h"

#include <format>

#include "engine/controllers/endpoints/plan.h"
#include "engine/controllers/endpointslice/endpoints_of.h"
#include "engine/controllers/endpointslice/endpointslice.h"
#include "engine/controllers/framework/refusals.h"

namespace armillary::controllers {

namespace {

constexpr std::string_view kHeadlessLabel = "service.kubernetes.io/headless";

corev1::Endpoints desired(const corev1::Service& service, const std::vector<ObjectRef>& pods,
                          const corev1::Endpoints* existing) {
    corev1::Endpoints endpoints;
    if (existing) endpoints = *existing;
    endpoints.metadata.name = service.metadata.name;
    endpoints.metadata.namespace_ = service.metadata.namespace_;
    endpoints.metadata.labels = service.metadata.labels;
    if (endpointslice::isHeadless(service))
        endpoints.metadata.labels[std::string(kHeadlessLabel)] = "";
    else
        endpoints.metadata.labels.erase(std::string(kHeadlessLabel));
    bool truncated = false;
    endpoints.subsets = endpoints::subsetsOf(service, pods, truncated);
    const std::string overCapacity(corev1::kEndpointsOverCapacity);
    if (truncated)
        endpoints.metadata.annotations[overCapacity] = "truncated";
    else
        endpoints.metadata.annotations.erase(overCapacity);
    return endpoints;
}

}  // namespace

EndpointsController::EndpointsController(const Context& context)
    : QueuedController(context),
      m_services(client::informer<corev1::Service>(context.informers)),
      m_pods(client::informer<corev1::Pod>(context.informers)),
      m_endpoints(client::informer<corev1::Endpoints>(context.informers)),
      m_events(context.events.withComponent("endpoint-controller")) {
    const auto enqueue = [this](const ObjectRef& previous, const ObjectRef& current) {
        m_queue.add((current ? current : previous)->key());
    };
    m_services.addHandler(enqueue);
    m_endpoints.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        const ObjectRef& endpoints = current ? current : previous;
        if (m_services.get(endpoints->namespace_(), endpoints->name())) m_queue.add(endpoints->key());
    });
    followPodsOfServices(m_services, m_pods, m_queue);
}

Result<Outcome> EndpointsController::reconcile(const std::string& key) {
    const ObjectRef object = m_services.getByKey(key);
    const ObjectRef existing = m_endpoints.getByKey(key);
    if (!object) {
        m_triggers.forget(key);
        // Endpoints go with their service. Those that never had one are a user's own and raise no key of a service.
        if (!existing || !m_services.synced()) return Outcome();
        const auto removed =
            client::remove<corev1::Endpoints>(m_context.client, existing->namespace_(), existing->name());
        if (!removed && !status::isNotFound(removed.error())) return std::unexpected(removed.error());
        return Outcome();
    }
    const auto& service = object->as<corev1::Service>();
    if (object->meta().deletionTimestamp || !endpointslice::isManaged(service)) return Outcome();
    const auto* current = existing ? &existing->as<corev1::Endpoints>() : nullptr;
    const auto pods = podsOf(m_pods, service);
    const auto trigger = m_triggers.take(service, pods);
    auto wanted = desired(service, pods, current);
    if (current && schema::operator==(*current, wanted)) return Outcome();
    endpointslice::annotate(wanted.metadata, trigger);
    const auto written = current ? client::update(m_context.client, std::move(wanted))
                                 : client::create(m_context.client, std::move(wanted));
    if (written) return Outcome();
    if (!current && isNamespaceTerminating(written.error())) return Outcome();
    if (!status::isConflict(written.error()) && !status::isNotFound(written.error()))
        m_events->record(*object, "Warning", current ? "FailedToUpdateEndpoint" : "FailedToCreateEndpoint",
                         std::format("Failed to {} endpoint {}{}: {}", current ? "update" : "create",
                                     current ? "" : "for service ", key, written.error().message));
    return std::unexpected(written.error());
}

}  // namespace armillary::controllers
