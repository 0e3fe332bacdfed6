#pragma once

#include <cstdint>
#include <filesystem>

#include "engine/async/clock.h"
#include "nodes/cri/runtime.h"

namespace armillary::agent {

struct LogLimits {
    std::uintmax_t bytes = 10u << 20;
    std::size_t files = 5;
};

/// Turns over the logs of running containers that have grown past the limit: "N.log" becomes "N.log.STAMP", the runtime
/// opens a new one, and the oldest beyond the number of files go. Those before the newest "N.log.STAMP", which somebody
/// may still read to its end, are compressed with gzip to "N.log.STAMP.gz".
void rotateLogs(cri::Runtime& runtime, async::Clock& clock, const LogLimits& limits = {});

/// Removes a container's log and all that became of it in rotation.
void removeLogs(const std::filesystem::path& log);

}  // namespace armillary::agent
