#pragma once

#include <memory>

#include "nodes/agent/endpoint/endpoint.h"
#include "nodes/agent/pod/workers.h"

namespace armillary::agent {

struct AccessNode {
    std::string name;
    std::filesystem::path dataDir;
    ClusterDns dns;
};
/// The node's pods for the endpoint: logs, exec, attach, port-forward, /pods, statistics and metrics.
std::unique_ptr<PodAccess> makePodAccess(PodWorkers& workers, StatusManager& statuses, cri::Runtime& runtime,
                                         async::Clock& clock, AccessNode node);

}  // namespace armillary::agent
