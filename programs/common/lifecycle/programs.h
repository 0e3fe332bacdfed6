#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <stop_token>
#include <string>

#include "programs/common/data_dir.h"
#include "programs/common/lifecycle/root.h"

namespace armillary::programs {

using Done = std::expected<void, std::string>;

/// How this machine's node is, in the API's eyes.
enum class NodeState { Unregistered, NotReady, Ready };

/// A cluster's programs on this machine: what bringUp() and takeDown() are made of. One implementation starts the real
/// ones (local_programs.h); tests script another. Errors are a sentence, or the program's last words.
class Programs {
public:
    using Clock = std::chrono::steady_clock;
    virtual ~Programs() = default;

    /// Makes the folder a data directory, with what the programs write into.
    virtual Done claim() = 0;
    virtual bool hasNode() const = 0;
    /// Where the control plane answers or last did; "" when it never has.
    virtual std::string url() const = 0;

    virtual bool serverRuns() const = 0;
    /// Returns when it has said that it is ready, or has ended.
    virtual Done startServer(const ListenAddress& listen, const std::stop_token& stop) = 0;
    /// One question whether it is ready.
    virtual Done askServer() = 0;
    /// Whether somebody listens there already.
    virtual bool isTaken(const ListenAddress& listen) const = 0;
    /// True when it does not run any more.
    virtual bool stopServer() = 0;

    virtual RootMeans rootMeans() const = 0;
    /// Asks for root where it is asked for beforehand. The error says how else to get it.
    virtual Done obtainRoot() = 0;

    virtual bool agentRuns() const = 0;
    virtual bool hasJoined() const = 0;
    /// The node's name.
    virtual std::expected<std::string, std::string> join(const std::string& url, bool withToken) = 0;
    virtual Done startAgent() = 0;
    /// How the agent that was started has ended, by its exit status, -1 for any other end; none while it runs.
    virtual std::optional<int> agentEnd() = 0;
    virtual std::string agentsLastWords() const = 0;
    /// Of the node with this name, of any when it is "".
    virtual std::expected<NodeState, std::string> nodeState(const std::string& name) = 0;
    virtual bool stopAgent() = 0;
    /// Undoes all that the agent did on this machine.
    virtual Done resetNode() = 0;

    virtual Clock::time_point now() const = 0;
    virtual void pause(std::chrono::milliseconds time) = 0;
};

}  // namespace armillary::programs
