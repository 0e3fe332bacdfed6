#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "engine/async/clock.h"
#include "engine/client/client.h"
#include "engine/schema/status.h"

/// Nodes that run pods in name only: they register, keep their leases, and report whatever is bound to them as Running
/// and Ready. For tests, for scale, and for trying out what a change would do.
namespace armillary::machines {

struct SimulatedOptions {
    int count = 3;
    std::string prefix = "simulated";  ///< names are PREFIX-0, PREFIX-1, …
    std::int64_t cpus = 32;
    std::int64_t memoryBytes = 256ll << 30;
    std::int64_t pods = 110;
    unsigned workers = 4;
    std::chrono::seconds leaseEvery{10};
};

/// Running from create() until destroyed; the Node objects stay, and go NotReady when the leases run out.
class SimulatedNodes {
public:
    virtual ~SimulatedNodes() = default;
    static Result<std::unique_ptr<SimulatedNodes>> create(client::Client& client, async::Clock& clock,
                                                          const SimulatedOptions& options);
    /// How many pods have been brought to Running since the start.
    virtual std::size_t started() const = 0;
};

}  // namespace armillary::machines
