#pragma once

#include "engine/controllers/certificates/rules.h"
#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Approves what nodes need to join and to serve, signs what is approved, forgets what is done.
class CertificatesController final : public QueuedController {
public:
    /// `serviceCidr` is the range of services' addresses.
    CertificatesController(const Context& context, const pki::CertificateAuthority& authority, std::string serviceCidr);
    std::string_view name() const override { return "certificatesigningrequest"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    Result<Outcome> approve(const certificatesv1::CertificateSigningRequest& request,
                            const pki::SigningRequest& subject, Outcome later);
    Result<void> sign(const certificatesv1::CertificateSigningRequest& request, const pki::SigningRequest& subject);
    Result<void> fail(const certificatesv1::CertificateSigningRequest& request, std::string reason,
                      std::string message);

    const pki::CertificateAuthority& m_authority;
    const std::string m_serviceCidr;
    client::Informer& m_requests;
};

}  // namespace armillary::controllers
