#pragma once

#include <string>
#include <vector>

#include "engine/schema/api/corev1.h"

/// What a LimitRange makes of pods and claims. Source: https://kubernetes.io/docs/concepts/policy/limit-range/.
namespace armillary::resources::usage {

/// Gives containers the requests and limits that they leave out. What it has set, in the words of the annotation
/// kubernetes.io/limit-ranger.
std::vector<std::string> applyDefaults(const corev1::LimitRange& range, corev1::Pod& pod);

/// What is beyond a bound.
struct BeyondLimit {
    std::string container;  ///< "" of the whole
    std::string text;       ///< upstream's: "maximum cpu usage per Container is 1, but limit is 2"
};
/// Of a pod that has its defaults.
std::vector<BeyondLimit> beyond(const corev1::LimitRange& range, const corev1::Pod& pod);
std::vector<BeyondLimit> beyond(const corev1::LimitRange& range, const corev1::PersistentVolumeClaim& claim);

}  // namespace armillary::resources::usage
