#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <format>
#include <thread>

#include "engine/async/clock.h"
#include "engine/pki/ca.h"
#include "engine/runtime/credentials.h"
#include "engine/runtime/join_token.h"
#include "engine/schema/api/coordinationv1.h"
#include "engine/schema/api/corev1.h"
#include "programs/armillaryctl/commands.h"
#include "programs/common/child.h"
#include "programs/common/folder.h"
#include "programs/common/node_ready.h"

namespace armillary::ctl {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Done = std::expected<void, std::string>;

constexpr auto kServerPatience = std::chrono::seconds(30);
constexpr auto kNodePatience = std::chrono::seconds(90);
constexpr auto kTokenLifetime = std::chrono::minutes(10);

/// Under sudo the control plane runs as whoever called sudo; only the agent needs root.
struct Caller {
    std::optional<uid_t> uid;
    std::optional<gid_t> gid;
};
Caller caller() {
    const char *uid = std::getenv("SUDO_UID"), *gid = std::getenv("SUDO_GID");
    if (geteuid() != 0 || !uid || !gid) return {};
    return {static_cast<uid_t>(std::strtoul(uid, nullptr, 10)), static_cast<gid_t>(std::strtoul(gid, nullptr, 10))};
}

class Up {
public:
    explicit Up(const UpOptions& options) : m_options(options), m_dir(options.dir) {}

    Done run() {
        const Caller owner = caller();
        if (auto done = programs::claimFolder(m_dir.root, {owner.uid, owner.gid}); !done) return done;
        if (auto done = makeFolders(); !done) return done;
        m_urlBefore = clusterUrl(m_dir);
        if (auto done = startServer(); !done) return done;
        if (!m_options.node) return {};
        if (auto done = startNode(); !done) return done;
        return awaitNode();
    }

private:
    std::string since(Clock::time_point start) const {
        return std::format("{:.1f} s", std::chrono::duration<double>(Clock::now() - start).count());
    }

    Done makeFolders() {
        const Caller owner = caller();
        for (const fs::path& folder : {m_dir.log(), m_dir.run()}) {
            std::error_code failed;
            const bool made = fs::create_directories(folder, failed);
            if (failed) return std::unexpected(std::format("cannot make {}: {}", folder.string(), failed.message()));
            if (made && owner.uid) (void)chown(folder.c_str(), *owner.uid, *owner.gid);
            if (made) (void)chmod(folder.c_str(), 0700);
        }
        return {};
    }

    Done startServer() {
        const auto start = Clock::now();
        // Twice: a control plane that was being killed a moment ago may still look alive at the first look.
        for (int attempt = 0;; ++attempt) {
            const bool wasRunning = programs::runningProcess(m_dir.serverPid(), "armillaryd").has_value();
            if (!wasRunning)
                if (auto done = launchServer(); !done) return done;
            if (!m_client) {
                auto client = adminClient(m_dir);
                if (!client) return std::unexpected(client.error());
                m_client = std::move(*client);
            }
            const auto ready = awaitReady();
            m_url = clusterUrl(m_dir);
            if (ready)
                say(wasRunning ? "control plane is running at " + m_url
                               : "control plane is up at " + m_url + " (" + since(start) + ")");
            if (ready || attempt > 0 || programs::runningProcess(m_dir.serverPid(), "armillaryd")) return ready;
        }
    }

    /// Where it was before, unless told otherwise: what was written down of its address stays true.
    programs::ListenAddress listenAddress() const {
        if (m_options.listen) return *m_options.listen;
        const std::size_t scheme = m_urlBefore.find("://");
        const auto before = programs::parseListenAddress(
            std::string_view(m_urlBefore).substr(scheme == std::string::npos ? 0 : scheme + 3));
        return before.value_or(programs::ListenAddress{"127.0.0.1", 6443});
    }

    Done launchServer() {
        const Caller owner = caller();
        const programs::ListenAddress listen = listenAddress();
        const auto line = programs::startAndAwaitLine({.program = binaryDir() / "armillaryd",
                                                       .arguments = {"--data-dir", m_dir.root.string(), "--listen",
                                                                     std::format("{}:{}", listen.address, listen.port)},
                                                       .logFile = m_dir.log() / "armillaryd.log",
                                                       .uid = owner.uid,
                                                       .gid = owner.gid},
                                                      kServerPatience);
        if (!line) return std::unexpected("the control plane did not start:\n" + line.error());
        return {};
    }

    /// Gives up at once when the process goes away.
    Done awaitReady() {
        std::string last = "it has stopped";
        for (const auto end = Clock::now() + kServerPatience; Clock::now() < end;
             std::this_thread::sleep_for(std::chrono::milliseconds(50))) {
            const auto answer = m_client->getRaw("/readyz");
            if (answer) return {};
            last = answer.error().message;
            if (!programs::runningProcess(m_dir.serverPid(), "armillaryd")) break;
        }
        return std::unexpected("the control plane does not get ready: " + last + "; see " +
                               (m_dir.log() / "armillaryd.log").string());
    }

    bool hasJoined() const {
        std::error_code failed;
        const bool there = fs::exists(m_dir.node() / "node.json", failed);
        return there || failed.value() == EACCES;
    }

