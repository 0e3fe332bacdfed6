#pragma once

#include <memory>

#include "engine/client/http/calls.h"

namespace armillary::app {

/// Calls to a cluster of simulated machines, where nothing runs that could be entered: exec and attach into a pod that
/// "runs" come to a SimulatedShell; a forwarded port answers HTTP with the pod's name,
/// and anything else with itself. Everything else goes to `server`. A container whose image is called "…distroless…"
/// has no shell, as such images have none.
///
/// It stands in for the node agent alone, behind no server: nobody's rights are asked.
std::shared_ptr<client::Calls> withSimulatedAccess(std::shared_ptr<client::Calls> server);

}  // namespace armillary::app
