#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/pki/ca.h"
#include "engine/schema/api/certificatesv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"

/// Who may have which certificate. Pure.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#kubernetes-signers.
namespace armillary::controllers::certificates {

enum class Verdict {
    Approve,
    Leave,  ///< not for this controller to decide
    Wait,   ///< look again: what it depends on may still come
};
struct Approval {
    Verdict verdict = Verdict::Leave;
    std::string message;  ///< for the Approved condition
};
/// Kubelets' client certificates for bootstrappers and for the node itself, and nodes' serving certificates for names
/// and addresses that no other node claims.
Approval judge(const certificatesv1::CertificateSigningRequest& request, const pki::SigningRequest& subject,
               const std::vector<ObjectRef>& nodes);

/// What to sign under the request's signer; the error says what the signer refuses.
std::expected<pki::CertificateRequest, std::string> certificateFor(
    const certificatesv1::CertificateSigningRequest& request, const pki::SigningRequest& subject);
/// Whether this cluster signs for the signer at all.
bool signsFor(std::string_view signerName);

bool hasCondition(const certificatesv1::CertificateSigningRequest& request, std::string_view type);

/// When a request is to be forgotten: an hour after it was answered, a day when nobody did.
async::SystemTime forgottenAt(const certificatesv1::CertificateSigningRequest& request);

}  // namespace armillary::controllers::certificates
