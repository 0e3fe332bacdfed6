#include "engine/controllers/bootstraptoken/bootstraptoken.h"

namespace armillary::controllers {

BootstrapTokenController::BootstrapTokenController(const Context& context)
    : QueuedController(context),
      m_secrets(context.informers.filtered(
          resources::resourceOf<corev1::Secret>(),
          {std::string(metav1::kNamespaceSystem), {}, "type=" + std::string(corev1::kSecretTypeBootstrapToken)})) {
    m_secrets.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (current) m_queue.add(current->key());
    });
}

Result<Outcome> BootstrapTokenController::reconcile(const std::string& key) {
    const ObjectRef object = m_secrets.getByKey(key);
    if (!object) return Outcome();
    const auto& secret = object->as<corev1::Secret>();
    const auto expiration = secret.data.find("expiration");
    if (secret.type != corev1::kSecretTypeBootstrapToken || expiration == secret.data.end()) return Outcome();
    const auto at = schema::Time::parse(expiration->second.data);
    // An expiration that cannot be read never lets the token authenticate, so it has expired.
    const auto left = at ? at->timePoint() - m_context.clock.now() : async::SystemTime::duration(0);
    if (left > left.zero())
        return Outcome{std::chrono::duration_cast<std::chrono::milliseconds>(left) + std::chrono::milliseconds(1)};
    client::DeleteOptions options;
    options.uid = object->uid();
    const auto removed =
        client::remove<corev1::Secret>(m_context.client, object->namespace_(), object->name(), options);
    if (!removed && !status::isNotFound(removed.error())) return std::unexpected(removed.error());
    return Outcome();
}

}  // namespace armillary::controllers
