#pragma once

#include <sys/types.h>
#include <memory>

#include "engine/client/client.h"
#include "programs/common/lifecycle/programs.h"

namespace armillary::programs {

/// armillaryd and armillary-node from beside the running program, in one data directory.
class LocalPrograms final : public Programs {
public:
    LocalPrograms(DataDir dir, AskedFrom from);
    ~LocalPrograms() override;

    Done claim() override;
    bool hasNode() const override;
    std::string url() const override;
    bool serverRuns() const override;
    Done startServer(const ListenAddress& listen, const std::stop_token& stop) override;
    Done askServer() override;
    bool isTaken(const ListenAddress& listen) const override;
    bool stopServer() override;
    RootMeans rootMeans() const override;
    Done obtainRoot() override;
    bool agentRuns() const override;
    bool hasJoined() const override;
    std::expected<std::string, std::string> join(const std::string& url, bool withToken) override;
    Done startAgent() override;
    std::optional<int> agentEnd() override;
    std::string agentsLastWords() const override;
    std::expected<NodeState, std::string> nodeState(const std::string& name) override;
    bool stopAgent() override;
    Done resetNode() override;
    Clock::time_point now() const override { return Clock::now(); }
    void pause(std::chrono::milliseconds time) override;

private:
    /// Under sudo the control plane runs as whoever called sudo; only the agent needs root.
    struct Caller {
        std::optional<uid_t> uid;
        std::optional<gid_t> gid;
    };
    static Caller caller();
    Done connect();
    std::expected<std::string, std::string> run(RootMeans means, std::vector<std::string> arguments,
                                                const std::string& input = {}) const;

    const DataDir m_dir;
    const AskedFrom m_from;
    mutable std::optional<RootMeans> m_means;  ///< found out when it is needed first: it may ask sudo
    std::unique_ptr<client::Client> m_client;
    std::optional<pid_t> m_agent;  ///< the agent, or its sudo, when we started it
    std::optional<int> m_agentEnd;
};

}  // namespace armillary::programs
