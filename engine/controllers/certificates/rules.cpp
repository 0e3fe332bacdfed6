#include "engine/controllers/certificates/rules.h"

#include <algorithm>

#include "engine/pki/requester.h"
#include "engine/schema/address.h"

namespace armillary::controllers::certificates {

namespace {

using certificatesv1::CertificateSigningRequest;

constexpr std::string_view kNodeUserPrefix = "system:node:";
constexpr std::string_view kNodesGroup = "system:nodes";
constexpr std::string_view kBootstrappersGroup = "system:bootstrappers";
constexpr std::chrono::seconds kShortest = std::chrono::minutes(10), kLongest = std::chrono::hours(24 * 365);

bool inGroup(const CertificateSigningRequest& request, std::string_view group) {
    return std::ranges::find(request.spec.groups, group) != request.spec.groups.end();
}

bool hasUsages(const CertificateSigningRequest& request, std::string_view needed) {
    bool found = false;
    for (const auto& usage : request.spec.usages) {
        if (usage == needed)
            found = true;
        else if (usage != certificatesv1::kUsageDigitalSignature && usage != certificatesv1::kUsageKeyEncipherment)
            return false;
    }
    return found;
}

/// "" when the subject and usages are those of a kubelet's client certificate.
std::string kubeletClientFault(const CertificateSigningRequest& request, const pki::SigningRequest& subject) {
    if (subject.organizations != std::vector<std::string>{std::string(kNodesGroup)})
        return "subject organization is not system:nodes";
    if (!subject.commonName.starts_with(kNodeUserPrefix) || subject.commonName.size() == kNodeUserPrefix.size())
        return "subject common name does not begin with system:node:";
    if (!subject.dnsNames.empty() || !subject.ipAddresses.empty()) return "subjectAltNames are not allowed";
    if (!hasUsages(request, certificatesv1::kUsageClientAuth))
        return "usages did not match [client auth, digital signature, key encipherment]";
    return {};
}

std::string lowered(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

/// Whether the name is one by which the API server or a service is reached, or this machine for whoever is on it.
bool isReservedName(std::string_view text) {
    std::string name = lowered(text);
    while (name.ends_with('.')) name.pop_back();
    const auto isOrIsIn = [&](std::string_view domain) {
        return name == domain || name.ends_with("." + std::string(domain));
    };
    return name.empty() || name.contains('*') || name == "kubernetes" || name == "kubernetes.default" ||
           isOrIsIn("svc") || isOrIsIn("cluster.local") || isOrIsIn("localhost");
}

/// "" when no name or address of the request is somebody else's in every case.
std::string reservedFault(const pki::SigningRequest& subject, std::string_view serviceCidr) {
    for (const std::string& name : subject.dnsNames)
        if (isReservedName(name)) return "the DNS name " + name + " is not signed for";
    for (const std::string& address : subject.ipAddresses)
        if (!schema::isProxyable(address) || schema::isWithin(schema::canonicalAddress(address), serviceCidr))
            return "the IP address " + address + " is not signed for";
    return {};
}

std::string kubeletServingFault(const CertificateSigningRequest& request, const pki::SigningRequest& subject,
                                std::string_view serviceCidr = {}) {
    if (subject.organizations != std::vector<std::string>{std::string(kNodesGroup)})
        return "subject organization is not system:nodes";
    if (!subject.commonName.starts_with(kNodeUserPrefix) || subject.commonName.size() == kNodeUserPrefix.size())
        return "subject common name does not begin with system:node:";
    if (subject.dnsNames.empty() && subject.ipAddresses.empty())
        return "at least one DNS or IP subjectAltName is required";
    if (!hasUsages(request, certificatesv1::kUsageServerAuth))
        return "usages did not match [server auth, digital signature, key encipherment]";
    // A token that lets nodes in is no node, and no node asks for another.
    if (!inGroup(request, kNodesGroup) || request.spec.username != subject.commonName)
        return "the requester is not the node";
    return reservedFault(subject, serviceCidr);
}

Approval judgeClient(const CertificateSigningRequest& request, const pki::SigningRequest& subject) {
    if (!kubeletClientFault(request, subject).empty()) return {};
    if (inGroup(request, kNodesGroup) && request.spec.username == subject.commonName)
        return {Verdict::Approve, "Auto approving self kubelet client certificate after SubjectAccessReview."};
    if (inGroup(request, kBootstrappersGroup))
        return {Verdict::Approve, "Auto approving kubelet client certificate after SubjectAccessReview."};
    return {};
}

/// From where the node connected when it made the request; "" when the API server did not say.
std::string remoteAddressOf(const CertificateSigningRequest& request) {
    const auto found = request.spec.extra.find(std::string(pki::kRemoteAddressKey));
    if (found == request.spec.extra.end() || found->second.items.size() != 1) return {};
    return schema::canonicalAddress(found->second.items.front());
}

Approval judgeServing(const CertificateSigningRequest& request, const pki::SigningRequest& subject,
                      const Machine& machine) {
    if (!kubeletServingFault(request, subject).empty()) return {};
    const std::string name = subject.commonName.substr(kNodeUserPrefix.size());
    const std::string remote = remoteAddressOf(request);
    const bool isHere = schema::addressKind(remote) == schema::AddressKind::Loopback ||
                        std::ranges::contains(machine.addresses, remote);
    // The control plane's machine is reached by its name, which another node could give itself.
    if (lowered(name) == lowered(machine.hostName) && !isHere) return {};
    if (std::ranges::any_of(subject.dnsNames, [&](const std::string& entry) { return entry != name; })) return {};
    for (const std::string& text : subject.ipAddresses) {
        const std::string address = schema::canonicalAddress(text);
        const bool isProven = address == remote || (isHere && std::ranges::contains(machine.addresses, address));
        if (address.empty() || !isProven) return {};
    }
    return {Verdict::Approve, "Auto approving kubelet serving certificate of the node's own name and address."};
}

}  // namespace

Approval judge(const CertificateSigningRequest& request, const pki::SigningRequest& subject, const Machine& machine) {
    if (request.spec.signerName == certificatesv1::kKubeAPIServerClientKubeletSignerName)
        return judgeClient(request, subject);
    if (request.spec.signerName == certificatesv1::kKubeletServingSignerName)
        return judgeServing(request, subject, machine);
    return {};
}

bool signsFor(std::string_view signerName) {
    return signerName == certificatesv1::kKubeAPIServerClientSignerName ||
           signerName == certificatesv1::kKubeAPIServerClientKubeletSignerName ||
           signerName == certificatesv1::kKubeletServingSignerName;
}

std::expected<pki::CertificateRequest, std::string> certificateFor(const CertificateSigningRequest& request,
                                                                   const pki::SigningRequest& subject,
                                                                   std::string_view serviceCidr) {
    std::string fault;
    if (request.spec.signerName == certificatesv1::kKubeAPIServerClientKubeletSignerName)
        fault = kubeletClientFault(request, subject);
    if (request.spec.signerName == certificatesv1::kKubeletServingSignerName)
        fault = kubeletServingFault(request, subject, serviceCidr);
    if (request.spec.signerName == certificatesv1::kKubeAPIServerClientSignerName) {
        if (!hasUsages(request, certificatesv1::kUsageClientAuth))
            fault = "usages did not match [client auth, digital signature, key encipherment]";
        if (std::ranges::find(subject.organizations, "system:masters") != subject.organizations.end())
            fault = "the group system:masters is not signed for";
    }
    if (!fault.empty()) return std::unexpected(fault);
    pki::CertificateRequest certificate;
    certificate.commonName = subject.commonName;
    certificate.organizations = subject.organizations;
    certificate.dnsNames = subject.dnsNames;
    certificate.ipAddresses = subject.ipAddresses;
    certificate.server = request.spec.signerName == certificatesv1::kKubeletServingSignerName;
    certificate.client = !certificate.server;
    const std::chrono::seconds asked =
        request.spec.expirationSeconds ? std::chrono::seconds(*request.spec.expirationSeconds) : kLongest;
    certificate.validity = std::clamp(asked, kShortest, kLongest);
    return certificate;
}

bool hasCondition(const CertificateSigningRequest& request, std::string_view type) {
    return std::ranges::any_of(request.status.conditions,
                               [&](const auto& condition) { return condition.type == type; });
}

async::SystemTime forgottenAt(const CertificateSigningRequest& request) {
    const bool answered = !request.status.conditions.empty();
    schema::Time since = request.metadata.creationTimestamp;
    for (const auto& condition : request.status.conditions) since = std::max(since, condition.lastUpdateTime);
    return since.timePoint() + (answered ? std::chrono::hours(1) : std::chrono::hours(24));
}

}  // namespace armillary::controllers::certificates
