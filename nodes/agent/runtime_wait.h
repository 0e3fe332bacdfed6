#pragma once

#include <chrono>
#include <functional>
#include <string_view>

#include "engine/async/clock.h"
#include "nodes/cri/runtime.h"

namespace armillary::agent {

struct RuntimeWait {
    std::chrono::seconds limit{60};
    std::function<bool()> stopped;                         ///< nobody wants the answer any more
    std::function<void(std::chrono::milliseconds)> pause;  ///< between two questions
    std::function<void(std::string_view why)> told;        ///< once: it is not there yet, for this reason
};

/// Asks the runtime for its version until it answers, for it listens before it can: while it loads what it knew before
/// a crash or a reboot it is unavailable, or says that it is not initialized yet. The error is the last one, at once
/// when waiting does not help.
cri::Outcome<cri::Version> awaitRuntime(cri::Runtime& runtime, async::Clock& clock, const RuntimeWait& wait);

}  // namespace armillary::agent
