#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/api/appsv1.h"
#include "engine/schema/object.h"

/// Who a stateful set's pods are: their ordinals, names, labels and claims.
/// Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/.
namespace armillary::controllers::statefulset {

/// "web-3" is pod 3 of "web"; empty for other names.
struct PodName {
    std::string_view set;
    std::int32_t ordinal = 0;
};
std::optional<PodName> parsePodName(std::string_view name);
std::string podName(const appsv1::StatefulSet& set, std::int32_t ordinal);

std::int32_t firstOrdinal(const appsv1::StatefulSet& set);
std::int32_t replicasOf(const appsv1::StatefulSet& set);
bool inRange(const appsv1::StatefulSet& set, std::int32_t ordinal);

/// The name of the controller revision that a pod was made from; "" without.
std::string revisionOf(const metav1::ObjectMeta& pod);

/// The pod of an ordinal, of one version of the template.
corev1::Pod newPod(const Object& set, const corev1::PodTemplateSpec& podTemplate, const std::string& revision,
                   std::int32_t ordinal);
/// Sets the labels and the volumes that make a pod the set's pod `ordinal`.
void setIdentity(const appsv1::StatefulSet& set, corev1::Pod& pod, std::int32_t ordinal);
void setStorage(const appsv1::StatefulSet& set, corev1::Pod& pod, std::int32_t ordinal);
bool identityMatches(const appsv1::StatefulSet& set, const corev1::Pod& pod);
bool storageMatches(const appsv1::StatefulSet& set, const corev1::Pod& pod);

/// The claims of an ordinal, as they are to be created, in the order of their templates.
std::vector<corev1::PersistentVolumeClaim> claimsOf(const appsv1::StatefulSet& set, std::int32_t ordinal);

}  // namespace armillary::controllers::statefulset
