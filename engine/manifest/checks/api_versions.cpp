#include "engine/manifest/api_versions.h"

#include <algorithm>
#include <format>

#include "engine/manifest/checks/conversions.h"
#include "engine/manifest/checks/rule.h"

namespace armillary::manifest {

namespace {

struct OldVersion {
    std::string_view apiVersion, kinds;  ///< kinds separated by '|'
    std::string_view replacement;        ///< "" when there is none
    std::string_view removedIn;
};

constexpr OldVersion kOldVersions[] = {
    {"extensions/v1beta1", "Deployment|DaemonSet|ReplicaSet", "apps/v1", "1.16"},
    {"extensions/v1beta1", "NetworkPolicy", "networking.k8s.io/v1", "1.16"},
    {"extensions/v1beta1", "Ingress", "networking.k8s.io/v1", "1.22"},
    {"extensions/v1beta1", "PodSecurityPolicy", "", "1.16"},
    {"apps/v1beta1", "Deployment|StatefulSet|ReplicaSet|DaemonSet|ControllerRevision", "apps/v1", "1.16"},
    {"apps/v1beta2", "Deployment|StatefulSet|ReplicaSet|DaemonSet|ControllerRevision", "apps/v1", "1.16"},
    {"networking.k8s.io/v1beta1", "Ingress|IngressClass", "networking.k8s.io/v1", "1.22"},
    {"rbac.authorization.k8s.io/v1alpha1", "ClusterRole|ClusterRoleBinding|Role|RoleBinding",
     "rbac.authorization.k8s.io/v1", "1.22"},
    {"rbac.authorization.k8s.io/v1beta1", "ClusterRole|ClusterRoleBinding|Role|RoleBinding",
     "rbac.authorization.k8s.io/v1", "1.22"},
    {"apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", "apiextensions.k8s.io/v1", "1.22"},
    {"apiregistration.k8s.io/v1beta1", "APIService", "apiregistration.k8s.io/v1", "1.22"},
    {"admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration|ValidatingWebhookConfiguration",
     "admissionregistration.k8s.io/v1", "1.22"},
    {"authentication.k8s.io/v1beta1", "TokenReview", "authentication.k8s.io/v1", "1.22"},
    {"authorization.k8s.io/v1beta1",
     "LocalSubjectAccessReview|SelfSubjectAccessReview|SubjectAccessReview|SelfSubjectRulesReview",
     "authorization.k8s.io/v1", "1.22"},
    {"certificates.k8s.io/v1beta1", "CertificateSigningRequest", "certificates.k8s.io/v1", "1.22"},
    {"coordination.k8s.io/v1beta1", "Lease", "coordination.k8s.io/v1", "1.22"},
    {"scheduling.k8s.io/v1beta1", "PriorityClass", "scheduling.k8s.io/v1", "1.22"},
    {"storage.k8s.io/v1beta1", "CSIDriver|CSINode|StorageClass|VolumeAttachment", "storage.k8s.io/v1", "1.22"},
    {"policy/v1beta1", "Eviction", "policy/v1", "1.22"},
    {"batch/v2alpha1", "CronJob", "batch/v1", "1.21"},
    {"batch/v1beta1", "CronJob", "batch/v1", "1.25"},
    {"discovery.k8s.io/v1beta1", "EndpointSlice", "discovery.k8s.io/v1", "1.25"},
    {"events.k8s.io/v1beta1", "Event", "events.k8s.io/v1", "1.25"},
    {"autoscaling/v2beta1", "HorizontalPodAutoscaler", "autoscaling/v2", "1.25"},
    {"autoscaling/v2beta2", "HorizontalPodAutoscaler", "autoscaling/v2", "1.26"},
    {"policy/v1beta1", "PodDisruptionBudget", "policy/v1", "1.25"},
    {"policy/v1beta1", "PodSecurityPolicy", "", "1.25"},
    {"node.k8s.io/v1beta1", "RuntimeClass", "node.k8s.io/v1", "1.25"},
    {"storage.k8s.io/v1beta1", "CSIStorageCapacity", "storage.k8s.io/v1", "1.27"},
    {"flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema|PriorityLevelConfiguration", "flowcontrol.apiserver.k8s.io/v1",
     "1.26"},
    {"flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema|PriorityLevelConfiguration", "flowcontrol.apiserver.k8s.io/v1",
     "1.29"},
    {"flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema|PriorityLevelConfiguration", "flowcontrol.apiserver.k8s.io/v1",
     "1.32"},
};

/// What is served yet, but should not be used.
struct AgingVersion {
    std::string_view apiVersion, kind, advice, since;
};
constexpr AgingVersion kAgingVersions[] = {
    {"v1", "Endpoints", "use EndpointSlice of discovery.k8s.io/v1", "1.33"},
    {"v1", "ComponentStatus", "ask the API server's /readyz", "1.19"},
};

bool names(std::string_view kinds, std::string_view kind) {
    for (std::size_t begin = 0; begin <= kinds.size();) {
        const std::size_t end = std::min(kinds.find('|', begin), kinds.size());
        if (kinds.substr(begin, end - begin) == kind) return true;
        begin = end + 1;
    }
    return false;
}

}  // namespace

std::optional<RemovedVersion> removedVersionOf(std::string_view apiVersion, std::string_view kind) {
    const auto old = std::ranges::find_if(
        kOldVersions, [&](const OldVersion& each) { return each.apiVersion == apiVersion && names(each.kinds, kind); });
    if (old == std::end(kOldVersions)) return std::nullopt;
    return RemovedVersion{old->replacement, old->removedIn};
}

namespace checks {

/// removed-api: what Kubernetes 1.32 serves no more; deprecated-api: what will go.
void checkApiVersions(const Scene&, const Subject& subject, Findings& findings) {
    const FileObject& object = subject.object;
    for (const AgingVersion& each : kAgingVersions)
        if (each.apiVersion == object.apiVersion && each.kind == object.kind)
            findings.addAt(subject, "kind", Severity::Warning, "deprecated-api",
                           std::format("{} is deprecated since Kubernetes {}: {}", each.kind, each.since, each.advice));
    const auto old = removedVersionOf(object.apiVersion, object.kind);
    if (!old) return;
    Converter converter(subject);
    if (!old->replacement.empty()) {
        converter.edits().set("apiVersion", std::string(old->replacement));
        convert(converter);
    }
    const std::string& lacking = converter.lacking();
    const std::string instead = old->replacement.empty() ? "there is none in its place"
                                                         : std::format("use {}{}{}", old->replacement,
                                                                       lacking.empty() ? "" : ", for which ", lacking);
    Finding& finding = findings.addAt(subject, "apiVersion", Severity::Error, "removed-api",
                                      std::format("{} of {} is served no more since Kubernetes {}: {}", object.kind,
                                                  object.apiVersion, old->removedIn, instead));
    if (lacking.empty()) converter.edits().offer(finding, std::format("Write {}", old->replacement));
}

}  // namespace checks

}  // namespace armillary::manifest
