#include "engine/controllers/servicelb/servicelb.h"

#include "engine/controllers/framework/json.h"
#include "engine/controllers/servicelb/plan.h"
#include "engine/schema/api/discoveryv1.h"

namespace armillary::controllers {

namespace {

const std::string kByService = "servicelb-service";

std::string serviceKeyOf(const Object& slice) {
    const auto& labels = slice.meta().labels;
    const auto it = labels.find(discoveryv1::kLabelServiceName);
    return it == labels.end() ? std::string() : slice.namespace_() + "/" + it->second;
}

std::vector<std::string> addressesIn(const corev1::Service& service) {
    std::vector<std::string> out;
    for (const auto& ingress : service.status.loadBalancer.ingress) out.push_back(ingress.ip);
    return out;
}

/// Another class' load balancer writes the status itself.
bool isOurs(const corev1::Service& service) {
    return servicelb::isServed(service) || service.spec.type != corev1::kServiceTypeLoadBalancer;
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
        if (current) m_queue.add(current->key());
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

Result<Outcome> ServiceLbController::reconcile(const std::string& key) {
    const ObjectRef object = m_services.getByKey(key);
    if (!object || !isOurs(object->as<corev1::Service>())) return Outcome();
    const auto& service = object->as<corev1::Service>();
    const auto wanted =
        servicelb::addressesOf(service, {m_services.list(), m_nodes.list(), m_slices.byIndex(kByService, key)});
    if (wanted == addressesIn(service)) return Outcome();
    std::string ingress;
    for (const std::string& address : wanted)
        ingress +=
            (ingress.empty() ? "" : ",") + std::string(R"({"ip":)") + jsonString(address) + R"(,"ipMode":"VIP"})";
    const auto patch = R"({"metadata":{"uid":)" + jsonString(object->uid()) +
                       R"(},"status":{"loadBalancer":{"ingress":[)" + ingress + "]}}}";
    const auto written =
        m_context.client.patch(client::target<corev1::Service>(object->namespace_(), object->name(), "status"),
                               client::PatchType::Merge, patch);
    if (!written && !status::isNotFound(written.error())) return std::unexpected(written.error());
    if (!wanted.empty()) m_events->record(*object, "Normal", "EnsuredLoadBalancer", "Ensured load balancer");
    return Outcome();
}

}  // namespace armillary::controllers
