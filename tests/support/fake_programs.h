#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "programs/common/lifecycle/programs.h"

namespace armillary::test {

/// A machine on which nothing is started: what happens is written in its members, what was done in `done`. Its clock
/// moves when somebody waits.
class FakePrograms final : public programs::Programs {
public:
    // What is.
    bool server = false, agent = false, joined = false, node = false;
    std::string address;  ///< what a kubeconfig would say; "" before the first start
    // What will be.
    programs::Done onClaim, onServer, onAsk, onRoot, onJoin, onAgent, onReset;
    bool taken = false, agentObeys = true, serverObeys = true;
    programs::RootMeans means = programs::RootMeans::Already;
    std::optional<int> agentEnds;
    std::string lastWords;
    programs::NodeState state = programs::NodeState::Ready;
    std::function<void()> whilePausing = [] {};
    std::function<void()> whileStarting = [] {};

    std::vector<std::string> done() const {
        const std::scoped_lock lock(m_mutex);
        return m_done;
    }

    programs::Done claim() override { return note("claim", onClaim); }
    bool hasNode() const override { return locked(node); }
    std::string url() const override {
        const std::scoped_lock lock(m_mutex);
        return address;
    }
    bool serverRuns() const override { return locked(server); }
    programs::Done startServer(const programs::ListenAddress& listen, const std::stop_token&) override {
        whileStarting();
        auto outcome = note("server " + listen.address + ":" + std::to_string(listen.port), onServer);
        const std::scoped_lock lock(m_mutex);
        if (outcome) {
            server = true;
            address = "https://127.0.0.1:" + std::to_string(listen.port == 0 ? 31000 : listen.port);
        }
        return outcome;
    }
    programs::Done askServer() override { return onAsk; }
    bool isTaken(const programs::ListenAddress&) const override { return taken; }
    bool stopServer() override {
        (void)note("stop server", {});
        const std::scoped_lock lock(m_mutex);
        if (serverObeys) server = false;
        return serverObeys;
    }
    programs::RootMeans rootMeans() const override { return means; }
    programs::Done obtainRoot() override { return note("root", onRoot); }
    bool agentRuns() const override { return locked(agent); }
    bool hasJoined() const override { return locked(joined); }
    std::expected<std::string, std::string> join(const std::string& url, bool withToken) override {
        if (auto outcome = note("join " + url + (withToken ? " with a token" : ""), onJoin); !outcome)
            return std::unexpected(outcome.error());
        const std::scoped_lock lock(m_mutex);
        joined = node = true;
        return "this-machine";
    }
    programs::Done startAgent() override {
        auto outcome = note("agent", onAgent);
        const std::scoped_lock lock(m_mutex);
        if (outcome && !agentEnds) agent = true;
        return outcome;
    }
    std::optional<int> agentEnd() override { return agentEnds; }
    std::string agentsLastWords() const override { return lastWords; }
    std::expected<programs::NodeState, std::string> nodeState(const std::string&) override { return state; }
    bool stopAgent() override {
        if (locked(agent)) (void)note("stop agent", {});
        const std::scoped_lock lock(m_mutex);
        if (agentObeys) agent = false;
        return agentObeys;
    }
    programs::Done resetNode() override { return note("reset", onReset); }
    Clock::time_point now() const override { return Clock::time_point(std::chrono::milliseconds(m_now.load())); }
    void pause(std::chrono::milliseconds time) override {
        whilePausing();
        m_now += time.count();
    }
    /// The control plane ends by itself.
    void kill() {
        const std::scoped_lock lock(m_mutex);
        server = false;
    }

private:
    bool locked(const bool& value) const {
        const std::scoped_lock lock(m_mutex);
        return value;
    }
    programs::Done note(std::string what, const programs::Done& outcome) {
        const std::scoped_lock lock(m_mutex);
        m_done.push_back(std::move(what));
        return outcome;
    }

    mutable std::mutex m_mutex;
    std::vector<std::string> m_done;
    std::atomic<long long> m_now{1000};
};

}  // namespace armillary::test
