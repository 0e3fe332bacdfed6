#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "nodes/agent/layout.h"

namespace armillary::agent {

struct AgentConfig {
    Layout layout;
    std::filesystem::path images;         ///< folder of OCI archives to have on the node; "" for none
    std::filesystem::path runtimeSocket;  ///< of a runtime that is there already; "": a private containerd
    std::uint16_t port = 10250;
};

/// The node agent, whole: runtime, network, endpoint, certificates, pods. The composition root of armillary-node.
class Agent {
public:
    virtual ~Agent() = default;
    /// Starts everything for a joined node, in order, and returns when the node is registered. Waits for the server as
    /// long as it takes; `stopped` ends the wait. The error is one sentence with the way out.
    static std::expected<std::unique_ptr<Agent>, std::string> start(const AgentConfig& config, async::Clock& clock,
                                                                    const std::function<bool()>& stopped);
};

/// Undoes all that join and run did on this machine: pods, shims, mounts, network, control groups, containerd, data.
/// Idempotent. What could not be removed, one sentence each.
std::vector<std::string> reset(const Layout& layout);

}  // namespace armillary::agent
