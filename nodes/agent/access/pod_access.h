#pragma once

#include <memory>

#include "nodes/agent/endpoint/endpoint.h"
#include "nodes/agent/pod/workers.h"

namespace armillary::agent {

/// The node's pods for the endpoint: logs, exec, attach, port-forward, /pods, /stats/summary.
std::unique_ptr<PodAccess> makePodAccess(PodWorkers& workers, StatusManager& statuses, cri::Runtime& runtime,
                                         async::Clock& clock, std::string nodeName);

}  // namespace armillary::agent
