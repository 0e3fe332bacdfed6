#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>

#include "engine/client/client.h"

namespace armillary::app {

struct OfflineOptions {
    int nodes = 4;
    int pods = 48;  ///< of the sample's deployments together
    /// Something changes every now and then, things take their time, and there are a few more pods than `pods`: of a
    /// stateful set, a daemon set and jobs, which otherwise rest.
    bool lively = true;
    /// False: nobody acts. Nodes and pods are written as they would have come to be, as fast as possible, and nothing
    /// of the sample but workloads. For measuring what thousands of them cost.
    bool controllers = true;
    std::uint64_t seed = 7;
};

/// The real engine, in memory, with simulated machines and a sample of everything on them. Its folder goes with it.
class OfflineCluster {
public:
    virtual ~OfflineCluster() = default;
    /// The administrator's, in process.
    virtual client::Client& client() = 0;
    /// The administrator's file, for clients that come over HTTPS.
    virtual std::filesystem::path kubeconfig() const = 0;
};

/// Returns when the sample has come to rest: all pods run but for three deployments' whose latest change went wrong
/// (one crashes, one names an image that does not exist, one asks for more than any node has). Those that the nodes
/// have no room for are not waited for. The error is one sentence.
std::expected<std::shared_ptr<OfflineCluster>, std::string> makeOfflineCluster(const OfflineOptions& options = {});

}  // namespace armillary::app