    Done startNode() {
        const bool moved = m_urlBefore != m_url;
        if (programs::runningProcess(m_dir.nodePid(), "armillary-node") && !moved) {
            say("node agent is running");
            return {};
        }
        if (geteuid() != 0 && std::system("/usr/bin/sudo -v") != 0)
            return std::unexpected(
                "the node agent needs root to run containers; run as root, through sudo, or with --nodes none");
        // One that dials the old address would do so for ever.
        if (!stopProgram(m_dir.nodePid(), "armillary-node"))
            return std::unexpected("the node agent, which has to follow the control plane to " + m_url +
                                   ", does not stop");
        const auto start = Clock::now();
        const fs::path program = binaryDir() / "armillary-node";
        const bool first = !hasJoined();
        // A node that has joined needs no token to learn where its cluster listens now, unless its certificate is over.
        auto joined = first ? join(program, true) : join(program, false);
        if (!joined && !first) joined = join(program, true);
        if (!joined) return joined;
        if (first) say("node has joined (" + since(start) + ")");
        const auto words = asRoot(program, {"run", "--data-dir", m_dir.root.string()});
        const auto started = programs::startDetached(
            {.program = words.front(), .arguments = {words.begin() + 1, words.end()}, .logFile = agentLog()});
        if (!started) return std::unexpected("the node agent did not start: " + started.error());
        m_agent = *started;
        return {};
    }

    Done join(const fs::path& program, bool withToken) {
        const auto ca = runtime::readFile(m_dir.root / "pki" / "ca.crt");
        if (!ca) return std::unexpected(ca.error());
        const auto pin = pki::pinOf(*ca);
        if (!pin) return std::unexpected(pin.error());
        std::vector<std::string> arguments = {"join",       "--server",         m_url, "--ca-hash", *pin,
                                              "--data-dir", m_dir.root.string()};
        std::string input;
        if (withToken) {
            auto token = runtime::createBootstrapToken(*m_client, async::realClock(), kTokenLifetime);
            if (!token) return std::unexpected("cannot make a join token: " + token.error().message);
            arguments.insert(arguments.end(), {"--token", "-"});
            input = *token + "\n";
        }
        const auto words = asRoot(program, std::move(arguments));
        const auto done = programs::runToEnd(words.front(), {words.begin() + 1, words.end()}, input);
        if (!done) return std::unexpected("the node could not join:\n" + done.error());
        constexpr std::string_view kBeforeName = " as node ";
        if (const auto at = done->rfind(kBeforeName); at != std::string::npos)
            m_nodeName = done->substr(at + kBeforeName.size());
        return {};
    }

    fs::path agentLog() const { return m_dir.log() / "armillary-node.log"; }

    /// Our own child is known at once to have ended; another's agent by its pid file.
    bool agentHasEnded() const {
        if (m_agent) return waitpid(*m_agent, nullptr, WNOHANG) == *m_agent;
        return !programs::runningProcess(m_dir.nodePid(), "armillary-node");
    }

    /// A node that is Ready by the word of the agent that runs now, not of one that has died since.
    bool isReady(const corev1::Node& node) const {
        const auto pid = programs::runningProcess(m_dir.nodePid(), "armillary-node");
        const auto started = pid ? programs::processStart(*pid) : std::nullopt;
        if (!started || (!m_nodeName.empty() && node.metadata.name != m_nodeName)) return false;
        const auto lease = client::get<coordinationv1::Lease>(*m_client, "kube-node-lease", node.metadata.name);
        return lease && programs::isReadySince(node, (*lease)->as<coordinationv1::Lease>(), *started);
    }

    Done awaitNode() {
        const auto start = Clock::now();
        std::string last = "no node has registered";
        for (bool warned = false; Clock::now() - start < kNodePatience;
             std::this_thread::sleep_for(std::chrono::milliseconds(100))) {
            if (agentHasEnded())
                return std::unexpected("the node agent has ended: " + programs::tail(agentLog(), 1) + "; see " +
                                       agentLog().string());
            const auto nodes = m_client->list(client::target<corev1::Node>());
            if (nodes && std::ranges::any_of(
                             nodes->items, [&](const ObjectRef& node) { return isReady(node->as<corev1::Node>()); })) {
                say("node is Ready (" + since(start) + ")");
                return {};
            }
            if (!nodes) last = nodes.error().message;
            if (nodes && !nodes->items.empty()) last = "the node has registered but is not Ready";
            if (!warned && Clock::now() - start > std::chrono::seconds(10)) {
                say("waiting for the node: " + last);
                warned = true;
            }
        }
        return std::unexpected(std::format("{} after {} s; see {}", last, kNodePatience.count(), agentLog().string()));
    }

    const UpOptions& m_options;
    const DataDir& m_dir;
    std::unique_ptr<client::Client> m_client;
    std::string m_urlBefore, m_url;  ///< where the API server answered before, and does now
    std::string m_nodeName;          ///< this machine's; "" when an agent that was running already knows
    std::optional<pid_t> m_agent;    ///< the agent, or its sudo, when we started it
};

}  // namespace

int up(const UpOptions& options) {
    if (auto done = Up(options).run(); !done) return fail(done.error());
    say("use it: kubectl --kubeconfig " + options.dir.kubeconfig().string() + " get nodes");
    return 0;
}

}  // namespace armillary::ctl
