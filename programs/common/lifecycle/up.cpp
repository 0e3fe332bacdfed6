#include "programs/common/lifecycle/up.h"

#include <format>

#include "programs/common/lifecycle/admin.h"

namespace armillary::programs {

namespace {

using namespace std::chrono_literals;
using Clock = Programs::Clock;

constexpr auto kServerPatience = 30s;
constexpr auto kNodePatience = 90s;
/// Somebody is being asked for a password.
constexpr auto kPermissionPatience = 300s;
// What pkexec(1) ends with when it was dismissed, or has nobody to ask.
constexpr int kDismissed = 126, kNotAuthorised = 127;

class Up {
public:
    Up(Programs& programs, const UpOptions& options, const Progress& progress)
        : m_programs(programs), m_options(options), m_progress(progress) {}

    Outcome run() {
        m_urlBefore = m_programs.url();
        if (auto done = step(StepId::Folder, &Up::claim); !done) return done;
        if (auto done = step(StepId::ControlPlane, &Up::startServer); !done) return done;
        if (!m_options.node) return {};
        if (auto done = step(StepId::Join, &Up::join); !done) return done;
        if (auto done = step(StepId::Agent, &Up::startAgent); !done) return done;
        return step(StepId::Ready, &Up::awaitNode);
    }

private:
    Outcome step(StepId id, Outcome (Up::*work)()) {
        if (m_progress.stop.stop_requested()) return cancelled();
        m_progress.began(id);
        auto done = (this->*work)();
        if (done) m_progress.ended(id);
        return done;
    }

    std::string since(Clock::time_point start) const {
        return std::format("{:.1f} s", std::chrono::duration<double>(m_programs.now() - start).count());
    }
    std::string ctl(std::string_view words) const {
        return std::format("armillaryctl {} --data-dir {}", words, shellLine({m_options.dir.root.string()}));
    }
    /// Root may have another search path.
    std::string upAsRoot() const {
        return shellLine(
            asRoot(RootMeans::ByHand, binaryDir() / "armillaryctl", {"up", "--data-dir", m_options.dir.root.string()}));
    }
    std::string withoutNode() const { return ctl("up --nodes none"); }
    std::filesystem::path log(const char* file) const { return m_options.dir.log() / file; }

    Outcome cancelled() const {
        Failure failure{"cancelled; what has been started goes on running", {{Remedy::Retry, ""}}};
        if (m_options.node && m_programs.serverRuns())
            failure.next.push_back({Remedy::ControlPlaneOnly, withoutNode()});
        failure.next.push_back({Remedy::Stop, ctl("down")});
        return std::unexpected(std::move(failure));
    }

    Outcome claim() {
        if (auto done = m_programs.claim(); !done)
            return std::unexpected(Failure{done.error(), {{Remedy::ChooseFolder, ""}, {Remedy::Retry, ""}}});
        return {};
    }

    /// Where it was before, unless told otherwise: what was written down of its address stays true.
    ListenAddress listenAddress() const {
        if (m_options.listen) return *m_options.listen;
        const std::size_t scheme = m_urlBefore.find("://");
        const auto before =
            parseListenAddress(std::string_view(m_urlBefore).substr(scheme == std::string::npos ? 0 : scheme + 3));
        return before.value_or(ListenAddress{"127.0.0.1", 6443});
    }

    Outcome startServer() {
        const auto start = m_programs.now();
        // Twice: a control plane that was being killed a moment ago may still look alive at the first look.
        for (int attempt = 0;; ++attempt) {
            const bool wasRunning = m_programs.serverRuns();
            if (!wasRunning)
                if (auto done = launchServer(); !done) return done;
            const auto ready = awaitReady();
            m_url = m_programs.url();
            if (ready)
                m_progress.said(wasRunning ? "control plane is running at " + m_url
                                           : "control plane is up at " + m_url + " (" + since(start) + ")");
            if (ready || m_progress.stop.stop_requested() || attempt > 0 || m_programs.serverRuns()) return ready;
        }
    }

    Outcome launchServer() {
        const ListenAddress listen = listenAddress();
        const auto done = m_programs.startServer(listen, m_progress.stop);
        if (done) return {};
        if (m_progress.stop.stop_requested()) return cancelled();
        Failure failure{"the control plane did not start:\n" + done.error(), {}, log("armillaryd.log")};
        if (m_programs.isTaken(listen)) failure.next.push_back({Remedy::UseFreePort, ctl("up --listen 127.0.0.1:0")});
        failure.next.push_back({Remedy::Retry, ""});
        return std::unexpected(std::move(failure));
    }

