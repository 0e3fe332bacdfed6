#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "engine/schema/api/corev1.h"
#include "nodes/cri/runtime.h"

namespace armillary::agent {

std::int64_t milliCpuToShares(std::int64_t milliCpu);
/// Requests and limits as the kernel takes them; the OOM score by the pod's quality of service, relative to the
/// machine's memory.
cri::LinuxResources linuxResources(const corev1::Pod& pod, const corev1::Container& container,
                                   std::int64_t memoryCapacity);

/// What a pod asks for in all: the larger of its init containers' greatest and its main containers' sum, sidecars in
/// both, and its overhead.
struct PodRequests {
    std::int64_t milliCpu = 0, memory = 0, ephemeral = 0;
    std::map<std::string, std::int64_t, std::less<>> scalars;  ///< resources::usage::isScalar()
};
PodRequests requestsOf(const corev1::Pod& pod);
/// Their limits, added up the same way; a container without one counts as nothing.
PodRequests limitsOf(const corev1::Pod& pod);

}  // namespace armillary::agent
