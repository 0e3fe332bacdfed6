#pragma once

#include <string>
#include <string_view>

#include "engine/resources/usage/pod_resources.h"
#include "engine/schema/api/corev1.h"

/// What one object counts towards a quota, under the quota's own names.
/// Source: https://kubernetes.io/docs/concepts/policy/resource-quotas/.
namespace armillary::resources::usage {

/// The usage of a value of the type stored under `group`/`plural`; "count/PLURAL.GROUP" for every resource, and more
/// for pods, services and claims. Pods that have ended count only as count/pods.
Quantities usageOf(std::string_view group, std::string_view plural, const void* object);

/// Whether the quota's scopes select the object; only pods have scopes.
bool inScope(const corev1::ResourceQuota& quota, std::string_view group, std::string_view plural, const void* object);

/// CPU and memory under quota must be said by each container, or the quota would count them as nothing: what this pod
/// leaves out, "must specify requests.cpu for: web"; "" when that is nothing.
std::string unsaid(const corev1::ResourceQuota& quota, const corev1::Pod& pod);

}  // namespace armillary::resources::usage
