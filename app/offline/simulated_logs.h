#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "engine/client/http/calls.h"

namespace armillary::app {

/// Milliseconds since the Unix epoch.
using LogClock = std::function<std::int64_t()>;

/// Calls to a cluster of simulated machines, whose containers write nothing: what is asked of a pod's log is made up,
/// the same for the same container and moment: requests in logfmt, or as JSON, with a warning or a failure now and
/// then; the last words of a container that crashes. Understands container, previous, timestamps, tailLines,
/// sinceSeconds, sinceTime and follow. Everything else goes to `server`.
std::shared_ptr<client::Calls> withSimulatedLogs(std::shared_ptr<client::Calls> server, LogClock clock = {});

}  // namespace armillary::app
