#include "engine/controllers/certificates/rules.h"

#include <algorithm>
#include <set>

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

std::string kubeletServingFault(const CertificateSigningRequest& request, const pki::SigningRequest& subject) {
    if (subject.organizations != std::vector<std::string>{std::string(kNodesGroup)})
        return "subject organization is not system:nodes";
    if (!subject.commonName.starts_with(kNodeUserPrefix) || subject.commonName.size() == kNodeUserPrefix.size())
        return "subject common name does not begin with system:node:";
    if (subject.dnsNames.empty() && subject.ipAddresses.empty())
        return "at least one DNS or IP subjectAltName is required";
    if (!hasUsages(request, certificatesv1::kUsageServerAuth))
        return "usages did not match [server auth, digital signature, key encipherment]";
    return {};
}

std::set<std::string> namesOf(const Object& node) {
    std::set<std::string> names{node.name()};
    for (const auto& address : node.as<corev1::Node>().status.addresses) names.insert(address.address);
    return names;
}

Approval judgeClient(const CertificateSigningRequest& request, const pki::SigningRequest& subject) {
    if (!kubeletClientFault(request, subject).empty()) return {};
    if (inGroup(request, kNodesGroup) && request.spec.username == subject.commonName)
        return {Verdict::Approve, "Auto approving self kubelet client certificate after SubjectAccessReview."};
    if (inGroup(request, kBootstrappersGroup))
        return {Verdict::Approve, "Auto approving kubelet client certificate after SubjectAccessReview."};
    return {};
}

Approval judgeServing(const CertificateSigningRequest& request, const pki::SigningRequest& subject,
                      const std::vector<ObjectRef>& nodes) {
    if (!kubeletServingFault(request, subject).empty() || !inGroup(request, kNodesGroup) ||
        request.spec.username != subject.commonName)
        return {};
    const std::string name = subject.commonName.substr(kNodeUserPrefix.size());
    std::vector<std::string> wanted = subject.dnsNames;
    wanted.insert(wanted.end(), subject.ipAddresses.begin(), subject.ipAddresses.end());
    const Object* self = nullptr;
    for (const ObjectRef& node : nodes) {
        if (node->name() == name) {
            self = node.get();
            continue;
        }
        const auto taken = namesOf(*node);
        // A node must not be able to pass for another one. It is known by its name, which the API server asks agents
        // for; an address may be that of several nodes on one machine.
        if (std::ranges::any_of(subject.dnsNames, [&](const std::string& entry) { return taken.contains(entry); }))
            return {};
    }
    if (!self || self->as<corev1::Node>().status.addresses.empty()) {
        // An agent asks before it has registered; the node's name is proven by its client certificate.
        return {Verdict::Approve, "Auto approving kubelet serving certificate of a node that is registering."};
    }
    const auto own = namesOf(*self);
    const bool all = std::ranges::all_of(wanted, [&](const std::string& entry) {
        return own.contains(entry) || entry == "localhost" || entry == "127.0.0.1";
    });
    // An address that was just added may not be posted yet.
    return all ? Approval{Verdict::Approve, "Auto approving kubelet serving certificate of the node's own names."}
               : Approval{Verdict::Wait, {}};
}

}  // namespace

Approval judge(const CertificateSigningRequest& request, const pki::SigningRequest& subject,
               const std::vector<ObjectRef>& nodes) {
    if (request.spec.signerName == certificatesv1::kKubeAPIServerClientKubeletSignerName)
        return judgeClient(request, subject);
    if (request.spec.signerName == certificatesv1::kKubeletServingSignerName)
        return judgeServing(request, subject, nodes);
    return {};
}

bool signsFor(std::string_view signerName) {
    return signerName == certificatesv1::kKubeAPIServerClientSignerName ||
           signerName == certificatesv1::kKubeAPIServerClientKubeletSignerName ||
           signerName == certificatesv1::kKubeletServingSignerName;
}

std::expected<pki::CertificateRequest, std::string> certificateFor(const CertificateSigningRequest& request,
                                                                   const pki::SigningRequest& subject) {
    std::string fault;
    if (request.spec.signerName == certificatesv1::kKubeAPIServerClientKubeletSignerName)
        fault = kubeletClientFault(request, subject);
    if (request.spec.signerName == certificatesv1::kKubeletServingSignerName)
        fault = kubeletServingFault(request, subject);
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
