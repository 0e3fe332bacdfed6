#include <sys/stat.h>
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
#include "engine/schema/api/corev1.h"
#include "programs/armillaryctl/commands.h"
#include "programs/common/child.h"

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
        if (auto done = makeFolders(); !done) return done;
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
        for (const fs::path& folder : {m_dir.root, m_dir.log(), m_dir.run()}) {
            std::error_code failed;
            const bool made = fs::create_directories(folder, failed);
            if (failed)
                return std::unexpected(std::format("cannot make {}: {}; choose another folder with --data-dir",
                                                   folder.string(), failed.message()));
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
            if (ready) say(wasRunning ? "control plane is running" : "control plane is up (" + since(start) + ")");
            if (ready || attempt > 0 || programs::runningProcess(m_dir.serverPid(), "armillaryd")) return ready;
        }
    }

    Done launchServer() {
        const Caller owner = caller();
        const auto line = programs::startAndAwaitLine(
            {.program = binaryDir() / "armillaryd",
             .arguments = {"--data-dir", m_dir.root.string(), "--listen",
                           std::format("{}:{}", m_options.listen.address, m_options.listen.port)},
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
        if (programs::runningProcess(m_dir.nodePid(), "armillary-node")) {
            say("node agent is running");
            return {};
        }
        if (geteuid() != 0 && std::system("/usr/bin/sudo -v") != 0)
            return std::unexpected(
                "the node agent needs root to run containers; run as root, through sudo, or with --nodes none");
        const auto start = Clock::now();
        const fs::path program = binaryDir() / "armillary-node";
        if (!hasJoined()) {
            auto joined = join(program);
            if (!joined) return joined;
            say("node has joined (" + since(start) + ")");
        }
        const auto words = asRoot(program, {"run", "--data-dir", m_dir.root.string()});
        const auto started = programs::startDetached({.program = words.front(),
                                                      .arguments = {words.begin() + 1, words.end()},
                                                      .logFile = m_dir.log() / "armillary-node.log"});
        if (!started) return std::unexpected("the node agent did not start: " + started.error());
        return {};
    }

    Done join(const fs::path& program) {
        auto token = runtime::createBootstrapToken(*m_client, async::realClock(), kTokenLifetime);
        if (!token) return std::unexpected("cannot make a join token: " + token.error().message);
        const auto ca = runtime::readFile(m_dir.root / "pki" / "ca.crt");
        if (!ca) return std::unexpected(ca.error());
        const auto pin = pki::pinOf(*ca);
        if (!pin) return std::unexpected(pin.error());
        const std::string url = std::format("https://{}:{}", m_options.listen.address, m_options.listen.port);
        const auto words = asRoot(program, {"join", "--server", url, "--token", *token, "--ca-hash", *pin, "--data-dir",
                                            m_dir.root.string()});
        if (auto done = programs::runToEnd(words.front(), {words.begin() + 1, words.end()}); !done)
            return std::unexpected("the node could not join:\n" + done.error());
        return {};
    }

    Done awaitNode() {
        const auto start = Clock::now();
        const auto isReady = [](const ObjectRef& node) {
            const auto& conditions = node->as<corev1::Node>().status.conditions;
            return std::ranges::any_of(conditions, [](const corev1::NodeCondition& condition) {
                return condition.type == corev1::kNodeReady && condition.status == corev1::kConditionTrue;
            });
        };
        std::string last = "no node has registered";
        for (bool warned = false; Clock::now() - start < kNodePatience;
             std::this_thread::sleep_for(std::chrono::milliseconds(100))) {
            const auto nodes = m_client->list(client::target<corev1::Node>());
            if (nodes && std::ranges::any_of(nodes->items, isReady) &&
                programs::runningProcess(m_dir.nodePid(), "armillary-node")) {
                say("node is Ready (" + since(start) + ")");
                return {};
            }
            if (!nodes) last = nodes.error().message;
            if (nodes && !nodes->items.empty()) last = "the node has registered but is not Ready";
            if (!warned && Clock::now() - start > std::chrono::seconds(10)) {
                say("waiting for the node: " + last);
                warned = true;
            }
            if (Clock::now() - start > std::chrono::seconds(3) &&
                !programs::runningProcess(m_dir.nodePid(), "armillary-node"))
                return std::unexpected("the node agent has stopped:\n" +
                                       programs::tail(m_dir.log() / "armillary-node.log"));
        }
        return std::unexpected(std::format("{} after {} s; see {}", last, kNodePatience.count(),
                                           (m_dir.log() / "armillary-node.log").string()));
    }

    const UpOptions& m_options;
    const DataDir& m_dir;
    std::unique_ptr<client::Client> m_client;
};

}  // namespace

int up(const UpOptions& options) {
    if (auto done = Up(options).run(); !done) return fail(done.error());
    say("use it: kubectl --kubeconfig " + options.dir.kubeconfig().string() + " get nodes");
    return 0;
}

}  // namespace armillary::ctl
