#pragma once

#include "engine/resources/checks/path.h"
#include "engine/resources/resource.h"
#include "engine/schema/api/corev1.h"

/// What is valid in a pod, but hardly meant. Source: pkg/api/pod/warnings.go and pkg/api/persistentvolumeclaim of
/// Kubernetes v1.32.
namespace armillary::resources::podspec {

/// Of a pod; its paths begin with "spec" and "metadata".
void warn(const corev1::Pod& pod, Warnings& warnings);
/// Of a template, `path` being where it is.
void warn(const corev1::PodTemplateSpec& pod, const Path& path, Warnings& warnings);
/// Of a workload whose pods and their host names begin with its name.
void warnOfName(const std::string& name, Warnings& warnings);
/// Of a claim's spec, in an object of its own or in a template.
void warn(const corev1::PersistentVolumeClaimSpec& claim, const Path& path, Warnings& warnings);
/// Why a node's label is not to be selected by any more; "" for every other one.
std::string_view deprecatedNodeLabel(std::string_view key);

/// Of a workload's template when the workload is made or its specification has changed. `path` is the template's.
template <class T>
void warnOfTemplate(const T& object, const T* old, const corev1::PodTemplateSpec& pod, const Path& path,
                    Warnings& warnings) {
    if (!old || object.metadata.generation != old->metadata.generation) warn(pod, path, warnings);
}

}  // namespace armillary::resources::podspec
