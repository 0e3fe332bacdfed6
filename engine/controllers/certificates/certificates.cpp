#include "engine/controllers/certificates/certificates.h"

#include "engine/async/host.h"
#include "engine/schema/api/corev1.h"

namespace armillary::controllers {

using namespace certificates;
using certificatesv1::CertificateSigningRequest;

namespace {

certificatesv1::CertificateSigningRequestCondition condition(std::string_view type, std::string reason,
                                                             std::string message, async::SystemTime now) {
    certificatesv1::CertificateSigningRequestCondition made;
    made.type = type;
    made.status = corev1::kConditionTrue;
    made.reason = std::move(reason);
    made.message = std::move(message);
    made.lastUpdateTime = made.lastTransitionTime = schema::Time(now);
    return made;
}

}  // namespace

CertificatesController::CertificatesController(const Context& context, const pki::CertificateAuthority& authority,
                                               std::string serviceCidr)
    : QueuedController(context),
      m_authority(authority),
      m_serviceCidr(std::move(serviceCidr)),
      m_requests(client::informer<CertificateSigningRequest>(context.informers)) {
    m_requests.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (current) m_queue.add(current->key());
    });
}

Result<Outcome> CertificatesController::reconcile(const std::string& key) {
    const ObjectRef object = m_requests.getByKey(key);
    if (!object || object->meta().deletionTimestamp) return Outcome();
    const auto& request = object->as<CertificateSigningRequest>();
    const auto left = forgottenAt(request) - m_context.clock.now();
    if (left <= left.zero()) {
        const auto removed = client::remove<CertificateSigningRequest>(m_context.client, {}, key);
        if (!removed && !status::isNotFound(removed.error())) return std::unexpected(removed.error());
        return Outcome();
    }
    const Outcome later{std::chrono::duration_cast<std::chrono::milliseconds>(left) + std::chrono::milliseconds(1)};
    const bool settled = !request.status.certificate.data.empty() ||
                         hasCondition(request, certificatesv1::kCertificateDenied) ||
                         hasCondition(request, certificatesv1::kCertificateFailed);
    if (settled || !signsFor(request.spec.signerName)) return later;

    const auto subject = pki::parseSigningRequest(request.spec.request.data);
    if (!subject) {
        if (auto failed = fail(request, "ValidationFailed", subject.error()); !failed)
            return std::unexpected(failed.error());
        return later;
    }
    if (!hasCondition(request, certificatesv1::kCertificateApproved)) return approve(request, *subject, later);
    if (auto done = sign(request, *subject); !done) return std::unexpected(done.error());
    return later;
}

Result<Outcome> CertificatesController::approve(const CertificateSigningRequest& request,
                                                const pki::SigningRequest& subject, Outcome later) {
    auto approval = judge(request, subject, {async::hostName(), async::machineAddresses()});
    if (approval.verdict == Verdict::Leave) return later;
    CertificateSigningRequest changed = request;
    changed.status.conditions.push_back(condition(certificatesv1::kCertificateApproved, "AutoApproved",
                                                  std::move(approval.message), m_context.clock.now()));
    const auto written = client::update(m_context.client, std::move(changed), "approval");
    if (!written) return std::unexpected(written.error());
    return later;
}

Result<void> CertificatesController::sign(const CertificateSigningRequest& request,
                                          const pki::SigningRequest& subject) {
    const auto wanted = certificateFor(request, subject, m_serviceCidr);
    if (!wanted) return fail(request, "SignerValidationFailure", wanted.error());
    const auto signed_ = m_authority.sign(subject, *wanted, m_context.clock);
    if (!signed_) return fail(request, "SigningError", signed_.error());
    CertificateSigningRequest changed = request;
    changed.status.certificate.data = *signed_;
    const auto written = client::updateStatus(m_context.client, std::move(changed));
    if (!written) return std::unexpected(written.error());
    return {};
}

Result<void> CertificatesController::fail(const CertificateSigningRequest& request, std::string reason,
                                          std::string message) {
    CertificateSigningRequest changed = request;
    changed.status.conditions.push_back(
        condition(certificatesv1::kCertificateFailed, std::move(reason), std::move(message), m_context.clock.now()));
    const auto written = client::updateStatus(m_context.client, std::move(changed));
    if (!written) return std::unexpected(written.error());
    return {};
}

}  // namespace armillary::controllers
