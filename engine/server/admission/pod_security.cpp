#include <algorithm>
#include <map>

#include "engine/resources/security/pod_security_policy.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/batchv1.h"
#include "engine/server/admission/plugins.h"

namespace armillary::server::admission {

using namespace resources::security;

namespace {

constexpr std::size_t kMaxPodsChecked = 3000;

/// The call's object when it is a T.
template <class T>
const T* objectAs(const AdmissionCall& call) {
    return call.resource.type == &schema::typeInfo<T>() ? &objectOf<T>(call) : nullptr;
}

/// The template in one of the kinds that make pods; null for what has none.
const corev1::PodTemplateSpec* templateOf(const AdmissionCall& call) {
    if (const auto* one = objectAs<appsv1::ReplicaSet>(call)) return &one->spec.template_;
    if (const auto* one = objectAs<appsv1::Deployment>(call)) return &one->spec.template_;
    if (const auto* one = objectAs<appsv1::StatefulSet>(call)) return &one->spec.template_;
    if (const auto* one = objectAs<appsv1::DaemonSet>(call)) return &one->spec.template_;
    if (const auto* one = objectAs<batchv1::Job>(call)) return &one->spec.template_;
    if (const auto* one = objectAs<batchv1::CronJob>(call)) return &one->spec.jobTemplate.spec.template_;
    if (const auto* one = objectAs<corev1::PodTemplate>(call)) return &one->template_;
    if (const auto* one = objectAs<corev1::ReplicationController>(call)) return one->spec.template_.get();
    return nullptr;
}

/// Of what may change in a pod, only the containers that it runs matter.
bool isSignificant(const corev1::Pod& pod, const corev1::Pod& old) {
    const auto sameImages = [](const auto& now, const auto& before) {
        return std::ranges::equal(
            now, before, {}, [](const auto& one) { return std::pair(one.name, one.image); },
            [](const auto& one) { return std::pair(one.name, one.image); });
    };
    return !sameImages(pod.spec.containers, old.spec.containers) ||
           !sameImages(pod.spec.initContainers, old.spec.initContainers) ||
           !sameImages(pod.spec.ephemeralContainers, old.spec.ephemeralContainers);
}

std::string violation(const SecurityStandard& standard, const std::vector<SecurityFinding>& findings) {
    std::string text = "PodSecurity \"" + standard.text() + "\": ";
    for (const SecurityFinding& finding : findings)
        text += (&finding == &findings.front() ? "" : ", ") + finding.reason + " (" + finding.detail + ")";
    return text;
}

/// Refuses pods that offend the standard that their namespace enforces, warns of them and of templates for them, and
/// sees to it that the labels that ask for this can be read.
/// Source: https://kubernetes.io/docs/concepts/security/pod-security-admission/.
class PodSecurity final : public AdmissionPlugin {
public:
    explicit PodSecurity(const watch::Cache& cache) : m_cache(cache) {}
    std::string_view name() const override { return "PodSecurity"; }

    Result<void> validate(const AdmissionCall& call) override {
        if (!call.object || (call.operation != Operation::Create && call.operation != Operation::Update)) return {};
        if (concerns(call, "", "namespaces")) return namespace_(call);
        if (isPod(call) || isPod(call, "ephemeralcontainers")) return pod(call);
        if (!call.subresource.empty() || call.type) return {};
        if (const corev1::PodTemplateSpec* made = templateOf(call)) template_(call, *made);
        return {};
    }

private:
    SecurityPolicy policyOf(const std::string& name) const {
        const ObjectRef found = m_cache.get("/namespaces", "", name);
        return found ? securityPolicyOf(found->meta().labels) : SecurityPolicy();
    }

    static void warn(const AdmissionCall& call, const SecurityStandard& standard, const corev1::Pod& pod) {
        if (standard.level == SecurityLevel::Privileged) return;
        const auto findings = standard.findings(pod);
        if (!findings.empty()) call.notes.warn("would violate " + violation(standard, findings));
    }

