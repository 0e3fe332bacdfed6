#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <fstream>
#include <thread>

#include "engine/async/clock.h"
#include "nodes/agent/agent.h"
#include "nodes/agent/join/join.h"
#include "nodes/agent/log.h"

namespace {

using namespace armillary;
namespace fs = std::filesystem;

int fail(const std::string& why) {
    std::fprintf(stderr, "armillary-node: %s\n", why.c_str());
    return 1;
}

/// The images that come with the program: beside its folder, or where the environment says.
fs::path imagesFolder() {
    if (const char* given = std::getenv("ARMILLARY_IMAGES")) return given;
    std::error_code error;
    auto program = fs::read_symlink("/proc/self/exe", error);
    for (const auto& candidate : {program.parent_path().parent_path() / "images",
                                  program.parent_path().parent_path() / "share" / "armillary" / "images"})
        if (fs::is_directory(candidate, error)) return candidate;
    return {};
}

/// One agent for each data directory; the lock goes with the process, however it ends.
int lockPidFile(const agent::Layout& layout) {
    std::error_code error;
    fs::create_directories(layout.pidFile().parent_path(), error);
    int fd = ::open(layout.pidFile().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0) return -1;
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        ::close(fd);
        return -1;
    }
    auto text = std::format("{}\n", ::getpid());
    (void)!::ftruncate(fd, 0);
    (void)!::write(fd, text.data(), text.size());
    return fd;
}

/// The agent that holds the data directory, 0 when none does.
pid_t runningAgent(const agent::Layout& layout) {
    int fd = ::open(layout.pidFile().c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    bool free = ::flock(fd, LOCK_EX | LOCK_NB) == 0;
    ::close(fd);
    pid_t pid = 0;
    if (!free) std::ifstream(layout.pidFile()) >> pid;
    return pid;
}

int runJoin(const agent::Layout& layout, const agent::JoinOptions& options) {
    auto joined = agent::join(layout, options, async::realClock());
    if (!joined) return fail(joined.error());
    std::printf("joined %s as node %s\n", joined->server.c_str(), joined->nodeName.c_str());
    return 0;
}

int runAgent(agent::AgentConfig config) {
    if (::geteuid() != 0) return fail("the agent makes containers and networks and so needs root; run it with sudo");
    int lock = lockPidFile(config.layout);
    if (lock < 0) {
        if (auto pid = runningAgent(config.layout))
            return fail(std::format("an agent already runs on {} (process {})", config.layout.dataDir.string(), pid));
        return fail("cannot write " + config.layout.pidFile().string());
    }
    // Many threads that mostly wait need no heaps of their own; each would keep what its busiest moment took.
    ::mallopt(M_ARENA_MAX, 2);
    // All threads inherit the blocked signals; one waits for them.
    sigset_t ends;
    sigemptyset(&ends);
    for (int signal : {SIGTERM, SIGINT}) sigaddset(&ends, signal);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    std::atomic<bool> stopping{false};
    std::thread([&] {
        int signal = 0;
        sigwait(&ends, &signal);
        stopping = true;
        stopping.notify_all();
    }).detach();

    config.images = imagesFolder();
    auto agent = agent::Agent::start(config, async::realClock(), [&] { return stopping.load(); });
    if (!agent && stopping) return 0;
    if (!agent) return fail(agent.error());
    stopping.wait(false);
    agent::log(agent::LogLevel::Info, "stopping; containers go on running");
    // A container that is being stopped has its own grace; the agent's next start goes on from what it finds.
    std::atomic<bool> done{false};
    std::thread([&] {
        agent->reset();
        done = true;
    }).detach();
    for (int i = 0; i < 60 && !done; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    std::error_code error;
    fs::remove(config.layout.pidFile(), error);
    std::fflush(nullptr);
    ::_exit(0);
}

int runReset(const agent::Layout& layout) {
    if (::geteuid() != 0) return fail("reset removes containers and networks and so needs root; run it with sudo");
    if (auto pid = runningAgent(layout)) {
        ::kill(pid, SIGTERM);
        for (int i = 0; i < 100 && runningAgent(layout) == pid; ++i) ::usleep(100000);
        if (runningAgent(layout) == pid) {
            ::kill(pid, SIGKILL);
            for (int i = 0; i < 20 && runningAgent(layout) == pid; ++i) ::usleep(100000);
        }
    }
    auto problems = agent::reset(layout);
    for (const auto& problem : problems) std::fprintf(stderr, "armillary-node: %s\n", problem.c_str());
    return problems.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"The node agent: makes this machine a worker node of an Armillary cluster"};
    app.require_subcommand(1);
    std::string dataDir = "/var/lib/armillary";
    agent::JoinOptions join;
    agent::AgentConfig config;
    auto addDataDir = [&](CLI::App* command) {
        command->add_option("--data-dir", dataDir, "Where the node keeps its state")
            ->envname("ARMILLARY_DATA_DIR")
            ->capture_default_str();
    };
    auto* joining = app.add_subcommand("join", "Join a cluster; then start the agent with `armillary-node run`");
    joining->add_option("--server", join.server, "The cluster's URL, https://HOST:PORT")->required();
    joining
        ->add_option("--token", join.token,
                     "A bootstrap token (armillaryctl token create); - reads it from standard input")
        ->envname("ARMILLARY_JOIN_TOKEN")
        ->required();
    joining->add_option("--ca-hash", join.caHash, "The pin of the cluster's authority, sha256:HEX")->required();
    joining->add_option("--node-name", join.nodeName, "The node's name; the host's name when left out");
    joining->add_option("--node-ip", join.nodeIp, "The node's address; the one that reaches the server when left out");
    addDataDir(joining);
    auto* running = app.add_subcommand("run", "Run the agent of a node that has joined");
    running->add_option("--runtime-socket", config.runtimeSocket,
                        "A container runtime's CRI socket; a private containerd when left out");
    running->add_option("--port", config.port, "The agent's HTTPS port; the next free one when it is taken")
        ->capture_default_str();
    addDataDir(running);
    auto* resetting = app.add_subcommand("reset", "Leave the cluster and undo all that the agent did on this machine");
    addDataDir(resetting);
    CLI11_PARSE(app, argc, argv);

    ::umask(022);
    std::error_code error;
    agent::Layout layout{fs::absolute(dataDir, error).lexically_normal()};
    if (!*resetting) {
        bool fresh = fs::create_directories(layout.dataDir, error);
        if (error) return fail(std::format("cannot make {}: {}", layout.dataDir.string(), error.message()));
        if (fresh) fs::permissions(layout.dataDir, fs::perms::owner_all, error);
        fs::create_directories(layout.node(), error);
        fs::permissions(layout.node(), fs::perms::owner_all, error);
    }
    if (*joining) {
        if (join.token == "-") std::getline(std::cin, join.token);
        return runJoin(layout, join);
    }
    if (*resetting) return runReset(layout);
    config.layout = layout;
    return runAgent(config);
}
