#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "engine/resources/checks/path.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/status.h"

/// What is known of a PodSpec, for pods and for the templates in workloads.
/// Source: pkg/apis/core/v1/defaults.go and pkg/apis/core/validation of Kubernetes v1.32.
namespace armillary::resources::podspec {

// -- defaults

/// Takes out what belongs to features that are off in v1.32 unless asked for: a field that nothing acts on promises
/// what is not given. Source: https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/.
void dropDisabled(corev1::PodSpec& spec);
/// Of every spec, a template's included; without what is disabled.
void setDefaults(corev1::PodSpec& spec);
/// Of pods alone: requests from limits, host ports, service links.
void setPodDefaults(corev1::PodSpec& spec);
void setVolumeDefaults(corev1::Volume& volume);
void setProbeDefaults(corev1::Probe* probe);

// -- facts

/// "Guaranteed", "Burstable" or "BestEffort".
std::string_view qosClass(const corev1::PodSpec& spec);

// -- checks

/// A template is not held to what is filled in when its pods are made.
enum class Of { Pod, Template };
void check(const corev1::PodSpec& spec, Of of, const Path& path, FieldErrors& errors);
/// Labels, annotations and spec of a template.
void checkTemplate(const corev1::PodTemplateSpec& pod, const Path& path, FieldErrors& errors);

/// What the checks of containers have to know of the pod around them.
struct ContainerScope {
    const corev1::PodSpec& spec;
    Of of;
    std::set<std::string, std::less<>> volumes;  ///< names of those that can be mounted
    std::set<std::string, std::less<>> devices;  ///< names of those that can be mapped
};
void checkContainers(const ContainerScope& scope, const Path& path, FieldErrors& errors);
void checkEnv(const std::vector<corev1::EnvVar>& env, const Path& path, FieldErrors& errors);
void checkEnvFrom(const std::vector<corev1::EnvFromSource>& sources, const Path& path, FieldErrors& errors);
void checkProbe(const corev1::Probe& probe, const Path& path, FieldErrors& errors);
void checkLifecycle(const corev1::Lifecycle& lifecycle, std::int64_t graceSeconds, const Path& path,
                    FieldErrors& errors);
void checkPortOrName(const schema::IntOrString& port, const Path& path, FieldErrors& errors);
/// A resource that a container may ask for.
void checkResourceName(std::string_view name, const Path& path, FieldErrors& errors);
void checkResources(const corev1::ResourceRequirements& resources, const Path& path, FieldErrors& errors);
void checkSecurityContext(const corev1::SecurityContext& context, const Path& path, FieldErrors& errors);
void checkPodSecurityContext(const corev1::PodSpec& spec, const Path& path, FieldErrors& errors);
void checkFieldRef(const corev1::ObjectFieldSelector& selector, const std::vector<std::string_view>& allowed,
                   const Path& path, FieldErrors& errors);
/// `needsContainer`: in a volume, where no container is implied.
void checkResourceFieldRef(const corev1::ResourceFieldSelector& selector, bool needsContainer, const Path& path,
                           FieldErrors& errors);

/// Fills `scope` with the names of the good ones.
void checkVolumes(const std::vector<corev1::Volume>& volumes, ContainerScope& scope, const Path& path,
                  FieldErrors& errors);
void checkVolumeMounts(const corev1::Container& container, const ContainerScope& scope, const Path& path,
                       FieldErrors& errors);

void checkTolerations(const std::vector<corev1::Toleration>& tolerations, const Path& path, FieldErrors& errors);
void checkAffinity(const corev1::Affinity& affinity, const Path& path, FieldErrors& errors);
void checkNodeSelector(const corev1::NodeSelector& selector, const Path& path, FieldErrors& errors);
void checkTopologySpread(const std::vector<corev1::TopologySpreadConstraint>& constraints, const Path& path,
                         FieldErrors& errors);

/// What may change in a stored pod's spec.
void checkUpdate(const corev1::PodSpec& spec, const corev1::PodSpec& old, const Path& path, FieldErrors& errors);

}  // namespace armillary::resources::podspec
