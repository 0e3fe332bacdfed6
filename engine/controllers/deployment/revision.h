#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/schema/api/appsv1.h"

/// Which replica set belongs to which version of a deployment's template, and the annotations that record it.
namespace armillary::controllers::deployment {

inline constexpr std::string_view kRevisionAnnotation = "deployment.kubernetes.io/revision";
inline constexpr std::string_view kRevisionHistoryAnnotation = "deployment.kubernetes.io/revision-history";
inline constexpr std::string_view kDesiredReplicasAnnotation = "deployment.kubernetes.io/desired-replicas";
inline constexpr std::string_view kMaxReplicasAnnotation = "deployment.kubernetes.io/max-replicas";

/// 0 when there is none.
std::int64_t revisionOf(const metav1::ObjectMeta& meta);
/// The annotation as a number; empty when absent or unreadable.
std::optional<std::int32_t> numberAnnotation(const metav1::ObjectMeta& meta, std::string_view key);

/// The pod-template-hash of a template: stable for equal templates, different after each collision.
std::string templateHash(const corev1::PodTemplateSpec& podTemplate, std::optional<std::int32_t> collisionCount);
/// Whether a replica set runs a deployment's template; the hash label is left out of account.
bool sameTemplate(const corev1::PodTemplateSpec& left, const corev1::PodTemplateSpec& right);

/// Records a set's revision and the deployment's own annotations on it; true when that changed anything.
/// Annotations of the deployment that are about itself (last applied, revision, sizes) stay behind.
bool annotateSet(const appsv1::Deployment& deployment, appsv1::ReplicaSet& set, std::int64_t revision, bool exists);
/// desired-replicas and max-replicas, by which a later scaling knows its proportions; true when changed.
bool annotateSizes(appsv1::ReplicaSet& set, std::int32_t desired, std::int32_t maximum);

/// The replica set of the present template, not yet sized.
appsv1::ReplicaSet newReplicaSet(const appsv1::Deployment& deployment);

}  // namespace armillary::controllers::deployment
