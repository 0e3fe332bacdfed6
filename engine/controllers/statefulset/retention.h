#pragma once

#include <vector>

#include "engine/schema/api/appsv1.h"

/// Who owns a stateful set's claims, and so when they go: spec.persistentVolumeClaimRetentionPolicy.
/// Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention.
namespace armillary::controllers::statefulset {

/// Whether the claim names as owner a former pod of that name: it is about to be collected, and no new pod may use it.
bool belongsToFormer(const corev1::PersistentVolumeClaim& claim, const corev1::Pod& pod);

/// Whether the claim's owners are what the policy says. A claim that another controller has, or a former set or pod of
/// the same name, is left alone.
bool ownersUpToDate(const corev1::PersistentVolumeClaim& claim, const appsv1::StatefulSet& set, const corev1::Pod& pod);
/// What they are to be.
std::vector<metav1::OwnerReference> ownersFor(const corev1::PersistentVolumeClaim& claim,
                                              const appsv1::StatefulSet& set, const corev1::Pod& pod);

}  // namespace armillary::controllers::statefulset
