#pragma once

#include <expected>
#include <string>

#include "engine/schema/api/corev1.h"

namespace armillary::agent {

/// What a pod may ask of its node.
struct NodeFacts {
    std::string nodeName, nodeIp;
    std::int64_t allocatableMilliCpu = 0, allocatableMemory = 0, allocatableEphemeral = 0;
    std::int64_t memoryCapacity = 0;
    bool recursiveReadOnly = false;  ///< the runtime can mount so
};

/// The value of a fieldRef ("metadata.labels['a']", "status.podIP", "spec.nodeName", …). `podIps` are the sandbox's,
/// newer than the status. Annotations and labels without a key become lines of key="value".
std::expected<std::string, std::string> fieldValue(const corev1::Pod& pod, const std::string& path,
                                                   const NodeFacts& node, const std::vector<std::string>& podIps);

/// The value of a resourceFieldRef ("limits.cpu", "requests.memory"), divided and rounded up; without a limit the
/// node's allocatable, but of huge pages, which nobody has who does not ask for them.
std::expected<std::string, std::string> resourceValue(const corev1::Pod& pod, const corev1::Container& container,
                                                      const corev1::ResourceFieldSelector& selector,
                                                      const NodeFacts& node);

}  // namespace armillary::agent
