#pragma once

#include "engine/controllers/framework/controller.h"
#include "engine/pki/token.h"

namespace armillary::controllers {

/// Fills secrets of type kubernetes.io/service-account-token with a token, the CA and the namespace, and deletes them
/// when their account goes. The token is bound to its secret: it holds for as long as both are there.
/// Source: https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets.
class LegacyTokensController final : public QueuedController {
public:
    /// `signer` outlives it.
    LegacyTokensController(const Context& context, const pki::TokenSigner& signer, std::string caPem);
    std::string_view name() const override { return "serviceaccount-token"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    void accountChanged(const Object& account);
    Result<void> fill(const corev1::Secret& secret, const corev1::ServiceAccount& account);

    const pki::TokenSigner& m_signer;
    std::string m_caPem;
    client::Informer &m_secrets, &m_accounts;
};

}  // namespace armillary::controllers
