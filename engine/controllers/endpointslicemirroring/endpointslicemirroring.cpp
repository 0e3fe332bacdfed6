#include "engine/controllers/endpointslicemirroring/endpointslicemirroring.h"

#include <format>

#include "engine/controllers/endpointslicemirroring/plan.h"

namespace armillary::controllers {

using namespace endpointslicemirroring;

namespace {

constexpr std::string_view kIndex = "mirrored endpoints";

/// The key of the endpoints that a slice mirrors; "" for other slices.
std::string mirroredKey(const Object& slice) {
    const auto& labels = slice.meta().labels;
    const auto manager = labels.find(discoveryv1::kLabelManagedBy);
    const auto service = labels.find(discoveryv1::kLabelServiceName);
    if (manager == labels.end() || manager->second != kManagedBy || service == labels.end()) return {};
    return slice.namespace_() + "/" + service->second;
}

}  // namespace

EndpointSliceMirroringController::EndpointSliceMirroringController(const Context& context)
    : QueuedController(context),
      m_events(context.events.withComponent("endpoint-slice-mirroring-controller")),
      m_endpoints(client::informer<corev1::Endpoints>(context.informers)),
      m_services(client::informer<corev1::Service>(context.informers)),
      m_slices(client::informer<discoveryv1::EndpointSlice>(context.informers)) {
    const auto changed = [this](const ObjectRef& previous, const ObjectRef& current) {
        m_queue.add((current ? current : previous)->key());
    };
    m_endpoints.addHandler(changed);
    m_services.addHandler(changed);
    m_slices.addIndex(std::string(kIndex), [](const Object& slice) -> std::vector<std::string> {
        std::string key = mirroredKey(slice);
        if (key.empty()) return {};
        return {std::move(key)};
    });
    m_slices.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        for (const ObjectRef& slice : {previous, current})
            if (slice)
                if (const std::string key = mirroredKey(*slice); !key.empty()) m_queue.add(key);
    });
}

ObjectRef EndpointSliceMirroringController::mirrored(const std::string& key) const {
    const ObjectRef endpoints = m_endpoints.getByKey(key), service = m_services.getByKey(key);
    if (!endpoints || endpoints->meta().deletionTimestamp || !shouldMirror(endpoints->as<corev1::Endpoints>()))
        return nullptr;
    return service && service->as<corev1::Service>().spec.selector.empty() ? endpoints : nullptr;
}

Result<Outcome> EndpointSliceMirroringController::reconcile(const std::string& key) {
    std::vector<discoveryv1::EndpointSlice> existing;
    for (const ObjectRef& slice : m_slices.byIndex(std::string(kIndex), key))
        existing.push_back(slice->as<discoveryv1::EndpointSlice>());
    const ObjectRef object = mirrored(key);
    Plan plan;
    if (object)
        plan = planMirror(object->as<corev1::Endpoints>(), existing);
    else
        for (const auto& slice : existing) plan.remove.push_back(slice.metadata.name);
    if (plan.skipped > 0)
        m_events->record(*object, "Warning", "TooManyAddressesToMirror",
                         std::format("A max of {} addresses can be mirrored to EndpointSlices per Endpoints subset. {} "
                                     "addresses were skipped",
                                     kMaxAddresses, plan.skipped));
    for (auto& slice : plan.create)
        if (const auto done = client::create(m_context.client, std::move(slice)); !done)
            return std::unexpected(done.error());
    for (auto& slice : plan.update)
        if (const auto done = client::update(m_context.client, std::move(slice)); !done)
            return std::unexpected(done.error());
    const std::string namespace_ = key.substr(0, key.find('/'));
    for (const auto& name : plan.remove) {
        const auto done = client::remove<discoveryv1::EndpointSlice>(m_context.client, namespace_, name);
        if (!done && !status::isNotFound(done.error())) return std::unexpected(done.error());
    }
    return Outcome();
}

}  // namespace armillary::controllers
