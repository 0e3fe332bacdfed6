#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/async/clock.h"
#include "engine/pki/ca.h"
#include "engine/schema/api/certificatesv1.h"

/// Who may have which certificate. Pure.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#kubernetes-signers.
namespace armillary::controllers::certificates {

enum class Verdict {
    Approve,
    Leave,  ///< not for this controller to decide
};
struct Approval {
    Verdict verdict = Verdict::Leave;
    std::string message;  ///< for the Approved condition
};
/// The machine that the control plane runs on.
struct Machine {
    std::string hostName;
    std::vector<std::string> addresses;  ///< of its interfaces, without loopback
};

/// Kubelets' client certificates for bootstrappers and for the node itself, and serving certificates that a node asks
/// for itself, under its own name and the address from which it connects. A node of the control plane's own machine may
/// have any of that machine's addresses, and its name.
Approval judge(const certificatesv1::CertificateSigningRequest& request, const pki::SigningRequest& subject,
               const Machine& machine);

/// What to sign under the request's signer; the error says what the signer refuses, whoever has approved it: a serving
/// certificate for others than nodes, or for what the API server or a service is reached by. `serviceCidr` is the range
/// of services' addresses.
std::expected<pki::CertificateRequest, std::string> certificateFor(
    const certificatesv1::CertificateSigningRequest& request, const pki::SigningRequest& subject,
    std::string_view serviceCidr);
/// Whether this cluster signs for the signer at all.
bool signsFor(std::string_view signerName);

bool hasCondition(const certificatesv1::CertificateSigningRequest& request, std::string_view type);

/// When a request is to be forgotten: an hour after it was answered, a day when nobody did.
async::SystemTime forgottenAt(const certificatesv1::CertificateSigningRequest& request);

}  // namespace armillary::controllers::certificates
