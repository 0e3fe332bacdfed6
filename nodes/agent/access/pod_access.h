#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "nodes/agent/endpoint/endpoint.h"
#include "nodes/agent/pod/workers.h"
#include "nodes/agent/volume/volumes.h"

namespace armillary::agent {

struct AccessNode {
    std::string name;
    std::filesystem::path dataDir;
    ClusterDns dns;
    std::function<std::vector<VolumePlace>(const corev1::Pod&)> volumesOf;
};
/// The node's pods for the endpoint: logs, exec, attach, port-forward, /pods, statistics and metrics.
std::unique_ptr<PodAccess> makePodAccess(PodWorkers& workers, StatusManager& statuses, cri::Runtime& runtime,
                                         const Prober& prober, async::Clock& clock, Tasks& tasks, AccessNode node);

}  // namespace armillary::agent