    /// Gives up at once when the process goes away.
    Outcome awaitReady() {
        std::string last = "it has stopped";
        for (const auto end = m_programs.now() + kServerPatience; m_programs.now() < end; m_programs.pause(50ms)) {
            if (m_progress.stop.stop_requested()) return cancelled();
            const auto answer = m_programs.askServer();
            if (answer) return {};
            last = answer.error();
            if (!m_programs.serverRuns()) break;
        }
        const auto file = log("armillaryd.log");
        return std::unexpected(Failure{"the control plane does not get ready: " + last + "; see " + file.string(),
                                       {{Remedy::Retry, ""}, {Remedy::Stop, ctl("down")}},
                                       file});
    }

    Failure nodeFailure(std::string text) const {
        return {std::move(text),
                {{Remedy::Retry, ""}, {Remedy::ControlPlaneOnly, withoutNode()}},
                log("armillary-node.log")};
    }
    Failure needsRoot(const std::string& why) const {
        return {why + "; run as root, through sudo, or with --nodes none",
                {{Remedy::RunByHand, upAsRoot()}, {Remedy::ControlPlaneOnly, withoutNode()}}};
    }

    bool agentStays() const { return m_programs.agentRuns() && m_urlBefore == m_url; }

    Outcome join() {
        if (agentStays()) return {};
        if (auto done = m_programs.obtainRoot(); !done) return std::unexpected(needsRoot(done.error()));
        // One that dials the old address would do so for ever.
        if (!m_programs.stopAgent())
            return std::unexpected(
                nodeFailure("the node agent, which has to follow the control plane to " + m_url + ", does not stop"));
        const auto start = m_programs.now();
        const bool first = !m_programs.hasJoined();
        // A node that has joined needs no token to learn where its cluster listens now, unless its certificate is over.
        auto joined = m_programs.join(m_url, first);
        if (!joined && !first) joined = m_programs.join(m_url, true);
        if (!joined) return std::unexpected(nodeFailure("the node could not join:\n" + joined.error()));
        m_nodeName = *joined;
        if (first) m_progress.said("node has joined (" + since(start) + ")");
        return {};
    }

    Outcome startAgent() {
        if (agentStays()) {
            m_progress.said("node agent is running");
            return {};
        }
        if (auto done = m_programs.startAgent(); !done)
            return std::unexpected(nodeFailure("the node agent did not start: " + done.error()));
        // It runs once somebody has said yes.
        const auto end = m_programs.now() + kPermissionPatience;
        while (m_programs.rootMeans() == RootMeans::PolicyKit && !m_programs.agentRuns() && m_programs.now() < end) {
            if (m_progress.stop.stop_requested()) return cancelled();
            if (auto status = m_programs.agentEnd()) {
                if (*status != kDismissed && *status != kNotAuthorised) break;
                auto failure = needsRoot("the node agent was not permitted to run as root");
                failure.next.insert(failure.next.begin(), {Remedy::Retry, ""});
                return std::unexpected(std::move(failure));
            }
            m_programs.pause(100ms);
        }
        return {};
    }

    Outcome awaitNode() {
        const auto start = m_programs.now();
        const auto file = log("armillary-node.log");
        std::string last = "no node has registered";
        for (bool warned = false; m_programs.now() - start < kNodePatience; m_programs.pause(100ms)) {
            if (m_progress.stop.stop_requested()) return cancelled();
            if (m_programs.agentEnd())
                return std::unexpected(nodeFailure("the node agent has ended: " + m_programs.agentsLastWords() +
                                                   "; see " + file.string()));
            const auto state = m_programs.nodeState(m_nodeName);
            if (state && *state == NodeState::Ready) {
                m_progress.said("node is Ready (" + since(start) + ")");
                return {};
            }
            if (!state) last = state.error();
            if (state && *state == NodeState::NotReady) last = "the node has registered but is not Ready";
            if (!warned && m_programs.now() - start > 10s) {
                m_progress.said("waiting for the node: " + last);
                warned = true;
            }
        }
        return std::unexpected(
            nodeFailure(std::format("{} after {} s; see {}", last, kNodePatience.count(), file.string())));
    }

    Programs& m_programs;
    const UpOptions& m_options;
    const Progress& m_progress;
    std::string m_urlBefore, m_url;  ///< where the API server answered before, and does now
    std::string m_nodeName;          ///< this machine's; "" when an agent that was running already knows
};

}  // namespace

std::vector<Step> stepsUp(bool node) {
    std::vector<Step> steps = {{StepId::Folder, 100ms}, {StepId::ControlPlane, 500ms}};
    if (node) steps.insert(steps.end(), {{StepId::Join, 500ms}, {StepId::Agent, 500ms}, {StepId::Ready, 3s}});
    return steps;
}

Outcome bringUp(Programs& programs, const UpOptions& options, const Progress& progress) {
    return Up(programs, options, progress).run();
}

}  // namespace armillary::programs