    void template_(const AdmissionCall& call, const corev1::PodTemplateSpec& made) const {
        const SecurityStandard standard = policyOf(call.namespace_).warn;
        if (!call.notes.warnings || standard.level == SecurityLevel::Privileged) return;
        corev1::Pod sample;
        sample.metadata = made.metadata;
        sample.spec = made.spec;
        warn(call, standard, sample);
    }

    Result<void> pod(const AdmissionCall& call) const {
        const auto& pod = objectOf<corev1::Pod>(call);
        if (call.old && !isSignificant(pod, oldOf<corev1::Pod>(call))) return {};
        const SecurityPolicy policy = policyOf(call.namespace_);
        const auto findings = policy.enforce.findings(pod);
        if (!findings.empty()) return std::unexpected(refusal(call, "violates " + violation(policy.enforce, findings)));
        warn(call, policy.warn, pod);
        return {};
    }

    Result<void> namespace_(const AdmissionCall& call) const {
        const auto& now = objectOf<corev1::Namespace>(call);
        const SecurityPolicy policy = securityPolicyOf(now.metadata.labels);
        const SecurityPolicy before =
            call.old ? securityPolicyOf(oldOf<corev1::Namespace>(call).metadata.labels) : SecurityPolicy();
        // Labels that were wrong before are no reason to refuse another change.
        const auto texts = [](const FieldErrors& errors) {
            std::string all;
            for (const FieldError& error : errors) all += error.text() + "\n";
            return all;
        };
        if (!policy.errors.empty() && texts(policy.errors) != texts(before.errors))
            return std::unexpected(status::invalid("Namespace", now.metadata.name, policy.errors));
        if (!call.old || policy.enforce == before.enforce || policy.enforce.level == SecurityLevel::Privileged)
            return {};
        if (policy.enforce.version == before.enforce.version && policy.enforce.level <= before.enforce.level) return {};
        warnOfPods(call, now.metadata.name, policy.enforce);
        return {};
    }

    /// Tells which pods would not be let in any more. They stay.
    void warnOfPods(const AdmissionCall& call, const std::string& name, const SecurityStandard& standard) const {
        std::vector<ObjectRef> pods = m_cache.list("/pods", name).objects;
        if (pods.size() > kMaxPodsChecked) {
            call.notes.warn("new PodSecurity enforce level only checked against the first " +
                            std::to_string(kMaxPodsChecked) + " of " + std::to_string(pods.size()) + " existing pods");
            pods.resize(kMaxPodsChecked);
        }
        std::map<std::string, std::vector<std::string>> offenders;  // by the reasons, which several may share
        for (const ObjectRef& object : pods) {
            std::string reasons;
            for (const SecurityFinding& finding : standard.findings(object->as<corev1::Pod>()))
                reasons += (reasons.empty() ? "" : ", ") + finding.reason;
            if (!reasons.empty()) offenders[reasons].push_back(object->name());
        }
        if (offenders.empty()) return;
        call.notes.warn("existing pods in namespace \"" + name + "\" violate the new PodSecurity enforce level \"" +
                        standard.text() + "\"");
        std::vector<std::string> lines;
        for (auto& [reasons, names] : offenders) {
            std::string line = *std::ranges::min_element(names);
            if (names.size() == 2) line += " (and 1 other pod)";
            if (names.size() > 2) line += " (and " + std::to_string(names.size() - 1) + " other pods)";
            lines.push_back(line + ": " + reasons);
        }
        std::ranges::sort(lines);
        for (const std::string& line : lines) call.notes.warn(line);
    }

    const watch::Cache& m_cache;
};

}  // namespace

Plugin podSecurity(const AdmissionConfig& config) {
    return std::make_unique<PodSecurity>(config.cache);
}

}  // namespace armillary::server::admission
