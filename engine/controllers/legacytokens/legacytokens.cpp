#include "engine/controllers/legacytokens/legacytokens.h"

namespace armillary::controllers {

using corev1::Secret;
using corev1::ServiceAccount;

namespace {

/// Until its secret or its account goes, whichever is first.
constexpr std::chrono::hours kLifetime(24LL * 365 * 100);

bool isTokenSecret(const Object& object) {
    return object.meta().annotations.contains(std::string(corev1::kServiceAccountNameKey)) &&
           object.as<Secret>().type == corev1::kSecretTypeServiceAccountToken;
}

std::string annotation(const metav1::ObjectMeta& meta, std::string_view key) {
    const auto found = meta.annotations.find(key);
    return found == meta.annotations.end() ? std::string() : found->second;
}

bool holds(const Secret& secret, std::string_view key, std::string_view value) {
    const auto found = secret.data.find(key);
    return found != secret.data.end() && found->second.data == value;
}

}  // namespace

LegacyTokensController::LegacyTokensController(const Context& context, const pki::TokenSigner& signer,
                                               std::string caPem)
    : QueuedController(context),
      m_signer(signer),
      m_caPem(std::move(caPem)),
      m_secrets(client::informer<Secret>(context.informers)),
      m_accounts(client::informer<ServiceAccount>(context.informers)) {
    m_secrets.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (current && isTokenSecret(*current)) m_queue.add(current->key());
    });
    m_accounts.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (!previous || !current) accountChanged(current ? *current : *previous);
    });
}

void LegacyTokensController::accountChanged(const Object& account) {
    for (const ObjectRef& secret : m_secrets.list(account.namespace_()))
        if (isTokenSecret(*secret) && annotation(secret->meta(), corev1::kServiceAccountNameKey) == account.name())
            m_queue.add(secret->key());
}

Result<Outcome> LegacyTokensController::reconcile(const std::string& key) {
    const ObjectRef object = m_secrets.getByKey(key);
    if (!object || !isTokenSecret(*object) || object->meta().deletionTimestamp) return Outcome();
    const std::string name = annotation(object->meta(), corev1::kServiceAccountNameKey),
                      uid = annotation(object->meta(), corev1::kServiceAccountUIDKey);
    ObjectRef account = m_accounts.get(object->namespace_(), name);
    const auto isMeant = [&] { return account && (uid.empty() || account->uid() == uid); };
    if (!isMeant()) {
        // The informer may be behind; a secret is deleted only for an account that is really gone.
        auto live = client::get<ServiceAccount>(m_context.client, object->namespace_(), name);
        if (!live && !status::isNotFound(live.error())) return std::unexpected(live.error());
        account = live ? *live : nullptr;
    }
    Result<void> done;
    if (isMeant()) {
        done = fill(object->as<Secret>(), account->as<ServiceAccount>());
    } else {
        client::DeleteOptions options;
        options.uid = object->uid();
        options.resourceVersion = object->meta().resourceVersion;
        done = client::remove<Secret>(m_context.client, object->namespace_(), object->name(), options);
    }
    if (!done && !status::isNotFound(done.error())) return std::unexpected(done.error());
    return Outcome();
}

Result<void> LegacyTokensController::fill(const Secret& secret, const ServiceAccount& account) {
    const auto token = secret.data.find(corev1::kServiceAccountTokenKey);
    const bool hasToken = token != secret.data.end() && !token->second.data.empty();
    if (hasToken && holds(secret, corev1::kServiceAccountRootCAKey, m_caPem) &&
        secret.data.contains(std::string(corev1::kServiceAccountNamespaceKey)) &&
        annotation(secret.metadata, corev1::kServiceAccountUIDKey) == account.metadata.uid)
        return {};
    Secret changed = secret;
    changed.metadata.annotations[std::string(corev1::kServiceAccountUIDKey)] = account.metadata.uid;
    changed.data[std::string(corev1::kServiceAccountRootCAKey)].data = m_caPem;
    changed.data[std::string(corev1::kServiceAccountNamespaceKey)].data = secret.metadata.namespace_;
    if (!hasToken) {
        pki::TokenClaims claims;
        claims.subject = "system:serviceaccount:" + account.metadata.namespace_ + ":" + account.metadata.name;
        claims.audiences = {m_signer.issuer()};
        claims.issuedAt = claims.notBefore =
            std::chrono::floor<std::chrono::seconds>(m_context.clock.now().time_since_epoch()).count();
        claims.expiresAt = claims.issuedAt + std::chrono::seconds(kLifetime).count();
        claims.namespace_ = account.metadata.namespace_;
        claims.serviceAccountName = account.metadata.name;
        claims.serviceAccountUid = account.metadata.uid;
        claims.secretName = secret.metadata.name;
        claims.secretUid = secret.metadata.uid;
        changed.data[std::string(corev1::kServiceAccountTokenKey)].data = m_signer.sign(std::move(claims));
    }
    const auto written = client::update(m_context.client, std::move(changed));
    if (!written) return std::unexpected(written.error());
    return {};
}

}  // namespace armillary::controllers
