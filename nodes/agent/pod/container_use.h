#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "nodes/cri/runtime.h"

namespace armillary::agent {

struct ContainerUse {
    cri::ContainerStats stats;
    std::int64_t startedAt = 0;  ///< nanoseconds since the Unix epoch
    std::uint64_t logBytes = 0, logFiles = 0;
};

/// What the containers that run use, of which there is one to a name in a pod. Ended ones, of which the runtime still
/// tells, are left out: readers take two of a name, or one that uses nothing, for a mistake. Nothing when the runtime
/// does not answer. Their logs are not looked at.
std::optional<std::vector<ContainerUse>> runningUse(cri::Runtime& runtime);

}  // namespace armillary::agent
