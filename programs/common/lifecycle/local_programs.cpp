#include "programs/common/lifecycle/local_programs.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <format>
#include <thread>

#include "engine/async/clock.h"
#include "engine/pki/ca.h"
#include "engine/runtime/credentials.h"
#include "engine/runtime/join_token.h"
#include "engine/schema/api/coordinationv1.h"
#include "engine/schema/api/corev1.h"
#include "programs/common/child.h"
#include "programs/common/folder.h"
#include "programs/common/lifecycle/admin.h"
#include "programs/common/node_ready.h"

namespace armillary::programs {

namespace {

namespace fs = std::filesystem;

constexpr auto kStartPatience = std::chrono::seconds(30);
constexpr auto kStopPatience = std::chrono::seconds(20);
constexpr auto kTokenLifetime = std::chrono::minutes(10);

}  // namespace

LocalPrograms::LocalPrograms(DataDir dir, AskedFrom from) : m_dir(std::move(dir)), m_from(from) {}

LocalPrograms::~LocalPrograms() = default;

RootMeans LocalPrograms::rootMeans() const {
    if (!m_means) m_means = chooseRoot(m_from);
    return *m_means;
}

LocalPrograms::Caller LocalPrograms::caller() {
    const char *uid = std::getenv("SUDO_UID"), *gid = std::getenv("SUDO_GID");
    if (geteuid() != 0 || !uid || !gid) return {};
    return {static_cast<uid_t>(std::strtoul(uid, nullptr, 10)), static_cast<gid_t>(std::strtoul(gid, nullptr, 10))};
}

Done LocalPrograms::claim() {
    const Caller owner = caller();
    if (auto done = claimFolder(m_dir.root, {owner.uid, owner.gid}); !done) return done;
    for (const fs::path& folder : {m_dir.log(), m_dir.run()}) {
        std::error_code failed;
        const bool made = fs::create_directories(folder, failed);
        if (failed) return std::unexpected(std::format("cannot make {}: {}", folder.string(), failed.message()));
        if (made && owner.uid) (void)!chown(folder.c_str(), *owner.uid, *owner.gid);
        if (made) (void)chmod(folder.c_str(), 0700);
    }
    return {};
}

bool LocalPrograms::hasNode() const {
    std::error_code failed;
    return fs::exists(m_dir.node(), failed);
}

std::string LocalPrograms::url() const {
    return clusterUrl(m_dir);
}

bool LocalPrograms::serverRuns() const {
    return runningProcess(m_dir.serverPid(), "armillaryd").has_value();
}

Done LocalPrograms::startServer(const ListenAddress& listen, const std::stop_token& stop) {
    const Caller owner = caller();
    const auto line = startAndAwaitLine({.program = binaryDir() / "armillaryd",
                                         .arguments = {"--data-dir", m_dir.root.string(), "--listen",
                                                       std::format("{}:{}", listen.address, listen.port)},
                                         .logFile = m_dir.log() / "armillaryd.log",
                                         .uid = owner.uid,
                                         .gid = owner.gid},
                                        kStartPatience, stop);
    m_client.reset();
    if (!line) return std::unexpected(line.error());
    return {};
}

Done LocalPrograms::connect() {
    if (m_client) return {};
    auto client = adminClient(m_dir);
    if (!client) return std::unexpected(client.error());
    m_client = std::move(*client);
    return {};
}

Done LocalPrograms::askServer() {
    if (auto done = connect(); !done) return done;
    const auto answer = m_client->getRaw("/readyz");
    if (!answer) return std::unexpected(answer.error().message);
    return {};
}

bool LocalPrograms::isTaken(const ListenAddress& listen) const {
    if (listen.port == 0) return false;
    sockaddr_in address{.sin_family = AF_INET, .sin_port = htons(listen.port)};
    if (inet_pton(AF_INET, listen.address.c_str(), &address.sin_addr) != 1) return false;
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (probe < 0) return false;
    const int yes = 1;
    setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    const bool taken =
        bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 && errno == EADDRINUSE;
    close(probe);
    return taken;
}

bool LocalPrograms::stopServer() {
    m_client.reset();
    const auto pid = runningProcess(m_dir.serverPid(), "armillaryd");
    return !pid || stopProcess(*pid, kStopPatience);
}

Done LocalPrograms::obtainRoot() {
    const bool refused =
        rootMeans() == RootMeans::ByHand ||
        (rootMeans() == RootMeans::Sudo && m_from == AskedFrom::Terminal && std::system("/usr/bin/sudo -v") != 0);
    if (refused) return std::unexpected("the node agent needs root to run containers");
    return {};
}

bool LocalPrograms::agentRuns() const {
    return runningProcess(m_dir.nodePid(), "armillary-node").has_value();
}

bool LocalPrograms::hasJoined() const {
    std::error_code failed;
    const bool there = fs::exists(m_dir.node() / "node.json", failed);
    return there || failed.value() == EACCES;
}

std::expected<std::string, std::string> LocalPrograms::run(RootMeans means, std::vector<std::string> arguments,
                                                           const std::string& input) const {
    arguments.insert(arguments.end(), {"--data-dir", m_dir.root.string()});
    const auto words = asRoot(means, binaryDir() / "armillary-node", std::move(arguments));
    return runToEnd(words.front(), {words.begin() + 1, words.end()}, input);
}

std::expected<std::string, std::string> LocalPrograms::join(const std::string& url, bool withToken) {
    const auto ca = runtime::readFile(m_dir.root / "pki" / "ca.crt");
    if (!ca) return std::unexpected(ca.error());
    const auto pin = pki::pinOf(*ca);
    if (!pin) return std::unexpected(pin.error());
    std::vector<std::string> arguments = {"join", "--server", url, "--ca-hash", *pin};
    std::string input;
    if (withToken) {
        if (auto done = connect(); !done) return std::unexpected(done.error());
        auto token = runtime::createBootstrapToken(*m_client, async::realClock(), kTokenLifetime);
        if (!token) return std::unexpected("cannot make a join token: " + token.error().message);
        arguments.insert(arguments.end(), {"--token", "-"});
        input = *token + "\n";
    }
    // Joining needs no root where the folder is ours, and a desktop that asks once is better than one that asks twice.
    std::error_code failed;
    const bool foreign = hasNode() && access(m_dir.node().c_str(), R_OK | W_OK | X_OK) != 0;
    const bool plain = rootMeans() == RootMeans::PolicyKit && !foreign;
    const auto done = run(plain ? RootMeans::Already : rootMeans(), std::move(arguments), input);
    if (!done) return std::unexpected(done.error());
    constexpr std::string_view kBeforeName = " as node ";
    const auto at = done->rfind(kBeforeName);
    return at == std::string::npos ? std::string() : done->substr(at + kBeforeName.size());
}

Done LocalPrograms::startAgent() {
    const auto words = asRoot(rootMeans(), binaryDir() / "armillary-node", {"run", "--data-dir", m_dir.root.string()});
    const auto started = startDetached({.program = words.front(),
                                        .arguments = {words.begin() + 1, words.end()},
                                        .logFile = m_dir.log() / "armillary-node.log"});
    if (!started) return std::unexpected(started.error());
    m_agent = *started;
    m_agentEnd.reset();
    return {};
}

/// Our own child is known at once to have ended; another's agent by its pid file.
std::optional<int> LocalPrograms::agentEnd() {
    if (!m_agent) return agentRuns() ? std::nullopt : std::optional(-1);
    int status = 0;
    if (!m_agentEnd && waitpid(*m_agent, &status, WNOHANG) == *m_agent)
        m_agentEnd = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return m_agentEnd;
}

std::string LocalPrograms::agentsLastWords() const {
    return tail(m_dir.log() / "armillary-node.log", 1);
}

std::expected<NodeState, std::string> LocalPrograms::nodeState(const std::string& name) {
    if (auto done = connect(); !done) return std::unexpected(done.error());
    const auto nodes = m_client->list(client::target<corev1::Node>());
    if (!nodes) return std::unexpected(nodes.error().message);
    if (nodes->items.empty()) return NodeState::Unregistered;
    const auto pid = runningProcess(m_dir.nodePid(), "armillary-node");
    const auto started = pid ? processStart(*pid) : std::nullopt;
    // Ready by the word of the agent that runs now, not of one that has died since.
    const auto isReady = [&](const corev1::Node& node) {
        if (!started || (!name.empty() && node.metadata.name != name)) return false;
        const auto lease = client::get<coordinationv1::Lease>(*m_client, "kube-node-lease", node.metadata.name);
        return lease && isReadySince(node, (*lease)->as<coordinationv1::Lease>(), *started);
    };
    return std::ranges::any_of(nodes->items, [&](const ObjectRef& node) { return isReady(node->as<corev1::Node>()); })
               ? NodeState::Ready
               : NodeState::NotReady;
}

bool LocalPrograms::stopAgent() {
    const auto pid = runningProcess(m_dir.nodePid(), "armillary-node");
    if (!pid) return true;
    // Whoever may not send it a signal has the program itself do so.
    if (rootMeans() != RootMeans::Already && !run(rootMeans(), {"stop"})) return false;
    const bool gone = stopProcess(*pid, kStopPatience);
    if (m_agent && gone) (void)agentEnd();
    return gone;
}

Done LocalPrograms::resetNode() {
    if (auto done = run(rootMeans(), {"reset"}); !done) return std::unexpected(done.error());
    return {};
}

void LocalPrograms::pause(std::chrono::milliseconds time) {
    std::this_thread::sleep_for(time);
}

}  // namespace armillary::programs
