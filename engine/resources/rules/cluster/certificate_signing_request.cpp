#include <algorithm>
#include <set>

#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/api/certificatesv1.h"

namespace armillary::resources::rules {

namespace {

using Csr = certificatesv1::CertificateSigningRequest;

const std::vector<std::string_view> kUsages{"any",
                                            "cert sign",
                                            "client auth",
                                            "code signing",
                                            "content commitment",
                                            "crl sign",
                                            "data encipherment",
                                            "decipher only",
                                            "digital signature",
                                            "email protection",
                                            "encipher only",
                                            "ipsec end system",
                                            "ipsec tunnel",
                                            "ipsec user",
                                            "key agreement",
                                            "key encipherment",
                                            "microsoft sgc",
                                            "netscape sgc",
                                            "ocsp signing",
                                            "s/mime",
                                            "server auth",
                                            "signing",
                                            "timestamping"};

bool hasCondition(const Csr& request, std::string_view type) {
    return std::ranges::contains(request.status.conditions, type,
                                 &certificatesv1::CertificateSigningRequestCondition::type);
}

std::string condition(const Csr& request) {
    std::string out = hasCondition(request, "Denied")     ? "Denied"
                      : hasCondition(request, "Approved") ? "Approved"
                                                          : "Pending";
    if (hasCondition(request, "Failed")) out += ",Failed";
    if (!request.status.certificate.data.empty()) out += ",Issued";
    return out;
}

/// "example.com/name".
void checkSigner(const std::string& name, const Path& path, FieldErrors& errors) {
    if (name.empty()) return errors.push_back(field::required(path, ""));
    const auto slash = name.find('/');
    if (slash == std::string::npos || name.find('/', slash + 1) != std::string::npos)
        return errors.push_back(field::invalid(
            path, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'"));
    const std::string domain = name.substr(0, slash), rest = name.substr(slash + 1);
    addInvalid(errors, path, domain, checkSubdomain(domain));
    if (!domain.contains('.'))
        errors.push_back(
            field::invalid(path, domain, "should be a domain with at least two segments separated by dots"));
    addInvalid(errors, path, rest, checkSubdomain(rest));
}

void checkConditions(const Csr& request, const Csr& old, FieldErrors& errors) {
    const Path path("status.conditions");
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < request.status.conditions.size(); ++i) {
        const auto& condition = request.status.conditions[i];
        const Path at = path.index(i);
        const bool decides = condition.type == "Approved" || condition.type == "Denied" || condition.type == "Failed";
        if (condition.type.empty()) errors.push_back(field::required(at.child("type"), ""));
        const std::vector<std::string_view> allowed =
            decides ? std::vector<std::string_view>{"True"} : std::vector<std::string_view>{"False", "True", "Unknown"};
        checkOneOf(condition.status, allowed, at.child("status"), errors);
        if (!seen.insert(condition.type).second) errors.push_back(field::duplicate(at.child("type"), condition.type));
    }
    if (seen.contains("Approved") && seen.contains("Denied"))
        errors.push_back(field::invalid(path, "Denied", "Approved and Denied conditions are mutually exclusive"));
    for (std::string_view type : {"Approved", "Denied", "Failed"})
        if (hasCondition(old, type) && !seen.contains(type))
            errors.push_back(
                field::forbidden(path, "updates may not remove a condition of type \"" + std::string(type) + "\""));
}

class CsrRules final : public RulesFor<Csr> {
public:
    std::span<const std::string_view> selectableFields() const override {
        static constexpr std::string_view kFields[] = {"spec.signerName"};
        return kFields;
    }
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            cells::kAge,
            {"SignerName", "string", "", "The signer that is asked.", 0},
            {"Requestor", "string", "", "The user that asks.", 0},
            {"RequestedDuration", "string", "", "How long the certificate should be valid.", 0},
            {"Condition", "string", "", "Whether the request is pending, approved, denied, failed or issued.", 0},
        };
        return kColumns;
    }

protected:
    /// What was asked is fixed; conditions and certificate come by the subresources.
    void beforeUpdate(Csr& request, const Csr& old) const override {
        request.spec = old.spec;
        request.status = old.status;
    }

    void check(const Csr& request, FieldErrors& errors) const override {
        const Path path("spec");
        const auto& spec = request.spec;
        if (!spec.request.data.contains("-----BEGIN CERTIFICATE REQUEST-----") &&
            !spec.request.data.contains("-----BEGIN NEW CERTIFICATE REQUEST-----"))
            errors.push_back(
                field::invalidRaw(path.child("request"), "[]byte", "PEM block type must be CERTIFICATE REQUEST"));
        if (spec.usages.empty()) errors.push_back(field::required(path.child("usages"), "usages is required"));
        std::set<std::string_view> seen;
        for (std::size_t i = 0; i < spec.usages.size(); ++i) {
            const Path at = path.child("usages").index(i);
            if (!std::ranges::contains(kUsages, spec.usages[i]))
                errors.push_back(field::notSupported(at, spec.usages[i], kUsages));
            if (!seen.insert(spec.usages[i]).second) errors.push_back(field::duplicate(at, spec.usages[i]));
        }
        if (spec.signerName == "kubernetes.io/legacy-unknown")
            errors.push_back(field::invalid(path.child("signerName"), spec.signerName,
                                            "the legacy signerName is not allowed via this API version"));
        else
            checkSigner(spec.signerName, path.child("signerName"), errors);
        if (spec.expirationSeconds && *spec.expirationSeconds < 600)
            errors.push_back(field::invalidRaw(path.child("expirationSeconds"), std::to_string(*spec.expirationSeconds),
                                               "may not specify a duration less than 600 seconds (10 minutes)"));
    }

    void checkUpdate(const Csr&, const Csr&, FieldErrors&) const override {}

    void checkStatusUpdate(const Csr& request, const Csr& old, FieldErrors& errors) const override {
        checkConditions(request, old, errors);
        // Who approves does so by the approval subresource.
        for (std::string_view type : {"Approved", "Denied"})
            if (!hasCondition(old, type) && hasCondition(request, type))
                errors.push_back(field::forbidden(
                    "status.conditions", "updates may not add a condition of type \"" + std::string(type) + "\""));
        if (!old.status.certificate.data.empty() && !(old.status.certificate == request.status.certificate))
            errors.push_back(
                field::forbidden("status.certificate", "updates may not modify existing certificate content"));
    }

    void checkApprovalUpdate(const Csr& request, const Csr& old, FieldErrors& errors) const override {
        checkConditions(request, old, errors);
    }

    std::string selectable(const Csr& request, std::string_view) const override { return request.spec.signerName; }

    Cells row(const Csr& request, const Context& context) const override {
        const auto& spec = request.spec;
        return {cells::text(request.metadata.name),
                cells::age(request.metadata, context),
                cells::text(spec.signerName.empty() ? "<none>" : spec.signerName),
                cells::text(spec.username),
                cells::text(spec.expirationSeconds ? humanDuration(*spec.expirationSeconds) : "<none>"),
                cells::text(condition(request))};
    }
};

}  // namespace

const Rules& certificateSigningRequest() {
    static const CsrRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
