#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "engine/async/activity.h"
#include "engine/async/clock.h"
#include "engine/client/client.h"
#include "engine/schema/status.h"
#include "nodes/machines/simulated/pod_life.h"

/// Nodes that run pods in name only: they register, keep their leases, and report of whatever is bound to them what a
/// kubelet would: containers that are made, run, fail by annotation (pod_life.h), end, and are restarted; conditions,
/// addresses, events; deletions that complete. For tests, for scale, and for trying out what a change would do.
///
/// There is nothing behind it: no logs, no exec, no port-forward, no metrics; probes always succeed, volumes always
/// mount, readiness gates count as met, and a changed image of a running pod changes nothing.
namespace armillary::machines {

struct SimulatedOptions {
    int count = 3;
    std::string prefix = "simulated";  ///< names are PREFIX-FIRST, PREFIX-FIRST+1, …
    int first = 0;
    std::int64_t cpus = 32;
    std::int64_t memoryBytes = 256ll << 30;
    std::int64_t pods = 110;
    unsigned workers = 4;  ///< threads, whatever the number of nodes and pods; beside one for leases and one for events
    std::chrono::seconds leaseEvery{10};
    Pace pace;  ///< at once, unless said otherwise
};

/// Running from create() until destroyed; the Node objects stay, and go NotReady when the leases run out. The pods of
/// all nodes are seen by one informer; a node that somebody deletes stays away.
class SimulatedNodes {
public:
    virtual ~SimulatedNodes() = default;
    /// Returns when all nodes are registered and Ready.
    static Result<std::unique_ptr<SimulatedNodes>> create(client::Client& client, async::Clock& clock,
                                                          const SimulatedOptions& options);
    /// From now on things take so long. What is under way is looked at when something else happens to it.
    virtual void setPace(const Pace& pace) = 0;
    /// How many pods have been brought to Running since the start.
    virtual std::size_t started() const = 0;
    /// Due when the next pod or lease is.
    virtual async::Activity activity() const = 0;
};

}  // namespace armillary::machines
