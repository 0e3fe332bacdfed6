#include "engine/controllers/apiservice/apiservice.h"

namespace armillary::controllers {

namespace {

using apiextensionsv1::CustomResourceDefinition;
using apiservices::APIService;

std::string_view managedHow(const Object& object) {
    const auto label = object.meta().labels.find(apiservices::kManagedLabel);
    return label == object.meta().labels.end() ? std::string_view() : std::string_view(label->second);
}

}  // namespace

ApiRegistrationController::ApiRegistrationController(const Context& context)
    : QueuedController(context),
      m_builtIn(apiservices::builtIn()),
      m_services(client::informer<APIService>(context.informers)),
      m_definitions(client::informer<CustomResourceDefinition>(context.informers)) {
    m_definitions.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        for (const ObjectRef& object : {previous, current})
            if (object)
                for (const auto& [name, service] : apiservices::ofDefinition(object->as<CustomResourceDefinition>()))
                    m_queue.add(name);
    });
    m_services.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        const ObjectRef& object = current ? current : previous;
        if (managedHow(*object) == apiservices::kContinuously) m_queue.add(object->name());
    });
}

void ApiRegistrationController::start() {
    for (const auto& [name, service] : m_builtIn) m_queue.add(name);
    for (const ObjectRef& object : m_services.list())
        if (!managedHow(*object).empty()) m_queue.add(object->name());
}

std::optional<APIService> ApiRegistrationController::wanted(const std::string& name) const {
    if (const auto found = m_builtIn.find(name); found != m_builtIn.end()) return found->second;
    for (const ObjectRef& object : m_definitions.list()) {
        auto services = apiservices::ofDefinition(object->as<CustomResourceDefinition>());
        if (const auto found = services.find(name); found != services.end()) return found->second;
    }
    return std::nullopt;
}

Result<Outcome> ApiRegistrationController::reconcile(const std::string& key) {
    const ObjectRef existing = m_services.get({}, key);
    const std::optional<APIService> service = wanted(key);
    if (!service) {
        if (!existing || managedHow(*existing).empty()) return Outcome();
        client::DeleteOptions options;
        options.uid = existing->uid();
        const auto removed = client::remove<APIService>(m_context.client, {}, key, options);
        if (!removed && !status::isNotFound(removed.error())) return std::unexpected(removed.error());
        return Outcome();
    }
    if (!existing) {
        const auto created = client::create(m_context.client, *service);
        if (!created && !status::isAlreadyExists(created.error())) return std::unexpected(created.error());
        return Outcome();
    }
    // One that somebody has made himself is his.
    if (managedHow(*existing).empty() || schema::operator==(existing->as<APIService>().spec, service->spec))
        return Outcome();
    APIService changed = existing->as<APIService>();
    changed.spec = service->spec;
    const auto updated = client::update(m_context.client, std::move(changed));
    if (!updated) return std::unexpected(updated.error());
    return Outcome();
}

}  // namespace armillary::controllers
