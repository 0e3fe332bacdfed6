#include "engine/controllers/servicelb/servicelb.h"

#include <format>

#include "engine/controllers/framework/json.h"
#include "engine/schema/api/discoveryv1.h"

namespace armillary::controllers {

namespace {

const std::string kByService = "servicelb-service";

std::string serviceKeyOf(const Object& slice) {
    const auto& labels = slice.meta().labels;
    const auto it = labels.find(discoveryv1::kLabelServiceName);
    return it == labels.end() ? std::string() : slice.namespace_() + "/" + it->second;
}

std::string ingressOf(const std::vector<std::string>& addresses) {
    std::string ingress;
    for (const std::string& address : addresses)
        ingress +=
            (ingress.empty() ? "" : ",") + std::string(R"({"ip":)") + jsonString(address) + R"(,"ipMode":"VIP"})";
    return "[" + ingress + "]";
}

}  // namespace

ServiceLbController::ServiceLbController(const Context& context)
    : QueuedController(context),
      m_services(client::informer<corev1::Service>(context.informers)),
      m_nodes(client::informer<corev1::Node>(context.informers)),
      m_slices(client::informer<discoveryv1::EndpointSlice>(context.informers)),
      m_events(context.events.withComponent("service-controller")) {
    m_slices.addIndex(kByService, [](const Object& slice) {
        auto key = serviceKeyOf(slice);
        return key.empty() ? std::vector<std::string>() : std::vector{std::move(key)};
    });
    m_services.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        const auto served = [](const ObjectRef& service) {
            return service && servicelb::isServed(service->as<corev1::Service>());
        };
        if (previous && current) noteChange(*previous, *current);
        m_queue.add((current ? current : previous)->key());
        // A port may have become free, or taken, for the others.
        if (served(previous) != served(current)) addAll();
    });
    m_nodes.addHandler([this](const ObjectRef&, const ObjectRef&) { addAll(); });
    m_slices.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (auto key = serviceKeyOf(current ? *current : *previous); !key.empty()) m_queue.add(key);
    });
}

void ServiceLbController::addAll() {
    for (const ObjectRef& service : m_services.list())
        if (service->as<corev1::Service>().spec.type == corev1::kServiceTypeLoadBalancer) m_queue.add(service->key());
}

void ServiceLbController::noteChange(const Object& previous, const Object& current) {
    const auto change = servicelb::changeOf(previous.as<corev1::Service>(), current.as<corev1::Service>());
    if (!change.matters) return;
    {
        const std::lock_guard lock(m_mutex);
        m_changed.insert(current.key());
    }
    for (const auto& event : change.events) m_events->record(current, event.type, event.reason, event.message);
}

bool ServiceLbController::takeChange(const std::string& key) {
    const std::lock_guard lock(m_mutex);
    return m_changed.erase(key) > 0;
}

Result<void> ServiceLbController::write(const Object& service, const servicelb::Plan& plan) {
    using Finalizer = servicelb::Plan::Finalizer;
    std::string finalizers;
    const std::string list = "[" + jsonString(servicelb::kFinalizer) + "]";
    // The version keeps a service that was seen before its finalizer from being told of twice.
    if (plan.finalizer == Finalizer::Add)
        finalizers =
            std::format(R"(,"resourceVersion":{},"finalizers":{})", jsonString(service.meta().resourceVersion), list);
    if (plan.finalizer == Finalizer::Remove) finalizers = R"(,"$deleteFromPrimitiveList/finalizers":)" + list;
    // Through the status, as upstream: the account may write nothing else of services.
    const auto written = m_context.client.patch(
        client::target<corev1::Service>(service.namespace_(), service.name(), "status"),
        client::PatchType::StrategicMerge,
        std::format(R"({{"metadata":{{"uid":{}{}}},"status":{{"loadBalancer":{{"ingress":{}}}}}}})",
                    jsonString(service.uid()), finalizers, ingressOf(plan.addresses)));
    if (!written && !status::isNotFound(written.error())) return std::unexpected(written.error());
    return {};
}

Result<Outcome> ServiceLbController::reconcile(const std::string& key) {
    const bool changed = takeChange(key);
    const ObjectRef object = m_services.getByKey(key);
    if (!object) return Outcome();
    const auto plan = servicelb::planOf(
        object->as<corev1::Service>(), {m_services.list(), m_nodes.list(), m_slices.byIndex(kByService, key)}, changed);
    if (plan.write)
        if (auto written = write(*object, plan); !written) {
            const std::lock_guard lock(m_mutex);
            if (changed) m_changed.insert(key);
            return std::unexpected(written.error());
        }
    for (const auto& event : plan.events) m_events->record(*object, event.type, event.reason, event.message);
    return Outcome();
}

}  // namespace armillary::controllers
