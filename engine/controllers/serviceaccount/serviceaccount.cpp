#include "engine/controllers/serviceaccount/serviceaccount.h"

namespace armillary::controllers {

ServiceAccountController::ServiceAccountController(const Context& context)
    : QueuedController(context),
      m_namespaces(client::informer<corev1::Namespace>(context.informers)),
      m_accounts(client::informer<corev1::ServiceAccount>(context.informers)) {
    m_namespaces.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (current) m_queue.add(current->name());
    });
    m_accounts.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (!current) m_queue.add(previous->namespace_());
    });
}

Result<Outcome> ServiceAccountController::reconcile(const std::string& key) {
    const ObjectRef object = m_namespaces.getByKey(key);
    if (!object || object->meta().deletionTimestamp || m_accounts.get(key, "default")) return Outcome();
    corev1::ServiceAccount account;
    account.metadata.name = "default";
    account.metadata.namespace_ = key;
    const auto created = client::create(m_context.client, std::move(account));
    if (!created && !status::isAlreadyExists(created.error()) && !status::isForbidden(created.error()) &&
        !status::isNotFound(created.error()))
        return std::unexpected(created.error());
    return Outcome();
}

}  // namespace armillary::controllers
