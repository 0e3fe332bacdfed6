#include "engine/server/admission/admission.h"

#include <algorithm>

#include "engine/server/admission/plugins.h"

namespace armillary::server {
namespace admission {

bool concerns(const AdmissionCall& call, std::string_view group, std::string_view plural,
              std::string_view subresource) {
    return call.resource.plural == plural && call.resource.group == group && call.subresource == subresource;
}

Status refusal(const AdmissionCall& call, std::string_view detail) {
    std::string name = call.name;
    if (name.empty() && call.object && call.subresource.empty()) {
        const metav1::ObjectMeta& meta = resources::metaOf(call.resource, static_cast<const void*>(call.object));
        name = meta.name.empty() ? meta.generateName : meta.name;
    }
    return status::forbidden(call.resource.qualified(), name, detail);
}

std::string joined(const std::vector<std::string>& sentences) {
    if (sentences.size() == 1) return sentences.front();
    std::string text = "[";
    for (const std::string& sentence : sentences) text += (&sentence == &sentences.front() ? "" : ", ") + sentence;
    return text + "]";
}

namespace {

/// Owns the authorizer of a configuration that brings none.
class AuthorizerOwner final : public AdmissionPlugin {
public:
    explicit AuthorizerOwner(std::unique_ptr<Authorizer> authorizer) : m_authorizer(std::move(authorizer)) {}
    std::string_view name() const override { return "Authorizer"; }
    Authorizer& authorizer() { return *m_authorizer; }

private:
    std::unique_ptr<Authorizer> m_authorizer;
};

}  // namespace
}  // namespace admission

void RequestNotes::warn(const std::string& text) const {
    constexpr std::size_t kMaxTotal = 4096, kMaxItem = 256;
    if (!warnings || std::ranges::contains(*warnings, text)) return;
    std::size_t total = text.size();
    for (const std::string& one : *warnings) total += one.size();
    if (total <= kMaxTotal) return warnings->push_back(text);
    // Many words: each gets a few, and there is an end to them.
    if (warnings->size() >= kMaxTotal / kMaxItem) return;
    std::size_t end = std::min(text.size(), kMaxItem);
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    warnings->push_back(text.substr(0, end));
}

std::vector<std::unique_ptr<AdmissionPlugin>> makeAdmission(const AdmissionConfig& config) {
    using namespace admission;
    std::vector<Plugin> plugins;
    Authorizer* authorizer = config.authorizer;
    if (!authorizer) {
        auto owner = std::make_unique<AuthorizerOwner>(makeAuthorizer(config.cache));
        authorizer = &owner->authorizer();
        plugins.push_back(std::move(owner));
    }
    plugins.push_back(namespaceLifecycle(config));
    plugins.push_back(limitRanger(config));
    plugins.push_back(serviceAccount(config));
    plugins.push_back(nodeRestriction(config));
    plugins.push_back(taintNodesByCondition());
    plugins.push_back(podSecurity(config));
    plugins.push_back(priority(config));
    plugins.push_back(defaultTolerationSeconds());
    plugins.push_back(defaultStorageClass(config));
    plugins.push_back(storageObjectInUseProtection());
    plugins.push_back(persistentVolumeClaimResize(config));
    plugins.push_back(runtimeClass(config));
    plugins.push_back(certificateApproval(*authorizer));
    plugins.push_back(certificateSigning(*authorizer));
    plugins.push_back(certificateSubjectRestriction());
    plugins.push_back(defaultIngressClass(config));
    plugins.push_back(rbacEscalation(config, *authorizer));
    const bool callsOut = config.outbound && config.identifiers;
    if (callsOut) plugins.push_back(mutatingWebhooks(config, *authorizer));
    plugins.push_back(validatingPolicies(config, *authorizer));
    if (callsOut) plugins.push_back(validatingWebhooks(config, *authorizer));
    plugins.push_back(resourceQuota(config));
    return plugins;
}

}  // namespace armillary::server
