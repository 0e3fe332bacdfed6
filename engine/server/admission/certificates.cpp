#include <algorithm>

#include "engine/pki/ca.h"
#include "engine/schema/api/certificatesv1.h"
#include "engine/server/admission/plugins.h"
#include "engine/server/authn.h"

namespace armillary::server::admission {
namespace {

using certificatesv1::CertificateSigningRequest;

constexpr std::string_view kGroup = "certificates.k8s.io", kPlural = "certificatesigningrequests";

/// Whether the user has `verb` on the signer, by its whole name or as "DOMAIN/*".
bool mayUseSigner(Authorizer& authorizer, const User& user, std::string_view verb, const std::string& signer) {
    Attributes attributes;
    attributes.user = user;
    attributes.verb = verb;
    attributes.group = kGroup;
    attributes.version = "*";
    attributes.resource = "signers";
    attributes.name = signer;
    if (authorizer.authorize(attributes).allowed) return true;
    attributes.name = signer.substr(0, signer.find('/')) + "/*";
    return authorizer.authorize(attributes).allowed;
}

class CertificateApproval final : public AdmissionPlugin {
public:
    explicit CertificateApproval(Authorizer& authorizer) : m_authorizer(authorizer) {}
    std::string_view name() const override { return "CertificateApproval"; }
    Result<void> validate(const AdmissionCall& call) override {
        if (!concerns(call, kGroup, kPlural, "approval") || !call.object) return {};
        const std::string& signer = call.old ? oldOf<CertificateSigningRequest>(call).spec.signerName
                                             : objectOf<CertificateSigningRequest>(call).spec.signerName;
        if (mayUseSigner(m_authorizer, call.user, "approve", signer)) return {};
        return std::unexpected(
            refusal(call, "user not permitted to approve requests with signerName \"" + signer + "\""));
    }

private:
    Authorizer& m_authorizer;
};

class CertificateSigning final : public AdmissionPlugin {
public:
    explicit CertificateSigning(Authorizer& authorizer) : m_authorizer(authorizer) {}
    std::string_view name() const override { return "CertificateSigning"; }
    Result<void> validate(const AdmissionCall& call) override {
        if (!concerns(call, kGroup, kPlural, "status") || !call.object || !call.old) return {};
        const auto& old = oldOf<CertificateSigningRequest>(call);
        const auto& now = objectOf<CertificateSigningRequest>(call);
        bool sameConditions = schema::equal(schema::typeInfo<certificatesv1::CertificateSigningRequestStatus>(),
                                            &old.status, &now.status);
        if (old.status.certificate == now.status.certificate && sameConditions) return {};
        if (mayUseSigner(m_authorizer, call.user, "sign", old.spec.signerName)) return {};
        return std::unexpected(
            refusal(call, "user not permitted to sign requests with signerName \"" + old.spec.signerName + "\""));
    }

private:
    Authorizer& m_authorizer;
};

/// Nobody becomes system:masters by way of a request.
class CertificateSubjectRestriction final : public AdmissionPlugin {
public:
    std::string_view name() const override { return "CertificateSubjectRestriction"; }
    Result<void> validate(const AdmissionCall& call) override {
        if (!concerns(call, kGroup, kPlural) || call.operation != Operation::Create) return {};
        const auto& request = objectOf<CertificateSigningRequest>(call);
        if (request.spec.signerName != certificatesv1::kKubeAPIServerClientSignerName) return {};
        auto parsed = pki::parseSigningRequest(request.spec.request.data);
        if (!parsed) return std::unexpected(refusal(call, "failed to parse CSR: " + parsed.error()));
        if (!std::ranges::contains(parsed->organizations, kMastersGroup)) return {};
        return std::unexpected(refusal(call, "use of " + request.spec.signerName + " signer with " +
                                                 std::string(kMastersGroup) + " group is not allowed"));
    }
};

}  // namespace

Plugin certificateApproval(Authorizer& authorizer) {
    return std::make_unique<CertificateApproval>(authorizer);
}
Plugin certificateSigning(Authorizer& authorizer) {
    return std::make_unique<CertificateSigning>(authorizer);
}
Plugin certificateSubjectRestriction() {
    return std::make_unique<CertificateSubjectRestriction>();
}

}  // namespace armillary::server::admission
