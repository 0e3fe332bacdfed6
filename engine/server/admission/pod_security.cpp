#include "engine/server/admission/plugins.h"
#include "engine/server/admission/pod_security_checks.h"

namespace armillary::server::admission {
namespace {

constexpr std::string_view kPrefix = "pod-security.kubernetes.io/";

std::string labelOf(const Object& namespace_, std::string_view name) {
    auto found = namespace_.meta().labels.find(std::string(kPrefix) + std::string(name));
    return found == namespace_.meta().labels.end() ? std::string() : found->second;
}

/// A level that cannot be read counts as the strictest.
SecurityLevel levelOf(const std::string& text) {
    if (text.empty() || text == "privileged") return SecurityLevel::Privileged;
    return text == "baseline" ? SecurityLevel::Baseline : SecurityLevel::Restricted;
}

/// Refuses pods that offend the standard that their namespace enforces.
/// Source: https://kubernetes.io/docs/concepts/security/pod-security-admission/.
class PodSecurity final : public AdmissionPlugin {
public:
    explicit PodSecurity(const watch::Cache& cache) : m_cache(cache) {}
    std::string_view name() const override { return "PodSecurity"; }

    Result<void> validate(const AdmissionCall& call) override {
        bool create = isPod(call) && call.operation == Operation::Create;
        bool ephemeral = isPod(call, "ephemeralcontainers") && call.operation == Operation::Update;
        if (!create && !ephemeral) return {};
        ObjectRef namespace_ = m_cache.get("/namespaces", "", call.namespace_);
        if (!namespace_) return {};
        std::string level = labelOf(*namespace_, "enforce"), version = labelOf(*namespace_, "enforce-version");
        auto findings = securityFindings(levelOf(level), objectOf<corev1::Pod>(call));
        if (findings.empty()) return {};
        std::string text = "violates PodSecurity \"" + level + ":" + (version.empty() ? "latest" : version) + "\": ";
        for (const SecurityFinding& finding : findings)
            text += (&finding == &findings.front() ? "" : ", ") + finding.reason + " (" + finding.detail + ")";
        return std::unexpected(refusal(call, text));
    }

private:
    const watch::Cache& m_cache;
};

}  // namespace

Plugin podSecurity(const AdmissionConfig& config) {
    return std::make_unique<PodSecurity>(config.cache);
}

}  // namespace armillary::server::admission
