#include <format>

#include "engine/controllers/apiservice/apiservice.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/discoveryv1.h"

namespace armillary::controllers {

namespace {

using apiservices::APIService;
using apiservices::APIServiceCondition;

constexpr std::chrono::seconds kAskTime{5};
constexpr std::chrono::seconds kAgain{30}, kAgainSoon{3};
constexpr std::size_t kMaxAnswerBytes = 4u << 20;

bool refersTo(const APIService& service, const std::string& namespace_, const std::string& name) {
    return service.spec.service && service.spec.service->namespace_ == namespace_ && service.spec.service->name == name;
}

}  // namespace

ApiAvailabilityController::ApiAvailabilityController(const Context& context, pki::Credential frontProxy)
    : QueuedController(context),
      m_frontProxy(std::move(frontProxy)),
      m_apiServices(client::informer<APIService>(context.informers)),
      m_services(client::informer<corev1::Service>(context.informers)),
      m_slices(client::informer<discoveryv1::EndpointSlice>(context.informers)) {
    m_apiServices.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (!current || !current->as<APIService>().spec.service) return;
        // What this controller says of it is no reason to ask again at once: the text names the address that was asked.
        if (previous && previous->uid() == current->uid() &&
            schema::operator==(previous->as<APIService>().spec, current->as<APIService>().spec))
            return;
        m_queue.add(current->name());
    });
    m_services.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        const ObjectRef& object = current ? current : previous;
        addServicesBehind(object->namespace_(), object->name());
    });
    m_slices.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        const ObjectRef& object = current ? current : previous;
        const auto label = object->meta().labels.find("kubernetes.io/service-name");
        if (label != object->meta().labels.end()) addServicesBehind(object->namespace_(), label->second);
    });
}

void ApiAvailabilityController::addServicesBehind(const std::string& namespace_, const std::string& name) {
    for (const ObjectRef& object : m_apiServices.list())
        if (refersTo(object->as<APIService>(), namespace_, name)) m_queue.add(object->name());
}

APIServiceCondition ApiAvailabilityController::ask(const APIService& service,
                                                   const server::outbound::Address& address) {
    const auto& reference = *service.spec.service;
    const std::string host = address.host.contains(':') ? "[" + address.host + "]" : address.host;
    const std::string url = std::format("https://{}:{}", host, address.port);
    const std::string path = std::format("/apis/{}/{}", service.spec.group, service.spec.version);
    const auto answer =
        m_outbound.call({.url = url,
                         .caPem = service.spec.caBundle.data,
                         .serverName = reference.name + "." + reference.namespace_ + ".svc",
                         .insecureSkipTlsVerify = service.spec.insecureSkipTLSVerify,
                         .credential = m_frontProxy},
                        {.method = "GET",
                         .path = path,
                         .headers = {{"X-Remote-User", "system:kube-aggregator"}, {"X-Remote-Group", "system:masters"}},
                         .timeout = kAskTime,
                         .maxAnswerBytes = kMaxAnswerBytes});
    std::string why;
    if (!answer)
        why = answer.error();
    else if (answer->code < 200 || answer->code >= 300)
        why = std::format("bad status from {}{}: {}", url, path, answer->code);
    if (why.empty()) return apiservices::available("True", "Passed", "all checks passed");
    return apiservices::available("False", "FailedDiscoveryCheck",
                                  std::format("failing or missing response from {}{}: {}", url, path, why));
}

Result<Outcome> ApiAvailabilityController::reconcile(const std::string& key) {
    const ObjectRef object = m_apiServices.get({}, key);
    if (!object || !object->as<APIService>().spec.service) return Outcome();
    const auto& service = object->as<APIService>();
    const auto& reference = *service.spec.service;
    const auto judged = apiservices::judge(service, m_services.get(reference.namespace_, reference.name),
                                           m_slices.list(reference.namespace_), m_turn++);
    const auto* address = std::get_if<server::outbound::Address>(&judged);
    APIServiceCondition condition = address ? ask(service, *address) : std::get<APIServiceCondition>(judged);
    // What is missing shows in an event; what does not answer has to be asked again.
    const Outcome outcome = condition.status == "True" ? Outcome{kAgain} : address ? Outcome{kAgainSoon} : Outcome();
    APIService changed = service;
    apiservices::setCondition(changed, std::move(condition), schema::Time(m_context.clock.now()));
    if (schema::operator==(changed.status, service.status)) return outcome;
    const auto written = client::updateStatus(m_context.client, std::move(changed));
    if (!written && !status::isNotFound(written.error())) return std::unexpected(written.error());
    return outcome;
}

}  // namespace armillary::controllers
